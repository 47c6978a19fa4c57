//! The closed set of types a column can have.

use schemars::{Schema, SchemaGenerator};

/// The type of a column, independent of the database.
#[derive(Debug, Clone, Copy)]
pub enum ColumnType {
    /// Rust's `bool`.
    Bool,
    /// Rust's `i16`.
    I16,
    /// Rust's `i32`.
    I32,
    /// Rust's `i64`.
    I64,
    /// Rust's `u32`.
    U32,
    /// Rust's `f64`, finite values only.
    F64,
    /// Text of any Unicode but U+0000.
    Text,
    /// A UUID.
    Uuid,
    /// An exact decimal; its digits stand in the column's [`Precision`](super::Precision).
    Decimal,
    /// A calendar date.
    Date,
    /// A time of day with microseconds.
    Time,
    /// An instant in UTC with microseconds.
    Timestamp,
    /// Octets, base64 in JSON.
    Bytes,
    /// A JSON document of a Rust type.
    Json(&'static JsonType),
    /// One word of a fixed set, stored as text.
    Enum(&'static EnumType),
}

/// The variants of a `#[derive(CrudEnum)]`.
#[derive(Debug)]
pub struct EnumType {
    /// The Rust name.
    pub name: &'static str,
    /// The doc comment.
    pub description: &'static str,
    /// The stored words in declaration order.
    pub variants: &'static [&'static str],
}

/// What a `Json<T>` column knows of its `T`.
#[derive(Debug)]
pub struct JsonType {
    /// Refuses a document that `T` cannot be read from, saying why.
    pub check: fn(&serde_json::Value) -> Result<(), String>,
    /// The JSON Schema of `T`.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
}

impl ColumnType {
    /// Whether values are integers.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        matches!(self, Self::I16 | Self::I32 | Self::I64 | Self::U32)
    }

    /// Whether values are text, enums included.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Enum(_))
    }

    /// The smallest and the largest integer of the type.
    #[must_use]
    pub const fn integer_bounds(self) -> Option<(i64, i64)> {
        match self {
            Self::I16 => Some((i16::MIN as i64, i16::MAX as i64)),
            Self::I32 => Some((i32::MIN as i64, i32::MAX as i64)),
            Self::I64 => Some((i64::MIN, i64::MAX)),
            Self::U32 => Some((0, u32::MAX as i64)),
            _ => None,
        }
    }
}
