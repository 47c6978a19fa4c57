//! What clients may ask that no index serves.

use crate::model::{Operation, Table};
use crate::query::Operator;
use crate::sql::indexes;

/// A sentence for each filter, sort and order of the entities that no index serves, with the
/// attribute that makes one. Of a table that migrations leave alone nothing is said: no attribute
/// makes an index there.
pub(crate) fn advice(tables: &[&'static Table]) -> Vec<String> {
    let lists = |table: &&&'static Table| {
        [Operation::List, Operation::Query, Operation::PostQuery]
            .iter()
            .any(|operation| table.serves(*operation))
    };
    tables
        .iter()
        .filter(lists)
        .filter(|table| !table.unmanaged)
        .flat_map(|table| columns(table).into_iter().chain(order(table)))
        .collect()
}

/// Columns that may be filtered or sorted, and that no index begins with.
fn columns(table: &'static Table) -> Vec<String> {
    let indexes = indexes(table);
    let begins = |position: usize| indexes.iter().any(|index| index.first() == Some(&position));
    let unserved = table.columns.iter().enumerate().filter(|(position, _)| !begins(*position));
    let told = unserved.filter_map(|(_, column)| {
        let what = match (Operator::of(column).next().is_some(), column.sortable) {
            (true, true) => "filter and sort",
            (true, false) => "filter",
            (false, true) => "sort",
            (false, false) => return None,
        };
        Some(format!(
            "clients may {what} `{}` by `{}`, which no index begins with: write #[crud(index)] \
             on the field, or #[crud(index({}, …))] on the struct where it comes with others",
            table.entity, column.member, column.member
        ))
    });
    told.collect()
}

/// The order of lists that ask for none, where it is of several columns.
fn order(table: &'static Table) -> Option<String> {
    let [first, _, ..] = table.order else { return None };
    let columns: Vec<_> = table.order.iter().map(|order| order.column).collect();
    let names: Vec<_> = columns.iter().map(|&column| table.columns[column].member).collect();
    let names = names.join(", ");
    let entity = table.entity;
    if table.order.iter().any(|order| order.descending != first.descending) {
        return Some(format!(
            "lists of `{entity}` are ordered by {names} in two directions, which no index has: \
             write all of `order_by` in one direction"
        ));
    }
    let serves = |index: &Vec<usize>| index.starts_with(&columns);
    (!indexes(table).iter().any(serves)).then(|| {
        format!(
            "lists of `{entity}` are ordered by {names}, which no index has: \
             write #[crud(index({names}))] on the struct"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::advice;
    use crate::fixture::BOOK;
    use crate::model::{Index, Order, Table};

    #[test]
    fn what_no_index_serves_is_named_with_its_attribute() {
        static STRANGE: Table = Table { unmanaged: true, ..BOOK };
        static MIXED: Table = Table {
            order: &[
                Order { column: 11, descending: true },
                Order { column: 3, descending: false },
            ],
            ..SERVED
        };
        static ORDERED: Table = Table {
            order: &[Order { column: 11, descending: true }, Order { column: 3, descending: true }],
            ..BOOK
        };
        static SERVED: Table =
            Table { indexes: &[Index { columns: &[11, 3], unique: false }], ..ORDERED };
        let plain = advice(&[&BOOK]);
        assert!(plain[0].starts_with("clients may filter and sort `Book` by `title`, which no"));
        assert!(plain.iter().all(|told| !told.contains("`author_id`") && !told.contains("`id`")));
        assert_eq!(advice(&[&ORDERED]).len(), plain.len() + 1);
        assert!(advice(&[&ORDERED]).concat().contains("write #[crud(index(created_at, price))]"));
        // The index serves the first of its columns alone, too.
        assert_eq!(advice(&[&SERVED]).len(), plain.len() - 1);
        assert_eq!(advice(&[&STRANGE]), [""; 0]);
        assert!(advice(&[&MIXED]).concat().contains("in two directions"));
    }
}
