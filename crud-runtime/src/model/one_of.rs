//! Polymorphic relations: of several nullable references exactly one is set.

use super::{Changes, Column, FieldError, Table, Value};
use crate::error::Violation;

/// A member that refers to a record of one of several entities.
#[derive(Debug, Clone, Copy)]
pub struct OneOf {
    /// What it is called in Rust and in the name of its constraint, `subject`.
    pub name: &'static str,
    /// What it is called in JSON.
    pub member: &'static str,
    /// Positions of the columns of which exactly one is set.
    pub columns: &'static [usize],
}

/// What stands under one name in a body.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Member {
    /// A column, at this position.
    Column(usize),
    /// `{"photo": "…"}`
    OneOf(&'static OneOf),
}

/// The generated enum of a [`OneOf`]: a variant for each reference, with the key that it holds.
pub trait Choice: Sized {
    /// Which of its table's.
    const ONE_OF: &'static OneOf;

    /// The place within the columns, and the value.
    fn chosen(&self) -> (usize, Value);

    /// The variant at a place.
    ///
    /// # Errors
    /// [`FieldError`] when the value is no key of that variant.
    fn choose(place: usize, value: Value) -> Result<Self, FieldError>;
}

impl Member {
    /// The column that decides who may set and see the member; those of a [`OneOf`] agree.
    pub(crate) fn column(self, table: &'static Table) -> &'static Column {
        &table.columns[match self {
            Self::Column(position) => position,
            Self::OneOf(one_of) => one_of.columns[0],
        }]
    }

    /// The name in JSON.
    pub(crate) fn name(self, table: &'static Table) -> &'static str {
        match self {
            Self::Column(position) => table.columns[position].member,
            Self::OneOf(one_of) => one_of.member,
        }
    }

    /// Whether one of its columns is among these.
    pub(crate) fn is_among(self, columns: &[usize]) -> bool {
        match self {
            Self::Column(position) => columns.contains(&position),
            Self::OneOf(one_of) => one_of.columns.iter().any(|column| columns.contains(column)),
        }
    }

    /// Positions of its columns.
    pub(crate) fn columns(self) -> Vec<usize> {
        match self {
            Self::Column(position) => vec![position],
            Self::OneOf(one_of) => one_of.columns.to_vec(),
        }
    }
}

impl Table {
    /// The members of bodies, in the order of columns; a [`OneOf`] stands where its first column
    /// does.
    pub(crate) fn members(&'static self) -> impl Iterator<Item = Member> {
        (0..self.columns.len()).filter_map(|position| match self.one_of(position) {
            None => Some(Member::Column(position)),
            Some(one_of) => {
                (one_of.columns.iter().min() == Some(&position)).then_some(Member::OneOf(one_of))
            }
        })
    }

    /// The member of bodies with this name.
    pub(crate) fn body_member(&'static self, name: &str) -> Option<Member> {
        if let Some(one_of) = self.one_of.iter().find(|one_of| one_of.member == name) {
            return Some(Member::OneOf(one_of));
        }
        let (position, _) = self.member(name)?;
        self.one_of(position).is_none().then_some(Member::Column(position))
    }

    /// The group that a column belongs to.
    pub(crate) fn one_of(&self, column: usize) -> Option<&'static OneOf> {
        self.one_of.iter().find(|one_of| one_of.columns.contains(&column))
    }

    /// What a column of a [`OneOf`] is called in it: its relation.
    pub(crate) fn variant(&self, column: usize) -> &'static str {
        let relation = self.references().find(|relation| relation.columns == [column]);
        relation.map_or(self.columns[column].member, |relation| relation.name)
    }

    /// The name under which bodies have a column.
    pub(crate) fn member_of(&self, column: usize) -> &'static str {
        self.one_of(column).map_or(self.columns[column].member, |one_of| one_of.member)
    }

    /// A rule that the value of a column breaks, at its place in a body.
    pub(crate) fn violation(
        &self,
        column: usize,
        code: &'static str,
        detail: impl Into<String>,
    ) -> Violation {
        let violation = Violation::member(self.member_of(column), code, detail);
        match self.one_of(column) {
            None => violation,
            Some(_) => violation.below(self.variant(column)),
        }
    }
}

impl Changes {
    /// The same changes with one reference of a [`OneOf`] set and the others null.
    #[must_use]
    pub fn with_one<C: Choice>(mut self, choice: &C) -> Self {
        let (chosen, value) = choice.chosen();
        for (place, &column) in C::ONE_OF.columns.iter().enumerate() {
            self.set(column, if place == chosen { value.clone() } else { Value::Null });
        }
        self
    }

    /// The same changes with a [`OneOf`] set or kept.
    #[must_use]
    pub fn with_one_change<C: Choice>(self, choice: &super::Change<C>) -> Self {
        match choice.as_ref() {
            None => self,
            Some(choice) => self.with_one(choice),
        }
    }

    /// Takes out which reference of a [`OneOf`] is set.
    ///
    /// `None` when none or several are; [`Changes::fault`] says so.
    pub fn take_one<C: Choice>(&mut self) -> Option<C> {
        let columns = C::ONE_OF.columns.iter().enumerate();
        let set: Vec<_> = columns
            .filter_map(|(place, &column)| {
                let value = self.get(column)?;
                (!value.is_null()).then(|| (place, value.clone()))
            })
            .collect();
        for &column in C::ONE_OF.columns {
            self.keep(column);
        }
        let taken = match <[_; 1]>::try_from(set) {
            Ok([(place, value)]) => C::choose(place, value),
            Err(_) => Err(FieldError::new("exactly one reference of a `one_of`")),
        };
        self.taken(taken)
    }

    /// Takes a [`OneOf`] out that may be missing.
    pub fn take_one_change<C: Choice>(&mut self) -> Option<super::Change<C>> {
        if C::ONE_OF.columns.iter().all(|&column| self.get(column).is_none()) {
            return Some(super::Change::Keep);
        }
        self.take_one().map(super::Change::Set)
    }
}
