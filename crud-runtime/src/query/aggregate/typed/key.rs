//! What records are put into groups by: `Book::SOLD_AT.month()`, `Book::AUTHOR.column(…)`.

use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, Utc};

use super::sort::{GroupKey, GroupSort};
use crate::model::{Attribute, Field, ToOne};
use crate::query::aggregate::{Group, Truncate};

/// What records of `E` are put into groups by, whose values are a `T`: a period of a date, or a
/// column of a related record.
pub struct Key<E, T> {
    pub(super) group: Group,
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

// Derives would ask the traits of the type parameters.
impl<E, T> Clone for Key<E, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, T> Copy for Key<E, T> {}
