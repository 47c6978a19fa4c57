//! What a create, replace or patch sets.

use std::any::Any;

use super::{Column, FieldError, Row, Table, Value};

/// Whether a write leaves a field as it is or sets it.
///
/// In a patch, `Keep` leaves the stored value; in a create, it lets the column's default act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Change<T> {
    /// Leave it.
    #[default]
    Keep,
    /// Set it to this.
    Set(T),
}

impl<T> From<T> for Change<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T> Change<T> {
    /// The value that is set, if any.
    pub const fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Keep => None,
            Self::Set(value) => Some(value),
        }
    }
}

/// The values that a write sets, by column.
#[derive(Debug, Clone)]
pub struct Changes {
    table: &'static Table,
    values: Vec<Change<Value>>,
    fault: Option<FieldError>,
}

impl Changes {
    /// No changes to a record of this table.
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        Self { table, values: vec![Change::Keep; table.columns.len()], fault: None }
    }

    /// All stored values of a record.
    #[must_use]
    pub fn from_row(table: &'static Table, row: Row) -> Self {
        Self { table, values: row.into_iter().map(Change::Set).collect(), fault: None }
    }

    /// The same changes with one field set.
    #[must_use]
    pub fn with(mut self, column: usize, field: &dyn Any) -> Self {
        self.set(column, self.table.columns[column].codec.to_value(field));
        self
    }

    /// The same changes with one field set or kept.
    #[must_use]
    pub fn with_change<T: 'static>(self, column: usize, field: &Change<T>) -> Self {
        match field {
            Change::Keep => self,
            Change::Set(field) => self.with(column, field),
        }
    }

    /// Takes one field out; a missing one is null.
    ///
    /// `None` when the value does not fit the field's type, or is missing and the column takes no
    /// null; [`Changes::fault`] says which.
    pub fn take<T: 'static>(&mut self, column: usize) -> Option<T> {
        let Column { codec, nullable, .. } = self.table.columns[column];
        let taken = match std::mem::take(&mut self.values[column]) {
            Change::Set(value) => codec.from_value(value),
            Change::Keep if nullable => codec.from_value(Value::Null),
            Change::Keep => Err(FieldError::new("a value")),
        };
        self.taken(taken)
    }

    /// Keeps the fault of what could not be taken out.
    pub(super) fn taken<T>(&mut self, taken: Result<T, FieldError>) -> Option<T> {
        taken.map_err(|fault| self.fault = Some(fault)).ok()
    }

    /// Takes one field out that may be missing.
    ///
    /// `None` when the value does not fit the field's type.
    pub fn take_change<T: 'static>(&mut self, column: usize) -> Option<Change<T>> {
        match std::mem::take(&mut self.values[column]) {
            Change::Set(value) => {
                let taken = self.table.columns[column].codec.from_value(value);
                taken.map(Change::Set).map_err(|fault| self.fault = Some(fault)).ok()
            }
            Change::Keep => Some(Change::Keep),
        }
    }

    /// Why the last field could not be taken out.
    pub fn fault(&mut self) -> FieldError {
        self.fault.take().unwrap_or(FieldError::new("an entity that compiles"))
    }

    /// Sets the value of a column.
    pub fn set(&mut self, column: usize, value: Value) {
        self.values[column] = Change::Set(value);
    }

    /// Leaves a column as it is.
    pub fn keep(&mut self, column: usize) {
        self.values[column] = Change::Keep;
    }

    /// The value that is set for a column.
    #[must_use]
    pub fn get(&self, column: usize) -> Option<&Value> {
        self.values[column].as_ref()
    }

    /// Each column's position with the value that is set, in declaration order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Value)> {
        self.values
            .iter()
            .enumerate()
            .filter_map(|(column, change)| Some((column, change.as_ref()?)))
    }

    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl PartialEq for Changes {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.table, other.table) && self.values == other.values
    }
}
