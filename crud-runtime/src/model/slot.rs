//! How a field of a Rust type moves in and out of a column.

use super::{Field, FieldError, Value};

/// A column's position with the way its values move.
///
/// Emitted code passes slots to functions that are generic over the field's type alone, so that
/// no code is made per entity.
pub struct Slot<T> {
    pub(super) position: usize,
    pub(super) codec: Codec<T>,
}

/// How values of one Rust type are stored.
pub struct Codec<T> {
    pub(super) to_value: fn(&T) -> Value,
    pub(super) from_value: fn(Value) -> Result<T, FieldError>,
    pub(super) nullable: bool,
}

impl<T: Field> Codec<T> {
    /// The codec of a type that fits a column.
    pub const OF: Self =
        Self { to_value: T::to_value, from_value: T::from_value, nullable: T::NULLABLE };
}

impl Codec<()> {
    /// The codec of a reference over several columns, which has no value of its own.
    pub(super) const NOTHING: Self =
        Self { to_value: |()| Value::Null, from_value: |_| Ok(()), nullable: true };
}

/// What stands in where a type does not fit, so that only the column's description complains.
///
/// `Codec::<T>::OF` is the inherent constant where `T: Field` holds and this one elsewhere:
/// without it, one wrong field type would be an error at every place that moves its values.
pub trait Unfit: Sized {
    /// Never used at run time, because the crate did not compile.
    const OF: Self;
    /// The same for a reference over several columns.
    const SEVERAL: Self;
}

impl<T> Unfit for Codec<T> {
    const OF: Self = Self {
        to_value: |_| Value::Null,
        from_value: |_| Err(FieldError::new("a type that fits a column")),
        nullable: false,
    };
    const SEVERAL: Self = <Self as Unfit>::OF;
}

impl<T> Slot<T> {
    /// Position of the column in its table.
    #[must_use]
    pub const fn position(self) -> usize {
        self.position
    }

    /// The value of a field.
    pub fn value(self, field: &T) -> Value {
        (self.codec.to_value)(field)
    }
}

// Derives would ask `Clone` and `Copy` of `T`.
impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Slot<T> {}

impl<T> Clone for Codec<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Codec<T> {}
