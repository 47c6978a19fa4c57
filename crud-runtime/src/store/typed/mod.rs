//! The typed API over the operations on records: the one place that is generic over an entity.
//!
//! Each method turns its arguments into values and calls a function of `concrete`, so that an entity
//! costs next to no code.

mod aggregate;
mod concrete;
mod dao;
mod links;
mod loader;
mod place;
mod raw;
mod record;
mod records;
mod related;
mod search;
mod select;
mod sql;
#[cfg(test)]
mod tests;
mod tree;

pub use aggregate::Grouped;
pub use dao::Dao;
pub use loader::Loader;
pub use record::{Loaded, Record, With};
pub use records::Records;
pub use related::{Branch, Related};
pub use select::Select;
pub use sql::{Sql, SqlRow, SqlValue, sql};

use crate::codec::rules;
use crate::error::{Error, Result};
use crate::model::{Changes, Crud, Row, Shape, Table};

/// The entity of a row.
fn entity<E: Crud>(row: Row) -> Result<E> {
    E::from_changes(&mut Changes::from_row(E::TABLE, row))
        .map_err(|source| Error::Stored { column: E::TABLE.name, source })
}

fn entities<E: Crud>(rows: Vec<Row>) -> Result<Vec<E>> {
    rows.into_iter().map(entity).collect()
}

/// The changes, if they keep the rules that HTTP holds clients to.
fn checked(table: &'static Table, shape: Shape, changes: Changes) -> Result<Changes> {
    let violations = rules::check(table, shape, &changes);
    if violations.is_empty() { Ok(changes) } else { Err(Error::Invalid(violations)) }
}
