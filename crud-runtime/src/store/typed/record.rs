//! What a record is answered as: the entity, or a tuple of it and what was loaded with it.

use super::entity;
use super::tree::{Found, Tree};
use crate::error::{Error, Result};
use crate::model::Crud;

/// What a [`Select`](super::Select) answers for each record: the entity `E`, or a tuple of `E` and
/// each relation that was [included](super::Select::include), such as
/// `(Author, Vec<Book>, Option<Profile>)`.
pub trait Record: Sized + Send + 'static {
    /// The entity.
    type Entity: Crud;

    #[doc(hidden)]
    fn read(tree: Tree) -> Result<Self>;
}

/// In bounds that name `R` twice, `R::Entity` would be a cycle to the compiler (E0391).
pub(super) type Entity<R> = <R as Record>::Entity;

/// A [`Record`] to which `L` is added.
#[diagnostic::on_unimplemented(
    message = "nothing more can be included with `{Self}`",
    note = "at most seven relations are included side by side; those below them count apart"
)]
pub trait With<L>: Record {
    /// The record with what was loaded.
    type Record: Record<Entity = Self::Entity>;
}

/// What a relation is answered as: `Vec<R>`, `Option<R>` or, where there always is one, `R`.
pub trait Loaded: Sized + Send + 'static {
    #[doc(hidden)]
    fn read(found: Found) -> Result<Self>;
}

impl<E: Crud> Record for E {
    type Entity = E;

    fn read(tree: Tree) -> Result<Self> {
        entity(tree.row)
    }
}

impl<E: Crud, L: Loaded> With<L> for E {
    type Record = (E, L);
}

impl<R: Record> Loaded for Vec<R> {
    fn read(found: Found) -> Result<Self> {
        found.records.into_iter().map(R::read).collect()
    }
}

impl<R: Record> Loaded for Option<R> {
    fn read(found: Found) -> Result<Self> {
        found.records.into_iter().next().map(R::read).transpose()
    }
}

impl<R: Record> Loaded for R {
    fn read(mut found: Found) -> Result<Self> {
        match found.records.pop() {
            Some(tree) => R::read(tree),
            // Only a table whose references nobody keeps has such a record.
            None => Err(Error::Reference(found.columns())),
        }
    }
}

/// Emits `impl Record` for an entity with so many relations, and how the next one is added.
macro_rules! tuple {
    ($($loaded:ident)+) => {
        impl<E: Crud, $($loaded: Loaded),+> Record for (E, $($loaded),+) {
            type Entity = E;

            fn read(tree: Tree) -> Result<Self> {
                let mut found = tree.found.into_iter();
                Ok((entity(tree.row)?, $($loaded::read(found.next().unwrap_or_default())?),+))
            }
        }
    };
    ($($loaded:ident)+, $next:ident) => {
        tuple!($($loaded)+);

        impl<E: Crud, $($loaded: Loaded,)+ $next: Loaded> With<$next> for (E, $($loaded),+) {
            type Record = (E, $($loaded,)+ $next);
        }
    };
}

tuple!(A, B);
tuple!(A B, C);
tuple!(A B C, D);
tuple!(A B C D, F);
tuple!(A B C D F, G);
tuple!(A B C D F G, H);
tuple!(A B C D F G H);
