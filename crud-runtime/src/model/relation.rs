//! How records of two tables belong together.

use std::marker::PhantomData;

use super::{Crud, Operation, Reference, Table};

/// A relation as seen from one side.
#[derive(Debug, Clone, Copy)]
pub struct Relation {
    /// What the relation is called on this side, in `snake_case`.
    pub name: &'static str,
    /// How many records stand on the other side, and where the reference is stored.
    pub cardinality: Cardinality,
    /// Positions of the columns on this side that the relation compares.
    pub columns: &'static [usize],
    /// The table on the other side; a function, because two statics that name each other's
    /// tables are a cycle to the compiler (E0391).
    pub target: fn() -> &'static Table,
    /// Positions of the columns on the other side, in the same order.
    ///
    /// Empty means the primary key of the target (of this table for an inverse side).
    pub target_columns: &'static [usize],
    /// What deleting the referenced record does; only on the side that stores the reference.
    pub on_delete: OnDelete,
    /// What changing the referenced key does; only on the side that stores the reference. We never
    /// change one, other programs may.
    pub on_update: OnUpdate,
    /// The table in between, for n-m.
    pub join: Option<Join>,
    /// Whether bodies may have the records on the other side.
    pub nested: bool,
}

/// How many records the other side has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cardinality {
    /// This side stores a reference to one record.
    BelongsTo,
    /// One record refers to this one.
    HasOne,
    /// Any number of records refer to this one.
    HasMany,
    /// Any number on both sides, through a join entity.
    ManyToMany,
}

/// The join entity of an n-m relation.
#[derive(Debug, Clone, Copy)]
pub struct Join {
    /// The join entity's table.
    pub table: fn() -> &'static Table,
    /// Positions of its columns that refer to this side.
    pub this: &'static [usize],
    /// Positions of its columns that refer to the other side.
    pub other: &'static [usize],
}

/// What deleting a referenced record does to the records that refer to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDelete {
    /// The delete is refused.
    Restrict,
    /// They are deleted too.
    Cascade,
    /// Their reference becomes `NULL`.
    SetNull,
    /// The delete is refused; where the database checks late, at the end of the transaction.
    NoAction,
}

/// What changing a referenced key does to the records that refer to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, std::default::Default)]
pub enum OnUpdate {
    /// The change is refused; where the database checks late, at the end of the transaction.
    #[default]
    NoAction,
    /// The change is refused.
    Restrict,
    /// Their reference follows.
    Cascade,
    /// Their reference becomes `NULL`.
    SetNull,
}

impl Relation {
    /// The side that stores the reference, to the target's key; a delete is refused.
    pub(crate) const fn stored(
        name: &'static str,
        columns: &'static [usize],
        target: fn() -> &'static Table,
    ) -> Self {
        let inverse = Self::inverse(name, Cardinality::BelongsTo, target, &[]);
        Self { columns, ..inverse }
    }

    /// A side that others refer to, with these columns of theirs.
    pub(crate) const fn inverse(
        name: &'static str,
        cardinality: Cardinality,
        target: fn() -> &'static Table,
        target_columns: &'static [usize],
    ) -> Self {
        Self {
            name,
            cardinality,
            columns: &[],
            target,
            target_columns,
            on_delete: OnDelete::Restrict,
            on_update: OnUpdate::NoAction,
            join: None,
            nested: false,
        }
    }

    /// The same reference, to other columns than the key.
    #[must_use]
    pub const fn to(mut self, columns: &'static [usize]) -> Self {
        self.target_columns = columns;
        self
    }

    /// The same reference with another fate of what refers.
    #[must_use]
    pub const fn on_delete(mut self, on_delete: OnDelete) -> Self {
        self.on_delete = on_delete;
        self
    }

    /// The same reference with another fate when the key changes.
    #[must_use]
    pub const fn on_update(mut self, on_update: OnUpdate) -> Self {
        self.on_update = on_update;
        self
    }

    /// The same relation, whose records bodies may have.
    #[must_use]
    pub const fn nested(mut self) -> Self {
        self.nested = true;
        self
    }

    /// Whether this side stores the reference.
    #[must_use]
    pub const fn is_stored(&self) -> bool {
        matches!(self.cardinality, Cardinality::BelongsTo)
    }

    /// Whether any number of records may stand on the other side.
    #[must_use]
    pub const fn is_to_many(&self) -> bool {
        matches!(self.cardinality, Cardinality::HasMany | Cardinality::ManyToMany)
    }

    /// Whether clients see the records on the other side: they may be listed, or read one by one
    /// where there is one at most.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        let target = (self.target)();
        target.serves(if self.is_to_many() { Operation::List } else { Operation::Read })
    }

    /// Whether each record of `table`, whose relation this is, has one on the other side: the
    /// database sees to it.
    #[must_use]
    pub fn is_certain(&self, table: &Table) -> bool {
        let never_null = |column: &usize| !table.columns[*column].nullable;
        self.is_stored() && !table.unmanaged && self.columns.iter().all(never_null)
    }

    /// Positions of the target's columns that a stored reference names.
    #[must_use]
    pub fn referenced(&self) -> &'static [usize] {
        if self.target_columns.is_empty() { (self.target)().key } else { self.target_columns }
    }
}

/// An entity that is referred to, by its table; a function, because two statics that name each
/// other's tables are a cycle to the compiler (E0391).
pub struct Target<A>(fn() -> &'static Table, PhantomData<fn() -> A>);

impl<A: Crud> Target<A> {
    /// The entity's table.
    pub const OF: Self = Self(|| A::TABLE, PhantomData);
}

/// What stands in where `A` is no entity, so that only the column's description complains.
///
/// `Target::<A>::OF` is the inherent constant where `A` is an entity, and this one elsewhere.
pub trait Strange: Sized {
    /// Never used at run time, because the crate did not compile.
    const OF: Self;
}

impl<A> Strange for Target<A> {
    const OF: Self = Self(|| &Table::EMPTY, PhantomData);
}

/// The side that stores the reference, to the target's key; a delete is refused.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "emitted code makes it for this call")]
pub const fn belongs_to<A>(
    name: &'static str,
    columns: &'static [usize],
    target: Target<A>,
) -> Relation {
    Relation::stored(name, columns, target.0)
}

/// The inverse of `reference`: any number of records.
#[must_use]
pub const fn has_many<A, B: Crud, T>(
    name: &'static str,
    reference: &Reference<B, A, T>,
) -> Relation {
    Relation::inverse(name, Cardinality::HasMany, || B::TABLE, reference.columns)
}

/// The inverse of `reference`: one record at most.
#[must_use]
pub const fn has_one<A, B: Crud, T>(
    name: &'static str,
    reference: &Reference<B, A, T>,
) -> Relation {
    Relation::inverse(name, Cardinality::HasOne, || B::TABLE, reference.columns)
}

/// An n-m relation, and which of the join's relations leads to its other side.
pub struct Joined {
    /// The relation.
    pub relation: Relation,
    /// Position of the reference to the other side in the join's table.
    pub other: usize,
}

/// An n-m relation from `A` to `B` through the join entity `J`.
#[must_use]
pub const fn many_to_many<A, B: Crud, J: Crud, T, U>(
    name: &'static str,
    this: &Reference<J, A, T>,
    other: &Reference<J, B, U>,
) -> Joined {
    let join = Join { table: || J::TABLE, this: this.columns, other: other.columns };
    let mut relation = Relation::inverse(name, Cardinality::ManyToMany, || B::TABLE, &[]);
    relation.join = Some(join);
    Joined { relation, other: other.relation }
}
