//! Arguments and answers that belong to no column of an entity: what the server is asked about
//! itself. Both are texts, in the protocol too.

use postgres_protocol::Oid;

use super::argument::{BOOL, FLOAT8, INT8, TEXT};
use super::wire::Row;
use crate::error::Result;
use crate::model::Value;
use crate::store::connection::{Texts, no_text};

/// An argument that belongs to no column: its type, and its text.
pub(super) fn argument(value: &Value) -> Result<(Oid, Option<String>)> {
    Ok(match value {
        // Of whatever type the statement needs there.
        Value::Null => (0, None),
        Value::Bool(value) => (BOOL, Some(value.to_string())),
        Value::Int(value) => (INT8, Some(value.to_string())),
        Value::Float(value) => (FLOAT8, Some(value.to_string())),
        Value::Text(value) => (TEXT, Some(value.clone())),
        _ => return Err(no_text("an argument")),
    })
}

/// All columns of a row.
pub(super) fn texts(row: Row<'_>) -> Result<Texts> {
    let text = |index| {
        let Some(bytes) = row.get(index)? else { return Ok(None) };
        let text = std::str::from_utf8(bytes);
        text.map(|text| Some(text.to_owned())).map_err(|_| no_text("a column"))
    };
    (0..row.len()).map(text).collect()
}
