//! How much of an order an index of the table has.

use super::order::Term;
use super::{Dialect, order};
use crate::model::{NamedWhat, Table, Value};
use crate::query::{Comparison, Filter, SortKey};

/// How many terms one index has side by side, behind columns that the filter has equal to
/// something.
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
            let begins = |columns: &[usize]| columns.first() == Some(&column);
            let has = relation.is_certain(table)
                && indexes((relation.target)()).iter().any(|columns| begins(columns));
            return usize::from(has && !is_sorted_otherwise(&terms[0]));
        }
        Some(SortKey::Column(_)) => {}
    }
    let own: Vec<_> = terms
        .iter()
        .map_while(|term| match term.key {
            SortKey::Column(column) if !is_sorted_otherwise(term) => Some(column),
            _ => None,
        })
        .collect();
    let equal = equal(filter);
    let of = |columns: Vec<usize>| {
        let begin = columns.iter().take_while(|column| equal.contains(column)).count();
        // An order may name a column that is equal in all that matches.
        (0..=begin)
            .map(|skipped| {
                let walked = columns[skipped..].iter().zip(&own);
                walked.take_while(|(column, own)| column == own).count()
            })
            .max()
            .unwrap_or_default()
    };
    indexes(table).into_iter().map(of).max().unwrap_or_default()
}

/// The columns of each index that is made, the key behind them. One whose columns another begins
/// with is not made (`sql/shape`).
pub(crate) fn indexes(table: &'static Table) -> Vec<Vec<usize>> {
    let stated = |unique: bool| {
        let is_meant = move |what: NamedWhat| match what {
            NamedWhat::Index => !unique,
            NamedWhat::Unique | NamedWhat::UniqueIndex => unique,
            _ => false,
        };
        let named = table.names.iter().filter(move |named| is_meant(named.what));
        named.map(|named| named.columns.to_vec())
    };
    let several = |unique: bool| {
        let indexes = table.indexes.iter().filter(move |index| index.unique == unique);
        indexes.map(|index| index.columns.to_vec())
    };
    let columns = || table.columns.iter().enumerate();
    let uniques = columns().filter(|(_, column)| column.unique).map(|(position, _)| vec![position]);
    let references = table
        .references()
        .filter(|relation| !relation.columns.iter().any(|&column| table.columns[column].unindexed))
        .map(|relation| relation.columns.to_vec());
    let singles =
        columns().filter(|(_, column)| column.indexed).map(|(position, _)| vec![position]);
    let mut all: Vec<Vec<usize>> = uniques.chain(several(true)).chain(stated(true)).collect();
    all.push(table.key.to_vec());
    all.extend(stated(false));
    for columns in several(false).chain(references).chain(singles) {
        if !all.iter().any(|other| other.starts_with(&columns)) {
            all.push(columns);
        }
    }
    for columns in &mut all {
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
