//! Typed handles of columns: `Book::TITLE`, `Book::AUTHOR_ID`.
//!
//! What they can be asked (filters, sorts) stands in `query`; here is only what they are.

use std::marker::PhantomData;

use super::{Crud, RefersTo, Table};

/// A column of the entity `E` whose field has the type `T`.
pub struct Attribute<E, T> {
    column: usize,
    marker: PhantomData<fn() -> (E, T)>,
}

/// A column of the entity `E` that refers to a record of `A`; its field has the type `T`.
///
/// It can be asked whatever an [`Attribute`] can, and stands for a relation besides.
pub struct Reference<E, A, T> {
    pub(super) table: fn() -> &'static Table,
    pub(super) columns: &'static [usize],
    pub(super) target: fn() -> &'static Table,
    marker: PhantomData<fn() -> (E, A, T)>,
}

impl<E, T> Attribute<E, T> {
    /// The handle of the column at this position.
    #[must_use]
    pub const fn new(column: usize) -> Self {
        Self { column, marker: PhantomData }
    }

    /// Position of the column in its table.
    #[must_use]
    pub const fn column(self) -> usize {
        self.column
    }
}

impl<E: Crud, A: Crud, T> Reference<E, A, T> {
    /// The handle of a column that holds a key of `A`; `columns` has its one position.
    #[must_use]
    pub const fn new(columns: &'static [usize]) -> Self
    where
        T: RefersTo<A::Key>,
    {
        Self::to_column(columns)
    }

    /// The handle of a column that holds the value of another unique column of `A`.
    #[must_use]
    pub const fn to_attribute<U>(columns: &'static [usize], _: Attribute<A, U>) -> Self
    where
        T: RefersTo<U>,
    {
        Self::to_column(columns)
    }

    const fn to_column(columns: &'static [usize]) -> Self {
        Self {
            table: || <E as Crud>::TABLE,
            columns,
            target: || <A as Crud>::TABLE,
            marker: PhantomData,
        }
    }
}

impl<E, A, T> Reference<E, A, T> {
    /// The same column as a plain attribute.
    #[must_use]
    pub const fn attribute(self) -> Attribute<E, T> {
        Attribute::new(self.columns[0])
    }
}

// Derives would ask `Clone` and `Copy` of the type parameters.
impl<E, T> Clone for Attribute<E, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, T> Copy for Attribute<E, T> {}

impl<E, A, T> Clone for Reference<E, A, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, A, T> Copy for Reference<E, A, T> {}
