//! How a field moves in and out of its column when its Rust type is no longer known.
//!
//! A column keeps these two functions of its field's type, so that only its description asks for
//! `T: Field`: one field type that does not fit is one error, and no code is made per entity.

use std::any::Any;

use super::{Field, FieldError, Value};

/// The two directions of one Rust type.
#[derive(Debug, Clone, Copy)]
pub struct Codec {
    to_value: fn(&dyn Any) -> Value,
    from_value: fn(Value, &mut dyn Any) -> Result<(), FieldError>,
}

impl Codec {
    /// The codec of a type that fits a column.
    pub(super) const fn of<T: Field>() -> Self {
        Self { to_value: to_value::<T>, from_value: from_value::<T> }
    }

    /// The value of a field.
    pub(crate) fn to_value(self, field: &dyn Any) -> Value {
        (self.to_value)(field)
    }

    /// Reads a field back.
    #[expect(clippy::wrong_self_convention, reason = "the value is what is converted")]
    pub(super) fn from_value<T: 'static>(self, value: Value) -> Result<T, FieldError> {
        let mut field: Option<T> = None;
        (self.from_value)(value, &mut field)?;
        field.ok_or(FieldError::new("the type of the column's own field"))
    }
}

fn to_value<T: Field>(field: &dyn Any) -> Value {
    // Emitted code hands each column its own field; a mix-up would be a missing value.
    field.downcast_ref().map_or(Value::Null, T::to_value)
}

fn from_value<T: Field>(value: Value, field: &mut dyn Any) -> Result<(), FieldError> {
    let value = T::from_value(value)?;
    if let Some(field) = field.downcast_mut() {
        *field = Some(value);
    }
    Ok(())
}
