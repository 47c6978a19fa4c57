//! The definition of one column.

use super::definition::{Definition, Key, KeyKind};
use super::part::Part;
use super::token::tokens;
use crate::sql::Dialect;
use crate::store::catalogue::Check;

/// What begins something else than the type in a definition.
const CLAUSES: &[&str] = &[
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AS",
    "CHARACTER",
    "CHARSET",
    "AUTO_INCREMENT",
    "COMMENT",
    "ON",
    "INVISIBLE",
];

/// What may follow a default.
const BEHIND_DEFAULT: &[&str] = &[
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AUTO_INCREMENT",
    "COMMENT",
    "ON",
    "INVISIBLE",
    "STORAGE",
    "COLUMN_FORMAT",
    "WITHOUT",
    "SRID",
    "ENGINE_ATTRIBUTE",
    "SECONDARY_ENGINE_ATTRIBUTE",
    "VISIBLE",
];

/// A column as its definition says it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::store::catalogue) struct Defined {
    pub(in crate::store::catalogue) name: String,
    pub(in crate::store::catalogue) type_name: String,
    pub(in crate::store::catalogue) default: Option<String>,
    pub(in crate::store::catalogue) generated: Option<String>,
    pub(in crate::store::catalogue) on_update: Option<String>,
    pub(in crate::store::catalogue) collation: Option<String>,
    pub(in crate::store::catalogue) is_counted: bool,
}

impl Defined {
    /// What a column's type says, and what stands behind it.
    pub(in crate::store::catalogue) fn of_type(dialect: Dialect, native: &str) -> Self {
        let sql = format!("x {native}");
        let tokens = tokens(dialect, &sql);
        let mut definition = Definition::default();
        column(Part::new(dialect, &sql, &tokens), &mut definition);
        definition.columns.pop().unwrap_or_default()
    }
}

/// Reads a definition, and whatever constraints it says of its own.
pub(super) fn column(mut part: Part<'_>, definition: &mut Definition) {
    let Some(name) = part.name() else { return };
    let mut column = Defined { name: name.clone(), ..Defined::default() };
    // `CHARACTER SET` stands behind a type, `CHARACTER VARYING` is one.
    let is_clause = |clause: &&str| *clause != "CHARACTER" && part.is_next(clause);
    if part.peek().is_some() && !CLAUSES.iter().any(is_clause) {
        column.type_name = part.until(CLAUSES).text();
    }
    let mut constraint = String::new();
    while let Some(token) = part.peek() {
        if part.take("CONSTRAINT") {
            constraint = part.name().unwrap_or_default();
            continue;
        }
        let called = std::mem::take(&mut constraint);
        let key = |kind| Key {
            name: called.clone(),
            kind,
            columns: vec![name.clone()],
            descending: Vec::new(),
            text: None,
        };
        if part.take("PRIMARY KEY") {
            let mut key = key(KeyKind::Primary);
            if part.take("DESC") {
                // Such a key is no rowid, though it reads like one.
                key.text = Some("DESC".to_owned());
            }
            definition.keys.push(key);
        } else if part.take("AUTOINCREMENT") || part.take("AUTO_INCREMENT") {
            column.is_counted = true;
        } else if part.take("UNIQUE") {
            part.take("KEY");
            definition.keys.push(key(KeyKind::Unique));
        } else if part.take("CHECK") {
            // MariaDB calls the condition of a column by the column.
            let called = if part.dialect == Dialect::Mysql { name.clone() } else { called.clone() };
            if let Some(inside) = part.group() {
                definition.checks.push(Check { name: called, expression: inside.text() });
            }
        } else if part.take("DEFAULT") {
            // What SQLite keeps of an expression in parentheses is the expression.
            let inside = if part.dialect == Dialect::Sqlite { part.group() } else { None };
            let default = inside.unwrap_or_else(|| part.until(BEHIND_DEFAULT)).text();
            column.default = Some(default).filter(|one| !one.eq_ignore_ascii_case("NULL"));
        } else if part.take("ON UPDATE") {
            column.on_update = Some(part.until(BEHIND_DEFAULT).text());
        } else if part.take("COLLATE") {
            column.collation = part.name();
        } else if part.is_next("REFERENCES") {
            match part.reference(called.clone(), vec![name.clone()]) {
                Some(reference) => definition.references.push(reference),
                None => return definition.columns.push(column),
            }
        } else if part.take("GENERATED ALWAYS AS") || part.take("AS") {
            let expression = part.group().map(|inside| inside.text()).unwrap_or_default();
            let is_stored = part.take("STORED") || part.take("PERSISTENT");
            let kind = if is_stored { "STORED" } else { "VIRTUAL" };
            part.take("VIRTUAL");
            column.generated = Some(format!("({expression}) {kind}"));
        } else if token.is_word("COMMENT") {
            part.next();
            part.next();
        } else if part.group().is_none() {
            // NULL, NOT NULL and what else says nothing that is asked here.
            part.next();
        }
    }
    definition.columns.push(column);
}
