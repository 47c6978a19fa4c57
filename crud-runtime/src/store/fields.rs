//! One row of an answer, while the driver holds it.

use std::hash::Hasher;

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
