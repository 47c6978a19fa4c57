//! The stored forms of `SQLite`: values to arguments and back, and straight to JSON.

use std::hash::Hasher;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::sum;
use crate::codec::{json, text};
use crate::error::{Error, Result};
use crate::model::{Column, ColumnType, Value};
use crate::sql::{Arg, native, scaled};
use crate::store::stored::{self, quoted, write_decimal};

const TIMESTAMP: &[u8] = b"0000-00-00T00:00:00.000000Z";
const DATE: &[u8] = b"0000-00-00";
const TIME: &[u8] = b"00:00:00.000000";

/// An argument in its stored form.
pub(super) struct Bound<'a>(pub(super) &'a Arg);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Arg::Integer(integer) => ToSqlOutput::Owned(Owned::Integer(*integer)),
            Arg::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Arg::Value(column, value) => to_stored(column, value),
            Arg::List(..) => {
                let error = Error::Database("SQLite takes no arrays".into());
                return Err(rusqlite::Error::ToSqlConversionFailure(error.into()));
            }
        })
    }
}

fn to_stored<'a>(column: &Column, value: &'a Value) -> ToSqlOutput<'a> {
    match value {
        Value::Null => ToSqlOutput::Owned(Owned::Null),
        Value::Bool(value) => ToSqlOutput::Owned(Owned::Integer(i64::from(*value))),
        Value::Int(value) => ToSqlOutput::Owned(Owned::Integer(*value)),
        // SQLite stores -0.0 as 0.0 anyway, but RETURNING would still show the sign.
        Value::Float(value) => ToSqlOutput::Owned(Owned::Real(*value + 0.0)),
        Value::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
        Value::Uuid(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value.as_bytes())),
        Value::Decimal(value) if column.precision.is_wide() => {
            let mantissa = text::with_scale(column.precision, *value).mantissa();
            ToSqlOutput::Owned(Owned::Blob(sum::stored(mantissa).to_vec()))
        }
        Value::Decimal(value) if is_native(column) => ToSqlOutput::Owned(number(*value)),
        Value::Decimal(value) => {
            ToSqlOutput::Owned(Owned::Integer(scaled(column.precision, *value)))
        }
        Value::Bytes(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
        Value::Time(value) if is_native(column) => {
            ToSqlOutput::Owned(Owned::Text(native::time(*value)))
        }
        Value::Timestamp(value) if is_native(column) => {
            ToSqlOutput::Owned(Owned::Text(native::timestamp(*value)))
        }
        Value::Date(_) | Value::Time(_) | Value::Timestamp(_) => {
            let mut canonical = String::with_capacity(TIMESTAMP.len());
            text::write(column, value, &mut canonical);
            ToSqlOutput::Owned(Owned::Text(canonical))
        }
        // The document `null` and no document at all are one member of an answer.
        Value::Json(serde_json::Value::Null) if column.nullable => ToSqlOutput::Owned(Owned::Null),
        Value::Json(document) => {
            let canonical = json::canonical(document.clone()).to_string();
            ToSqlOutput::Owned(Owned::Text(canonical))
        }
    }
}

/// Reads a stored value.
pub(super) fn read(column: &Column, stored: ValueRef<'_>) -> Result<Value> {
    let wrong = || misfit(column);
    if is_native(column)
        && let Some(read) = read_native(column, stored)
    {
        return read;
    }
    match (column.column_type, stored) {
        (_, ValueRef::Null) => Ok(Value::Null),
        (ColumnType::Bool, ValueRef::Integer(integer @ 0..=1)) => Ok(Value::Bool(integer == 1)),
        (
            ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32,
            ValueRef::Integer(integer),
        ) => integer_in(column, integer).map(Value::Int),
        (ColumnType::Decimal, ValueRef::Integer(mantissa)) => {
            Ok(Value::Decimal(Decimal::new(mantissa, u32::from(column.precision.scale))))
        }
        (ColumnType::Decimal, ValueRef::Blob(bytes)) => {
            sum::read(bytes).and_then(|mantissa| stored::wide(column, mantissa)).ok_or_else(wrong)
        }
        (ColumnType::F64, ValueRef::Real(float)) => Ok(Value::Float(float)),
        (ColumnType::Uuid, ValueRef::Blob(bytes)) => {
            Uuid::from_slice(bytes).map(Value::Uuid).map_err(|_| wrong())
        }
        (ColumnType::Bytes, ValueRef::Blob(bytes)) => Ok(Value::Bytes(bytes.to_vec())),
        (column_type, ValueRef::Text(bytes)) => {
            let stored = std::str::from_utf8(bytes).map_err(|_| wrong())?;
            match column_type {
                ColumnType::Text => Ok(Value::Text(stored.to_owned())),
                ColumnType::Enum(_)
                | ColumnType::Date
                | ColumnType::Time
                | ColumnType::Timestamp => text::parse(column, stored).map_err(|_| wrong()),
                ColumnType::Json(_) => {
                    serde_json::from_str(stored).map(Value::Json).map_err(|_| wrong())
                }
                _ => Err(wrong()),
            }
        }
        _ => Err(wrong()),
    }
}

/// Reads a value of a type that is the database's own, where its form is not ours.
fn read_native(column: &Column, stored: ValueRef<'_>) -> Option<Result<Value>> {
    let text = match stored {
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    };
    let decimal = |digits: String| text::decimal(column.precision, &digits).ok();
    let value = match (column.column_type, stored) {
        (_, ValueRef::Null) => return None,
        (ColumnType::Timestamp, _) => text.and_then(native::parse_timestamp).map(Value::Timestamp),
        (ColumnType::Time, _) => text.and_then(native::parse_time).map(Value::Time),
        (ColumnType::Decimal, ValueRef::Integer(whole)) => {
            decimal(whole.to_string()).map(Value::Decimal)
        }
        (ColumnType::Decimal, ValueRef::Real(float)) => {
            // The shortest text that is this float: what was given, of up to fifteen digits.
            decimal(float.to_string()).map(Value::Decimal)
        }
        #[expect(clippy::cast_precision_loss, reason = "the nearest is what SQLite compares too")]
        (ColumnType::F64, ValueRef::Integer(whole)) => Some(Value::Float(whole as f64)),
        _ => return None,
    };
    Some(value.ok_or_else(|| misfit(column)))
}

/// A decimal as the number that `SQLite` makes of its text.
fn number(decimal: Decimal) -> Owned {
    decimal.to_string().parse().map_or(Owned::Null, Owned::Real)
}

fn is_native(column: &Column) -> bool {
    column.sql_type.sqlite.is_some()
}

/// Appends a stored value as JSON; the same bytes as [`read`] and [`json::write`] give, without
/// the value in between.
pub(super) fn write_json(column: &Column, stored: ValueRef<'_>, out: &mut Vec<u8>) -> Result<()> {
    if is_native(column) && !matches!(column.column_type, ColumnType::Text) {
        json::write(column, &read(column, stored)?, out);
        return Ok(());
    }
    match (column.column_type, stored) {
        (_, ValueRef::Null) => out.extend_from_slice(b"null"),
        (ColumnType::Bool, ValueRef::Integer(0)) => out.extend_from_slice(b"false"),
        (ColumnType::Bool, ValueRef::Integer(1)) => out.extend_from_slice(b"true"),
        (
            ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32,
            ValueRef::Integer(integer),
        ) => {
            let integer = integer_in(column, integer)?;
            out.extend_from_slice(itoa::Buffer::new().format(integer).as_bytes());
        }
        (ColumnType::Decimal, ValueRef::Integer(mantissa)) => {
            write_decimal(mantissa, usize::from(column.precision.scale), out);
        }
        (ColumnType::F64, ValueRef::Real(float)) => json::write_float(float, out),
        (ColumnType::Uuid, ValueRef::Blob(bytes)) => {
            let uuid = Uuid::from_slice(bytes).map_err(|_| misfit(column))?;
            let mut buffer = Uuid::encode_buffer();
            quoted(uuid.hyphenated().encode_lower(&mut buffer).as_bytes(), out);
        }
        (ColumnType::Bytes, ValueRef::Blob(bytes)) => {
            let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
            STANDARD.encode_string(bytes, &mut encoded);
            quoted(encoded.as_bytes(), out);
        }
        (ColumnType::Text | ColumnType::Enum(_), ValueRef::Text(bytes)) => {
            json::write_stored_text(bytes, out).ok_or_else(|| misfit(column))?;
        }
        (ColumnType::Timestamp, ValueRef::Text(bytes)) if has_form(bytes, TIMESTAMP) => {
            quoted(bytes, out);
        }
        (ColumnType::Date, ValueRef::Text(bytes)) if has_form(bytes, DATE) => quoted(bytes, out),
        (ColumnType::Time, ValueRef::Text(bytes)) if has_form(bytes, TIME) => quoted(bytes, out),
        // A CHECK holds that it is JSON; canonical is what we have written.
        (ColumnType::Json(_), ValueRef::Text(bytes)) => out.extend_from_slice(bytes),
        _ => return Err(misfit(column)),
    }
    Ok(())
}

/// Adds a stored value to a hash, so that no two rows of different values give the same bytes.
pub(super) fn hash(stored: ValueRef<'_>, hasher: &mut impl Hasher) {
    let mut sized = |kind, bytes: &[u8]| {
        hasher.write_u8(kind);
        hasher.write_u64(bytes.len() as u64);
        hasher.write(bytes);
    };
    match stored {
        ValueRef::Null => hasher.write_u8(0),
        ValueRef::Integer(integer) => {
            hasher.write_u8(1);
            hasher.write_i64(integer);
        }
        ValueRef::Real(float) => {
            hasher.write_u8(2);
            hasher.write_u64(float.to_bits());
        }
        ValueRef::Text(bytes) => sized(3, bytes),
        ValueRef::Blob(bytes) => sized(4, bytes),
    }
}

fn integer_in(column: &Column, integer: i64) -> Result<i64> {
    stored::integer_in(column, integer).ok_or_else(|| misfit(column))
}

/// Whether text has digits where the form has `0`, and is the form elsewhere.
fn has_form(text: &[u8], form: &[u8]) -> bool {
    text.len() == form.len()
        && text
            .iter()
            .zip(form)
            .all(|(byte, sign)| if *sign == b'0' { byte.is_ascii_digit() } else { byte == sign })
}

fn misfit(column: &Column) -> Error {
    let expected = match column.column_type {
        ColumnType::Bool => "0 or 1",
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
            "an integer of the column's width"
        }
        ColumnType::F64 => "a real number",
        ColumnType::Text => "text",
        ColumnType::Uuid => "a blob of 16 bytes",
        ColumnType::Decimal => "a scaled integer",
        ColumnType::Date => "a date, `2024-05-01`",
        ColumnType::Time => "a time, `12:30:00.000000`",
        ColumnType::Timestamp => "an instant, `2024-05-01T12:30:00.000000Z`",
        ColumnType::Bytes => "a blob",
        ColumnType::Json(_) => "a JSON document",
        ColumnType::Enum(_) => "a word of the enum",
    };
    stored::misfit(column, expected)
}
