//! Aggregates in Rust, checked by the compiler: groups and functions, one or a tuple of them.

mod function;
mod key;
mod sort;

pub use self::function::{Addend, Computable, Computed, GroupCondition, Ranked, count};
pub use self::key::{Dated, Key};
pub use self::sort::GroupSort;
use super::{Function, Group};
use crate::model::{Attribute, Field, FieldError, Reference, Value};

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
