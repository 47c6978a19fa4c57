//! The binary forms of `PostgreSQL`, read: to values, and straight to JSON.
//!
//! The forms are those of the server's `*_send` functions: integers and floats big-endian, dates
//! in days and instants in microseconds since 2000, numerics in digits of base 10,000.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::codec::{json, text};
use crate::error::Result;
use crate::model::{Column, ColumnType, Value};
use crate::store::stored::{
    has_year, integer_in, misfit, quoted, shortest, write_date, write_decimal, write_time,
    write_timestamp,
};

/// Reads a value.
pub(super) fn read(column: &Column, stored: Option<&[u8]>) -> Result<Value> {
    let Some(bytes) = stored else { return Ok(Value::Null) };
    let wrong = || misfit(column, expected(column.column_type));
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
        ColumnType::Time => time(bytes).map(Value::Time),
        ColumnType::Timestamp => instant(bytes).map(|instant| Value::Timestamp(instant.and_utc())),
        ColumnType::Bytes => Some(Value::Bytes(bytes.to_vec())),
        ColumnType::Json(_) => serde_json::from_slice(document(bytes)).map(Value::Json).ok(),
    };
    value.ok_or_else(wrong)
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
        ColumnType::Date => {
            date(bytes).map(|date| between_quotes(out, |out| write_date(date, out)))
        }
        ColumnType::Time => {
            time(bytes).map(|time| between_quotes(out, |out| write_time(time, out)))
        }
        ColumnType::Timestamp => {
            instant(bytes).map(|instant| between_quotes(out, |out| write_timestamp(instant, out)))
        }
        ColumnType::Bytes => {
            let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
            STANDARD.encode_string(bytes, &mut encoded);
            quoted(encoded.as_bytes(), out);
            Some(())
        }
        // The type holds that it is JSON; canonical is what we have written.
        ColumnType::Json(_) => {
            out.extend_from_slice(document(bytes));
            Some(())
        }
    };
    written.ok_or_else(|| misfit(column, expected(column.column_type)))
}

fn between_quotes(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    out.push(b'"');
    write(out);
    out.push(b'"');
}

fn boolean(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0] => Some(false),
        [1] => Some(true),
        _ => None,
    }
}

fn integer(column: &Column, bytes: &[u8]) -> Option<i64> {
    let integer = match bytes.len() {
        2 => i64::from(i16::from_be_bytes(bytes.try_into().ok()?)),
        4 => i64::from(i32::from_be_bytes(bytes.try_into().ok()?)),
        _ => i64::from_be_bytes(bytes.try_into().ok()?),
    };
    integer_in(column, integer)
}

fn float(bytes: &[u8]) -> Option<f64> {
    let float = match bytes.len() {
        4 => shortest(f32::from_be_bytes(bytes.try_into().ok()?))?,
        _ => f64::from_be_bytes(bytes.try_into().ok()?),
    };
    // Another program may have stored what JSON has no number for.
    float.is_finite().then_some(float)
}

/// The text of a document: `jsonb` has the number of its form before it.
fn document(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(&[1]).unwrap_or(bytes)
}

fn plain(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// The number times ten to the column's scale.
fn decimal(column: &Column, bytes: &[u8]) -> Option<i64> {
    let mut words = bytes.chunks_exact(2).map(|word| i16::from_be_bytes([word[0], word[1]]));
    let (count, weight, sign, _scale) =
        (words.next()?, words.next()?, words.next()?, words.next()?);
    // Not a number, and the infinities, have signs of their own.
    let negative = match sign.cast_unsigned() {
        0x0000 => false,
        0x4000 => true,
        _ => return None,
    };
    let scale = i32::from(column.precision.scale);
    let mut mantissa = 0_i128;
    for (index, digits) in (0..i32::from(count)).zip(words) {
        // Each digit of base 10,000 is four of base ten.
        let power = (i32::from(weight) - index) * 4 + scale;
        let digits = i128::from(digits);
        mantissa += if power >= 0 {
            digits.checked_mul(10_i128.checked_pow(power.cast_unsigned())?)?
        } else {
            let divisor = 10_i128.checked_pow(power.unsigned_abs())?;
            // More digits behind the point than the column has.
            if digits % divisor != 0 {
                return None;
            }
            digits / divisor
        };
    }
    i64::try_from(if negative { -mantissa } else { mantissa }).ok()
}

fn date(bytes: &[u8]) -> Option<NaiveDate> {
    day(i64::from(i32::from_be_bytes(bytes.try_into().ok()?)))
}

fn time(bytes: &[u8]) -> Option<NaiveTime> {
    clock(i64::from_be_bytes(bytes.try_into().ok()?))
}

fn instant(bytes: &[u8]) -> Option<NaiveDateTime> {
    const DAY: i64 = 86_400_000_000;
    let micros = i64::from_be_bytes(bytes.try_into().ok()?);
    Some(day(micros.div_euclid(DAY))?.and_time(clock(micros.rem_euclid(DAY))?))
}

/// The date so many days after 2000-01-01.
fn day(days: i64) -> Option<NaiveDate> {
    // As chrono counts them, from the day before the first of the year 1.
    const EPOCH: i64 = 730_120;
    let days = i32::try_from(days.checked_add(EPOCH)?).ok()?;
    has_year(NaiveDate::from_num_days_from_ce_opt(days)?).ok()
}

/// The time so many microseconds after midnight. 24:00:00 is a time to `PostgreSQL`, to nobody
/// else.
fn clock(micros: i64) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(
        u32::try_from(micros / 1_000_000).ok()?,
        u32::try_from(micros % 1_000_000).ok()? * 1000,
    )
}

pub(super) const fn expected(column_type: ColumnType) -> &'static str {
    match column_type {
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
    }
}
