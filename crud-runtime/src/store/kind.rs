//! What the values of an answer are whose statement a user wrote, and how they become those of a
//! column.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::fields::Fields;
use crate::error::{Error, Result};
use crate::model::{Column, ColumnType, Value};

/// What a value is, in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Null.
    Null,
    /// A truth value; where there is no such type, an integer.
    Bool,
    /// An integer of whatever width.
    Int,
    /// A float of whatever width.
    Float,
    /// An exact number.
    Number,
    /// Text.
    Text,
    /// A UUID; where there is no such type, bytes.
    Uuid,
    /// Bytes.
    Bytes,
    /// Text or bytes: what of the two, the server does not say where text is compared by its bytes.
    Octets,
    /// A date; where there is no such type, text.
    Date,
    /// A time of day; where there is no such type, text.
    Time,
    /// An instant; where there is no such type, text.
    Timestamp,
    /// A document; where there is no such type, text.
    Json,
    /// What nothing can be read of.
    Other,
}

/// Reads a value of an answer as one of a column. `is_stored` says that it is the column's own, in
/// the form in which the database has it, and not a computed one.
pub(crate) fn read(
    fields: &Fields<'_>,
    index: usize,
    column: &Column,
    is_stored: bool,
) -> Result<Value> {
    let kind = fields.kind(index)?;
    let wrong = || misfit(fields.name(index), kind, column);
    match (column.column_type, kind) {
        (_, Kind::Null) => Ok(Value::Null),
        (ColumnType::Decimal, _) if is_stored && is_own(fields) => fields.value(index, column),
        (ColumnType::Decimal, Kind::Int) if is_own(fields) => Err(scaled(fields.name(index))),
        (_, Kind::Int | Kind::Number) => {
            let whole = fields.whole(index);
            let number = match kind {
                Kind::Int => whole?.map(Decimal::from),
                _ => fields.number(index)?,
            };
            let number = number.ok_or_else(wrong)?;
            match column.column_type {
                ColumnType::Bool => match number.to_i64() {
                    Some(bit @ 0..=1) if number.is_integer() => Ok(Value::Bool(bit == 1)),
                    _ => Err(wrong()),
                },
                ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
                    let whole = number.to_i64().filter(|_| number.is_integer());
                    whole.map(Value::Int).ok_or_else(wrong)
                }
                ColumnType::F64 => number.to_f64().map(Value::Float).ok_or_else(wrong),
                ColumnType::Decimal => Ok(Value::Decimal(number)),
                _ => Err(wrong()),
            }
        }
        (ColumnType::Decimal, Kind::Float) => {
            // The shortest text that is this float.
            match fields.value(index, FLOAT)? {
                Value::Float(float) => {
                    float.to_string().parse().map(Value::Decimal).map_err(|_| wrong())
                }
                _ => Err(wrong()),
            }
        }
        (ColumnType::Bool, Kind::Bool)
        | (ColumnType::F64, Kind::Float)
        | (ColumnType::Text | ColumnType::Enum(_), Kind::Text | Kind::Octets)
        | (ColumnType::Uuid, Kind::Uuid | Kind::Bytes | Kind::Octets)
        | (ColumnType::Bytes, Kind::Bytes | Kind::Text | Kind::Octets)
        | (ColumnType::Date, Kind::Date)
        | (ColumnType::Time, Kind::Time)
        | (ColumnType::Timestamp, Kind::Timestamp)
        | (ColumnType::Json(_), Kind::Json | Kind::Text | Kind::Octets) => {
            fields.value(index, column)
        }
        // Where there are no such types.
        (ColumnType::Date | ColumnType::Time | ColumnType::Timestamp, Kind::Text)
            if is_own(fields) =>
        {
            fields.value(index, column)
        }
        _ => Err(wrong()),
    }
}

/// A float, whatever its column.
const FLOAT: &Column = &crate::model::column::<f64>("float").done();

/// Whether values come in forms of ours, because the database has no such types.
fn is_own(fields: &Fields<'_>) -> bool {
    #[cfg(feature = "sqlite")]
    if let Fields::Sqlite(_) = fields {
        return true;
    }
    let _ = fields;
    false
}

fn misfit(name: &str, kind: Kind, column: &Column) -> Error {
    let text = format!(
        "the column `{name}` of the answer is {}, not {}: cast it in the statement, or read \
         another type",
        said(kind),
        wanted(column.column_type),
    );
    Error::Database(text.into())
}

fn scaled(name: &str) -> Error {
    let text = format!(
        "the column `{name}` of the answer is a decimal's digits without their point, as SQLite \
         stores it: read an entity that has it, or an `i64`"
    );
    Error::Database(text.into())
}

const fn said(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool => "a boolean",
        Kind::Int => "an integer",
        Kind::Float => "a float",
        Kind::Number => "a decimal",
        Kind::Text => "text",
        Kind::Uuid => "a UUID",
        Kind::Bytes => "bytes",
        Kind::Octets => "text or bytes",
        Kind::Date => "a date",
        Kind::Time => "a time of day",
        Kind::Timestamp => "an instant",
        Kind::Json => "a document",
        Kind::Other => "of a type that is not read",
    }
}

const fn wanted(column_type: ColumnType) -> &'static str {
    match column_type {
        ColumnType::Bool => "a boolean",
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => "an integer",
        ColumnType::F64 => "a float",
        ColumnType::Text => "text",
        ColumnType::Uuid => "a UUID",
        ColumnType::Decimal => "a decimal",
        ColumnType::Date => "a date",
        ColumnType::Time => "a time of day",
        ColumnType::Timestamp => "an instant",
        ColumnType::Bytes => "bytes",
        ColumnType::Json(_) => "a document",
        ColumnType::Enum(_) => "a word of the enum",
    }
}
