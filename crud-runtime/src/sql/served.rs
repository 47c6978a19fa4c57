//! How much of an order an index of the table has.

use super::order::Term;
use super::shape::{self, Directed};
use super::{Dialect, order};
use crate::model::{Table, Value};
use crate::query::{Comparison, Filter, SortKey};

/// How many terms one index has side by side and in their directions, behind columns that the
/// filter has equal to something.
pub(super) fn served(
    dialect: Dialect,
    table: &'static Table,
    filter: &Filter,
    terms: &[Term],
) -> usize {
    let is_sorted_otherwise = |term: &Term| order::is_ordered_by_declaration(dialect, term.column);
    match terms.first().map(|term| term.key) {
        None | Some(SortKey::Relevance) => return 0,
        // A database may begin with the table on the other side.
        Some(SortKey::Related { relation, column }) => {
            let relation = &table.relations[relation];
            let begins = |index: &Directed| index.columns.first() == Some(&column);
            let has = relation.is_certain(table) && indexes((relation.target)()).iter().any(begins);
            return usize::from(has && !is_sorted_otherwise(&terms[0]));
        }
        Some(SortKey::Column(_)) => {}
    }
    let own: Vec<_> = terms
        .iter()
        .map_while(|term| match term.key {
            SortKey::Column(column) if !is_sorted_otherwise(term) => {
                Some((column, term.descending))
            }
            _ => None,
        })
        .collect();
    let equal = equal(filter);
    let of = |index: Directed| {
        let begin = index.columns.iter().take_while(|column| equal.contains(column)).count();
        // An order may name a column that is equal in all that matches.
        (0..=begin)
            .map(|skipped| {
                let behind =
                    Directed { columns: index.columns[skipped..].to_vec(), ..index.clone() };
                let walked = |length: &usize| behind.begins_with(own[..*length].iter().copied());
                (0..=own.len()).rev().find(walked).unwrap_or_default()
            })
            .max()
            .unwrap_or_default()
    };
    indexes(table).into_iter().map(of).max().unwrap_or_default()
}

/// Each index that is made, the key behind its columns. One whose columns another begins with is
/// not made.
pub(crate) fn indexes(table: &'static Table) -> Vec<Directed> {
    let constraints = shape::uniques(table).into_iter().chain([table.key.to_vec()]);
    let mut all: Vec<Directed> = constraints.map(Directed::from).collect();
    all.extend(shape::indexes(table));
    for Directed { columns, .. } in &mut all {
        let rest = table.key.iter().filter(|column| !columns.contains(column));
        let rest: Vec<_> = rest.copied().collect();
        columns.extend(rest);
    }
    all
}

/// The columns that are equal to something in all records that match.
fn equal(filter: &Filter) -> Vec<usize> {
    let one = |filter: &Filter| match filter {
        Filter::Compare(column, Comparison::Eq, value) if *value != Value::Null => Some(*column),
        Filter::Null(column, true) => Some(*column),
        _ => None,
    };
    match filter {
        Filter::And(parts) => parts.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}
