//! Values that keep a column's rules, for examples.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use serde_json::Value as Json;
use uuid::Uuid;

use super::components::instance;
use super::language::Language;
use super::value::integer_bounds;
use crate::codec::{json, literal, rules, text};
use crate::model::{Column, ColumnType, Default, Format, Number, Value};

/// A value for the column in the form that answers have; always the same one.
///
/// `None` when no value was found that keeps all rules, such as the user's own check.
pub(crate) fn sample(column: &Column) -> Option<Json> {
    let own = [column.example, default(column)].into_iter().flatten();
    own.filter_map(|value| literal::value(column, value))
        .chain(guesses(column))
        .find(|value| rules::check_value(column, value).is_ok())
        .map(|value| to_json(column, &value))
        .or_else(|| column.nullable.then_some(Json::Null))
}

/// A value of the column as JSON.
pub(super) fn to_json(column: &Column, value: &Value) -> Json {
    let mut text = Vec::new();
    json::write(column, value, &mut text);
    serde_json::from_slice(&text).unwrap_or(Json::Null)
}

/// Numbers that look random and are the same every time.
pub(super) fn dice(seed: u32) -> impl FnMut(u32) -> u32 {
    let mut state = u64::from(seed);
    move |below| {
        // Knuth's MMIX generator; its high bits are the good ones.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(below.max(1))).unwrap_or(0)
    }
}

fn default(column: &Column) -> Option<crate::model::Literal> {
    match column.default {
        Some(Default::Literal(literal)) => Some(literal),
        Some(Default::Sql(_)) | None => None,
    }
}

/// Values worth trying, the most telling first.
fn guesses(column: &Column) -> Vec<Value> {
    let day = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap_or_default();
    let noon = NaiveTime::from_hms_opt(12, 30, 0).unwrap_or_default();
    match column.column_type {
        ColumnType::Bool => vec![Value::Bool(true), Value::Bool(false)],
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
            let (low, high) = integer_bounds(column);
            [1, 2, 10, low, high]
                .map(|integer| Value::Int(integer.clamp(low, high.max(low))))
                .into()
        }
        ColumnType::F64 => {
            let (min, max) = bounds(column, Number::float);
            [Some(1.5), min, max].into_iter().flatten().map(Value::Float).collect()
        }
        ColumnType::Decimal => {
            let (min, max) = bounds(column, Number::decimal);
            let rounded = |decimal: Decimal| text::with_scale(column.precision, decimal);
            [Some(Decimal::new(999, 2)), Some(Decimal::new(5, 1)), min, max]
                .into_iter()
                .flatten()
                .map(|decimal| Value::Decimal(rounded(decimal)))
                .collect()
        }
        ColumnType::Text => texts(column).into_iter().map(Value::Text).collect(),
        ColumnType::Uuid => {
            vec![Value::Uuid(Uuid::from_u128(0x018f_334d_b7c0_7000_8000_0000_0000_0001))]
        }
        ColumnType::Date => vec![Value::Date(day)],
        ColumnType::Time => vec![Value::Time(noon)],
        ColumnType::Timestamp => vec![Value::Timestamp(day.and_time(noon).and_utc())],
        ColumnType::Bytes => {
            let (min, max) = column.length.unwrap_or((0, None));
            let length = 4.clamp(min, max.unwrap_or(u32::MAX).max(min));
            vec![Value::Bytes((0..=u8::MAX).cycle().take(length as usize).collect())]
        }
        ColumnType::Enum(words) => {
            words.variants.iter().map(|&word| Value::Text(word.to_owned())).collect()
        }
        ColumnType::Json(json_type) => instance(json_type).into_iter().map(Value::Json).collect(),
    }
}

fn bounds<T>(column: &Column, read: impl Fn(Number) -> T) -> (Option<T>, Option<T>) {
    let (min, max) = column.range.unwrap_or((None, None));
    (min.map(&read), max.map(&read))
}

fn texts(column: &Column) -> Vec<String> {
    let (min, max) = column.length.unwrap_or((0, None));
    let max = max.unwrap_or(u32::MAX);
    if let Some(format) = column.format {
        return vec![of_format(format).to_owned()];
    }
    let Some(pattern) = column.pattern else { return vec![from_name(column.member, min, max)] };
    let length = min.max(8).min(max);
    let Some(language) = Language::of(pattern, length) else { return Vec::new() };
    let mut random = dice(1);
    let words = std::iter::repeat_with(|| {
        let mut word = String::new();
        language.word(&mut random, &mut word);
        word
    });
    words.take(200).collect()
}

/// A text that each format takes.
pub(super) const fn of_format(format: Format) -> &'static str {
    match format {
        Format::Email => "someone@example.org",
        Format::Uri => "https://example.org/",
        Format::Hostname => "example.org",
        Format::Ipv4 => "192.0.2.1",
        Format::Ipv6 => "2001:db8::1",
    }
}

/// `given_name` → `Given name`, cut or filled up to the length.
fn from_name(member: &str, min: u32, max: u32) -> String {
    let mut words = String::new();
    for character in member.chars() {
        match character {
            '_' => words.push(' '),
            upper if upper.is_uppercase() => {
                words.push(' ');
                words.extend(upper.to_lowercase());
            }
            other => words.push(other),
        }
    }
    let mut letters = words.trim().chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    let text = first.unwrap_or_default() + letters.as_str();
    let filled = text.chars().chain(std::iter::repeat('x'));
    let count = u32::try_from(text.chars().count()).unwrap_or(0);
    filled.take(count.clamp(min, max.max(min)) as usize).collect()
}
