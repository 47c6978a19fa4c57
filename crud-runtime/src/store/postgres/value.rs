//! The binary forms of `PostgreSQL`, read.
//!
//! The forms are those of the server's `*_send` functions: integers and floats big-endian, dates
//! in days and instants in microseconds since 2000, numerics in digits of base 10,000.

use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;

use crate::model::Column;
use crate::store::binary::Protocol;
use crate::store::stored::{has_year, integer_in, shortest};

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
        time(bytes)
    }

    fn instant(bytes: &[u8]) -> Option<NaiveDateTime> {
        instant(bytes)
    }

    fn document(bytes: &[u8]) -> Option<&[u8]> {
        // `jsonb` has the number of its form before it. The type holds that it is JSON.
        Some(bytes.strip_prefix(&[1]).unwrap_or(bytes))
    }
}

fn boolean(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0] => Some(false),
        [1] => Some(true),
        _ => None,
    }
}

fn integer(column: &Column, bytes: &[u8]) -> Option<i64> {
    integer_in(column, whole(bytes)?)
}

/// An integer of whatever width.
pub(super) fn whole(bytes: &[u8]) -> Option<i64> {
    Some(match bytes.len() {
        2 => i64::from(i16::from_be_bytes(bytes.try_into().ok()?)),
        4 => i64::from(i32::from_be_bytes(bytes.try_into().ok()?)),
        _ => i64::from_be_bytes(bytes.try_into().ok()?),
    })
}

/// A numeric of up to 28 digits; further ones behind the point are rounded.
pub(super) fn number(bytes: &[u8]) -> Option<Decimal> {
    let mut words = bytes.chunks_exact(2).map(|word| i16::from_be_bytes([word[0], word[1]]));
    let (count, weight, sign, scale) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let sign = match sign.cast_unsigned() {
        0x0000 => "",
        0x4000 => "-",
        _ => return None,
    };
    let digits: Vec<_> = words.take(usize::try_from(count).ok()?).collect();
    let digit = |power: i16| {
        let index = usize::try_from(weight - power).ok();
        index.and_then(|index| digits.get(index)).copied().unwrap_or_default()
    };
    let groups = i16::try_from(usize::try_from(scale).ok()?.div_ceil(4)).ok()?;
    let mut text = sign.to_owned();
    for power in (-groups..=weight.max(0)).rev() {
        if power == -1 {
            text.push('.');
        }
        // Writing into a `String` cannot fail.
        let _ = write!(text, "{:04}", digit(power));
    }
    if scale > 0 {
        text.truncate(text.find('.')? + 1 + usize::try_from(scale).ok()?);
    }
    text.parse().ok()
}

fn float(bytes: &[u8]) -> Option<f64> {
    let float = match bytes.len() {
        4 => shortest(f32::from_be_bytes(bytes.try_into().ok()?))?,
        _ => f64::from_be_bytes(bytes.try_into().ok()?),
    };
    // Another program may have stored what JSON has no number for.
    float.is_finite().then_some(float)
}

/// The number times ten to the column's scale.
fn decimal(column: &Column, bytes: &[u8]) -> Option<i64> {
    i64::try_from(wide(column, bytes)?).ok()
}

fn wide(column: &Column, bytes: &[u8]) -> Option<i128> {
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
    Some(if negative { -mantissa } else { mantissa })
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
