//! What stands in for the DTOs of a struct that has no shape of a table.

use std::marker::PhantomData;

use super::Taken;
use crate::model::{Changes, Crud, Dto, FieldError, From, Shape, Table, To};

/// A DTO without members.
pub struct Stub<E>(PhantomData<fn() -> E>);

impl<E: Crud> Dto for Stub<E> {
    type Entity = E;
    const SHAPE: Shape = Shape::Create;
    const TO: To<Self> = |_| Changes::new(&Table::EMPTY);
    const FROM: From<Self> = |_| nothing();
}

/// What a struct without columns is read as.
///
/// # Errors
/// Always.
pub fn nothing<T>() -> Taken<T> {
    Err(FieldError::new("an entity that compiles"))
}
