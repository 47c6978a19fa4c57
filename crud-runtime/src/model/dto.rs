//! Data transfer objects: typed shapes of one table's records.

use super::{Changes, Crud, FieldError};

/// A typed shape of a record: the entity itself, what creates it, or what patches it.
///
/// The derive implements it; serde and schemars reach every shape through it, so that no
/// per-entity serialisation code exists.
pub trait Dto: Sized {
    /// The entity whose records these are.
    type Entity: Crud;
    /// Which members the shape has.
    const SHAPE: Shape = Shape::Read;

    /// The members as values of columns; [`Dto::to_changes`] calls it.
    #[doc(hidden)]
    const TO: To<Self>;
    /// Reads the members back; [`Dto::from_changes`] calls it.
    #[doc(hidden)]
    const FROM: From<Self>;

    /// The members as values of columns.
    fn to_changes(&self) -> Changes {
        (Self::TO)(self)
    }

    /// Reads the members back.
    ///
    /// # Errors
    /// [`FieldError`] when a value does not fit its member, or a required one is missing.
    fn from_changes(changes: &mut Changes) -> Result<Self, FieldError> {
        (Self::FROM)(changes).ok_or_else(|| changes.fault())
    }
}

/// A DTO's way to changes.
pub type To<D> = fn(&D) -> Changes;

/// A DTO's way back. `None` leaves the fault in the changes: `?` on an `Option` costs the compiler
/// less than on a `Result`, and stands on every field.
pub type From<D> = fn(&mut Changes) -> Option<D>;

/// Which members a body has, and which of them must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A record as answers show it.
    Read,
    /// What a create sets.
    Create,
    /// A create's members, with those that a client may send back unchanged.
    Replace,
    /// A replace's members, all optional.
    Patch,
}
