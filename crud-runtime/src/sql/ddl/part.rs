//! The parts of a table's DDL, which a migration writes one by one.

use super::{check as rule, column, constrain, constraint_name, cut, index_columns, names, refer};
use crate::error::Result;
use crate::model::Value;
use crate::sql::shape::{Column, Index, Kind, Reference, Table};
use crate::sql::{Dialect, literal};

pub(crate) use super::in_order;

/// An index that a statement of its own creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnIndex {
    pub(crate) name: String,
    pub(crate) unique: bool,
    /// With those of the key, in which it ends.
    pub(crate) columns: Vec<String>,
    /// Those of which the greatest come first.
    pub(crate) descending: Vec<String>,
}

/// The indexes of a table that are no constraints: unique ones that are none, and those that
/// demand nothing.
pub(crate) fn indexes(dialect: Dialect, table: &Table) -> Vec<OwnIndex> {
    let uniques = table.uniques.iter().filter(|unique| unique.bare).map(|unique| OwnIndex {
        name: unique.name.clone(),
        unique: true,
        columns: unique.columns.clone(),
        descending: Vec::new(),
    });
    let plain = table.indexes.iter().map(|index| OwnIndex {
        name: index.name.clone(),
        unique: false,
        columns: index_columns(dialect, table, index),
        descending: index.descending.clone(),
    });
    uniques.chain(plain).collect()
}

impl OwnIndex {
    /// The statement that creates it.
    pub(crate) fn create(&self, dialect: Dialect, table: &str) -> String {
        let what = if self.unique { "UNIQUE INDEX" } else { "INDEX" };
        let [name, table] = [&self.name, table].map(|name| dialect.quoted(name));
        format!("CREATE {what} {name} ON {table} ({})", self.over(dialect))
    }

    /// Its columns with their directions.
    pub(crate) fn over(&self, dialect: Dialect) -> String {
        let column = |column: &String| {
            let descends = if self.descending.contains(column) { " DESC" } else { "" };
            dialect.quoted(column) + descends
        };
        self.columns.iter().map(column).collect::<Vec<_>>().join(", ")
    }
}

/// The statement that creates a table, under another name where it takes the place of one, with
/// all that it has but indexes and, on `PostgreSQL`, comments.
///
/// # Errors
/// [`Error::Config`](crate::Error::Config) where the database cannot have such a table.
pub(crate) fn table(dialect: Dialect, table: &Table, name: &str) -> Result<String> {
    super::create_table(dialect, table, name, &|_| false)
}

/// The definition of a column.
///
/// # Errors
/// [`Error::Config`](crate::Error::Config) where the database cannot have such a column.
pub(crate) fn define(dialect: Dialect, table: &Table, column: &Column) -> Result<String> {
    let mut ddl = String::new();
    column::define(dialect, table, column, &mut ddl)?;
    Ok(ddl)
}

/// What stands behind `DEFAULT`.
pub(crate) fn default(dialect: Dialect, column: &Column) -> Option<String> {
    column::default(dialect, column)
}

/// A value as a literal of a column of this type.
pub(crate) fn value(dialect: Dialect, kind: &Kind, value: &Value) -> String {
    let mut ddl = String::new();
    literal::write(dialect, kind, value, &mut ddl);
    ddl
}

/// The name and the condition of each check, those of rules first.
pub(crate) fn checks(dialect: Dialect, table: &Table) -> Vec<(String, String)> {
    let rules = table.rules(dialect).into_iter().map(|(name, position, kept)| {
        let mut condition = String::new();
        rule::check(dialect, &table.columns[position], kept, &mut condition);
        (name, condition)
    });
    let own = table.checks.iter().map(|check| (check.name.clone(), check.expression.clone()));
    rules.chain(own).collect()
}

/// A check as a constraint.
pub(crate) fn check(dialect: Dialect, name: &str, condition: &str) -> String {
    let mut ddl = String::new();
    constraint_name(dialect, name, &mut ddl);
    ddl.push_str("CHECK (");
    ddl.push_str(condition);
    ddl.push(')');
    ddl
}

/// Sets of columns in which no two records agree and that are constraints.
pub(crate) fn uniques(table: &Table) -> Vec<&Index> {
    table.uniques.iter().filter(|unique| !unique.bare).collect()
}

/// A set of columns in which no two records agree, as a constraint.
pub(crate) fn unique(dialect: Dialect, unique: &Index) -> String {
    let mut ddl = String::new();
    constrain(dialect, &unique.name, "UNIQUE", &unique.columns, &mut ddl);
    ddl
}

/// A foreign key as a constraint.
pub(crate) fn reference(dialect: Dialect, reference: &Reference) -> String {
    let mut ddl = String::new();
    refer(dialect, reference, &mut ddl);
    ddl
}

/// Quoted names, joined by commas.
pub(crate) fn columns(dialect: Dialect, columns: &[String]) -> String {
    let mut ddl = String::new();
    names(dialect, columns, &mut ddl);
    ddl
}

/// A text literal.
pub(crate) fn text(dialect: Dialect, text: &str) -> String {
    let mut ddl = String::new();
    dialect.quote_text(text, &mut ddl);
    ddl
}

/// `PostgreSQL`: the statement that gives a table or a column its comment, or none.
pub(crate) fn comment(table: &Table, column: Option<&Column>) -> String {
    let dialect = Dialect::Postgres;
    let mut about = dialect.quoted(&table.name);
    if let Some(column) = column {
        about.push('.');
        dialect.quote(&column.name, &mut about);
    }
    let what = if column.is_some() { "COLUMN" } else { "TABLE" };
    let comment = column.map_or(&table.comment, |column| &column.comment);
    let comment = if comment.is_empty() { "NULL".to_owned() } else { text(dialect, comment) };
    format!("COMMENT ON {what} {about} IS {comment}")
}

/// `MySQL`: what a table says of its comment.
pub(crate) fn table_comment(table: &Table) -> String {
    format!("COMMENT={}", text(Dialect::Mysql, &cut(&table.comment, 2048)))
}

/// What stands behind the columns and constraints of a table.
pub(crate) fn table_options(dialect: Dialect, table: &Table) -> &str {
    if let Some(options) = table.sql_options.on(dialect) {
        return options;
    }
    match dialect {
        // A composite key is a join entity's more often than not: small records, found by key.
        Dialect::Sqlite if table.key.columns.len() > 1 => "STRICT, WITHOUT ROWID",
        Dialect::Sqlite => "STRICT",
        Dialect::Postgres => "",
        // MySQL and MariaDB have no collation in common that compares by code point and counts
        // trailing spaces; each reads the comment that is addressed to it.
        Dialect::Mysql => {
            "ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 \
             /*!80017 COLLATE utf8mb4_0900_bin */ /*M!100203 COLLATE utf8mb4_nopad_bin */"
        }
    }
}
