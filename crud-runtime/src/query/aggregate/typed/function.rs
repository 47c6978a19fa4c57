//! Functions over records: `Book::PRICE.sum()`, and conditions on what they give.

use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::sort::{GroupKey, GroupSort};
use crate::model::{Attribute, Field, FieldError, Reference, Value};
use crate::query::aggregate::{Function, Having};
use crate::query::{Comparison, Operand};

/// A function over records of `E` that gives a `T`: what `Book::PRICE.sum()` makes.
pub struct Computed<E, T> {
    pub(super) function: Function,
    marker: PhantomData<fn() -> (E, T)>,
}

/// How many records there are.
#[must_use]
pub const fn count<E>() -> Computed<E, u64> {
    Computed::new(Function::Count)
}

/// What a function gives: a number of records, or a value that may be missing.
pub trait Computable: Sized {
    /// What it is compared with.
    type Compared: Field;

    /// Reads what was computed.
    ///
    /// # Errors
    /// [`FieldError`] when the value is of another type.
    fn from_computed(value: Value) -> Result<Self, FieldError>;
}

impl Computable for u64 {
    type Compared = i64;

    fn from_computed(value: Value) -> Result<Self, FieldError> {
        let count = i64::from_value(value)?;
        Self::try_from(count).map_err(|_| FieldError::new("a number of records"))
    }
}

impl<T: Field<Inner = T>> Computable for Option<T> {
    type Compared = T;

    fn from_computed(value: Value) -> Result<Self, FieldError> {
        Self::from_value(value)
    }
}

/// A type whose values are added up.
#[diagnostic::on_unimplemented(message = "`{Self}` has no sum", label = "is no number")]
pub trait Addend {
    /// What the sum and the mean are: exact where the values are.
    type Sum: Field<Inner = Self::Sum>;
}

/// Emits what types of numbers add up to.
macro_rules! addends {
    ($($type:ty => $sum:ty),+) => {
        $(impl Addend for $type {
            type Sum = $sum;
        })+
    };
}

addends!(i16 => Decimal, i32 => Decimal, i64 => Decimal, u32 => Decimal, Decimal => Decimal, f64 => f64);

/// A type that has a least and a greatest value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no least and no greatest value",
    label = "has no order"
)]
pub trait Ranked {}

/// Emits the types that have an order.
macro_rules! ranked {
    ($($type:ty),+) => {
        $(impl Ranked for $type {})+
    };
}

ranked!(i16, i32, i64, u32, f64, Decimal, String, NaiveDate, chrono::NaiveTime, DateTime<Utc>);

impl<E, T: Field> Attribute<E, T> {
    /// The sum; none where there is nothing to add. Of integers and decimals it is exact; of floats
    /// there is none where one of them is beyond 1e290.
    #[must_use]
    pub const fn sum(self) -> Computed<E, Option<<T::Base as Addend>::Sum>>
    where
        T::Base: Addend,
    {
        Computed::new(Function::Sum(self.column()))
    }

    /// The mean; none where there is nothing. Of integers and decimals it has four digits more
    /// behind the point than the column, halves rounded away from zero.
    #[must_use]
    pub const fn avg(self) -> Computed<E, Option<<T::Base as Addend>::Sum>>
    where
        T::Base: Addend,
    {
        Computed::new(Function::Avg(self.column()))
    }

    /// The least value; none where there is none. Text is compared by code point.
    #[must_use]
    pub const fn min(self) -> Computed<E, Option<T::Inner>>
    where
        T::Base: Ranked,
    {
        Computed::new(Function::Min(self.column()))
    }

    /// The greatest value; none where there is none. Text is compared by code point.
    #[must_use]
    pub const fn max(self) -> Computed<E, Option<T::Inner>>
    where
        T::Base: Ranked,
    {
        Computed::new(Function::Max(self.column()))
    }

    /// How many different values there are; nulls are none.
    #[must_use]
    pub const fn count_distinct(self) -> Computed<E, u64> {
        Computed::new(Function::CountDistinct(self.column()))
    }
}

impl<E, A, T: Field> Reference<E, A, T> {
    /// How many different values there are; nulls are none.
    #[must_use]
    pub const fn count_distinct(self) -> Computed<E, u64> {
        self.attribute().count_distinct()
    }
}

impl<E, T> Computed<E, T> {
    const fn new(function: Function) -> Self {
        Self { function, marker: PhantomData }
    }

    /// Smallest first, nulls last.
    #[must_use]
    pub const fn asc(self) -> GroupSort<E> {
        GroupSort::new(GroupKey::Function(self.function), false)
    }

    /// Largest first, nulls first.
    #[must_use]
    pub const fn desc(self) -> GroupSort<E> {
        GroupSort::new(GroupKey::Function(self.function), true)
    }
}

/// Comparisons, for `having`; null equals nothing.
impl<E, T: Computable> Computed<E, T> {
    /// It equals the value.
    #[must_use]
    pub fn eq(self, value: impl Operand<T::Compared>) -> GroupCondition<E> {
        self.compare(Comparison::Eq, value)
    }

    /// It does not equal the value.
    #[must_use]
    pub fn ne(self, value: impl Operand<T::Compared>) -> GroupCondition<E> {
        self.compare(Comparison::Ne, value)
    }

    /// It is greater than the value.
    #[must_use]
    pub fn gt(self, value: impl Operand<T::Compared>) -> GroupCondition<E> {
        self.compare(Comparison::Gt, value)
    }

    /// It is greater than the value or equal to it.
    #[must_use]
    pub fn gte(self, value: impl Operand<T::Compared>) -> GroupCondition<E> {
        self.compare(Comparison::Gte, value)
    }

    /// It is less than the value.
    #[must_use]
    pub fn lt(self, value: impl Operand<T::Compared>) -> GroupCondition<E> {
        self.compare(Comparison::Lt, value)
    }

    /// It is less than the value or equal to it.
    #[must_use]
    pub fn lte(self, value: impl Operand<T::Compared>) -> GroupCondition<E> {
        self.compare(Comparison::Lte, value)
    }

    fn compare(
        self,
        comparison: Comparison,
        value: impl Operand<T::Compared>,
    ) -> GroupCondition<E> {
        let having = Having { function: self.function, comparison, value: value.into_value() };
        GroupCondition { having, marker: PhantomData }
    }
}

/// A condition on groups of records of `E`: what `Book::PRICE.sum().gte(100)` makes.
pub struct GroupCondition<E> {
    having: Having,
    marker: PhantomData<fn() -> E>,
}

impl<E> GroupCondition<E> {
    pub(crate) fn into_having(self) -> Having {
        self.having
    }
}

// Derives would ask the traits of the type parameters.
impl<E, T> Clone for Computed<E, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, T> Copy for Computed<E, T> {}
