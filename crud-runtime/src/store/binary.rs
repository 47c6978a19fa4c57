//! The binary values of the servers' protocols as values and as JSON: what is the same once a
//! driver has told its types apart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::stored::{misfit, quoted, wide, write_date, write_decimal, write_time, write_timestamp};
use crate::codec::{json, text};
use crate::error::{Error, Result};
use crate::model::{Column, ColumnType, Value};

/// How a protocol writes the types that each has its own form of. `None` is what the column cannot
/// have.
pub(super) trait Protocol {
    fn boolean(bytes: &[u8]) -> Option<bool>;
    fn integer(column: &Column, bytes: &[u8]) -> Option<i64>;
    fn float(bytes: &[u8]) -> Option<f64>;
    /// The number times ten to the column's scale.
    fn decimal(column: &Column, bytes: &[u8]) -> Option<i64>;
    /// The same of what is computed, which no column stores.
    fn wide(column: &Column, bytes: &[u8]) -> Option<i128>;
    fn date(bytes: &[u8]) -> Option<NaiveDate>;
    fn time(bytes: &[u8]) -> Option<NaiveTime>;
    fn instant(bytes: &[u8]) -> Option<NaiveDateTime>;
    /// The text of a JSON document.
    fn document(bytes: &[u8]) -> Option<&[u8]>;
}

/// Reads a value.
pub(super) fn read<P: Protocol>(column: &Column, stored: Option<&[u8]>) -> Result<Value> {
    let Some(bytes) = stored else { return Ok(Value::Null) };
    let plain = |bytes| std::str::from_utf8(bytes).ok();
    let value = match column.column_type {
        ColumnType::Bool => P::boolean(bytes).map(Value::Bool),
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
            P::integer(column, bytes).map(Value::Int)
        }
        ColumnType::F64 => P::float(bytes).map(Value::Float),
        ColumnType::Text => plain(bytes).map(|text| Value::Text(text.to_owned())),
        ColumnType::Enum(_) => plain(bytes).and_then(|text| text::parse(column, text).ok()),
        ColumnType::Uuid => Uuid::from_slice(bytes).map(Value::Uuid).ok(),
        ColumnType::Decimal if column.precision.is_wide() => {
            P::wide(column, bytes).and_then(|mantissa| wide(column, mantissa))
        }
        ColumnType::Decimal => P::decimal(column, bytes).map(|mantissa| {
            Value::Decimal(Decimal::new(mantissa, u32::from(column.precision.scale)))
        }),
        ColumnType::Date => P::date(bytes).map(Value::Date),
        ColumnType::Time => P::time(bytes).map(Value::Time),
        ColumnType::Timestamp => P::instant(bytes).map(|at| Value::Timestamp(at.and_utc())),
        ColumnType::Bytes => Some(Value::Bytes(bytes.to_vec())),
        ColumnType::Json(_) => {
            P::document(bytes).and_then(|text| serde_json::from_slice(text).map(Value::Json).ok())
        }
    };
    value.ok_or_else(|| wrong(column))
}

/// Appends a value as JSON; the same bytes as [`read`] and [`json::write`] give, without the value
/// in between.
pub(super) fn write_json<P: Protocol>(
    column: &Column,
    stored: Option<&[u8]>,
    out: &mut Vec<u8>,
) -> Result<()> {
    let Some(bytes) = stored else {
        out.extend_from_slice(b"null");
        return Ok(());
    };
    let written = match column.column_type {
        ColumnType::Bool => P::boolean(bytes).map(|value| {
            out.extend_from_slice(if value { b"true" } else { b"false" });
        }),
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
            P::integer(column, bytes).map(|integer| {
                out.extend_from_slice(itoa::Buffer::new().format(integer).as_bytes());
            })
        }
        ColumnType::F64 => P::float(bytes).map(|float| json::write_float(float, out)),
        ColumnType::Text | ColumnType::Enum(_) => json::write_stored_text(bytes, out),
        ColumnType::Uuid => Uuid::from_slice(bytes).ok().map(|uuid| {
            let mut buffer = Uuid::encode_buffer();
            quoted(uuid.hyphenated().encode_lower(&mut buffer).as_bytes(), out);
        }),
        ColumnType::Decimal => P::decimal(column, bytes).map(|mantissa| {
            write_decimal(mantissa, usize::from(column.precision.scale), out);
        }),
        ColumnType::Date => {
            P::date(bytes).map(|date| within_quotes(out, |out| write_date(date, out)))
        }
        ColumnType::Time => {
            P::time(bytes).map(|time| within_quotes(out, |out| write_time(time, out)))
        }
        ColumnType::Timestamp => {
            P::instant(bytes).map(|at| within_quotes(out, |out| write_timestamp(at, out)))
        }
        ColumnType::Bytes => {
            let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
            STANDARD.encode_string(bytes, &mut encoded);
            quoted(encoded.as_bytes(), out);
            Some(())
        }
        // Canonical is what we have written.
        ColumnType::Json(_) => P::document(bytes).map(|text| out.extend_from_slice(text)),
    };
    written.ok_or_else(|| wrong(column))
}

fn within_quotes(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    out.push(b'"');
    write(out);
    out.push(b'"');
}

/// The error of a value that its column cannot have.
pub(super) fn wrong(column: &Column) -> Error {
    let expected = match column.column_type {
        ColumnType::Bool => "a boolean",
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
            "an integer of the column's width"
        }
        ColumnType::F64 => "a finite number",
        ColumnType::Text => "text",
        ColumnType::Uuid => "a UUID",
        ColumnType::Decimal => "a number with no more digits than the column has",
        ColumnType::Date => "a date in a year of four digits",
        ColumnType::Time => "a time before 24:00",
        ColumnType::Timestamp => "an instant in a year of four digits",
        ColumnType::Bytes => "bytes",
        ColumnType::Json(_) => "a JSON document",
        ColumnType::Enum(_) => "a word of the enum",
    };
    misfit(column, expected)
}
