//! What a live database says of its tables.
//!
//! Texts are in the database's own spelling, so that two databases of one kind compare exactly.
//! How a migration is known to have made what the structs describe: one database is migrated,
//! another has its tables created, and the two catalogues say the same.

mod difference;
mod expected;
#[cfg(test)]
mod legacy_tests;
mod mysql;
mod postgres;
mod search;
mod sqlite;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod twin;
mod work;

pub(crate) use difference::{Difference, Part, Weight};

pub(crate) use search::Search;
pub(crate) use table::{Action, Check, Column, Identity, Index, Reference, Table};

use self::postgres::Place;
use super::connection::Connection;
use crate::error::Result;
use crate::sql::Dialect;

/// Tables of our own, which are no part of an application's.
pub(crate) const OWN: [&str; 2] = ["_crud", "_crud_migrations"];

/// What a live database says of its tables: of those that are found by a name without a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Catalogue {
    pub(crate) dialect: Dialect,
    /// Whether names of tables have no case here.
    pub(crate) is_caseless: bool,
    /// Whether all columns of all indexes ascend here, whatever is said of them.
    pub(crate) is_ascending: bool,
    /// By name.
    pub(crate) tables: Vec<Table>,
    /// By name, materialized ones too.
    pub(crate) views: Vec<View>,
    /// By table and name.
    pub(crate) triggers: Vec<Trigger>,
    /// The enums of `PostgreSQL`, by name, with their words in order.
    pub(crate) enums: Vec<(String, Vec<String>)>,
    /// The domains of `PostgreSQL`, by name.
    pub(crate) domains: Vec<Domain>,
    /// What else is there and is not read, for people: other schemas, virtual and foreign tables.
    pub(crate) others: Vec<String>,
}

/// A view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct View {
    pub(crate) name: String,
    pub(crate) definition: String,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trigger {
    pub(crate) table: String,
    pub(crate) name: String,
    pub(crate) definition: String,
}

/// A domain of `PostgreSQL`: a type with rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Domain {
    pub(crate) name: String,
    /// The type below, as DDL spells it.
    pub(crate) type_name: String,
    pub(crate) nullable: bool,
    pub(crate) default: Option<String>,
    pub(crate) checks: Vec<Check>,
}

impl Catalogue {
    fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            is_caseless: dialect == Dialect::Sqlite,
            is_ascending: false,
            tables: Vec::new(),
            views: Vec::new(),
            triggers: Vec::new(),
            enums: Vec::new(),
            domains: Vec::new(),
            others: Vec::new(),
        }
    }

    /// Reads everything but tables of our own.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn read(connection: &mut Connection) -> Result<Self> {
        Self::read_some(connection, None).await
    }

    /// The tables of these names alone, and nothing else.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn read_tables(connection: &mut Connection, names: &[&str]) -> Result<Self> {
        Self::read_some(connection, Some(names)).await
    }

    async fn read_some(connection: &mut Connection, names: Option<&[&str]>) -> Result<Self> {
        let mut catalogue = match connection.dialect() {
            Dialect::Sqlite => sqlite::read(connection).await?,
            Dialect::Postgres => {
                postgres::read(connection, Place::Current, names.is_none()).await?
            }
            Dialect::Mysql => mysql::read(connection, names).await?,
        };
        let same = |one: &str, other: &str| catalogue.is_same(one, other);
        let is_asked = |table: &Table| {
            !OWN.contains(&table.name.as_str())
                && names.is_none_or(|names| names.iter().any(|name| same(name, &table.name)))
        };
        let mut tables = catalogue.tables.clone();
        tables.retain(is_asked);
        catalogue.tables = tables;
        catalogue.sort();
        Ok(catalogue)
    }

    /// The table of this name.
    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| self.is_same(&table.name, name))
    }

    /// Whether two names of tables are one.
    fn is_same(&self, one: &str, other: &str) -> bool {
        one == other || self.is_caseless && one.eq_ignore_ascii_case(other)
    }

    fn sort(&mut self) {
        self.tables.sort_by(|one, other| one.name.cmp(&other.name));
        for table in &mut self.tables {
            let by_name = |one: &Index, other: &Index| {
                (&one.name, &one.columns).cmp(&(&other.name, &other.columns))
            };
            table.uniques.sort_by(by_name);
            table.indexes.sort_by(by_name);
            table.references.sort_by(|one, other| {
                (&one.name, &one.columns).cmp(&(&other.name, &other.columns))
            });
            table.checks.sort_by(|one, other| {
                (&one.name, &one.expression).cmp(&(&other.name, &other.expression))
            });
        }
        self.views.sort_by(|one, other| one.name.cmp(&other.name));
        self.triggers
            .sort_by(|one, other| (&one.table, &one.name).cmp(&(&other.table, &other.name)));
    }
}
