//! One row of an answer, while the driver holds it.

use std::hash::Hasher;

use rust_decimal::Decimal;

use super::kind::Kind;
#[cfg(feature = "mysql")]
use super::mysql;
#[cfg(feature = "postgres")]
use super::postgres;
#[cfg(feature = "sqlite")]
use super::sqlite;
use crate::error::Result;
use crate::model::{Column, Value};

/// The columns of a row, by their position in the statement.
pub(crate) enum Fields<'row> {
    /// Of `SQLite`.
    #[cfg(feature = "sqlite")]
    Sqlite(sqlite::Fields<'row>),
    /// Of `PostgreSQL`.
    #[cfg(feature = "postgres")]
    Postgres(postgres::Fields<'row>),
    /// Of `MySQL` and `MariaDB`.
    #[cfg(feature = "mysql")]
    Mysql(mysql::Fields<'row>),
}

impl Fields<'_> {
    /// The value.
    pub(crate) fn value(&self, index: usize, column: &Column) -> Result<Value> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(fields) => fields.value(index, column),
            #[cfg(feature = "postgres")]
            Self::Postgres(fields) => fields.value(index, column),
            #[cfg(feature = "mysql")]
            Self::Mysql(fields) => fields.value(index, column),
        }
    }

    /// Appends the value as JSON.
    pub(crate) fn write_json(
        &self,
        index: usize,
        column: &Column,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(fields) => fields.write_json(index, column, out),
            #[cfg(feature = "postgres")]
            Self::Postgres(fields) => fields.write_json(index, column, out),
            #[cfg(feature = "mysql")]
            Self::Mysql(fields) => fields.write_json(index, column, out),
        }
    }

    /// Adds the stored form to a hash.
    pub(crate) fn hash(&self, index: usize, hasher: &mut impl Hasher) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(fields) => fields.hash(index, hasher),
            #[cfg(feature = "postgres")]
            Self::Postgres(fields) => fields.hash(index, hasher),
            #[cfg(feature = "mysql")]
            Self::Mysql(fields) => fields.hash(index, hasher),
        }
    }

    /// How many columns there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(fields) => fields.len(),
            #[cfg(feature = "postgres")]
            Self::Postgres(fields) => fields.len(),
            #[cfg(feature = "mysql")]
            Self::Mysql(fields) => fields.len(),
        }
    }

    /// What the answer calls a column; of [`Connection::raw`](super::Connection::raw) alone.
    pub(crate) fn name(&self, index: usize) -> &str {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(fields) => fields.name(index),
            #[cfg(feature = "postgres")]
            Self::Postgres(fields) => fields.name(index),
            #[cfg(feature = "mysql")]
            Self::Mysql(fields) => fields.name(index),
        }
    }

    /// What a value is; of [`Connection::raw`](super::Connection::raw) alone.
    pub(crate) fn kind(&self, index: usize) -> Result<Kind> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(fields) => fields.kind(index),
            #[cfg(feature = "postgres")]
            Self::Postgres(fields) => fields.kind(index),
            #[cfg(feature = "mysql")]
            Self::Mysql(fields) => fields.kind(index),
        }
    }

    /// The integer of [`Kind::Int`], of whatever width.
    pub(crate) fn whole(&self, index: usize) -> Result<Option<i64>> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(fields) => fields.whole(index),
            #[cfg(feature = "postgres")]
            Self::Postgres(fields) => fields.whole(index),
            #[cfg(feature = "mysql")]
            Self::Mysql(fields) => fields.whole(index),
        }
    }

    /// The number of [`Kind::Number`], whatever its digits.
    pub(crate) fn number(&self, index: usize) -> Result<Option<Decimal>> {
        match self {
            // It has none.
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => Ok(None),
            #[cfg(feature = "postgres")]
            Self::Postgres(fields) => fields.number(index),
            #[cfg(feature = "mysql")]
            Self::Mysql(fields) => fields.number(index),
        }
    }

    /// A plain integer, as `count(*)` gives.
    pub(crate) fn integer(&self, index: usize) -> Result<i64> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(fields) => fields.integer(index),
            #[cfg(feature = "postgres")]
            Self::Postgres(fields) => fields.integer(index),
            #[cfg(feature = "mysql")]
            Self::Mysql(fields) => fields.integer(index),
        }
    }
}
