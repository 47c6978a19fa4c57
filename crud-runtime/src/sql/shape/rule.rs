//! The rules of columns that a database checks too.

use super::name::name;
use super::{Column, Kind, Reference, Table};
use crate::model::OnDelete;
use crate::sql::Dialect;

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

impl Rule {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Length, "length"),
        (Self::Range, "range"),
        (Self::Words, "words"),
        (Self::Json, "json"),
    ];
}

impl Table {
    /// The rules that the database checks, each with its constraint's name and the position of its
    /// column.
    pub(crate) fn rules(&self, dialect: Dialect) -> Vec<(String, usize, Rule)> {
        let mut rules = Vec::new();
        for (position, column) in self.columns.iter().enumerate() {
            for (rule, suffix) in Rule::ALL {
                if self.is_checked(dialect, column, rule) {
                    let about = format!("{}_{suffix}", column.name);
                    rules.push((name("ck", &self.name, &about), position, rule));
                }
            }
        }
        rules
    }

    /// Whether the database checks this rule of this column.
    fn is_checked(&self, dialect: Dialect, column: &Column, rule: Rule) -> bool {
        // MySQL refuses a CHECK over a column that a foreign key may set to null (error 3823).
        let is_set_null = |reference: &Reference| {
            reference.on_delete == OnDelete::SetNull && reference.columns.contains(&column.name)
        };
        if dialect == Dialect::Mysql && self.references.iter().any(is_set_null) {
            return false;
        }
        if column.sql_type.on(dialect).is_some() {
            return false;
        }
        match (rule, &column.kind) {
            (Rule::Length, _) => column.length.is_some(),
            (Rule::Range, Kind::Decimal(_) | Kind::I16 | Kind::I32)
                if dialect == Dialect::Sqlite =>
            {
                true
            }
            (Rule::Range, Kind::U32) if dialect != Dialect::Mysql => true,
            (Rule::Range, _) => column.range.is_some(),
            (Rule::Words, Kind::Enum(_)) => true,
            // PostgreSQL has types for both. MySQL has one for the former; and MariaDB's
            // `json_valid` refuses what nests deeper than 31.
            (Rule::Words, Kind::Bool) | (Rule::Json, Kind::Json) => dialect == Dialect::Sqlite,
            _ => false,
        }
    }
}
