//! What groups are sorted by: `Book::PRICE.sum().desc()`.

use std::marker::PhantomData;

use crate::query::aggregate::{AggregateKey, AggregateSort, Function, Group};

/// What groups of records of `E` are sorted by: what `Book::PRICE.sum().desc()` makes.
pub struct GroupSort<E> {
    key: GroupKey,
    descending: bool,
    marker: PhantomData<fn() -> E>,
}

pub(super) enum GroupKey {
    Function(Function),
    Group(Group),
}

impl<E> GroupSort<E> {
    pub(super) const fn new(key: GroupKey, descending: bool) -> Self {
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
