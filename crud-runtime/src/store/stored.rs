//! What the drivers' stored forms have in common on their way to JSON and to hashes.

use std::hash::Hasher;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};
use rust_decimal::Decimal;

use crate::error::{Error, Result};
use crate::model::{Column, FieldError, Value};

/// The integer, where it lies within the column's type.
pub(super) fn integer_in(column: &Column, integer: i64) -> Option<i64> {
    let (min, max) = column.column_type.integer_bounds()?;
    (min..=max).contains(&integer).then_some(integer)
}

/// A computed decimal, unless it has more digits than a decimal has.
pub(super) fn wide(column: &Column, mantissa: i128) -> Option<Value> {
    let scale = u32::from(column.precision.scale);
    Decimal::try_from_i128_with_scale(mantissa, scale).map(Value::Decimal).ok()
}

/// Appends `"-12.50"` for -1250 with two digits behind the point.
pub(super) fn write_decimal(mantissa: i64, scale: usize, out: &mut Vec<u8>) {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(mantissa.unsigned_abs()).as_bytes();
    out.push(b'"');
    if mantissa < 0 {
        out.push(b'-');
    }
    let whole = digits.len().saturating_sub(scale);
    if whole == 0 {
        out.push(b'0');
    }
    out.extend_from_slice(&digits[..whole]);
    if scale > 0 {
        out.push(b'.');
        out.extend(std::iter::repeat_n(b'0', scale.saturating_sub(digits.len())));
        out.extend_from_slice(&digits[whole..]);
    }
    out.push(b'"');
}

/// The number whose text is the shortest that is this float of 32 bits: 0.1 for 0.1, not
/// 0.10000000149011612. None for what JSON has no number for.
#[cfg(feature = "network")]
pub(super) fn shortest(float: f32) -> Option<f64> {
    float.is_finite().then(|| float.to_string().parse().ok())?
}

/// Appends text that needs no escapes.
pub(super) fn quoted(plain: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(plain);
    out.push(b'"');
}

/// Appends `2024-05-01`, without quotes.
pub(super) fn write_date(date: NaiveDate, out: &mut Vec<u8>) {
    let mut text = *b"0000-00-00";
    fill_date(date, &mut text);
    out.extend_from_slice(&text);
}

/// Appends `12:30:00.000000`, without quotes.
pub(super) fn write_time(time: NaiveTime, out: &mut Vec<u8>) {
    let mut text = *b"00:00:00.000000";
    fill_time(time, &mut text);
    out.extend_from_slice(&text);
}

/// Appends `2024-05-01T12:30:00.000000Z`, without quotes.
pub(super) fn write_timestamp(instant: NaiveDateTime, out: &mut Vec<u8>) {
    let mut text = *b"0000-00-00T00:00:00.000000Z";
    if let Some((date, rest)) = text.split_first_chunk_mut() {
        fill_date(instant.date(), date);
        if let Some(time) = rest[1..].first_chunk_mut() {
            fill_time(instant.time(), time);
        }
    }
    out.extend_from_slice(&text);
}

fn fill_date(date: NaiveDate, text: &mut [u8; 10]) {
    // Years beyond four digits are no years of ours; whoever reads them refused them before.
    let year = date.year().unsigned_abs() % 10_000;
    [text[0], text[1]] = two_digits(year / 100);
    [text[2], text[3]] = two_digits(year % 100);
    [text[5], text[6]] = two_digits(date.month());
    [text[8], text[9]] = two_digits(date.day());
}

fn fill_time(time: NaiveTime, text: &mut [u8; 15]) {
    let seconds = time.num_seconds_from_midnight();
    [text[0], text[1]] = two_digits(seconds / 3600);
    [text[3], text[4]] = two_digits(seconds / 60 % 60);
    [text[6], text[7]] = two_digits(seconds % 60);
    let micros = time.nanosecond() / 1000;
    [text[9], text[10]] = two_digits(micros / 10_000);
    [text[11], text[12]] = two_digits(micros / 100 % 100);
    [text[13], text[14]] = two_digits(micros % 100);
}

/// Adds a stored form to a hash, so that no two rows of different values give the same bytes.
pub(super) fn hash(bytes: Option<&[u8]>, hasher: &mut impl Hasher) {
    match bytes {
        None => hasher.write_u8(0),
        Some(bytes) => {
            hasher.write_u8(1);
            hasher.write_u64(bytes.len() as u64);
            hasher.write(bytes);
        }
    }
}

/// The error of a stored value that its column cannot have.
pub(super) fn misfit(column: &Column, expected: &'static str) -> Error {
    Error::Stored { column: column.name, source: FieldError::new(expected) }
}

/// The digits of a number below 100.
fn two_digits(number: u32) -> [u8; 2] {
    let digit = |number: u32| b'0' + u8::try_from(number % 10).unwrap_or_default();
    [digit(number / 10), digit(number)]
}

/// Whether a date lies in the years that have four digits.
pub(super) fn has_year(date: NaiveDate) -> Result<NaiveDate, &'static str> {
    if (0..=9999).contains(&date.year()) { Ok(date) } else { Err("a year of four digits") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::text;

    #[test]
    fn decimals_keep_their_digits() {
        for (mantissa, scale, text) in [
            (0, 0, "\"0\""),
            (0, 2, "\"0.00\""),
            (-5, 2, "\"-0.05\""),
            (1250, 2, "\"12.50\""),
            (i64::MIN, 18, "\"-9.223372036854775808\""),
        ] {
            let mut out = Vec::new();
            write_decimal(mantissa, scale, &mut out);
            assert_eq!(String::from_utf8(out).expect("text"), text);
        }
    }

    #[test]
    fn dates_and_times_are_written_as_the_codec_writes_them() {
        let dates = ["1000-01-01", "1999-12-31", "2024-02-29", "9999-12-31"];
        let times = ["00:00:00", "23:59:59.999999", "12:30:00.000001"];
        for date in dates {
            let date: NaiveDate = date.parse().expect("a date");
            for time in times {
                let instant = date.and_time(time.parse().expect("a time"));
                let mut ours = Vec::new();
                write_timestamp(instant, &mut ours);
                let mut theirs = String::new();
                text::write_timestamp(instant.and_utc(), &mut theirs).expect("written");
                assert_eq!(String::from_utf8(ours).expect("text"), theirs);
            }
        }
    }
}
