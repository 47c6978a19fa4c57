//! Schemas of DTOs for schemars: what the emitted `impl JsonSchema` calls.

use schemars::{Schema, SchemaGenerator};

use super::object;
use super::value::{Place, schema};
use crate::model::{Crud, Dto, Field, column};

/// The schema of a DTO.
pub fn json_schema<D: Dto>(generator: &mut SchemaGenerator) -> Schema {
    object(<D::Entity as Crud>::TABLE, D::SHAPE, generator)
        .try_into()
        .unwrap_or_else(|_| Schema::from(true))
}

/// The schema of an enum or newtype that columns hold.
pub fn field_schema<T: Field>(generator: &mut SchemaGenerator) -> Schema {
    schema(&column::<T>("").done(), Place::Body, generator).into()
}
