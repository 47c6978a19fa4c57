//! How records of two tables belong together.

use super::{Reference, Table};

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
    /// The table in between, for n-m.
    pub join: Option<Join>,
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
    /// Position of its column that refers to this side.
    pub this: usize,
    /// Position of its column that refers to the other side.
    pub other: usize,
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
}

impl Relation {
    const fn inverse(
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
            join: None,
        }
    }

    /// Whether this side stores the reference.
    #[must_use]
    pub const fn is_stored(&self) -> bool {
        matches!(self.cardinality, Cardinality::BelongsTo)
    }

    /// Positions of the target's columns that a stored reference names.
    #[must_use]
    pub fn referenced(&self) -> &'static [usize] {
        if self.target_columns.is_empty() { (self.target)().key } else { self.target_columns }
    }
}

/// The side that stores the reference; without target columns it names the target's key.
#[must_use]
pub const fn belongs_to<E, A, T>(
    name: &'static str,
    reference: &Reference<E, A, T>,
    target_columns: &'static [usize],
    on_delete: OnDelete,
) -> Relation {
    Relation {
        name,
        cardinality: Cardinality::BelongsTo,
        columns: reference.columns,
        target: reference.ends.target,
        target_columns,
        on_delete,
        join: None,
    }
}

/// The inverse of `reference`: any number of records.
#[must_use]
pub const fn has_many<A, B, T>(name: &'static str, reference: &Reference<B, A, T>) -> Relation {
    Relation::inverse(name, Cardinality::HasMany, reference.ends.table, reference.columns)
}

/// The inverse of `reference`: one record at most.
#[must_use]
pub const fn has_one<A, B, T>(name: &'static str, reference: &Reference<B, A, T>) -> Relation {
    Relation::inverse(name, Cardinality::HasOne, reference.ends.table, reference.columns)
}

/// An n-m relation from `A` to `B` through the join entity `J`.
#[must_use]
pub const fn many_to_many<A, B, J, T, U>(
    name: &'static str,
    this: &Reference<J, A, T>,
    other: &Reference<J, B, U>,
) -> Relation {
    Relation {
        name,
        cardinality: Cardinality::ManyToMany,
        columns: &[],
        target: other.ends.target,
        target_columns: &[],
        on_delete: OnDelete::Restrict,
        join: Some(Join { table: this.ends.table, this: this.columns[0], other: other.columns[0] }),
    }
}
