//! The trait that `#[derive(Crud)]` implements.

use std::any::Any;

use super::{Dto, Row, Table};

/// How each column's part of a key is found.
pub type Parts<K> = &'static [fn(&K) -> &dyn Any];

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
    /// The parts of a key, in declaration order; a key of one column is its own part.
    #[doc(hidden)]
    const PARTS: Parts<Self::Key> = &[|key| key];

    /// The key of a record; [`Crud::key`] calls it.
    #[doc(hidden)]
    const KEY: fn(&Self) -> Self::Key;

    /// The record's primary key.
    fn key(&self) -> Self::Key {
        (Self::KEY)(self)
    }

    /// The values of the key's columns, in declaration order.
    #[must_use]
    fn key_values(key: &Self::Key) -> Row {
        let columns = Self::TABLE.key_columns();
        columns.zip(Self::PARTS).map(|(column, part)| column.codec.to_value(part(key))).collect()
    }
}
