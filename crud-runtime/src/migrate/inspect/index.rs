//! Indexes and what is unique.

use super::constraint::{Constraints, Naming};
use super::entity::{Entity, is_same};
use crate::sql::Dialect;
use crate::sql::shape::constraint_name;
use crate::store::catalogue::Index;

/// Finds out which indexes can be said.
pub(super) fn settle(entity: &Entity, constraints: &mut Constraints, reasons: &mut Vec<String>) {
    let table = entity.table;
    let mut seen: Vec<(bool, Vec<String>, Vec<String>)> = Vec::new();
    for index in table.uniques.iter().chain(&table.indexes) {
        let what = if index.is_unique { "unique index" } else { "index" };
        if let Some(text) = &index.text {
            reasons.push(format!("its {what} `{}` is {text}", index.name));
            continue;
        }
        let columns = fields(entity, index);
        let Some(columns) = columns else {
            reasons.push(format!("its {what} `{}` is about a column without a field", index.name));
            continue;
        };
        let known = (index.is_unique, columns.clone(), index.descending.clone());
        if seen.contains(&known) {
            reasons.push(format!("its {what} `{}` is the second over these columns", index.name));
            continue;
        }
        seen.push(known);
        if let Some(first) = columns.first() {
            constraints.leading.push(first.clone());
        }
        if index.is_unique {
            unique(entity, index, columns, constraints);
        } else {
            plain(entity, index, columns, constraints, reasons);
        }
    }
    unindexed(entity, constraints, &seen);
}

/// The columns as the table spells them, if each has a field.
fn fields(entity: &Entity, index: &Index) -> Option<Vec<String>> {
    let name = |column: &String| entity.field(column).map(|field| field.column.name.clone());
    index.columns.iter().map(name).collect()
}

fn unique(entity: &Entity, index: &Index, columns: Vec<String>, constraints: &mut Constraints) {
    let table = &entity.table.name;
    let is_key = columns == entity.key();
    match columns.as_slice() {
        [column] if !is_key => constraints.unique.push(column.clone()),
        _ if !is_key => constraints.several.push((true, columns.clone(), Vec::new())),
        _ => {}
    }
    let is_bare = !index.is_constraint && entity.dialect != Dialect::Mysql;
    let ours = constraint_name("uq", table, &columns.join("_"));
    // What is unique by being named has to be named where no other word says it.
    if is_key || is_bare || (!index.name.is_empty() && index.name != ours) {
        let word = if is_bare { "unique_index" } else { "unique" };
        let name = if index.name.is_empty() { ours } else { index.name.clone() };
        constraints.names.push(Naming::Columns(word, columns, name));
    }
}

fn plain(
    entity: &Entity,
    index: &Index,
    columns: Vec<String>,
    constraints: &mut Constraints,
    reasons: &mut Vec<String>,
) {
    let table = &entity.table.name;
    // Ours go on with what of the key they do not have, but on MySQL and behind a single integer
    // of SQLite's.
    for own in 1..=columns.len() {
        let words: Vec<_> = columns[..own].iter().map(|column| word(index, column)).collect();
        let ours = constraint_name("ix", table, &words.join("_"));
        let rest = entity.key().iter().filter(|key| !columns[..own].contains(key));
        let is_behind = columns[own..].iter().eq(rest) || has_key(entity) && own == columns.len();
        if index.name == ours && is_behind {
            match &columns[..own] {
                // Its own word is refused on a key.
                [column] if entity.key().contains(column) => break,
                [column] => constraints.indexed.push(column.clone()),
                several => {
                    let descending = index.descending.clone();
                    constraints.several.push((false, several.to_vec(), descending));
                }
            }
            return;
        }
    }
    if !index.descending.is_empty() {
        return reasons.push(format!("its index `{}` is {}", index.name, index.over()));
    }
    constraints.names.push(Naming::Columns("index", columns, index.name.clone()));
}

/// What our names say of a column of an index.
fn word(index: &Index, column: &str) -> String {
    let descends = if index.descending.iter().any(|one| one == column) { "_desc" } else { "" };
    format!("{column}{descends}")
}

/// Whether the database itself ends every index in the key.
fn has_key(entity: &Entity) -> bool {
    match entity.dialect {
        Dialect::Mysql => true,
        Dialect::Postgres => false,
        Dialect::Sqlite => match entity.key() {
            [key] => entity.field(key).is_some_and(|field| field.fit.rust.is_integer()),
            _ => false,
        },
    }
}

/// References that nothing serves would get an index of ours.
fn unindexed(
    entity: &Entity,
    constraints: &mut Constraints,
    seen: &[(bool, Vec<String>, Vec<String>)],
) {
    for reference in &constraints.references {
        let begins = |columns: &[String]| {
            columns.len() >= reference.columns.len()
                && columns
                    .iter()
                    .zip(&reference.columns)
                    .all(|(one, other)| is_same(entity.dialect, one, other))
        };
        if !begins(entity.key()) && !seen.iter().any(|(_, columns, _)| begins(columns)) {
            constraints.unindexed.extend(reference.columns.iter().cloned());
        }
    }
}
