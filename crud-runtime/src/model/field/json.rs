//! Any serde type as a JSON document.

use std::ops::{Deref, DerefMut};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::strict::Strict;
use super::{Field, FieldError};
use crate::model::{ColumnType, JsonType, Value};

/// A column that stores `T` as a JSON document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Json<T>(pub T);

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Json<T> {
    fn from(inner: T) -> Self {
        Self(inner)
    }
}

impl<T> Field for Json<T>
where
    T: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static,
{
    type Base = Self;
    type Inner = Self;
    const TYPE: ColumnType = ColumnType::Json(&JsonType { check: check::<T>, schema: schema::<T> });

    fn to_value(&self) -> Value {
        // A `T` that serde cannot write as JSON (a map with keys that are no text) is stored as
        // null, which a NOT NULL column refuses with an error of its own.
        serde_json::to_value(&self.0).map_or(Value::Null, Value::Json)
    }

    fn from_value(value: Value) -> Result<Self, FieldError> {
        match value {
            Value::Json(document) => serde_json::from_value(document)
                .map(Self)
                .map_err(|_| FieldError::new("a JSON document of the column's type")),
            _ => Err(FieldError::new("a JSON document")),
        }
    }
}

fn check<T: DeserializeOwned>(document: &serde_json::Value) -> Result<(), String> {
    T::deserialize(Strict(document)).map(drop).map_err(|error| error.to_string())
}

fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}
