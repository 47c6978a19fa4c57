//! Arguments and answers that belong to no column of an entity: what the server is asked about
//! itself.

use sqlx::mysql::{MySqlArguments, MySqlColumn, MySqlRow};
use sqlx::{Arguments as _, Column as _, Row as _, TypeInfo as _};

use super::connection::raw;
use super::value::plain_integer;
use crate::error::{Error, Result};
use crate::model::Value;
use crate::store::connection::{Texts, no_text};

/// Adds an argument that belongs to no column.
pub(super) fn bind(value: &Value, arguments: &mut MySqlArguments) -> Result<()> {
    let added = match value {
        Value::Null => arguments.add(None::<i64>),
        Value::Bool(value) => arguments.add(*value),
        Value::Int(value) => arguments.add(*value),
        Value::Float(value) => arguments.add(*value),
        Value::Text(value) => arguments.add(value.as_str()),
        _ => return Err(no_text("an argument")),
    };
    added.map_err(Error::Database)
}

/// All columns of a row as texts; `plain` says that the server sent them so.
pub(super) fn texts(row: &MySqlRow, plain: bool) -> Result<Texts> {
    let text = |index| {
        let Some(bytes) = raw(row, index)? else { return Ok(None) };
        let column: &MySqlColumn = row.column(index);
        let kind = column.type_info().name();
        let found = match kind {
            _ if plain => Some(String::from_utf8_lossy(bytes).into_owned()),
            "BIGINT UNSIGNED" => {
                bytes.try_into().ok().map(u64::from_le_bytes).map(|n| n.to_string())
            }
            "INT UNSIGNED" => bytes.try_into().ok().map(u32::from_le_bytes).map(|n| n.to_string()),
            "BOOLEAN" | "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "BIGINT" => {
                plain_integer(bytes).map(|n| n.to_string())
            }
            _ if ["CHAR", "TEXT", "BINARY", "BLOB", "ENUM", "SET", "DECIMAL", "JSON"]
                .iter()
                .any(|known| kind.contains(known)) =>
            {
                Some(String::from_utf8_lossy(bytes).into_owned())
            }
            _ => None,
        };
        found.map(Some).ok_or_else(|| no_text(&format!("the column `{}`", column.name())))
    };
    (0..row.len()).map(text).collect()
}
