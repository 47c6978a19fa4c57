//! Dates and times as the binary protocol packs them: a length, then as many of year, month, day,
//! hour, minute, second and microseconds as are not zero behind.
//!
//! <https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html>

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// A `DATE`.
pub(super) fn date(packed: &[u8]) -> Option<NaiveDate> {
    match body(packed)? {
        bytes @ [_, _, _, _] => day(bytes),
        _ => None,
    }
}

/// A `DATETIME`. There is none of length 0, which is the zero date.
pub(super) fn instant(packed: &[u8]) -> Option<NaiveDateTime> {
    let (date, time) = body(packed)?.split_at_checked(4)?;
    Some(day(date)?.and_time(clock(time)?))
}

/// A `TIME` that is a time of day.
pub(super) fn time(packed: &[u8]) -> Option<NaiveTime> {
    match body(packed)? {
        [] => Some(NaiveTime::MIN),
        // Whether it is negative, and how many days.
        [0, 0, 0, 0, 0, time @ ..] if !time.is_empty() => clock(time),
        _ => None,
    }
}

fn body(packed: &[u8]) -> Option<&[u8]> {
    let (&length, body) = packed.split_first()?;
    (body.len() == usize::from(length)).then_some(body)
}

fn day(bytes: &[u8]) -> Option<NaiveDate> {
    let &[low, high, month, day] = bytes else { return None };
    NaiveDate::from_ymd_opt(i32::from(u16::from_le_bytes([low, high])), month.into(), day.into())
}

fn clock(bytes: &[u8]) -> Option<NaiveTime> {
    let (hour, minute, second, micros) = match *bytes {
        [] => return Some(NaiveTime::MIN),
        [hour, minute, second] => (hour, minute, second, 0),
        [hour, minute, second, a, b, c, d] => {
            (hour, minute, second, u32::from_le_bytes([a, b, c, d]))
        }
        _ => return None,
    };
    // Beyond, chrono would take them for leap seconds.
    (micros < 1_000_000)
        .then(|| NaiveTime::from_hms_micro_opt(hour.into(), minute.into(), second.into(), micros))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_zero_behind_is_left_out() {
        let day = NaiveDate::from_ymd_opt(2024, 5, 1).expect("a day");
        let at = |hour, minute, second, micros| {
            NaiveTime::from_hms_micro_opt(hour, minute, second, micros).expect("a time")
        };
        assert_eq!(date(&[4, 0xE8, 7, 5, 1]), Some(day));
        assert_eq!(instant(&[4, 0xE8, 7, 5, 1]), Some(day.and_time(NaiveTime::MIN)));
        assert_eq!(instant(&[7, 0xE8, 7, 5, 1, 12, 30, 1]), Some(day.and_time(at(12, 30, 1, 0))));
        assert_eq!(
            instant(&[11, 0xE8, 7, 5, 1, 0, 0, 0, 1, 0, 0, 0]),
            Some(day.and_time(at(0, 0, 0, 1)))
        );
        assert_eq!(time(&[0]), Some(NaiveTime::MIN));
        assert_eq!(time(&[8, 0, 0, 0, 0, 0, 23, 59, 59]), Some(at(23, 59, 59, 0)));
        assert_eq!(
            time(&[12, 0, 0, 0, 0, 0, 23, 59, 59, 0x3F, 0x42, 0x0F, 0]),
            Some(at(23, 59, 59, 999_999))
        );
    }

    #[test]
    fn what_is_no_date_or_time_of_ours_is_none() {
        for packed in [&[][..], &[0], &[4, 0xE8, 7, 2, 30], &[4, 0, 0, 0, 0], &[4, 0xE8, 7, 5]] {
            assert_eq!(date(packed), None, "{packed:?}");
            assert_eq!(instant(packed), None, "{packed:?}");
        }
        for packed in [
            &[][..],
            // Negative, a day long, too late, beyond a second.
            &[8, 1, 0, 0, 0, 0, 1, 0, 0],
            &[8, 0, 1, 0, 0, 0, 0, 0, 0],
            &[8, 0, 0, 0, 0, 0, 24, 0, 0],
            &[12, 0, 0, 0, 0, 0, 23, 59, 59, 0x40, 0x42, 0x0F, 0],
            &[5, 0, 0, 0, 0, 0],
        ] {
            assert_eq!(time(packed), None, "{packed:?}");
        }
    }
}
