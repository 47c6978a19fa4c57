//! One column and the value that Rust code gives it: `Book::RANK.set(5)`.

use std::marker::PhantomData;

use super::{Attribute, Field, Reference, Value};

/// A column of the entity `E` with a value for it.
///
/// [`Dao::assign`](crate::Dao::assign) takes these. They reach columns that no DTO has, because
/// clients may not set them.
pub struct Assignment<E> {
    pub(crate) column: usize,
    pub(crate) value: Value,
    marker: PhantomData<fn() -> E>,
}

impl<E, T: Field> Attribute<E, T> {
    /// This column with this value.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "`BORN.set(None)` reads better than `&None`")]
    pub fn set(self, value: T) -> Assignment<E> {
        let column = self.column();
        Assignment { column, value: value.to_value(), marker: PhantomData }
    }
}

impl<E, A, T: Field> Reference<E, A, T> {
    /// This column with this value.
    #[must_use]
    pub fn set(self, value: T) -> Assignment<E> {
        self.attribute().set(value)
    }
}
