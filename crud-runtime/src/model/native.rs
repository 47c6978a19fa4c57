//! What a table that was there before has in its database's own spelling.

/// What stands in the SQL of one database instead of what we would write there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Native {
    /// For `SQLite`.
    pub sqlite: Option<&'static str>,
    /// For `PostgreSQL`.
    pub postgres: Option<&'static str>,
    /// For `MySQL` and `MariaDB`.
    pub mysql: Option<&'static str>,
}

impl Native {
    /// What we would write on every database.
    pub const NONE: Self = Self { sqlite: None, postgres: None, mysql: None };
}

/// The name that a constraint or an index has in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// What is called so.
    pub what: NamedWhat,
    /// Positions of its columns; none for the key and for checks.
    pub columns: &'static [usize],
    /// What it is called.
    pub name: &'static str,
}

/// What can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedWhat {
    /// The primary key.
    Key,
    /// A unique constraint, which is there by being named.
    Unique,
    /// A unique index that is no constraint, which is there by being named.
    UniqueIndex,
    /// A foreign key.
    Reference,
    /// An index over these columns and no others, which is there by being named.
    Index,
    /// The check of this name.
    Check(&'static str),
}

/// Names what has these columns.
#[must_use]
pub const fn named(what: NamedWhat, columns: &'static [usize], name: &'static str) -> Named {
    Named { what, columns, name }
}
