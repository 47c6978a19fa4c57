//! The types of Rust itself.

use super::{Field, FieldError, plain};
use crate::model::{ColumnType, Value};

/// Emits `impl Field` for an integer: widened to `Int`, narrowed with a check.
macro_rules! integer {
    ($type:ty, $column_type:ident, $expected:literal) => {
        plain!($type);

        impl Field for $type {
            type Base = Self;
            type Inner = Self;
            const TYPE: ColumnType = ColumnType::$column_type;

            fn to_value(&self) -> Value {
                Value::Int(i64::from(*self))
            }

            fn from_value(value: Value) -> Result<Self, FieldError> {
                match value {
                    Value::Int(integer) => {
                        Self::try_from(integer).map_err(|_| FieldError::new($expected))
                    }
                    _ => Err(FieldError::new($expected)),
                }
            }
        }
    };
}

integer!(i16, I16, "an integer of 16 bits");
integer!(i32, I32, "an integer of 32 bits");
integer!(i64, I64, "an integer of 64 bits");
integer!(u32, U32, "an unsigned integer of 32 bits");

/// Emits `impl Field` for a type that is the payload of its `Value` variant.
macro_rules! payload {
    ($type:ty, $variant:ident, $expected:literal) => {
        $crate::model::field::plain!($type);

        impl $crate::model::Field for $type {
            type Base = Self;
            type Inner = Self;
            const TYPE: $crate::model::ColumnType = $crate::model::ColumnType::$variant;

            fn to_value(&self) -> $crate::model::Value {
                $crate::model::Value::$variant(self.clone())
            }

            fn from_value(value: $crate::model::Value) -> Result<Self, $crate::model::FieldError> {
                match value {
                    $crate::model::Value::$variant(payload) => Ok(payload),
                    _ => Err($crate::model::FieldError::new($expected)),
                }
            }
        }
    };
}
pub(super) use payload;

payload!(bool, Bool, "a boolean");
payload!(String, Text, "text");
payload!(Vec<u8>, Bytes, "bytes");

plain!(f64);

impl Field for f64 {
    type Base = Self;
    type Inner = Self;
    const TYPE: ColumnType = ColumnType::F64;

    fn to_value(&self) -> Value {
        Value::Float(*self)
    }

    fn from_value(value: Value) -> Result<Self, FieldError> {
        match value {
            Value::Float(float) => Ok(float),
            _ => Err(FieldError::new("a number")),
        }
    }
}
