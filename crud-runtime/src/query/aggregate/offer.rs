//! Which groups and functions clients may ask of a table, and what they are called.
//!
//! Those of columns that answers show and that filter or sort lists: what a client may not ask
//! for is not to be put together from sums either.

use super::{Function, Group, Truncate};
use crate::model::{Column, ColumnType, Table};

/// All groups of a table.
pub(crate) fn groups(table: &'static Table) -> Vec<Group> {
    let to_one = (0..table.relations.len())
        .filter(|&relation| table.relations[relation].is_readable() && is_to_one(table, relation));
    let mut groups = Vec::new();
    for relation in std::iter::once(None).chain(to_one.map(Some)) {
        let whole = Group { relation, column: 0, truncate: None };
        for (column, described) in whole.table(table).columns.iter().enumerate() {
            if !is_open(described) {
                continue;
            }
            groups.push(Group { column, ..whole });
            if is_dated(described) {
                let cut = |truncate| Group { column, truncate: Some(truncate), ..whole };
                groups.extend(Truncate::ALL.map(cut));
            }
        }
    }
    groups
}

/// All functions of a table.
pub(crate) fn functions(table: &'static Table) -> Vec<Function> {
    let mut functions = vec![Function::Count];
    for (position, column) in table.columns.iter().enumerate().filter(|(_, column)| is_open(column))
    {
        if is_number(column) {
            functions.extend([Function::Sum(position), Function::Avg(position)]);
        }
        if is_ordered(column) {
            functions.extend([Function::Min(position), Function::Max(position)]);
        }
        functions.push(Function::CountDistinct(position));
    }
    functions
}

impl Group {
    /// `author.country`, `month(created_at)`
    pub(crate) fn name(self, table: &'static Table) -> String {
        let member = self.table(table).columns[self.column].member;
        let path = match self.relation {
            Some(relation) => format!("{}.{member}", table.relations[relation].name),
            None => member.to_owned(),
        };
        match self.truncate {
            Some(truncate) => format!("{}({path})", truncate.name()),
            None => path,
        }
    }
}

impl Function {
    /// `count`, `sum(price)`
    pub(crate) fn name(self, table: &'static Table) -> String {
        match self.operand() {
            Some(column) => format!("{}({})", self.kind(), table.columns[column].member),
            None => self.kind().to_owned(),
        }
    }
}

/// Whether clients may ask for what is made of the column.
fn is_open(column: &Column) -> bool {
    column.readable && (column.filterable || column.sortable)
}

fn is_number(column: &Column) -> bool {
    matches!(column.column_type, ColumnType::F64 | ColumnType::Decimal)
        || column.column_type.is_integer()
}

/// Whether there is a least and a greatest: where filters compare by `gt`.
fn is_ordered(column: &Column) -> bool {
    is_number(column) || is_dated(column) || {
        matches!(column.column_type, ColumnType::Text | ColumnType::Time)
    }
}

fn is_dated(column: &Column) -> bool {
    matches!(column.column_type, ColumnType::Date | ColumnType::Timestamp)
}

/// Whether no record has more than one on the other side of a relation: what refers may be told to
/// be the only one without anything that holds it.
pub(crate) fn is_to_one(table: &'static Table, relation: usize) -> bool {
    let relation = &table.relations[relation];
    if relation.is_to_many() {
        return false;
    }
    let link = relation.link(table);
    let is_one = |columns: &[usize]| columns.iter().all(|column| link.far.contains(column));
    let target = link.target;
    link.via.is_none()
        && (is_one(target.key)
            || link.far.iter().any(|&column| target.columns[column].unique)
            || target.indexes.iter().any(|index| index.unique && is_one(index.columns)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::BOOK;

    fn names(table: &'static Table) -> (Vec<String>, Vec<String>) {
        (
            groups(table).into_iter().map(|group| group.name(table)).collect(),
            functions(table).into_iter().map(|function| function.name(table)).collect(),
        )
    }

    #[test]
    fn only_what_lists_are_asked_by() {
        let (groups, functions) = names(&BOOK);
        for open in ["title", "price", "month(created_at)", "author.name", "week(author.born_on)"] {
            assert!(groups.iter().any(|group| group == open), "{open}: {groups:?}");
        }
        for open in ["count", "sum(price)", "avg(pages)", "max(title)", "count_distinct(state)"] {
            assert!(functions.iter().any(|function| function == open), "{open}: {functions:?}");
        }
        for closed in ["weight", "licence_key", "day(title)", "cover", "author.address", "loanable"]
        {
            assert!(!groups.iter().any(|group| group == closed), "{closed}");
        }
        for closed in ["sum(title)", "min(state)", "max(id)", "sum(weight)", "max(licence_key)"] {
            assert!(!functions.iter().any(|function| function == closed), "{closed}");
        }
    }
}
