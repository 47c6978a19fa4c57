//! What clients may name of a table: columns to filter, sort and show, of its own and of records
//! that are related to its records.

use super::{Operator, Sort, SortKey, include};
use crate::model::{Column, Relation, Table};

/// What asks whether there is a related record: `author[exists]=true`.
pub(crate) const EXISTS: &str = "exists";

/// The columns that filters may name, with their positions.
pub(crate) fn filterable(table: &'static Table) -> impl Iterator<Item = (usize, &'static Column)> {
    let columns = table.columns.iter().enumerate();
    columns.filter(|(_, column)| Operator::of(column).next().is_some())
}

/// The column that a filter names.
pub(super) fn filter(table: &'static Table, name: &str) -> Option<(usize, &'static Column)> {
    table.member(name).filter(|(_, column)| Operator::of(column).next().is_some())
}

/// The relation that clients name so, where they may see the records on its other side.
pub(super) fn relation(table: &'static Table, name: &str) -> Option<(usize, &'static Relation)> {
    include::readable(table).find(|(_, relation)| relation.name == name)
}

/// How a search is sorted by what it finds best.
pub(crate) const RELEVANCE: &str = "relevance";

/// All that `sort` may name: columns, columns of the one record on the other side of a relation,
/// and how well a record fits the search.
pub(crate) fn sortable(table: &'static Table) -> Vec<String> {
    let own = own_sortable(table).map(|(_, column)| column.member.to_owned());
    let related = to_one(table).flat_map(|(_, relation)| {
        own_sortable((relation.target)())
            .map(|(_, column)| format!("{}.{}", relation.name, column.member))
    });
    let relevance = table.has_search().then(|| RELEVANCE.to_owned());
    own.chain(related).chain(relevance).collect()
}

/// The order that these names state; what is refused comes with its place among them.
pub(super) fn order<'a>(
    table: &'static Table,
    names: impl Iterator<Item = &'a str>,
) -> (Vec<Sort>, Vec<(usize, String)>) {
    let (mut order, mut refused) = (Vec::<Sort>::new(), Vec::new());
    for (index, name) in names.enumerate() {
        let (name, descending) = match name.strip_prefix('-') {
            Some(name) => (name, true),
            None => (name, false),
        };
        match sort(table, name) {
            // A column that is named again decides nothing more, and the schema has no word for
            // "once in either direction", so it is taken.
            Some(key) if order.iter().any(|sort| sort.key == key) => {}
            Some(key) => order.push(Sort { key, descending }),
            None => {
                let names = sortable(table).join(", ");
                let detail = format!(
                    "cannot sort by {name:?}; allowed are {names}, each with - for descending"
                );
                refused.push((index, detail));
            }
        }
    }
    (order, refused)
}

/// All that `fields` may name.
pub(crate) fn fields(table: &'static Table) -> Vec<&'static str> {
    let readable = table.members().filter(|member| member.column(table).readable);
    readable.map(|member| member.name(table)).collect()
}

/// The columns that these names state, in the table's order; what is refused comes with its place
/// among them.
pub(super) fn shown<'a>(
    table: &'static Table,
    names: impl Iterator<Item = &'a str>,
) -> (Vec<usize>, Vec<(usize, String)>) {
    let (mut columns, mut refused) = (Vec::new(), Vec::new());
    for (index, name) in names.enumerate() {
        match table.body_member(name).filter(|member| member.column(table).readable) {
            Some(member) if member.columns().iter().any(|column| columns.contains(column)) => {
                refused.push((index, format!("must name {name} only once")));
            }
            Some(member) => columns.extend(member.columns()),
            None => {
                let names = fields(table).join(", ");
                refused.push((index, format!("no field {name:?}; allowed are {names}")));
            }
        }
    }
    columns.sort_unstable();
    (columns, refused)
}

/// What a list is ordered by under this name.
fn sort(table: &'static Table, name: &str) -> Option<SortKey> {
    if let Some((relation, member)) = name.split_once('.') {
        let (position, relation) = to_one(table).find(|(_, known)| known.name == relation)?;
        let mut columns = own_sortable((relation.target)());
        let (column, _) = columns.find(|(_, column)| column.member == member)?;
        return Some(SortKey::Related { relation: position, column });
    }
    match own_sortable(table).find(|(_, column)| column.member == name) {
        Some((column, _)) => Some(SortKey::Column(column)),
        None => (name == RELEVANCE && table.has_search()).then_some(SortKey::Relevance),
    }
}

fn own_sortable(table: &'static Table) -> impl Iterator<Item = (usize, &'static Column)> {
    table.columns.iter().enumerate().filter(|(_, column)| column.sortable)
}

/// Relations with one record at most on a side that clients see.
fn to_one(table: &'static Table) -> impl Iterator<Item = (usize, &'static Relation)> {
    include::readable(table).filter(|(_, relation)| !relation.is_to_many())
}
