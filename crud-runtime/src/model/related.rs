//! Typed handles of relations: `Book::AUTHOR`, `Author::BOOKS`.
//!
//! What they can be asked stands in `query`, how the records on their other side are read in
//! `store`; here is only what they are.

use std::marker::PhantomData;

/// A relation of the entity `E` to one record of `A`: what `Book::AUTHOR` is.
///
/// Its methods ask conditions of that record (`some`, `none`, `exists`), sort by its columns
/// (`asc`, `desc`), and load it: see [`Related`](crate::Related).
///
/// `T` says what holds it: the type of the field that refers, the tuple of their types, or
/// [`Inverse`] where the other side refers. A record is there whatever `Uuid` refers to, and may
/// be missing where an `Option<Uuid>` does.
pub struct ToOne<E, A, T> {
    /// Position of the relation in its table.
    pub(crate) relation: usize,
    marker: PhantomData<Marker<E, A, T>>,
}

/// A relation of the entity `E` to any number of records of `A`, through the join entity `J` where
/// it is n-m: what `Author::BOOKS` is.
///
/// Its methods ask conditions of those records (`some`, `none`, `every`, `exists`), load them (see
/// [`Related`](crate::Related)), and link them where there is a join.
pub struct ToMany<E, A, J = ()> {
    /// Position of the relation in its table.
    pub(crate) relation: usize,
    marker: PhantomData<Marker<E, A, J>>,
}

/// Neither owned nor borrowed: a handle is `Send` and `Sync` whatever the types are.
type Marker<E, A, T> = fn() -> (E, A, T);

/// The other side refers to this one: there may be a record, or none.
pub struct Inverse(());

/// To whom the reference at this position of an entity is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot join two entities",
    label = "an n-m relation goes through an entity with two references"
)]
pub trait Refers<const RELATION: usize> {
    /// The entity that it is to.
    type To;
}

/// The handle of the relation at this position, with one record at most.
#[must_use]
pub const fn to_one<E, A, T>(relation: usize) -> ToOne<E, A, T> {
    ToOne { relation, marker: PhantomData }
}

/// The handle of the relation at this position, with any number of records.
#[must_use]
pub const fn to_many<E, A, J>(relation: usize) -> ToMany<E, A, J> {
    ToMany { relation, marker: PhantomData }
}

// Derives would ask `Clone` and `Copy` of the type parameters.
impl<E, A, T> Clone for ToOne<E, A, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, A, T> Copy for ToOne<E, A, T> {}

impl<E, A, J> Clone for ToMany<E, A, J> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, A, J> Copy for ToMany<E, A, J> {}
