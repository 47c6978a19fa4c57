//! Functions and groups in Rust, checked by the compiler: `Book::PRICE.sum()`.

use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::{AggregateKey, AggregateSort, Function, Group, Having, Truncate};
use crate::model::{Attribute, Field, FieldError, Reference, ToOne, Value};
use crate::query::{Comparison, Operand};

/// A function over records of `E` that gives a `T`: what `Book::PRICE.sum()` makes.
pub struct Computed<E, T> {
    function: Function,
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

/// What groups of records of `E` are sorted by: what `Book::PRICE.sum().desc()` makes.
pub struct GroupSort<E> {
    key: GroupKey,
    descending: bool,
    marker: PhantomData<fn() -> E>,
}

enum GroupKey {
    Function(Function),
    Group(Group),
}

impl<E> GroupSort<E> {
    const fn new(key: GroupKey, descending: bool) -> Self {
        Self { key, descending, marker: PhantomData }
    }

    /// The sort of these groups; none where it is by another.
    pub(crate) fn of(&self, groups: &[Group]) -> Option<AggregateSort> {
        let key = match self.key {
            GroupKey::Function(function) => AggregateKey::Function(function),
            GroupKey::Group(group) => {
                AggregateKey::Group(groups.iter().position(|known| *known == group)?)
            }
        };
        Some(AggregateSort { key, descending: self.descending })
    }
}

/// What records of `E` are put into groups by, whose values are a `T`: a period of a date, or a
/// column of a related record.
pub struct Key<E, T> {
    group: Group,
    marker: PhantomData<fn() -> (E, T)>,
}

/// A date or an instant, nullable or not.
#[diagnostic::on_unimplemented(message = "`{Self}` is no date and no instant")]
pub trait Dated {
    /// The first day of a period.
    type Day: Field;
}

impl Dated for NaiveDate {
    type Day = Self;
}

impl Dated for DateTime<Utc> {
    type Day = NaiveDate;
}

impl<T: Dated> Dated for Option<T>
where
    Option<T::Day>: Field,
{
    type Day = Option<T::Day>;
}

impl<E, T: Dated> Attribute<E, T> {
    /// The day in UTC.
    #[must_use]
    pub const fn day(self) -> Key<E, T::Day> {
        self.period(Truncate::Day)
    }

    /// The Monday with which the week begins, in UTC.
    #[must_use]
    pub const fn week(self) -> Key<E, T::Day> {
        self.period(Truncate::Week)
    }

    /// The first day of the month, in UTC.
    #[must_use]
    pub const fn month(self) -> Key<E, T::Day> {
        self.period(Truncate::Month)
    }

    /// The first day of the year, in UTC.
    #[must_use]
    pub const fn year(self) -> Key<E, T::Day> {
        self.period(Truncate::Year)
    }

    const fn period(self, truncate: Truncate) -> Key<E, T::Day> {
        Key::new(Group { relation: None, column: self.column(), truncate: Some(truncate) })
    }
}

impl<E, A, T> ToOne<E, A, T> {
    /// A column of the related record; none where there is no such record.
    #[must_use]
    pub const fn column<U: Field>(self, column: Attribute<A, U>) -> Key<E, Option<U::Inner>> {
        let relation = Some(self.relation);
        Key::new(Group { relation, column: column.column(), truncate: None })
    }
}

impl<E, T> Key<E, T> {
    const fn new(group: Group) -> Self {
        Self { group, marker: PhantomData }
    }

    /// Smallest first, nulls last.
    #[must_use]
    pub const fn asc(self) -> GroupSort<E> {
        GroupSort::new(GroupKey::Group(self.group), false)
    }

    /// Largest first, nulls first.
    #[must_use]
    pub const fn desc(self) -> GroupSort<E> {
        GroupSort::new(GroupKey::Group(self.group), true)
    }
}

/// What records of `E` are put into groups by: a column, a [`Key`], or a tuple of them.
#[diagnostic::on_unimplemented(message = "records of `{E}` are not put into groups by `{Self}`")]
pub trait GroupBy<E> {
    /// What the records of a group agree in.
    type Values;

    /// Appends the groups.
    #[doc(hidden)]
    fn add_to(&self, groups: &mut Groups);

    /// Reads what the records of a group agree in.
    ///
    /// # Errors
    /// [`FieldError`] when a value is of another type.
    #[doc(hidden)]
    fn read(values: &mut dyn Iterator<Item = Value>) -> Result<Self::Values, FieldError>;
}

/// What is computed of records of `E`: a [`Computed`], or a tuple of them.
#[diagnostic::on_unimplemented(message = "`{Self}` is nothing that is computed of `{E}`")]
pub trait Compute<E> {
    /// What is answered.
    type Answer;

    /// Appends the functions.
    #[doc(hidden)]
    fn add_to(&self, functions: &mut Functions);

    /// Reads what was computed.
    ///
    /// # Errors
    /// [`FieldError`] when a value is of another type.
    #[doc(hidden)]
    fn read(values: &mut dyn Iterator<Item = Value>) -> Result<Self::Answer, FieldError>;
}

/// Groups that are being put together.
#[doc(hidden)]
#[derive(Default)]
pub struct Groups(pub(crate) Vec<Group>);

/// Functions that are being put together.
#[doc(hidden)]
#[derive(Default)]
pub struct Functions(pub(crate) Vec<Function>);

const MISSING: FieldError = FieldError::new("a value of each group and function");

impl<E, T: Field> GroupBy<E> for Attribute<E, T> {
    type Values = T;

    fn add_to(&self, groups: &mut Groups) {
        groups.0.push(Group { relation: None, column: self.column(), truncate: None });
    }

    fn read(values: &mut dyn Iterator<Item = Value>) -> Result<T, FieldError> {
        T::from_value(values.next().ok_or(MISSING)?)
    }
}

impl<E, A, T: Field> GroupBy<E> for Reference<E, A, T> {
    type Values = T;

    fn add_to(&self, groups: &mut Groups) {
        self.attribute().add_to(groups);
    }

    fn read(values: &mut dyn Iterator<Item = Value>) -> Result<T, FieldError> {
        <Attribute<E, T> as GroupBy<E>>::read(values)
    }
}

impl<E, T: Field> GroupBy<E> for Key<E, T> {
    type Values = T;

    fn add_to(&self, groups: &mut Groups) {
        groups.0.push(self.group);
    }

    fn read(values: &mut dyn Iterator<Item = Value>) -> Result<T, FieldError> {
        T::from_value(values.next().ok_or(MISSING)?)
    }
}

impl<E, T: Computable> Compute<E> for Computed<E, T> {
    type Answer = T;

    fn add_to(&self, functions: &mut Functions) {
        functions.0.push(self.function);
    }

    fn read(values: &mut dyn Iterator<Item = Value>) -> Result<T, FieldError> {
        T::from_computed(values.next().ok_or(MISSING)?)
    }
}

/// Emits both traits for tuples.
macro_rules! tuples {
    ($($name:ident),+) => {
        impl<Entity, $($name: GroupBy<Entity>),+> GroupBy<Entity> for ($($name,)+) {
            type Values = ($($name::Values,)+);

            fn add_to(&self, groups: &mut Groups) {
                #[expect(non_snake_case, reason = "each is named by its type")]
                let ($($name,)+) = self;
                $($name.add_to(groups);)+
            }

            fn read(values: &mut dyn Iterator<Item = Value>) -> Result<Self::Values, FieldError> {
                Ok(($($name::read(values)?,)+))
            }
        }

        impl<Entity, $($name: Compute<Entity>),+> Compute<Entity> for ($($name,)+) {
            type Answer = ($($name::Answer,)+);

            fn add_to(&self, functions: &mut Functions) {
                #[expect(non_snake_case, reason = "each is named by its type")]
                let ($($name,)+) = self;
                $($name.add_to(functions);)+
            }

            fn read(values: &mut dyn Iterator<Item = Value>) -> Result<Self::Answer, FieldError> {
                Ok(($($name::read(values)?,)+))
            }
        }
    };
}

tuples!(A);
tuples!(A, B);
tuples!(A, B, C);
tuples!(A, B, C, D);
tuples!(A, B, C, D, F);
tuples!(A, B, C, D, F, G);

// Derives would ask the traits of the type parameters.
impl<E, T> Clone for Computed<E, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, T> Copy for Computed<E, T> {}

impl<E, T> Clone for Key<E, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, T> Copy for Key<E, T> {}
