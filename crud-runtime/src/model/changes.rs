//! What a create, replace or patch sets.

use super::{Field, FieldError, Table, Value};

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
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    values: Vec<Change<Value>>,
}

impl Changes {
    /// No changes to a record of this table.
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        Self { values: vec![Change::Keep; table.columns.len()] }
    }

    /// All stored values of a record.
    #[must_use]
    pub fn from_row(row: Vec<Value>) -> Self {
        Self { values: row.into_iter().map(Change::Set).collect() }
    }

    /// The same changes with one member of a DTO added; the column by its position in the table.
    #[must_use]
    pub fn with<T>(mut self, column: usize, member: &impl Member<T>) -> Self {
        self.values[column] = member.to_change();
        self
    }

    /// Takes one member of a DTO out.
    ///
    /// # Errors
    /// [`FieldError`] when the value does not fit the member's type, or is missing and the type
    /// is not a [`Change`].
    pub fn take<T, M: Member<T>>(&mut self, column: usize) -> Result<M, FieldError> {
        M::from_change(std::mem::take(&mut self.values[column]))
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

/// A member of a DTO: a field's type, or a [`Change`] of it.
///
/// `T` tells the two implementations apart.
pub trait Member<T>: Sized {
    /// The change that the member stands for.
    fn to_change(&self) -> Change<Value>;

    /// Reads the member back.
    ///
    /// # Errors
    /// [`FieldError`] when the value does not fit.
    fn from_change(change: Change<Value>) -> Result<Self, FieldError>;
}

impl<T: Field> Member<T> for T {
    fn to_change(&self) -> Change<Value> {
        Change::Set(self.to_value())
    }

    fn from_change(change: Change<Value>) -> Result<Self, FieldError> {
        match change {
            Change::Set(value) => T::from_value(value),
            Change::Keep if T::NULLABLE => T::from_value(Value::Null),
            Change::Keep => Err(FieldError::new("a value")),
        }
    }
}

impl<T: Field> Member<Change<T>> for Change<T> {
    fn to_change(&self) -> Change<Value> {
        match self {
            Self::Keep => Change::Keep,
            Self::Set(value) => Change::Set(value.to_value()),
        }
    }

    fn from_change(change: Change<Value>) -> Result<Self, FieldError> {
        match change {
            Change::Keep => Ok(Self::Keep),
            Change::Set(value) => T::from_value(value).map(Self::Set),
        }
    }
}
