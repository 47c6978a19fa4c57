//! Keys of other records in bodies.

use serde_json::Value as Json;

use super::{Refusal, json, rules};
use crate::model::{Table, Value};

/// The most records that one body may write or link besides its own.
pub(crate) const MOST: usize = 1000;

/// How deep records may stand in one another in a body, the outermost not counted.
pub(crate) const DEEPEST: usize = 3;

/// A key in a body: the value itself, or an object of its members where it has several.
pub(crate) fn read(target: &'static Table, json: Json) -> Result<Vec<Value>, Refusal> {
    if let [only] = target.key {
        let column = &target.columns[*only];
        let value = json::read(column, json)?;
        rules::check_value(column, &value)?;
        return Ok(vec![value]);
    }
    let members = || {
        let names: Vec<_> = target.key_columns().map(|column| column.member).collect();
        ("type", format!("must be an object of {}", names.join(", ")))
    };
    let Json::Object(mut object) = json else { return Err(members()) };
    let mut key = Vec::with_capacity(target.key.len());
    for column in target.key_columns() {
        let value = json::read(column, object.remove(column.member).ok_or_else(members)?)?;
        rules::check_value(column, &value)?;
        key.push(value);
    }
    if object.is_empty() { Ok(key) } else { Err(members()) }
}

/// The columns of a table's key that the reference to its parent does not say.
pub(crate) fn own_part(target: &'static Table, far: &[usize]) -> Vec<usize> {
    target.key.iter().copied().filter(|column| !far.contains(column)).collect()
}

/// Whether a member of this column comes from us: a key that names no record names nothing.
pub(crate) fn is_generated(target: &'static Table, own: &[usize]) -> bool {
    own.iter().any(|&column| {
        target.columns[column].generated.is_some() || !target.columns[column].creatable
    })
}
