//! A `CREATE TABLE` or `CREATE INDEX` taken apart.

use super::column::{Defined, column};
use super::part::Part;
use super::token::{Kind, tokens};
use crate::sql::Dialect;
use crate::store::catalogue::{Check, Reference};

/// What a `CREATE TABLE` says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::store::catalogue) struct Definition {
    pub(in crate::store::catalogue) columns: Vec<Defined>,
    pub(in crate::store::catalogue) keys: Vec<Key>,
    pub(in crate::store::catalogue) references: Vec<Reference>,
    pub(in crate::store::catalogue) checks: Vec<Check>,
    /// What stands behind the columns, one text for each word or option.
    pub(in crate::store::catalogue) options: Vec<String>,
}

/// Columns with a key, a unique constraint or an index of `MySQL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store::catalogue) struct Key {
    pub(in crate::store::catalogue) name: String,
    pub(in crate::store::catalogue) kind: KeyKind,
    pub(in crate::store::catalogue) columns: Vec<String>,
    /// Those of which the greatest come first, of an index that is not unique.
    pub(in crate::store::catalogue) descending: Vec<String>,
    /// As written, where that is more than columns.
    pub(in crate::store::catalogue) text: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store::catalogue) enum KeyKind {
    Primary,
    Unique,
    Index,
}

impl Definition {
    /// Reads a `CREATE TABLE`; nothing for any other text.
    pub(in crate::store::catalogue) fn read(dialect: Dialect, sql: &str) -> Option<Self> {
        let tokens = tokens(dialect, sql);
        let mut part = Part::new(dialect, sql, &tokens);
        if !part.take("CREATE") {
            return None;
        }
        let _ = part.take("TEMPORARY") || part.take("TEMP");
        if !part.take("TABLE") {
            return None;
        }
        part.take("IF NOT EXISTS");
        part.name()?;
        if part.peek().is_some_and(|token| token.is_symbol(".")) {
            part.next();
            part.name()?;
        }
        let mut definition = Self::default();
        for item in part.group()?.split() {
            definition.item(item);
        }
        definition.options = part.split().iter().map(Part::text).collect();
        definition.options.retain(|option| !option.is_empty());
        Some(definition)
    }

    fn item(&mut self, mut part: Part<'_>) {
        const CONSTRAINTS: [&str; 5] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK"];
        let is_column = part.peek().is_some_and(|token| match part.dialect {
            // MySQL shows every name in quotes.
            Dialect::Mysql => token.kind == Kind::Name,
            _ => !CONSTRAINTS.iter().any(|word| token.is_word(word)),
        });
        if is_column {
            return column(part, self);
        }
        let mut name = String::new();
        while !part.is_empty() {
            if part.take("CONSTRAINT") {
                name = part.name().unwrap_or_default();
                continue;
            }
            let called = std::mem::take(&mut name);
            if part.take("FOREIGN KEY") {
                let columns = part.group().map(Part::any_columns).unwrap_or_default();
                self.references.extend(part.reference(called, columns));
            } else if part.take("CHECK") {
                let inside = part.group().map(|inside| inside.text()).unwrap_or_default();
                let behind = if part.take("NOT ENFORCED") { " NOT ENFORCED" } else { "" };
                self.checks.push(Check { name: called, expression: inside + behind });
            } else if part.dialect == Dialect::Mysql {
                return self.keys.extend(mysql_key(part));
            } else {
                let kind = if part.take("PRIMARY KEY") {
                    KeyKind::Primary
                } else if part.take("UNIQUE") {
                    KeyKind::Unique
                } else {
                    // `ON CONFLICT …`
                    part.next();
                    continue;
                };
                let inside = part.group();
                self.keys.extend(inside.map(|inside| key(called, kind, inside, "")));
            }
        }
    }
}

/// Reads the text of an index of `SQLite`: its columns, and what it is over where that is more.
pub(in crate::store::catalogue) fn index(sql: &str, is_unique: bool) -> Option<Key> {
    let tokens = tokens(Dialect::Sqlite, sql);
    let mut part = Part::new(Dialect::Sqlite, sql, &tokens);
    // The name may be what a keyword is, but not without quotes.
    while !part.take("ON") {
        part.next()?;
    }
    part.name()?;
    let inside = part.group()?;
    let kind = if is_unique { KeyKind::Unique } else { KeyKind::Index };
    Some(key(String::new(), kind, inside, &part.text()))
}

/// The columns in parentheses with what stands behind them.
fn key(name: String, kind: KeyKind, inside: Part<'_>, behind: &str) -> Key {
    match inside.columns() {
        Some((columns, descending))
            if behind.is_empty() && (kind == KeyKind::Index || descending.is_empty()) =>
        {
            Key { name, kind, columns, descending, text: None }
        }
        _ => {
            let text = format!("({}) {behind}", inside.text()).trim_end().to_owned();
            let columns = inside.any_columns();
            Key { name, kind, columns, descending: Vec::new(), text: Some(text) }
        }
    }
}

/// `PRIMARY KEY (…)`, `UNIQUE KEY name (…)`, `KEY name (…)`, `FULLTEXT KEY name (…)`.
fn mysql_key(mut part: Part<'_>) -> Option<Key> {
    let mut before = String::new();
    let kind = if part.take("PRIMARY") {
        KeyKind::Primary
    } else if part.take("UNIQUE") {
        KeyKind::Unique
    } else {
        if !part.is_next("KEY") && !part.is_next("INDEX") {
            before = format!("{} ", part.next()?.text.to_uppercase());
        }
        KeyKind::Index
    };
    let _ = part.take("KEY") || part.take("INDEX");
    let name = if kind == KeyKind::Primary { "PRIMARY".to_owned() } else { part.name()? };
    let inside = part.group()?;
    // That is what it is without a word.
    part.take("USING BTREE");
    let mut key = key(name, kind, inside, &part.text());
    if !before.is_empty() {
        key.text = Some(before + &key.text.unwrap_or_else(|| format!("({})", inside.text())));
    }
    Some(key)
}
