//! Conditions on the records on the other side of a relation: `Author::BOOKS.some(…)`.

use super::{Condition, Filter, Quantifier, Sort, SortBy};
use crate::model::{Attribute, Reference, ToMany, ToOne};

/// Emits the questions of a handle of a relation.
macro_rules! questions {
    ([$($generic:ident),+] $type:ty, |$handle:ident| $relation:expr) => {
        impl<$($generic),+> $type {
            /// There is a related record for which this holds.
            #[must_use]
            pub fn some(self, condition: Condition<A>) -> Condition<E> {
                self.ask(Quantifier::Some, condition.into_filter())
            }

            /// There is no related record for which this holds; there may be none at all.
            #[must_use]
            pub fn none(self, condition: Condition<A>) -> Condition<E> {
                self.ask(Quantifier::None, condition.into_filter())
            }

            /// There is no related record for which this does not hold; there may be none at all.
            #[must_use]
            pub fn every(self, condition: Condition<A>) -> Condition<E> {
                self.ask(Quantifier::Every, condition.into_filter())
            }

            /// There is a related record.
            #[must_use]
            pub fn exists(self) -> Condition<E> {
                self.ask(Quantifier::Some, Filter::And(Vec::new()))
            }

            /// There is no related record.
            #[must_use]
            pub fn is_missing(self) -> Condition<E> {
                self.ask(Quantifier::None, Filter::And(Vec::new()))
            }

            fn ask(self, quantifier: Quantifier, filter: Filter) -> Condition<E> {
                let $handle = self;
                Condition::new(Filter::Related($relation, quantifier, Box::new(filter)))
            }
        }
    };
}

questions!([E, A, T] ToOne<E, A, T>, |handle| handle.relation);
questions!([E, A, T] Reference<E, A, T>, |handle| handle.relation);
questions!([E, A, J] ToMany<E, A, J>, |handle| handle.relation);

impl<E, A, T> ToOne<E, A, T> {
    /// By a column of the related record, smallest first; nulls last, as where there is none.
    #[must_use]
    pub const fn asc<U>(self, column: Attribute<A, U>) -> SortBy<E> {
        SortBy::new(Sort::related(self.relation, column.column(), false))
    }

    /// By a column of the related record, largest first; nulls first, as where there is none.
    #[must_use]
    pub const fn desc<U>(self, column: Attribute<A, U>) -> SortBy<E> {
        SortBy::new(Sort::related(self.relation, column.column(), true))
    }
}
