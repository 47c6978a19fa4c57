//! Sizes and durations as people write them: `1MiB`, `30s`.

use std::time::Duration;

/// Reads `500ms`, `30s`, `2m`; a bare number is seconds.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = split(text);
    let unit = match unit {
        "ms" => Duration::from_millis(1),
        "" | "s" => Duration::from_secs(1),
        "m" => Duration::from_mins(1),
        _ => return Err(expected(text, "a duration such as 500ms, 30s or 2m")),
    };
    let read = number.parse::<u32>().ok().and_then(|number| unit.checked_mul(number));
    match read {
        Some(duration) if !duration.is_zero() => Ok(duration),
        _ => Err(expected(text, "a duration such as 500ms, 30s or 2m, more than nothing")),
    }
}

/// Reads `1048576`, `64KiB`, `1MiB`.
pub(crate) fn size(text: &str) -> Result<usize, String> {
    let (number, unit) = split(text);
    let unit = match unit {
        "" | "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        _ => return Err(expected(text, "a size such as 1048576, 64KiB or 1MiB")),
    };
    let read = number.parse::<usize>().ok().and_then(|number| number.checked_mul(unit));
    read.filter(|&size| size > 0)
        .ok_or_else(|| expected(text, "a size such as 1048576, 64KiB or 1MiB, more than nothing"))
}

/// Reads a positive number.
pub(crate) fn count(text: &str) -> Result<usize, String> {
    let read = text.parse::<usize>().ok().filter(|&count| count > 0);
    read.ok_or_else(|| expected(text, "a number from 1 up"))
}

/// Writes a duration as [`duration`] reads it.
pub(crate) fn show_duration(duration: Duration) -> String {
    match (duration.as_secs(), duration.subsec_millis()) {
        (secs, 0) => format!("{secs}s"),
        (_, _) => format!("{}ms", duration.as_millis()),
    }
}

/// Writes a size as [`size`] reads it.
pub(crate) fn show_size(size: usize) -> String {
    const MIB: usize = 1 << 20;
    match size {
        _ if size.is_multiple_of(MIB) => format!("{}MiB", size / MIB),
        _ if size.is_multiple_of(1 << 10) => format!("{}KiB", size >> 10),
        _ => size.to_string(),
    }
}

fn split(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    (number, unit.trim_start())
}

fn expected(text: &str, what: &str) -> String {
    format!("`{text}` is not {what}")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{count, duration, size};

    #[test]
    fn units_are_read_and_anything_else_is_refused() {
        assert_eq!(duration("30"), Ok(Duration::from_secs(30)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("2 m"), Ok(Duration::from_mins(2)));
        assert_eq!(size("1MiB"), Ok(1 << 20));
        assert_eq!(size("64 KiB"), Ok(64 << 10));
        assert_eq!(count("7"), Ok(7));
        for bad in ["", "-1", "0", "1h", "MiB", "1.5MiB", "99999999999999999999999"] {
            assert!(duration(bad).is_err() && size(bad).is_err() && count(bad).is_err(), "{bad}");
        }
    }
}
