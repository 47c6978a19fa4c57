//! The rules of columns: what Rust code and HTTP clients alike are held to.

use std::cmp::Ordering;

use chrono::Datelike as _;
use rust_decimal::Decimal;

use super::{Refusal, format, one_of, pattern};
use crate::error::Violation;
use crate::model::{Changes, Column, ColumnType, Member, Number, Shape, Table, Value};

/// All rules that the changes break, for a body of this shape.
pub(crate) fn check(table: &'static Table, shape: Shape, changes: &Changes) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (position, column) in table.columns.iter().enumerate() {
        match changes.get(position) {
            None => {
                if is_required(column, shape) {
                    violations.push(table.violation(position, "required", "is required"));
                }
            }
            Some(value) => {
                if let Err((code, detail)) = check_value(column, value) {
                    violations.push(table.violation(position, code, detail));
                }
            }
        }
    }
    violations.extend(table.one_of.iter().filter_map(|one_of| {
        let given = one_of.columns.iter().filter_map(|&column| changes.get(column));
        let (nulls, keys): (Vec<_>, Vec<_>) = given.partition(|value| value.is_null());
        match keys.len() {
            1 => None,
            0 if nulls.is_empty() && !is_member_required(table, Member::OneOf(one_of), shape) => {
                None
            }
            0 if nulls.is_empty() => {
                Some(Violation::member(one_of.member, "required", "is required"))
            }
            _ => Some(one_of::broken(table, one_of)),
        }
    }));
    violations
}

/// Whether a body of this shape must have the member. Of a `one_of` nothing is null.
pub(crate) fn is_member_required(table: &'static Table, member: Member, shape: Shape) -> bool {
    let column = member.column(table);
    match member {
        Member::Column(_) => is_required(column, shape),
        Member::OneOf(_) => is_required(&Column { nullable: false, ..*column }, shape),
    }
}

/// Whether a body of this shape must have the member.
pub(crate) fn is_required(column: &Column, shape: Shape) -> bool {
    let has_own_value = column.has_own_value();
    match shape {
        Shape::Read => column.readable,
        Shape::Create => column.creatable && !has_own_value,
        // Absent write-only members are kept, because a client cannot send back what it cannot
        // read.
        Shape::Replace => column.updatable && column.readable && !has_own_value,
        Shape::Patch => false,
    }
}

/// Whether one value keeps its column's rules; the first that it breaks is named.
pub(crate) fn check_value(column: &Column, value: &Value) -> Result<(), Refusal> {
    if value.is_null() {
        return if column.nullable { Ok(()) } else { Err(("null", "must not be null".to_owned())) };
    }
    fits(column, value)?;
    if let Some((min, max)) = column.length {
        check_length(value, min, max)?;
    }
    if let Some((min, max)) = column.range {
        check_range(value, min, max)?;
    }
    if let Value::Text(text) = value {
        if let Some(regex) = column.pattern
            && !pattern::is_match(regex, text)
        {
            return Err(("pattern", format!("must match {regex}")));
        }
        if let Some(name) = column.format
            && !format::is_valid(name, text)
        {
            return Err(("format", format!("must be a valid {}", name.name())));
        }
    }
    match column.validate {
        Some(validate) => validate(value).map_err(|message| ("invalid", message)),
        None => Ok(()),
    }
}

/// Whether the value can be stored and read back as it is; JSON and text have made sure of it,
/// Rust code may not have.
fn fits(column: &Column, value: &Value) -> Result<(), Refusal> {
    let years = 1000..=9999;
    match (value, column.column_type) {
        (Value::Text(text), ColumnType::Enum(words))
            if !words.variants.contains(&text.as_str()) =>
        {
            Err(("enum", format!("must be one of {}", words.variants.join(", "))))
        }
        (Value::Text(text), _) if text.contains('\0') => {
            Err(("pattern", "must not contain U+0000".to_owned()))
        }
        (Value::Float(float), _) if !float.is_finite() => {
            Err(("range", "must be a finite number".to_owned()))
        }
        (Value::Int(integer), column_type) => match column_type.integer_bounds() {
            Some((min, max)) if !(min..=max).contains(integer) => {
                Err(("range", format!("must be an integer from {min} to {max}")))
            }
            _ => Ok(()),
        },
        (Value::Decimal(decimal), _) => {
            let (digits, scale) = (column.precision.digits, column.precision.scale);
            let bound = Decimal::from(10_i64.pow(u32::from(digits - scale)));
            if decimal.normalize().scale() > u32::from(scale) || decimal.abs() >= bound {
                let whole = digits - scale;
                let detail = format!(
                    "must be a decimal with at most {whole} digits before the point and {scale} \
                     behind it"
                );
                return Err(("format", detail));
            }
            Ok(())
        }
        (Value::Date(date), _) if !years.contains(&date.year()) => {
            Err(("range", "must be a date of the years 1000 to 9999".to_owned()))
        }
        (Value::Timestamp(instant), _) if !years.contains(&instant.year()) => {
            Err(("range", "must be an instant of the years 1000 to 9999".to_owned()))
        }
        _ => Ok(()),
    }
}

fn check_length(value: &Value, min: u32, max: Option<u32>) -> Result<(), Refusal> {
    let (length, unit) = match value {
        Value::Text(text) => (text.chars().count(), "characters"),
        Value::Bytes(bytes) => (bytes.len(), "bytes"),
        _ => return Ok(()),
    };
    // A length beyond `u32` is beyond every bound that can be stated.
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    if length >= min && max.is_none_or(|max| length <= max) {
        return Ok(());
    }
    let detail = match max {
        Some(max) if max == min => format!("must have {min} {unit}"),
        Some(max) => format!("must have {min} to {max} {unit}"),
        None => format!("must have at least {min} {unit}"),
    };
    Err(("length", detail))
}

fn check_range(value: &Value, min: Option<Number>, max: Option<Number>) -> Result<(), Refusal> {
    let not = |number: Option<Number>, wrong| {
        number.is_none_or(|number| compare(value, number) != Some(wrong))
    };
    if not(min, Ordering::Less) && not(max, Ordering::Greater) {
        return Ok(());
    }
    let detail = match (min, max) {
        (Some(min), Some(max)) => {
            format!("must be from {} to {}", min.decimal(), max.decimal())
        }
        (Some(min), None) => format!("must be at least {}", min.decimal()),
        (None, Some(max)) => format!("must be at most {}", max.decimal()),
        (None, None) => return Ok(()),
    };
    Err(("range", detail))
}

/// How a number stands to a bound.
pub(crate) fn compare(value: &Value, bound: Number) -> Option<Ordering> {
    match value {
        Value::Int(integer) => Some(Decimal::from(*integer).cmp(&bound.decimal())),
        Value::Decimal(decimal) => Some(decimal.cmp(&bound.decimal())),
        Value::Float(float) => float.partial_cmp(&bound.float()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Format, column};

    fn code(column: &Column, value: &Value) -> Option<&'static str> {
        check_value(column, value).err().map(|(code, _)| code)
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn lengths_count_code_points_and_octets() {
        let word = column::<String>("word").length(1, Some(2)).done();
        assert_eq!(code(&word, &text("𝄞é")), None);
        assert_eq!(code(&word, &text("")), Some("length"));
        assert_eq!(code(&word, &text("abc")), Some("length"));
        let bytes = column::<Vec<u8>>("bytes").length(0, Some(2)).done();
        assert_eq!(code(&bytes, &Value::Bytes(vec![0; 3])), Some("length"));
    }

    #[test]
    fn ranges_include_their_bounds() {
        let price = column::<Decimal>("price")
            .decimal(10, 2)
            .range(Some(Number::new(0, 0)), Some(Number::new(1050, 2)))
            .done();
        for (mantissa, expected) in
            [(0, None), (1050, None), (-1, Some("range")), (1051, Some("range"))]
        {
            assert_eq!(code(&price, &Value::Decimal(Decimal::new(mantissa, 2))), expected);
        }
        assert_eq!(code(&price, &Value::Decimal(Decimal::new(1, 3))), Some("format"));
    }

    #[test]
    fn rules_pass_over_null() {
        let mail = column::<Option<String>>("mail").format(Format::Email).done();
        assert_eq!(code(&mail, &Value::Null), None);
        assert_eq!(code(&mail, &text("nobody")), Some("format"));
    }
}
