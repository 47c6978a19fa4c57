//! What stands in for the DTOs of a struct that has no shape of a table.

use std::marker::PhantomData;

use crate::model::{Changes, Crud, Dto, From, Shape, Table, To};

/// A DTO without members.
pub struct Stub<E>(PhantomData<fn() -> E>);

impl<E: Crud> Dto for Stub<E> {
    type Entity = E;
    const SHAPE: Shape = Shape::Create;
    const TO: To<Self> = |_| Changes::new(&Table::EMPTY);
    const FROM: From<Self> = |_| None;
}
