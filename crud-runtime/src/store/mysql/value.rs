//! The forms of `MySQL`'s binary protocol: values to arguments and back, and straight to JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_decimal::Decimal;
use serde::de::IgnoredAny;
use sqlx::Arguments as _;
use sqlx::mysql::MySqlArguments;
use uuid::Uuid;

use super::packed;
use crate::codec::{json, text};
use crate::error::{Error, Result};
use crate::model::{Column, ColumnType, Value};
use crate::sql::Arg;
use crate::store::stored::{
    has_year, integer_in, misfit, quoted, shortest, write_date, write_decimal, write_time,
    write_timestamp,
};

/// Adds an argument.
pub(super) fn bind(arg: &Arg, arguments: &mut MySqlArguments) -> Result<()> {
    let added = match arg {
        Arg::Integer(integer) => arguments.add(*integer),
        Arg::Text(text) => arguments.add(text.as_str()),
        Arg::Value(column, value) => match value {
            // What it is null of, the server does not ask.
            Value::Null => arguments.add(None::<i64>),
            Value::Bool(value) => arguments.add(*value),
            Value::Int(value) => arguments.add(*value),
            // Compared as the column has it.
            #[expect(clippy::cast_possible_truncation, reason = "the column is no wider")]
            Value::Float(value) if is_single(column) => {
                arguments.add(f64::from(*value as f32) + 0.0)
            }
            // One zero on every database.
            Value::Float(value) => arguments.add(*value + 0.0),
            Value::Text(value) => arguments.add(value.as_str()),
            Value::Uuid(value) => arguments.add(value.as_bytes().as_slice()),
            Value::Decimal(value) => arguments.add(text::with_scale(column.precision, *value)),
            Value::Bytes(value) => arguments.add(value.as_slice()),
            Value::Date(value) => arguments.add(*value),
            Value::Time(value) => arguments.add(*value),
            // As DATETIME: a TIMESTAMP would pass through the session's time zone.
            Value::Timestamp(value) => arguments.add(value.naive_utc()),
            // The document `null` and no document at all are one member of an answer.
            Value::Json(serde_json::Value::Null) if column.nullable => arguments.add(None::<i64>),
            Value::Json(document) => arguments.add(json::canonical(document.clone()).to_string()),
        },
    };
    added.map_err(Error::Database)
}

/// Reads a value.
pub(super) fn read(column: &Column, stored: Option<&[u8]>) -> Result<Value> {
    let Some(bytes) = stored else { return Ok(Value::Null) };
    let value = match column.column_type {
        ColumnType::Bool => boolean(bytes).map(Value::Bool),
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
            integer(column, bytes).map(Value::Int)
        }
        ColumnType::F64 => float(bytes).map(Value::Float),
        ColumnType::Text => plain(bytes).map(|text| Value::Text(text.to_owned())),
        ColumnType::Enum(_) => plain(bytes).and_then(|text| text::parse(column, text).ok()),
        ColumnType::Uuid => Uuid::from_slice(bytes).map(Value::Uuid).ok(),
        ColumnType::Decimal => decimal(column, bytes).map(|mantissa| {
            Value::Decimal(Decimal::new(mantissa, u32::from(column.precision.scale)))
        }),
        ColumnType::Date => date(bytes).map(Value::Date),
        ColumnType::Time => packed::time(bytes).map(Value::Time),
        ColumnType::Timestamp => instant(bytes).map(|at| Value::Timestamp(at.and_utc())),
        ColumnType::Bytes => Some(Value::Bytes(bytes.to_vec())),
        ColumnType::Json(_) => serde_json::from_slice(bytes).map(Value::Json).ok(),
    };
    value.ok_or_else(|| wrong(column))
}

/// Appends a value as JSON; the same bytes as [`read`] and [`json::write`] give, without the value
/// in between.
pub(super) fn write_json(column: &Column, stored: Option<&[u8]>, out: &mut Vec<u8>) -> Result<()> {
    let Some(bytes) = stored else {
        out.extend_from_slice(b"null");
        return Ok(());
    };
    let written = match column.column_type {
        ColumnType::Bool => boolean(bytes).map(|value| {
            out.extend_from_slice(if value { b"true" } else { b"false" });
        }),
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
            integer(column, bytes).map(|integer| {
                out.extend_from_slice(itoa::Buffer::new().format(integer).as_bytes());
            })
        }
        ColumnType::F64 => float(bytes).map(|float| json::write_float(float, out)),
        ColumnType::Text | ColumnType::Enum(_) => json::write_stored_text(bytes, out),
        ColumnType::Uuid => Uuid::from_slice(bytes).ok().map(|uuid| {
            let mut buffer = Uuid::encode_buffer();
            quoted(uuid.hyphenated().encode_lower(&mut buffer).as_bytes(), out);
        }),
        ColumnType::Decimal => decimal(column, bytes).map(|mantissa| {
            write_decimal(mantissa, usize::from(column.precision.scale), out);
        }),
        ColumnType::Date => date(bytes).map(|date| within_quotes(out, |out| write_date(date, out))),
        ColumnType::Time => {
            packed::time(bytes).map(|time| within_quotes(out, |out| write_time(time, out)))
        }
        ColumnType::Timestamp => {
            instant(bytes).map(|at| within_quotes(out, |out| write_timestamp(at, out)))
        }
        ColumnType::Bytes => {
            let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
            STANDARD.encode_string(bytes, &mut encoded);
            quoted(encoded.as_bytes(), out);
            Some(())
        }
        // Nothing in the database holds that it is JSON; canonical is what we have written.
        ColumnType::Json(_) => serde_json::from_slice::<IgnoredAny>(bytes).ok().map(|_| {
            out.extend_from_slice(bytes);
        }),
    };
    written.ok_or_else(|| wrong(column))
}

/// An integer of whatever width, as `count(*)` gives it too.
pub(super) fn plain_integer(bytes: &[u8]) -> Option<i64> {
    match *bytes {
        [byte] => Some(i64::from(i8::from_le_bytes([byte]))),
        [a, b] => Some(i64::from(i16::from_le_bytes([a, b]))),
        [a, b, c, d] => Some(i64::from(i32::from_le_bytes([a, b, c, d]))),
        _ => Some(i64::from_le_bytes(bytes.try_into().ok()?)),
    }
}

fn plain_natural(bytes: &[u8]) -> Option<i64> {
    match *bytes {
        [byte] => Some(i64::from(byte)),
        [a, b] => Some(i64::from(u16::from_le_bytes([a, b]))),
        [a, b, c, d] => Some(i64::from(u32::from_le_bytes([a, b, c, d]))),
        _ => i64::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok(),
    }
}

/// Whether the column's own type knows no sign.
fn is_unsigned(column: &Column) -> bool {
    let native = column.sql_type.mysql.unwrap_or_default();
    native.contains("unsigned") || native.starts_with("year")
}

/// Whether the column's own type is `float`, of 32 bits.
fn is_single(column: &Column) -> bool {
    column.sql_type.mysql.is_some_and(|native| native.starts_with("float"))
}

fn boolean(bytes: &[u8]) -> Option<bool> {
    match plain_integer(bytes)? {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

fn integer(column: &Column, bytes: &[u8]) -> Option<i64> {
    let integer = match (column.column_type, bytes) {
        (ColumnType::U32, &[a, b, c, d]) => i64::from(u32::from_le_bytes([a, b, c, d])),
        _ if is_unsigned(column) => plain_natural(bytes)?,
        _ => plain_integer(bytes)?,
    };
    integer_in(column, integer)
}

fn float(bytes: &[u8]) -> Option<f64> {
    let float = match bytes.len() {
        4 => shortest(f32::from_le_bytes(bytes.try_into().ok()?))?,
        _ => f64::from_le_bytes(bytes.try_into().ok()?),
    };
    float.is_finite().then_some(float)
}

fn plain(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// The digits of a DECIMAL, which comes as text with as many behind the point as its column has.
fn decimal(column: &Column, bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let scale = column.precision.scale;
    let (mut mantissa, mut behind) = (0_i64, None);
    for byte in digits {
        match byte {
            // Of an expression's digits the column may have no more than these.
            b'0' if behind == Some(scale) => {}
            b'0'..=b'9' if behind.is_none_or(|behind| behind < scale) => {
                mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                behind = behind.map(|behind| behind + 1);
            }
            b'.' if behind.is_none() => behind = Some(0),
            _ => return None,
        }
    }
    let is_whole = behind.unwrap_or_default() == scale && !digits.is_empty();
    is_whole.then_some(if negative { -mantissa } else { mantissa })
}

fn date(bytes: &[u8]) -> Option<chrono::NaiveDate> {
    packed::date(bytes).and_then(|date| has_year(date).ok())
}

fn instant(bytes: &[u8]) -> Option<chrono::NaiveDateTime> {
    packed::instant(bytes).filter(|at| has_year(at.date()).is_ok())
}

fn within_quotes(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    out.push(b'"');
    write(out);
    out.push(b'"');
}

fn wrong(column: &Column) -> Error {
    misfit(
        column,
        match column.column_type {
            ColumnType::Bool => "0 or 1",
            ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
                "an integer of the column's width"
            }
            ColumnType::F64 => "a finite number",
            ColumnType::Text => "text",
            ColumnType::Uuid => "16 bytes",
            ColumnType::Decimal => "a number with the digits that the column has",
            ColumnType::Date => "a date in a year of four digits",
            ColumnType::Time => "a time before 24:00",
            ColumnType::Timestamp => "an instant in a year of four digits",
            ColumnType::Bytes => "bytes",
            ColumnType::Json(_) => "a JSON document",
            ColumnType::Enum(_) => "a word of the enum",
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::column;

    #[test]
    fn decimals_have_the_digits_of_their_column() {
        let price = column::<Decimal>("price").decimal(18, 2).done();
        for (text, mantissa) in
            [("0.00", 0), ("-12.50", -1250), ("9999999999999999.99", 999_999_999_999_999_999)]
        {
            assert_eq!(decimal(&price, text.as_bytes()), Some(mantissa), "{text}");
        }
        assert_eq!(decimal(&price, b"1.500"), Some(150));
        for text in ["", "-", "1", "1.5", "1.501", "1..5", "x", "99999999999999999999.00"] {
            assert_eq!(decimal(&price, text.as_bytes()), None, "{text}");
        }
        let whole = column::<Decimal>("whole").decimal(18, 0).done();
        assert_eq!(decimal(&whole, b"-7"), Some(-7));
    }

    #[test]
    fn integers_have_their_width() {
        let natural = column::<u32>("natural").done();
        assert_eq!(integer(&natural, &[0xFF; 4]), Some(i64::from(u32::MAX)));
        let medium = column::<i32>("medium").done();
        assert_eq!(integer(&medium, &[0xFF; 4]), Some(-1));
        let small = column::<i16>("small").done();
        assert_eq!(integer(&small, &[0xFF, 0x7F]), Some(32_767));
        assert_eq!(integer(&small, &[0xFF, 0xFF, 0, 0]), None);
        assert_eq!(integer(&small, &[0; 3]), None);
    }
}
