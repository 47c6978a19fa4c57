//! Keys of other records in bodies.

use serde_json::Value as Json;

use super::{Refusal, json, rules};
use crate::model::{Table, Value};

/// The most records that one body may write or link besides its own.
pub(crate) const MOST: usize = 1000;

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
