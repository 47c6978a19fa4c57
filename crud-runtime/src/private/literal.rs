//! Literals of the attribute language, read while the user's crate compiles.

use crate::model::Number;

/// `one <= other`
pub(super) const fn is_at_most(one: Number, other: Number) -> bool {
    // 18 digits moved by 18 places stay below 2^127.
    one.mantissa as i128 * 10_i128.pow(other.scale as u32)
        <= other.mantissa as i128 * 10_i128.pow(one.scale as u32)
}

pub(super) const fn equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut position = 0;
    while position < one.len() {
        if one[position] != other[position] {
            return false;
        }
        position += 1;
    }
    true
}

/// How many code points UTF-8 has: its octets that do not continue another.
pub(super) const fn code_points(text: &[u8]) -> usize {
    let mut count = 0;
    let mut position = 0;
    while position < text.len() {
        if text[position] & 0b1100_0000 != 0b1000_0000 {
            count += 1;
        }
        position += 1;
    }
    count
}

/// `-12.50`: at most 18 digits.
pub(super) const fn decimal(text: &[u8]) -> Option<Number> {
    let negative = !text.is_empty() && text[0] == b'-';
    let mut position = negative as usize;
    let mut mantissa = 0_i64;
    let (mut digits, mut scale, mut point) = (0_u8, 0_u8, false);
    while position < text.len() {
        match text[position] {
            digit @ b'0'..=b'9' => {
                digits += 1;
                if digits > 18 {
                    return None;
                }
                mantissa = mantissa * 10 + (digit - b'0') as i64;
                scale += point as u8;
            }
            b'.' if !point && digits > 0 => point = true,
            _ => return None,
        }
        position += 1;
    }
    if digits == 0 || (point && scale == 0) {
        return None;
    }
    Some(Number::new(if negative { -mantissa } else { mantissa }, scale))
}

/// RFC 9562 §4, with hyphens.
pub(super) const fn is_uuid(text: &[u8]) -> bool {
    let mut position = 0;
    while position < text.len() {
        let right = match position {
            8 | 13 | 18 | 23 => text[position] == b'-',
            _ => text[position].is_ascii_hexdigit(),
        };
        if !right {
            return false;
        }
        position += 1;
    }
    text.len() == 36
}

/// `2024-05-01`, a day that exists in the years 1000 to 9999.
pub(super) const fn is_date(text: &[u8]) -> bool {
    if text.len() != 10 || text[4] != b'-' || text[7] != b'-' {
        return false;
    }
    match (digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)) {
        (Some(year), Some(month @ 1..=12), Some(day)) => {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let last = match month {
                2 if leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            year >= 1000 && 1 <= day && day <= last
        }
        _ => false,
    }
}

/// `12:30:00`, `12:30:00.123456`
pub(super) const fn is_time(text: &[u8]) -> bool {
    let Some((seconds, fraction)) = text.split_at_checked(8) else { return false };
    if seconds[2] != b':' || seconds[5] != b':' {
        return false;
    }
    let clock = matches!(
        (digits(seconds, 0, 2), digits(seconds, 3, 2), digits(seconds, 6, 2)),
        (Some(0..=23), Some(0..=59), Some(0..=59))
    );
    let exact = fraction.is_empty()
        || fraction[0] == b'.'
            && 2 <= fraction.len()
            && fraction.len() <= 7
            && digits(fraction, 1, fraction.len() - 1).is_some();
    clock && exact
}

/// `2024-05-01T12:30:00Z`
pub(super) const fn is_timestamp(text: &[u8]) -> bool {
    let (Some((date, rest)), Some(b'Z')) = (text.split_at_checked(10), text.last()) else {
        return false;
    };
    let Some((b'T', rest)) = rest.split_first() else {
        return false;
    };
    let Some((_, time)) = rest.split_last() else {
        return false;
    };
    is_date(date) && is_time(time)
}

/// How many octets base64 with padding stands for (RFC 4648 §4).
pub(super) const fn base64_octets(text: &[u8]) -> Option<usize> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut end = text.len();
    while end > 0 && text.len() - end < 2 && text[end - 1] == b'=' {
        end -= 1;
    }
    let mut position = 0;
    while position < end {
        if !(text[position].is_ascii_alphanumeric() || matches!(text[position], b'+' | b'/')) {
            return None;
        }
        position += 1;
    }
    Some(end * 3 / 4)
}

/// The number that `count` digits from `start` stand for.
const fn digits(text: &[u8], start: usize, count: usize) -> Option<u32> {
    let mut number = 0;
    let mut position = start;
    while position < start + count {
        if !text[position].is_ascii_digit() {
            return None;
        }
        number = number * 10 + (text[position] - b'0') as u32;
        position += 1;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_that_exist() {
        for (text, right) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("1900-02-29", false),
            ("2000-02-29", true),
            ("2024-04-31", false),
            ("0999-01-01", false),
            ("2024-13-01", false),
            ("2024-1-01", false),
        ] {
            assert_eq!(is_date(text.as_bytes()), right, "{text}");
        }
    }

    #[test]
    fn times_have_up_to_six_fraction_digits() {
        for (text, right) in [
            ("23:59:59", true),
            ("12:30:00.123456", true),
            ("12:30:00.1234567", false),
            ("12:30:00.", false),
            ("24:00:00", false),
            ("12:30", false),
        ] {
            assert_eq!(is_time(text.as_bytes()), right, "{text}");
            assert_eq!(is_timestamp(format!("2024-05-01T{text}Z").as_bytes()), right, "{text}");
        }
        assert!(!is_timestamp(b"2024-05-01 12:30:00Z"));
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(decimal(b"-12.50"), Some(Number::new(-1250, 2)));
        for text in ["", "-", ".5", "1.", "1e5", "1.2.3", "1234567890123456789"] {
            assert_eq!(decimal(text.as_bytes()), None, "{text}");
        }
        assert!(is_at_most(Number::new(10, 1), Number::new(1, 0)));
        assert!(!is_at_most(Number::new(101, 2), Number::new(1, 0)));
    }

    #[test]
    fn other_texts_are_told_apart() {
        assert!(is_uuid(b"0190c7a4-5e4f-7b3a-8000-000000000000"));
        assert!(!is_uuid(b"0190c7a45e4f7b3a8000000000000000"));
        assert_eq!(base64_octets(b"aGk="), Some(2));
        assert_eq!(base64_octets(b"aGk"), None);
        assert_eq!(code_points("é𝄞a".as_bytes()), 3);
    }
}
