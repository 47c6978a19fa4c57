//! Typed handles of columns: `Book::TITLE`, `Book::AUTHOR_ID`.
//!
//! What they can be asked (filters, sorts) stands in `query`; here is only what they are.

use std::marker::PhantomData;

use super::{ToOne, to_one};

/// A column of the entity `E` whose field has the type `T`.
pub struct Attribute<E, T> {
    /// Position of the column in its table; emitted code reads it without a generic function.
    #[doc(hidden)]
    pub position: usize,
    marker: PhantomData<fn() -> (E, T)>,
}

/// A column of the entity `E` that refers to a record of `A`; its field has the type `T`.
///
/// It can be asked whatever an [`Attribute`] can, and stands for the relation besides, as a
/// [`ToOne`] does. A reference over several columns has no value of its own: its `T` is the tuple
/// of their types.
pub struct Reference<E, A, T> {
    /// Position of the (first) column in its table.
    #[doc(hidden)]
    pub position: usize,
    /// Positions of the columns in their table.
    #[doc(hidden)]
    pub columns: &'static [usize],
    /// Position of the relation in its table.
    #[doc(hidden)]
    pub relation: usize,
    marker: PhantomData<Marker<E, A, T>>,
}

/// Neither owned nor borrowed: a handle is `Send` and `Sync` whatever the types are.
type Marker<E, A, T> = fn() -> (E, A, T);

/// The handle of the column at this position.
#[must_use]
pub const fn attribute<E, T>(position: usize) -> Attribute<E, T> {
    Attribute { position, marker: PhantomData }
}

/// The handle of the columns at these positions, which together refer to a record.
#[must_use]
pub const fn reference<E, A, T>(columns: &'static [usize], relation: usize) -> Reference<E, A, T> {
    Reference { position: columns[0], columns, relation, marker: PhantomData }
}

impl<E, T> Attribute<E, T> {
    /// Position of the column in its table.
    #[must_use]
    pub const fn column(self) -> usize {
        self.position
    }
}

impl<E, A, T> Reference<E, A, T> {
    /// The (first) column as a plain attribute.
    #[must_use]
    pub const fn attribute(self) -> Attribute<E, T> {
        attribute(self.position)
    }

    /// The relation that it stands for.
    #[must_use]
    pub const fn relation(self) -> ToOne<E, A, T> {
        to_one(self.relation)
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

impl<E, A, T> From<Reference<E, A, T>> for Attribute<E, T> {
    fn from(reference: Reference<E, A, T>) -> Self {
        reference.attribute()
    }
}
