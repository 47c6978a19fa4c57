//! Ranges of decimals as regular expressions: what `minimum` is to numbers, for the strings that
//! decimals are in JSON.

use crate::model::{Number, Precision};

/// How many digits stand behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fraction {
    /// As many as the writer likes, up to the scale.
    UpTo,
    /// All of the scale's, as answers have them.
    Exactly,
}

/// No decimal with the column's digits lies between its bounds.
const NOTHING: &str = "^[^0-9]$^";

/// The pattern of exactly the decimals that a column takes: within its digits and, where there
/// are any, its bounds.
pub(super) fn pattern(
    precision: Precision,
    range: Option<(Option<Number>, Option<Number>)>,
    fraction: Fraction,
) -> String {
    let largest = 10_i128.pow(u32::from(precision.digits)) - 1;
    let (min, max) = range.unwrap_or((None, None));
    let scale = precision.scale;
    let low = min.map_or(-largest, |number| units(number, scale, Rounding::Up)).max(-largest);
    let high = max.map_or(largest, |number| units(number, scale, Rounding::Down)).min(largest);
    let scale = usize::from(scale);
    if low > high {
        return NOTHING.to_owned();
    }

    let mut signed = Vec::new();
    let negative = (low <= 0).then(|| ((-high).max(0), -low));
    let positive = (high >= 0).then_some((low.max(0), high));
    match (negative, positive) {
        // A zero with a minus sign is read, and never written.
        (Some((0, 0)), Some(positive)) if fraction == Fraction::Exactly => {
            signed.push(magnitude(positive, scale, fraction));
        }
        (Some(negative), Some(positive)) if negative == positive => {
            signed.push(format!("-?{}", group(magnitude(positive, scale, fraction))));
        }
        (negative, positive) => {
            signed.extend(positive.map(|range| magnitude(range, scale, fraction)));
            signed.extend(
                negative.map(|range| format!("-{}", group(magnitude(range, scale, fraction)))),
            );
        }
    }
    format!("^{}$", group(signed.join("|")))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rounding {
    Up,
    Down,
}

/// A bound in units of the last digit that the column keeps.
fn units(number: Number, scale: u8, rounding: Rounding) -> i128 {
    let mantissa = i128::from(number.mantissa);
    if number.scale <= scale {
        return mantissa * 10_i128.pow(u32::from(scale - number.scale));
    }
    let divisor = 10_i128.pow(u32::from(number.scale - scale));
    let floor = mantissa.div_euclid(divisor);
    if rounding == Rounding::Up && mantissa.rem_euclid(divisor) != 0 { floor + 1 } else { floor }
}

/// Alternatives that match the unsigned decimals of a range, both ends included.
fn magnitude((low, high): (i128, i128), scale: usize, fraction: Fraction) -> String {
    let unit = 10_i128.pow(u32::try_from(scale).unwrap_or(0));
    let (low_whole, low_part) = (low / unit, low % unit);
    let (high_whole, high_part) = (high / unit, high % unit);
    let part = |from, to| fractions(from, to, scale, fraction);
    if low_whole == high_whole {
        return format!("{low_whole}{}", part(low_part, high_part));
    }
    let mut alternatives = Vec::new();
    let (mut from, mut to) = (low_whole, high_whole);
    if low_part != 0 {
        alternatives.push(format!("{low_whole}{}", part(low_part, unit - 1)));
        from += 1;
    }
    if high_part != unit - 1 {
        to -= 1;
    }
    if from <= to {
        alternatives.push(format!("{}{}", group(wholes(from, to)), part(0, unit - 1)));
    }
    if to != high_whole {
        alternatives.push(format!("{high_whole}{}", part(0, high_part)));
    }
    alternatives.join("|")
}

/// What may stand behind the whole number when the fraction lies between two bounds, given in
/// units of the last digit.
fn fractions(low: i128, high: i128, scale: usize, fraction: Fraction) -> String {
    if scale == 0 {
        return String::new();
    }
    match fraction {
        Fraction::Exactly => format!(r"\.{}", group(fixed(low, high, scale))),
        Fraction::UpTo => {
            let some = format!(r"\.{}", group(padded(low, high, scale, false)));
            if low == 0 { format!("({some})?") } else { some }
        }
    }
}

/// Whole numbers without leading zeros between two bounds.
fn wholes(low: i128, high: i128) -> String {
    let mut alternatives = Vec::new();
    let mut from = low;
    while from <= high {
        let width = digits(from);
        let to = high.min(10_i128.pow(u32::try_from(width).unwrap_or(0)) - 1);
        // All numbers of this many digits, and of every higher count that fits, in one.
        let most = (width..=digits(high))
            .rev()
            .find(|&most| 10_i128.pow(u32::try_from(most).unwrap_or(0)) - 1 <= high);
        match most {
            Some(most) if from == lowest(width) && from > 0 => {
                alternatives.push(format!("[1-9]{}", repeated(width - 1, most - 1)));
                from = 10_i128.pow(u32::try_from(most).unwrap_or(0));
            }
            _ if from == 0 => {
                alternatives.push("0".to_owned());
                from = 1;
            }
            _ => {
                alternatives.push(fixed(from, to, width));
                from = to + 1;
            }
        }
    }
    alternatives.join("|")
}

/// Exactly `width` digits between two bounds.
fn fixed(low: i128, high: i128, width: usize) -> String {
    if width == 0 {
        return String::new();
    }
    let unit = 10_i128.pow(u32::try_from(width - 1).unwrap_or(0));
    if low == 0 && high == unit * 10 - 1 {
        return repeated(width, width);
    }
    split(low, high, unit, |low, high| fixed(low, high, width - 1))
}

/// One to `width` digits (none, where `empty` allows it) that lie between two bounds when zeros
/// fill them up.
fn padded(low: i128, high: i128, width: usize, empty: bool) -> String {
    if width == 0 {
        return String::new();
    }
    let unit = 10_i128.pow(u32::try_from(width - 1).unwrap_or(0));
    if low == 0 && high == unit * 10 - 1 {
        return repeated(usize::from(!empty), width);
    }
    if high == 0 {
        return format!("0{{{},{width}}}", usize::from(!empty));
    }
    let some = split(low, high, unit, |low, high| padded(low, high, width - 1, low == 0));
    if empty { format!("({some})?") } else { some }
}

/// Alternatives by the first digit; `rest` matches what follows it, given its bounds. Neighbouring
/// digits with the same rest become one class.
fn split(low: i128, high: i128, unit: i128, rest: impl Fn(i128, i128) -> String) -> String {
    let (first, last) = (low / unit, high / unit);
    let mut runs: Vec<(i128, i128, String)> = Vec::new();
    for digit in first..=last {
        let from = if digit == first { low % unit } else { 0 };
        let to = if digit == last { high % unit } else { unit - 1 };
        let rest = rest(from, to);
        match runs.last_mut() {
            Some((_, end, same)) if *same == rest => *end = digit,
            _ => runs.push((digit, digit, rest)),
        }
    }
    let alternatives: Vec<_> = runs
        .into_iter()
        .map(|(from, to, rest)| format!("{}{}", class(from, to), group(rest)))
        .collect();
    alternatives.join("|")
}

fn class(from: i128, to: i128) -> String {
    if from == to { from.to_string() } else { format!("[{from}-{to}]") }
}

fn repeated(least: usize, most: usize) -> String {
    match (least, most) {
        (0, 0) => String::new(),
        (1, 1) => "[0-9]".to_owned(),
        (least, most) if least == most => format!("[0-9]{{{least}}}"),
        (least, most) => format!("[0-9]{{{least},{most}}}"),
    }
}

fn lowest(width: usize) -> i128 {
    10_i128.pow(u32::try_from(width - 1).unwrap_or(0))
}

fn digits(number: i128) -> usize {
    number.to_string().len()
}

/// Parentheses around alternatives; around anything else they would only be noise.
fn group(pattern: String) -> String {
    let mut depth = 0_usize;
    let has_alternatives = pattern.chars().any(|character| {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        character == '|' && depth == 0
    });
    if has_alternatives { format!("({pattern})") } else { pattern }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;
    use crate::codec::text;

    #[test]
    fn common_ranges_read_well() {
        let money = Precision { digits: 10, scale: 2 };
        assert_eq!(pattern(money, None, Fraction::UpTo), r"^-?(0|[1-9][0-9]{0,7})(\.[0-9]{1,2})?$");
        assert_eq!(
            pattern(money, Some((Some(Number::new(0, 0)), None)), Fraction::UpTo),
            r"^((0|[1-9][0-9]{0,7})(\.[0-9]{1,2})?|-0(\.0{1,2})?)$"
        );
        assert_eq!(
            pattern(money, Some((Some(Number::new(0, 0)), None)), Fraction::Exactly),
            r"^(0|[1-9][0-9]{0,7})\.[0-9]{2}$"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn the_pattern_is_the_range(
            (digits, scale) in (1_u8..=6).prop_flat_map(|digits| (Just(digits), 0..=digits)),
            bounds in (any::<Option<(i16, u8)>>(), any::<Option<(i16, u8)>>()),
            texts in proptest::collection::vec("-?(0|[0-9]{1,6})(\\.[0-9]{1,6})?", 20),
        ) {
            let precision = Precision { digits, scale };
            let bound = |bound: Option<(i16, u8)>| {
                bound.map(|(mantissa, scale)| Number::new(mantissa.into(), scale % 5))
            };
            let range = (bound(bounds.0), bound(bounds.1));
            if let (Some(min), Some(max)) = range {
                prop_assume!(min.decimal() <= max.decimal());
            }
            let compiled = |fraction| Regex::new(&pattern(precision, Some(range), fraction));
            let (input, output) =
                (compiled(Fraction::UpTo).unwrap(), compiled(Fraction::Exactly).unwrap());
            for text in texts {
                let value = text::decimal(precision, &text).ok().filter(|value| {
                    range.0.is_none_or(|min| *value >= min.decimal())
                        && range.1.is_none_or(|max| *value <= max.decimal())
                });
                prop_assert_eq!(input.is_match(&text), value.is_some(), "{}", text);
                if let Some(value) = value {
                    prop_assert!(output.is_match(&value.to_string()), "{}", value);
                }
            }
        }
    }
}
