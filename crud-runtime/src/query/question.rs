//! Conditions and sorts that know their entity, so that one entity's cannot be asked of another.

use std::fmt;
use std::marker::PhantomData;

use super::{Filter, Sort};

/// A condition on the records of `E`: what `Book::PRICE.gte(10)` makes.
pub struct Condition<E> {
    filter: Filter,
    marker: PhantomData<fn() -> E>,
}

/// A column of `E` to sort by: what `Book::TITLE.asc()` makes.
pub struct SortBy<E> {
    sort: Sort,
    marker: PhantomData<fn() -> E>,
}

impl<E> Condition<E> {
    pub(super) const fn new(filter: Filter) -> Self {
        Self { filter, marker: PhantomData }
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::new(match self.filter {
            Filter::And(mut all) => {
                all.push(other.filter);
                Filter::And(all)
            }
            one => Filter::And(vec![one, other.filter]),
        })
    }

    /// One of them holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::new(match self.filter {
            Filter::Or(mut any) => {
                any.push(other.filter);
                Filter::Or(any)
            }
            one => Filter::Or(vec![one, other.filter]),
        })
    }

    /// The condition on the columns of the table.
    #[must_use]
    pub fn into_filter(self) -> Filter {
        self.filter
    }
}

/// It does not hold.
impl<E> std::ops::Not for Condition<E> {
    type Output = Self;

    fn not(self) -> Self {
        Self::new(Filter::Not(Box::new(self.filter)))
    }
}

impl<E> SortBy<E> {
    pub(super) const fn new(sort: Sort) -> Self {
        Self { sort, marker: PhantomData }
    }

    /// The position and direction in the table.
    #[must_use]
    pub const fn into_sort(self) -> Sort {
        self.sort
    }
}

// Derives would ask the traits of `E`.
impl<E> Clone for Condition<E> {
    fn clone(&self) -> Self {
        Self::new(self.filter.clone())
    }
}

impl<E> fmt::Debug for Condition<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.filter.fmt(formatter)
    }
}

impl<E> Clone for SortBy<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for SortBy<E> {}

impl<E> fmt::Debug for SortBy<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sort.fmt(formatter)
    }
}
