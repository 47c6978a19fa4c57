//! Typed handles of columns: `Book::TITLE`, `Book::AUTHOR_ID`.
//!
//! What they can be asked (filters, sorts) stands in `query`; here is only what they are.

use std::marker::PhantomData;

use super::{Codec, Crud, Field, Slot, Table};

/// A column of the entity `E` whose field has the type `T`.
pub struct Attribute<E, T> {
    /// Where the column stands and how its values move; named by emitted code only.
    #[doc(hidden)]
    pub slot: Slot<T>,
    marker: PhantomData<fn() -> E>,
}

/// A column of the entity `E` that refers to a record of `A`; its field has the type `T`.
///
/// It can be asked whatever an [`Attribute`] can, and stands for a relation besides. A reference
/// over several columns has no value of its own: its `T` is `()`.
pub struct Reference<E, A, T> {
    /// Where the column stands and how its values move; named by emitted code only.
    #[doc(hidden)]
    pub slot: Slot<T>,
    pub(super) columns: &'static [usize],
    pub(super) ends: Ends,
    marker: PhantomData<fn() -> (E, A)>,
}

/// The handle of the column at this position.
#[must_use]
pub const fn attribute<E, T>(position: usize, codec: Codec<T>) -> Attribute<E, T> {
    Attribute { slot: Slot { position, codec }, marker: PhantomData }
}

/// The handle of the columns at these positions, which together refer to a record.
#[must_use]
pub const fn reference<E, A, T>(
    columns: &'static [usize],
    link: Link<E, A, T>,
) -> Reference<E, A, T> {
    let slot = Slot { position: columns[0], codec: link.codec };
    Reference { slot, columns, ends: link.ends, marker: PhantomData }
}

impl<E, T> Attribute<E, T> {
    /// Position of the column in its table.
    #[must_use]
    pub const fn column(self) -> usize {
        self.slot.position
    }
}

impl<E, A, T> Reference<E, A, T> {
    /// The (first) column as a plain attribute.
    #[must_use]
    pub const fn attribute(self) -> Attribute<E, T> {
        Attribute { slot: self.slot, marker: PhantomData }
    }
}

/// The tables at both ends of a reference; functions, because two statics that name each other's
/// tables are a cycle to the compiler (E0391).
#[derive(Debug, Clone, Copy)]
pub struct Ends {
    pub(super) table: fn() -> &'static Table,
    pub(super) target: fn() -> &'static Table,
}

/// What the types of a reference from `E` to `A` say of it.
pub struct Link<E, A, T> {
    codec: Codec<T>,
    ends: Ends,
    marker: PhantomData<fn() -> (E, A)>,
}

impl<E: Crud, A: Crud, T: Field> Link<E, A, T> {
    /// The types' word, if they have one; see [`Unfit`](super::Unfit).
    pub const OF: Self = Self {
        codec: Codec::<T>::OF,
        ends: Ends { table: || E::TABLE, target: || A::TABLE },
        marker: PhantomData,
    };
}

impl<E: Crud, A: Crud> Link<E, A, ()> {
    /// A reference over several columns.
    pub const SEVERAL: Self = Self {
        codec: Codec::NOTHING,
        ends: Ends { table: || E::TABLE, target: || A::TABLE },
        marker: PhantomData,
    };
}

impl<E, A, T> super::Unfit for Link<E, A, T> {
    const OF: Self = Self {
        codec: <Codec<T> as super::Unfit>::OF,
        ends: Ends { table: || &Table::EMPTY, target: || &Table::EMPTY },
        marker: PhantomData,
    };
    const SEVERAL: Self = <Self as super::Unfit>::OF;
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
