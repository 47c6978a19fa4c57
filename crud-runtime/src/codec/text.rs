//! Values as text: parameters, keys in URLs, and the stored form of dates and times.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Timelike as _, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::json;
use crate::model::{Column, ColumnType, Precision, Value};

/// A calendar date of the years 1000 to 9999.
pub(crate) const DATE: &str = "^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
/// A time of day with up to six fraction digits.
pub(crate) const TIME: &str = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?$";
/// RFC 3339 §5.6 `date-time` with up to six fraction digits and without leap seconds.
pub(crate) const TIMESTAMP: &str = concat!(
    "^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    r"[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?",
    "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
);
/// RFC 4648 §4 with padding and with zero pad bits (§3.5).
pub(crate) const BASE64: &str = concat!(
    "^([A-Za-z0-9+/]{4})*",
    "([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$",
);

/// Reads the text form of a column's value; the message says what would be right.
pub(crate) fn parse(column: &Column, text: &str) -> Result<Value, String> {
    match column.column_type {
        ColumnType::Bool => boolean(text).map(Value::Bool).ok_or("true or false"),
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
            return integer(column.column_type, text).map(Value::Int);
        }
        ColumnType::F64 => float(text).map(Value::Float).ok_or("a number"),
        ColumnType::Text if text.contains('\0') => Err("text without U+0000"),
        ColumnType::Text => Ok(Value::Text(text.to_owned())),
        ColumnType::Uuid => uuid(text).map(Value::Uuid).ok_or("a UUID"),
        ColumnType::Decimal => {
            return decimal(column.precision, text).map(Value::Decimal);
        }
        ColumnType::Date => {
            date(text).map(Value::Date).ok_or("a date, YYYY-MM-DD, of the years 1000 to 9999")
        }
        ColumnType::Time => {
            time(text).map(Value::Time).ok_or("a time, HH:MM:SS, with up to six fraction digits")
        }
        ColumnType::Timestamp => timestamp(text).map(Value::Timestamp).ok_or(
            "an RFC 3339 date-time with an offset, up to six fraction digits, in the years 1000 \
             to 9999 UTC",
        ),
        ColumnType::Bytes => {
            STANDARD.decode(text).map(Value::Bytes).map_err(|_| "base64 (RFC 4648) with padding")
        }
        ColumnType::Json(_) => super::body::parse(text.as_bytes())
            .map(|document| Value::Json(json::canonical(document)))
            .map_err(|_| "a JSON document"),
        ColumnType::Enum(words) => {
            if words.variants.contains(&text) {
                return Ok(Value::Text(text.to_owned()));
            }
            return Err(format!("must be one of {}", words.variants.join(", ")));
        }
    }
    .map_err(|expected| format!("must be {expected}"))
}

/// Appends the text form of a value, the one that [`parse`] reads; null is empty.
pub(crate) fn write(column: &Column, value: &Value, out: &mut String) {
    // Writing into a `String` cannot fail.
    let _ = match value {
        Value::Null => Ok(()),
        Value::Bool(value) => write!(out, "{value}"),
        Value::Int(value) => write!(out, "{value}"),
        Value::Float(value) => write!(out, "{}", serde_json::Value::from(*value)),
        Value::Text(value) => out.write_str(value),
        Value::Uuid(value) => write!(out, "{value}"),
        Value::Decimal(value) => write!(out, "{}", with_scale(column.precision, *value)),
        Value::Date(value) => write_date(*value, out),
        Value::Time(value) => write_time(*value, out),
        Value::Timestamp(value) => write_timestamp(*value, out),
        Value::Bytes(value) => {
            STANDARD.encode_string(value, out);
            Ok(())
        }
        Value::Json(value) => write!(out, "{value}"),
    };
}

/// The decimal with exactly the column's digits behind the point.
pub(crate) fn with_scale(precision: Precision, mut decimal: Decimal) -> Decimal {
    decimal.rescale(u32::from(precision.scale));
    // `-0.00` would be a second spelling of zero.
    if decimal.is_zero() {
        decimal.set_sign_positive(true);
    }
    decimal
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn integer(column_type: ColumnType, text: &str) -> Result<i64, String> {
    number(text)
        .ok_or_else(|| "must be an integer".to_owned())
        .and_then(|number| json::integer(column_type, &number).map_err(|(_, message)| message))
}

fn float(text: &str) -> Option<f64> {
    number(text)?.as_f64().filter(|float| float.is_finite())
}

/// A number in JSON's grammar: no `inf`, no `+1`, no `.5`, no `007`; `5.0` is an integer there too.
pub(crate) fn number(text: &str) -> Option<serde_json::Number> {
    // The parser passes over white space around a document.
    let bare = text.bytes().all(|byte| byte.is_ascii_graphic());
    bare.then(|| serde_json::from_str(text).ok()).flatten()
}

/// A UUID with hyphens; `Uuid::parse_str` alone would take three more spellings.
pub(crate) fn uuid(text: &str) -> Option<Uuid> {
    if text.len() == 36 { Uuid::try_parse(text).ok() } else { None }
}

/// An exact decimal within the column's digits.
pub(crate) fn decimal(precision: Precision, text: &str) -> Result<Decimal, String> {
    let Precision { digits, scale } = precision;
    let whole_digits = usize::from(digits - scale);
    let message = || {
        let point = if scale == 0 { String::new() } else { format!(" and {scale} behind it") };
        format!("must be a decimal with at most {whole_digits} digits before the point{point}")
    };
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((_, "")) => return Err(message()),
        Some((whole, fraction)) => (whole, fraction),
        None => (unsigned, ""),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let well_formed = !whole.is_empty()
        && (whole == "0" || !whole.starts_with('0'))
        && (whole == "0" || whole.len() <= whole_digits)
        && fraction.len() <= usize::from(scale)
        && all_digits(whole)
        && all_digits(fraction);
    if !well_formed {
        return Err(message());
    }
    Decimal::from_str_exact(text)
        .map(|decimal| with_scale(precision, decimal))
        .map_err(|_| message())
}

/// A date of the years 1000 to 9999.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = digits(&bytes[..4])?;
    if year < 1000 {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, digits(&bytes[5..7])?, digits(&bytes[8..])?)
}

/// A time of day with up to six fraction digits.
pub(crate) fn time(text: &str) -> Option<NaiveTime> {
    let bytes = text.as_bytes();
    if bytes.len() < 8 || bytes[2] != b':' || bytes[5] != b':' {
        return None;
    }
    let micros = match &bytes[8..] {
        [] => 0,
        [b'.', fraction @ ..] if (1..=6).contains(&fraction.len()) => {
            digits(fraction)? * 10_u32.pow(6 - u32::try_from(fraction.len()).ok()?)
        }
        _ => return None,
    };
    NaiveTime::from_hms_micro_opt(
        digits(&bytes[..2])?,
        digits(&bytes[3..5])?,
        digits(&bytes[6..8])?,
        micros,
    )
}

/// An RFC 3339 instant whose year in UTC is 1000 to 9999.
pub(crate) fn timestamp(text: &str) -> Option<DateTime<Utc>> {
    if !text.is_ascii() || text.len() < 20 {
        return None;
    }
    let (day, rest) = text.split_at(10);
    let rest = rest.strip_prefix(['T', 't'])?;
    let (clock, minutes_east) = if let Some(clock) = rest.strip_suffix(['Z', 'z']) {
        (clock, 0)
    } else {
        let (clock, offset) = rest.split_at_checked(rest.len().checked_sub(6)?)?;
        (clock, offset_minutes(offset.as_bytes())?)
    };
    let local = date(day)?.and_time(time(clock)?);
    let instant = local.checked_sub_signed(chrono::TimeDelta::minutes(minutes_east))?.and_utc();
    (1000..=9999).contains(&instant.year()).then_some(instant)
}

fn offset_minutes(offset: &[u8]) -> Option<i64> {
    let sign = match offset[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = (digits(&offset[1..3])?, digits(&offset[4..])?);
    (offset[3] == b':' && hours < 24 && minutes < 60)
        .then(|| sign * (i64::from(hours) * 60 + i64::from(minutes)))
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0'))
    })
}

/// Appends `2024-05-01`.
pub(crate) fn write_date(date: NaiveDate, out: &mut String) -> std::fmt::Result {
    write!(out, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Appends `12:30:00.000000`.
pub(crate) fn write_time(time: NaiveTime, out: &mut String) -> std::fmt::Result {
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    write!(out, "{hour:02}:{minute:02}:{second:02}.{:06}", time.nanosecond() / 1000 % 1_000_000)
}

/// Appends `2024-05-01T12:30:00.000000Z`.
pub(crate) fn write_timestamp(instant: DateTime<Utc>, out: &mut String) -> std::fmt::Result {
    write_date(instant.date_naive(), out)?;
    out.write_char('T')?;
    write_time(instant.time(), out)?;
    out.write_char('Z')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::column;

    fn round(column: &Column, text: &str) -> Result<String, String> {
        let value = parse(column, text)?;
        let mut out = String::new();
        write(column, &value, &mut out);
        Ok(out)
    }

    #[test]
    fn instants_come_out_as_utc_with_microseconds() {
        let at = column::<DateTime<Utc>>("at").done();
        for (text, canonical) in [
            ("2024-05-01T12:30:00Z", "2024-05-01T12:30:00.000000Z"),
            ("2024-05-01t12:30:00.5z", "2024-05-01T12:30:00.500000Z"),
            ("2024-05-01T00:30:00.000001+02:00", "2024-04-30T22:30:00.000001Z"),
            ("9999-12-31T23:59:59.999999-00:00", "9999-12-31T23:59:59.999999Z"),
        ] {
            assert_eq!(round(&at, text).as_deref(), Ok(canonical));
        }
        for text in [
            "2024-05-01",
            "2024-05-01T12:30:00",
            "2024-05-01 12:30:00Z",
            "2024-02-30T12:30:00Z",
            "2024-05-01T24:00:00Z",
            "2024-05-01T23:59:60Z",
            "2024-05-01T12:30:00.1234567Z",
            "0999-05-01T12:30:00Z",
            "1000-01-01T00:00:00+01:00",
            "2024-05-01T12:30:00+24:00",
            "2024-05-01T12:30:00+1:000",
            "+024-05-01T12:30:00Z",
            "2024-05-01T12:30:00.Z",
            "2024-05-01T12:30:00é",
        ] {
            assert!(parse(&at, text).is_err(), "{text}");
        }
    }

    #[test]
    fn decimals_keep_exactly_their_digits() {
        let price = column::<Decimal>("price").decimal(5, 2).done();
        for (text, canonical) in
            [("1", "1.00"), ("-0", "0.00"), ("999.99", "999.99"), ("-12.5", "-12.50")]
        {
            assert_eq!(round(&price, text).as_deref(), Ok(canonical));
        }
        for text in ["", "-", "1.", ".5", "01", "1.234", "1000", "1e2", "+1", "1,0", "NaN", "１"] {
            assert!(parse(&price, text).is_err(), "{text}");
        }
    }

    #[test]
    fn integers_are_those_of_json_schema_and_have_their_width() {
        let small = column::<i16>("small").done();
        for (text, integer) in [("-32768", -32768), ("1.0", 1), ("1e+3", 1000), ("-0.0", 0)] {
            assert_eq!(parse(&small, text), Ok(Value::Int(integer)), "{text}");
        }
        for text in ["32768", "+1", "01", "1.5", "", " 1", "1\n", "0x1", "1.", "\"1\"", "null"] {
            assert!(parse(&small, text).is_err(), "{text}");
        }
    }

    #[test]
    fn other_types_refuse_other_spellings() {
        assert!(parse(&column::<Uuid>("u").done(), "67e5504410b1426f9247bb680e5fe0c8").is_err());
        assert!(parse(&column::<bool>("b").done(), "1").is_err());
        assert!(parse(&column::<f64>("f").done(), "inf").is_err());
        assert!(parse(&column::<f64>("f").done(), " 1").is_err());
        assert!(parse(&column::<Vec<u8>>("y").done(), "QQ").is_err());
        assert!(parse(&column::<Vec<u8>>("y").done(), "QR==").is_err());
        assert!(parse(&column::<String>("s").done(), "a\0b").is_err());
    }
}
