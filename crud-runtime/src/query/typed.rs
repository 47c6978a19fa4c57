//! Filters and sorts in Rust, checked by the compiler: `Book::PRICE.gte(10)`.

use rust_decimal::Decimal;

use super::{Comparison, Condition, Filter, Sort, SortBy, TextMatch};
use crate::model::{Attribute, Field, Reference, Text, Value};

/// A value that a column of type `T` can be compared with.
///
/// A trait of its own over the bare type: `impl Into<T>` would leave `Book::RANK.gte(10)`
/// ambiguous where several integers become a `T`.
#[diagnostic::on_unimplemented(message = "a `{T}` column is not compared with `{Self}`")]
pub trait Operand<T> {
    /// The value to compare with.
    fn into_value(self) -> Value;
}

impl<T: Field<Inner = T>> Operand<T> for T {
    fn into_value(self) -> Value {
        self.to_value()
    }
}

impl Operand<String> for &str {
    fn into_value(self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl Operand<Vec<u8>> for &[u8] {
    fn into_value(self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl Operand<Decimal> for i32 {
    fn into_value(self) -> Value {
        Value::Decimal(self.into())
    }
}

impl Operand<Decimal> for i64 {
    fn into_value(self) -> Value {
        Value::Decimal(self.into())
    }
}

/// Emits the questions of a handle; `$handle => $attribute` says how it becomes an attribute.
macro_rules! questions {
    ([$($generic:ident),+] $type:ty, |$handle:ident| $column:expr) => {
        impl<$($generic),+> $type
        where
            T: Field,
        {
            /// The column equals the value.
            #[must_use]
            pub fn eq(self, value: impl Operand<T::Inner>) -> Condition<E> {
                self.compare(Comparison::Eq, value)
            }

            /// The column does not equal the value; a null column does not.
            #[must_use]
            pub fn ne(self, value: impl Operand<T::Inner>) -> Condition<E> {
                self.compare(Comparison::Ne, value)
            }

            /// The column is greater than the value.
            #[must_use]
            pub fn gt(self, value: impl Operand<T::Inner>) -> Condition<E> {
                self.compare(Comparison::Gt, value)
            }

            /// The column is greater than the value or equal to it.
            #[must_use]
            pub fn gte(self, value: impl Operand<T::Inner>) -> Condition<E> {
                self.compare(Comparison::Gte, value)
            }

            /// The column is less than the value.
            #[must_use]
            pub fn lt(self, value: impl Operand<T::Inner>) -> Condition<E> {
                self.compare(Comparison::Lt, value)
            }

            /// The column is less than the value or equal to it.
            #[must_use]
            pub fn lte(self, value: impl Operand<T::Inner>) -> Condition<E> {
                self.compare(Comparison::Lte, value)
            }

            fn compare(self, comparison: Comparison, value: impl Operand<T::Inner>) -> Condition<E> {
                let $handle = self;
                Condition::new(Filter::Compare($column, comparison, value.into_value()))
            }

            /// The column is one of the values.
            #[must_use]
            pub fn one_of<V: Operand<T::Inner>>(self, values: impl IntoIterator<Item = V>) -> Condition<E> {
                let $handle = self;
                Condition::new(Filter::In($column, values.into_iter().map(Operand::into_value).collect()))
            }

            /// The column is none of the values; a null column is none of them.
            #[must_use]
            pub fn none_of<V: Operand<T::Inner>>(self, values: impl IntoIterator<Item = V>) -> Condition<E> {
                let $handle = self;
                Condition::new(Filter::NotIn($column, values.into_iter().map(Operand::into_value).collect()))
            }

            /// The column is null.
            #[must_use]
            pub fn is_null(self) -> Condition<E> {
                let $handle = self;
                Condition::new(Filter::Null($column, true))
            }

            /// The column is not null.
            #[must_use]
            pub fn is_not_null(self) -> Condition<E> {
                let $handle = self;
                Condition::new(Filter::Null($column, false))
            }

            /// The text contains this, exactly so.
            #[must_use]
            pub fn contains(self, text: impl Into<String>) -> Condition<E>
            where
                T: Text,
            {
                let $handle = self;
                Condition::new(Filter::Text($column, TextMatch::Contains, text.into()))
            }

            /// The text contains this, letters A to Z in either case.
            #[must_use]
            pub fn contains_ignore_case(self, text: impl Into<String>) -> Condition<E>
            where
                T: Text,
            {
                let $handle = self;
                Condition::new(Filter::Text($column, TextMatch::ContainsIgnoreCase, text.into()))
            }

            /// The text begins with this.
            #[must_use]
            pub fn starts_with(self, text: impl Into<String>) -> Condition<E>
            where
                T: Text,
            {
                let $handle = self;
                Condition::new(Filter::Text($column, TextMatch::StartsWith, text.into()))
            }

            /// The text ends with this.
            #[must_use]
            pub fn ends_with(self, text: impl Into<String>) -> Condition<E>
            where
                T: Text,
            {
                let $handle = self;
                Condition::new(Filter::Text($column, TextMatch::EndsWith, text.into()))
            }

            /// Smallest first, nulls last.
            #[must_use]
            pub const fn asc(self) -> SortBy<E> {
                let $handle = self;
                SortBy::new(Sort::column($column, false))
            }

            /// Largest first, nulls first.
            #[must_use]
            pub const fn desc(self) -> SortBy<E> {
                let $handle = self;
                SortBy::new(Sort::column($column, true))
            }
        }
    };
}

questions!([E, T] Attribute<E, T>, |handle| handle.column());
questions!([E, A, T] Reference<E, A, T>, |handle| handle.attribute().column());
