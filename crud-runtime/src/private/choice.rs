//! What an entity's method says of its `one_of`.

use std::any::Any;

use crate::model::{Choice, FieldError, Table, Value};

/// Which of these fields is set; `None` where none is.
pub fn chosen<C: Choice>(table: &'static Table, fields: &[&dyn Any]) -> Option<C> {
    let places = C::ONE_OF.columns.iter().zip(fields).enumerate();
    let mut values = places
        .map(|(place, (&column, field))| (place, table.columns[column].codec.to_value(*field)));
    let (place, value) = values.find(|(_, value)| *value != Value::Null)?;
    C::choose(place, value).ok()
}

/// What a place that no variant has is answered.
///
/// # Errors
/// Always.
pub fn no_choice<T>() -> super::Taken<T> {
    Err(FieldError::new("a variant of the enum"))
}
