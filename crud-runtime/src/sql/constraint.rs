//! The constraints and indexes of a table under their names.
//!
//! Every constraint is named, and the names are made here alone, so that an error of the database
//! can be led back to the members that caused it.

use std::hash::Hasher as _;

use siphasher::sip::SipHasher13;

use super::Dialect;
use crate::model::{Check, ColumnType, OnDelete, Relation, Table};

/// What a named constraint demands.
#[derive(Debug, Clone)]
pub(crate) enum Constraint {
    /// No two records have the same key.
    PrimaryKey,
    /// No two records agree in these columns.
    Unique(Vec<usize>),
    /// The reference of this relation leads somewhere.
    Reference(&'static Relation),
    /// A rule of one column.
    Rule(usize, Rule),
    /// A check of the user's own.
    Check(&'static Check),
    /// An index, which demands nothing.
    Index(Vec<usize>),
}

/// A rule of one column that the database checks too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// `length`
    Length,
    /// `range`, with the bounds of the type where the database's type is wider.
    Range,
    /// The words of an enum; true and false, where the database has integers.
    Words,
    /// That the text is a JSON document.
    Json,
}

/// All constraints and indexes of a table, with their names.
pub(crate) fn constraints(dialect: Dialect, table: &'static Table) -> Vec<(String, Constraint)> {
    let mut all = vec![(name("pk", table, ""), Constraint::PrimaryKey)];
    for columns in uniques(table) {
        all.push((name("uq", table, &joined(table, &columns)), Constraint::Unique(columns)));
    }
    for relation in table.references() {
        let name = name("fk", table, &joined(table, relation.columns));
        all.push((name, Constraint::Reference(relation)));
    }
    for (position, column) in table.columns.iter().enumerate() {
        for (rule, suffix) in [
            (Rule::Length, "length"),
            (Rule::Range, "range"),
            (Rule::Words, "words"),
            (Rule::Json, "json"),
        ] {
            if is_checked(dialect, table, position, rule) {
                let name = name("ck", table, &format!("{}_{suffix}", column.name));
                all.push((name, Constraint::Rule(position, rule)));
            }
        }
    }
    for check in table.checks {
        all.push((name("ck", table, check.name), Constraint::Check(check)));
    }
    for mut columns in indexes(table) {
        let name = name("ix", table, &joined(table, &columns));
        if !has_key_in_indexes(dialect, table) {
            let rest = table.key.iter().filter(|column| !columns.contains(column));
            columns.extend(rest.copied().collect::<Vec<_>>());
        }
        all.push((name, Constraint::Index(columns)));
    }
    all
}

/// Sets of columns in which no two records agree, without the key.
fn uniques(table: &'static Table) -> Vec<Vec<usize>> {
    let single = table
        .columns
        .iter()
        .enumerate()
        .filter(|(position, column)| column.unique && table.key != [*position])
        .map(|(position, _)| vec![position]);
    let several =
        table.indexes.iter().filter(|index| index.unique).map(|index| index.columns.to_vec());
    distinct(single.chain(several))
}

/// Columns of the indexes that are no constraints: those asked for, and one for each reference,
/// unless a constraint or another index begins with the same columns.
fn indexes(table: &'static Table) -> Vec<Vec<usize>> {
    let several =
        table.indexes.iter().filter(|index| !index.unique).map(|index| index.columns.to_vec());
    let references = table.references().map(|relation| relation.columns.to_vec());
    let single = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.indexed)
        .map(|(position, _)| vec![position]);
    let mut serving = uniques(table);
    serving.push(table.key.to_vec());
    let mut made = Vec::new();
    for columns in distinct(several.chain(references).chain(single)) {
        if !serving.iter().any(|other| other.starts_with(&columns)) {
            serving.push(columns.clone());
            made.push(columns);
        }
    }
    made
}

/// Whether the database itself ends every index in the key. Elsewhere we say so, because a page
/// is ordered by the key at last: the records that are equal so far are then read in their order,
/// and no more of them than the page has.
fn has_key_in_indexes(dialect: Dialect, table: &Table) -> bool {
    match dialect {
        Dialect::Sqlite => {
            matches!(table.key, [key] if table.columns[*key].column_type.is_integer())
        }
        Dialect::Postgres => false,
        Dialect::Mysql => true,
    }
}

fn distinct(sets: impl Iterator<Item = Vec<usize>>) -> Vec<Vec<usize>> {
    let mut distinct = Vec::new();
    for set in sets {
        if !distinct.contains(&set) {
            distinct.push(set);
        }
    }
    distinct
}

/// Whether the database checks this rule of this column.
fn is_checked(dialect: Dialect, table: &'static Table, position: usize, rule: Rule) -> bool {
    let column = &table.columns[position];
    // MySQL refuses a CHECK over a column that a foreign key may set to null (error 3823).
    let is_set_null = |relation: &Relation| {
        relation.on_delete == OnDelete::SetNull && relation.columns.contains(&position)
    };
    if dialect == Dialect::Mysql && table.references().any(is_set_null) {
        return false;
    }
    match (rule, column.column_type) {
        (Rule::Length, _) => column.length.is_some(),
        (Rule::Range, ColumnType::Decimal | ColumnType::I16 | ColumnType::I32)
            if dialect == Dialect::Sqlite =>
        {
            true
        }
        (Rule::Range, ColumnType::U32) if dialect != Dialect::Mysql => true,
        (Rule::Range, _) => column.range.is_some(),
        (Rule::Words, ColumnType::Enum(_)) => true,
        // PostgreSQL has types for both. MySQL has one for the former; and MariaDB's `json_valid`
        // refuses what nests deeper than 31.
        (Rule::Words, ColumnType::Bool) | (Rule::Json, ColumnType::Json(_)) => {
            dialect == Dialect::Sqlite
        }
        _ => false,
    }
}

fn joined(table: &Table, columns: &[usize]) -> String {
    let names: Vec<_> = columns.iter().map(|&column| table.columns[column].name).collect();
    names.join("_")
}

/// A constraint's name: its kind, the table and what it is about, in letters, digits and `_` alone,
/// so that it can be found in a message whatever the table is called. `PostgreSQL` cuts names at
/// 63 bytes and `MySQL` refuses more than 64 characters. What is not the whole as it stands ends
/// in a hash of it.
fn name(kind: &str, table: &Table, about: &str) -> String {
    const LONGEST: usize = 63;
    const HASH: usize = 9;
    let mut whole = format!("{kind}_{}", table.name);
    if !about.is_empty() {
        whole.push('_');
        whole.push_str(about);
    }
    let mut name = whole.replace(|one: char| !one.is_ascii_alphanumeric(), "_");
    if name == whole && name.len() <= LONGEST {
        return name;
    }
    let mut hasher = SipHasher13::new();
    hasher.write(whole.as_bytes());
    let hash = hasher.finish() & 0xFFFF_FFFF;
    name.truncate(LONGEST - HASH);
    format!("{name}_{hash:08x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        static TABLE: Table = Table { name: "a_table_whose_name_is_rather_long", ..Table::EMPTY };
        let one = name("uq", &TABLE, "a_column_whose_name_is_long_too_1");
        let other = name("uq", &TABLE, "a_column_whose_name_is_long_too_2");
        assert!(one.len() <= 63 && other.len() <= 63);
        assert_ne!(one, other);
        // The name is part of databases in use: it must never change.
        assert_eq!(one, "uq_a_table_whose_name_is_rather_long_a_column_whose_na_a8d717f1");
    }

    #[test]
    fn odd_names_become_plain_and_stay_apart() {
        static SPACED: Table = Table { name: "Äs & \"b\"", ..Table::EMPTY };
        static PLAIN: Table = Table { name: "_s____b_", ..Table::EMPTY };
        assert_eq!(name("uq", &PLAIN, "c"), "uq__s____b__c");
        assert_eq!(name("uq", &SPACED, "c"), "uq__s____b__c_85bd8018");
    }
}
