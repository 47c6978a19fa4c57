//! Which Rust types fit a column; one foreign crate a file.

mod chrono;
mod decimal;
pub(crate) mod json;
mod primitive;
mod strict;
mod uuid;

use super::{ColumnType, Value};

/// A Rust type that fits a column.
///
/// Implemented for `bool`, `i16`, `i32`, `i64`, `u32`, `f64`, `String`, `Vec<u8>`, `Uuid`,
/// `Decimal`, `NaiveDate`, `NaiveTime`, `DateTime<Utc>`, [`Json<T>`](super::Json), the types of
/// `#[derive(CrudEnum)]` and `#[derive(CrudType)]`, and `Option` of all of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit a column",
    label = "not a column type",
    note = "columns are bool, i16, i32, i64, u32, f64, String, Uuid, Decimal, NaiveDate, NaiveTime, DateTime<Utc>, Vec<u8>, Json<T>, or Option of them",
    note = "write `#[derive(CrudEnum)]` on an enum, `#[derive(CrudType)]` on a newtype, or store any serde type as `Json<{Self}>`"
)]
pub trait Field: Sized + Send + Sync + 'static {
    /// The type below `Option`s and newtypes, which decides the rules that apply.
    type Base;
    /// The type below `Option`, which filters and references compare.
    type Inner: Field;
    /// The type of the column.
    const TYPE: ColumnType;
    /// Whether the column takes `NULL`.
    const NULLABLE: bool = false;

    /// The value to store.
    fn to_value(&self) -> Value;

    /// Reads a stored value.
    ///
    /// # Errors
    /// [`FieldError`] when the value is of another type or out of the type's range.
    fn from_value(value: Value) -> Result<Self, FieldError>;
}

/// A value that does not fit its Rust type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct FieldError {
    /// What the type takes.
    pub expected: &'static str,
}

impl FieldError {
    /// An error that says what was expected.
    #[must_use]
    pub const fn new(expected: &'static str) -> Self {
        Self { expected }
    }
}

impl<T: Field> Field for Option<T>
where
    T: Field<Inner = T>,
{
    type Base = T::Base;
    type Inner = T;
    const TYPE: ColumnType = T::TYPE;
    const NULLABLE: bool = true;

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }

    fn from_value(value: Value) -> Result<Self, FieldError> {
        if value.is_null() {
            return Ok(None);
        }
        T::from_value(value).map(Some)
    }
}

/// Runs a user's own check of a field on a stored value; `validate = path` is this function.
///
/// # Errors
/// What the check says, or that the value does not fit the type.
pub fn validated<T: Field, E: std::fmt::Display>(
    value: &Value,
    check: impl Fn(&T) -> Result<(), E>,
) -> Result<(), String> {
    let field = T::from_value(value.clone()).map_err(|error| error.to_string())?;
    check(&field).map_err(|error| error.to_string())
}

/// A column type that can hold a reference to a key of type `K`.
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` cannot refer to a key of type `{K}`",
    label = "expected `{K}` or `Option<{K}>`",
    note = "give the field the type of the column that it references"
)]
pub trait RefersTo<K> {}

impl<K, T: RefersTo<K>> RefersTo<K> for Option<T> {}

/// Emits `impl RefersTo` for the columns of a reference to a composite key.
macro_rules! columns {
    ($($column:ident $part:ident),+) => {
        impl<$($part, $column: RefersTo<$part>),+> RefersTo<($($part,)+)> for ($($column,)+) {}
        impl<$($column: RefersTo<AnyKey>),+> RefersTo<AnyKey> for ($($column,)+) {}
    };
}

columns!(A B, C D);
columns!(A B, C D, E F);
columns!(A B, C D, E F, G H);
columns!(A B, C D, E F, G H, I J);
columns!(A B, C D, E F, G H, I J, K L);

/// The key type of an entity whose own key did not compile: every column may refer to it, so
/// that one mistake stays one error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnyKey;

/// What a concrete column type says of itself: `Base`, `Inner` and that it refers to its like.
macro_rules! plain {
    ($type:ty) => {
        impl $crate::model::field::RefersTo<$type> for $type {}
        impl $crate::model::field::RefersTo<$crate::model::field::AnyKey> for $type {}
    };
}
pub(crate) use plain;
