//! Schemas of DTOs for schemars: what the emitted `impl JsonSchema` calls.

use schemars::{Schema, SchemaGenerator};

use super::object;
use crate::model::{Crud, Dto};

/// The schema of a DTO.
pub fn json_schema<D: Dto>(generator: &mut SchemaGenerator) -> Schema {
    object(<D::Entity as Crud>::TABLE, D::SHAPE, generator)
        .try_into()
        .unwrap_or_else(|_| Schema::from(true))
}
