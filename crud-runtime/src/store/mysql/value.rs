//! The forms of `MySQL`'s binary protocol: values to arguments, and read.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use serde::de::IgnoredAny;
use sqlx::Arguments as _;
use sqlx::mysql::MySqlArguments;

use super::packed;
use crate::codec::{json, text};
use crate::error::{Error, Result};
use crate::model::{Column, ColumnType, Value};
use crate::sql::Arg;
use crate::store::binary::Protocol;
use crate::store::kind::Kind;
use crate::store::stored::{has_year, integer_in, shortest};

/// Adds an argument.
pub(super) fn bind(arg: &Arg, arguments: &mut MySqlArguments) -> Result<()> {
    let added = match arg {
        Arg::Integer(integer) => arguments.add(*integer),
        Arg::Text(text) => arguments.add(text.as_str()),
        Arg::List(..) => return Err(Error::Database("MySQL takes no arrays".into())),
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

/// The forms in which values come.
pub(super) struct Binary;

impl Protocol for Binary {
    fn boolean(bytes: &[u8]) -> Option<bool> {
        boolean(bytes)
    }

    fn integer(column: &Column, bytes: &[u8]) -> Option<i64> {
        integer(column, bytes)
    }

    fn float(bytes: &[u8]) -> Option<f64> {
        float(bytes)
    }

    fn decimal(column: &Column, bytes: &[u8]) -> Option<i64> {
        decimal(column, bytes)
    }

    fn wide(column: &Column, bytes: &[u8]) -> Option<i128> {
        wide(column, bytes)
    }

    fn date(bytes: &[u8]) -> Option<NaiveDate> {
        date(bytes)
    }

    fn time(bytes: &[u8]) -> Option<NaiveTime> {
        packed::time(bytes)
    }

    fn instant(bytes: &[u8]) -> Option<NaiveDateTime> {
        instant(bytes)
    }

    fn document(bytes: &[u8]) -> Option<&[u8]> {
        // Nothing in the database holds that it is JSON.
        serde_json::from_slice::<IgnoredAny>(bytes).ok().map(|_| bytes)
    }
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

/// The same of what knows no sign.
pub(super) fn plain_natural(bytes: &[u8]) -> Option<i64> {
    match *bytes {
        [byte] => Some(i64::from(byte)),
        [a, b] => Some(i64::from(u16::from_le_bytes([a, b]))),
        [a, b, c, d] => Some(i64::from(u32::from_le_bytes([a, b, c, d]))),
        _ => i64::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok(),
    }
}

/// What values of a type are, by the name that the driver has for it.
pub(super) fn kind(name: &str) -> Kind {
    match name.strip_suffix(" UNSIGNED").unwrap_or(name) {
        "BOOLEAN" | "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "BIGINT" | "YEAR" => Kind::Int,
        "FLOAT" | "DOUBLE" => Kind::Float,
        "DECIMAL" => Kind::Number,
        "CHAR" | "VARCHAR" | "TINYTEXT" | "TEXT" | "MEDIUMTEXT" | "LONGTEXT" | "BINARY"
        | "VARBINARY" | "TINYBLOB" | "BLOB" | "MEDIUMBLOB" | "LONGBLOB" => Kind::Octets,
        "ENUM" | "SET" => Kind::Text,
        "DATE" => Kind::Date,
        "TIME" => Kind::Time,
        "DATETIME" | "TIMESTAMP" => Kind::Timestamp,
        "JSON" => Kind::Json,
        _ => Kind::Other,
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

/// The same of more digits.
fn wide(column: &Column, bytes: &[u8]) -> Option<i128> {
    let scale = u32::from(column.precision.scale);
    let mut decimal = Decimal::from_str_exact(std::str::from_utf8(bytes).ok()?).ok()?;
    let is_exact = decimal.scale() <= scale;
    decimal.rescale(scale);
    (is_exact && decimal.scale() == scale).then(|| decimal.mantissa())
}

fn date(bytes: &[u8]) -> Option<NaiveDate> {
    packed::date(bytes).and_then(|date| has_year(date).ok())
}

fn instant(bytes: &[u8]) -> Option<NaiveDateTime> {
    packed::instant(bytes).filter(|at| has_year(at.date()).is_ok())
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

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
