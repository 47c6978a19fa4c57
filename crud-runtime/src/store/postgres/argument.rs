//! The binary forms of `PostgreSQL`, written: what arguments are sent as.

use std::error::Error as StdError;

use bytes::{BufMut as _, BytesMut};
use chrono::{NaiveDate, NaiveTime};
use postgres_protocol::{IsNull, Oid};
use rust_decimal::Decimal;

use crate::codec::{json, text};
use crate::model::{Column, ColumnType, Value};
use crate::sql::Arg;
use crate::store::binary::wrong;
use crate::store::kind::Kind;

/// The types by their numbers, which are the same in every database:
/// <https://www.postgresql.org/docs/current/catalog-pg-type.html>.
pub(super) const BOOL: Oid = 16;
const BYTEA: Oid = 17;
pub(super) const INT8: Oid = 20;
const INT2: Oid = 21;
const INT4: Oid = 23;
pub(super) const TEXT: Oid = 25;
const JSON: Oid = 114;
pub(super) const FLOAT8: Oid = 701;
const DATE: Oid = 1082;
const TIME: Oid = 1083;
const TIMESTAMPTZ: Oid = 1184;
const NUMERIC: Oid = 1700;
const UUID: Oid = 2950;
const NAME: Oid = 19;
const FLOAT4: Oid = 700;
const UNKNOWN: Oid = 705;
const BPCHAR: Oid = 1042;
const VARCHAR: Oid = 1043;
const TIMESTAMP: Oid = 1114;
const JSONB: Oid = 3802;

/// The first day, as the server counts them.
const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day");

/// The type of an argument. It is the column's whatever the value, because a statement is prepared
/// for the types of its first arguments.
pub(super) fn oid(arg: &Arg) -> Oid {
    match arg {
        Arg::Integer(_) => INT8,
        Arg::Text(_) => TEXT,
        Arg::Value(column, _) => of(column),
        Arg::List(column, _) => array(column),
    }
}

fn of(column: &Column) -> Oid {
    match column.column_type {
        ColumnType::Bool => BOOL,
        ColumnType::I16 => INT2,
        ColumnType::I32 => INT4,
        ColumnType::I64 | ColumnType::U32 => INT8,
        ColumnType::F64 => FLOAT8,
        ColumnType::Text | ColumnType::Enum(_) => TEXT,
        ColumnType::Uuid => UUID,
        ColumnType::Decimal => NUMERIC,
        ColumnType::Date => DATE,
        ColumnType::Time => TIME,
        ColumnType::Timestamp => TIMESTAMPTZ,
        ColumnType::Bytes => BYTEA,
        ColumnType::Json(_) => JSON,
    }
}

/// The type of an array of a column's values.
fn array(column: &Column) -> Oid {
    match of(column) {
        BOOL => 1000,
        BYTEA => 1001,
        INT2 => 1005,
        INT4 => 1007,
        INT8 => 1016,
        JSON => 199,
        FLOAT8 => 1022,
        DATE => 1182,
        TIME => 1183,
        TIMESTAMPTZ => 1185,
        NUMERIC => 1231,
        UUID => 2951,
        _ => 1009,
    }
}

/// What values of a type are.
pub(super) fn kind(oid: Oid) -> Kind {
    /// The numbers below are the server's own types. Those that are not named here have forms of
    /// their own, of which nothing is read: times with a zone, intervals, `money`.
    const FIRST_OF_USERS: Oid = 16_384;
    match oid {
        BOOL => Kind::Bool,
        INT2 | INT4 | INT8 => Kind::Int,
        FLOAT4 | FLOAT8 => Kind::Float,
        NUMERIC => Kind::Number,
        // What a user made is an enum, most of the time: its words.
        TEXT | NAME | BPCHAR | VARCHAR | UNKNOWN | FIRST_OF_USERS.. => Kind::Text,
        UUID => Kind::Uuid,
        BYTEA => Kind::Bytes,
        DATE => Kind::Date,
        TIME => Kind::Time,
        TIMESTAMP | TIMESTAMPTZ => Kind::Timestamp,
        JSON | JSONB => Kind::Json,
        _ => Kind::Other,
    }
}

/// Writes an argument in the form of its type.
pub(super) fn write(
    arg: &Arg,
    out: &mut BytesMut,
) -> Result<IsNull, Box<dyn StdError + Send + Sync>> {
    match arg {
        Arg::Integer(integer) => out.put_i64(*integer),
        Arg::Text(text) => out.put_slice(text.as_bytes()),
        Arg::Value(_, Value::Null) => return Ok(IsNull::Yes),
        // The document `null` and no document at all are one member of an answer.
        Arg::Value(column, Value::Json(serde_json::Value::Null)) if column.nullable => {
            return Ok(IsNull::Yes);
        }
        Arg::Value(column, value) => {
            write_value(column, value, out).ok_or_else(|| wrong(column))?;
        }
        Arg::List(column, values) => {
            write_list(column, values, out).ok_or_else(|| wrong(column))?;
        }
    }
    Ok(IsNull::No)
}

/// Writes an array of one dimension without nulls: how many dimensions, whether there are nulls,
/// the type of an element; how many there are and the number of the first; then each with its
/// length before it.
fn write_list(column: &Column, values: &[Value], out: &mut BytesMut) -> Option<()> {
    out.put_i32(1);
    out.put_i32(0);
    out.put_u32(of(column));
    out.put_i32(values.len().try_into().ok()?);
    out.put_i32(1);
    for value in values {
        let begin = out.len();
        out.put_i32(0);
        write_value(column, value, out)?;
        let length = i32::try_from(out.len() - begin - 4).ok()?;
        out[begin..begin + 4].copy_from_slice(&length.to_be_bytes());
    }
    Some(())
}

fn write_value(column: &Column, value: &Value, out: &mut BytesMut) -> Option<()> {
    match (column.column_type, value) {
        (ColumnType::Bool, Value::Bool(value)) => out.put_u8((*value).into()),
        (ColumnType::I16, Value::Int(value)) => out.put_i16((*value).try_into().ok()?),
        (ColumnType::I32, Value::Int(value)) => out.put_i32((*value).try_into().ok()?),
        (ColumnType::I64 | ColumnType::U32, Value::Int(value)) => out.put_i64(*value),
        // One zero on every database.
        (ColumnType::F64, Value::Float(value)) => out.put_f64(*value + 0.0),
        (ColumnType::Text | ColumnType::Enum(_), Value::Text(value)) => {
            out.put_slice(value.as_bytes());
        }
        (ColumnType::Uuid, Value::Uuid(value)) => out.put_slice(value.as_bytes()),
        (ColumnType::Decimal, Value::Decimal(value)) => {
            write_numeric(text::with_scale(column.precision, *value), out);
        }
        (ColumnType::Date, Value::Date(value)) => out.put_i32(days(*value)?),
        (ColumnType::Time, Value::Time(value)) => {
            out.put_i64(value.signed_duration_since(NaiveTime::MIN).num_microseconds()?);
        }
        (ColumnType::Timestamp, Value::Timestamp(value)) => {
            let epoch = EPOCH.and_time(NaiveTime::MIN);
            out.put_i64(value.naive_utc().signed_duration_since(epoch).num_microseconds()?);
        }
        (ColumnType::Bytes, Value::Bytes(value)) => out.put_slice(value),
        (ColumnType::Json(_), Value::Json(document)) => {
            out.put_slice(json::canonical(document.clone()).to_string().as_bytes());
        }
        _ => return None,
    }
    Some(())
}

/// How many days after the first one.
fn days(date: NaiveDate) -> Option<i32> {
    date.signed_duration_since(EPOCH).num_days().try_into().ok()
}

/// Writes digits of base 10,000, from the highest to the last that is not zero, as the server's
/// own are; before them how many there are, the power of the first, the sign, and how many decimal
/// digits stand behind the point.
fn write_numeric(decimal: Decimal, out: &mut BytesMut) {
    // 96 bits, and three decimal digits that fill up the last group.
    const MOST: usize = 9;
    let scale = if decimal.is_zero() { 0 } else { decimal.scale() };
    let groups = scale.div_ceil(4);
    let mut rest = decimal.mantissa().unsigned_abs() * 10_u128.pow(groups * 4 - scale);
    let mut digits = [0_u16; MOST];
    let mut count = 0;
    while rest > 0 {
        count += 1;
        digits[MOST - count] = u16::try_from(rest % 10_000).unwrap_or_default();
        rest /= 10_000;
    }
    let mut digits = &digits[MOST - count..];
    let weight = if count == 0 { 0 } else { i16_of(count) - i16_of(groups as usize) - 1 };
    while let [front @ .., 0] = digits {
        digits = front;
    }
    out.put_i16(i16_of(digits.len()));
    out.put_i16(weight);
    out.put_u16(if decimal.is_sign_negative() { 0x4000 } else { 0 });
    out.put_u16(u16::try_from(scale).unwrap_or_default());
    for digit in digits {
        out.put_u16(*digit);
    }
}

/// Of numbers that are far below its bounds.
fn i16_of(small: usize) -> i16 {
    i16::try_from(small).unwrap_or(i16::MAX)
}
