//! What a live database says of its tables.
//!
//! Texts are in the database's own spelling, so that two databases of one kind compare exactly.
//! How a migration is known to have made what the structs describe: one database is migrated,
//! another has its tables created, and the two catalogues say the same.

mod table;

pub(crate) use table::{Action, Check, Column, Identity, Index, Reference, Table};

use crate::sql::Dialect;

/// Tables of our own, which are no part of an application's.
pub(crate) const OWN: [&str; 2] = ["_crud", "_crud_migrations"];

/// What a live database says of its tables: of those that are found by a name without a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Catalogue {
    pub(crate) dialect: Dialect,
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
    /// The table of this name.
    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}
