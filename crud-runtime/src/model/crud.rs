//! The trait that `#[derive(Crud)]` implements.

use super::{Dto, Row, Table};

/// An entity: a struct whose fields are the columns of a table.
///
/// Implemented by `#[derive(Crud)]`. What can be done with an entity stands in
/// `Dao`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "not an entity",
    note = "write `#[derive(Crud)]` on `{Self}`"
)]
pub trait Crud: Dto<Entity = Self> + Send + Sync + 'static {
    /// The type of the primary key; a tuple in declaration order when it has several columns.
    type Key: Send + 'static;
    /// What creates and replaces a record.
    type New: Dto<Entity = Self> + Send;
    /// What patches a record.
    type Patch: Dto<Entity = Self> + Send;
    /// The table.
    const TABLE: &'static Table;

    /// The record's primary key.
    fn key(&self) -> Self::Key;

    /// The values of the key's columns, in declaration order.
    fn key_values(key: &Self::Key) -> Row;
}
