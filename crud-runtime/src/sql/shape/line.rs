//! A column as it is written down: an object of JSON in the words of the attribute language, with
//! what goes without saying left out.

use std::str::FromStr as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Column, Default, Kind, Native};
use crate::codec::text;
use crate::model::{Number, Precision, Value};

/// A column as it is written down.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    words: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    null: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    auto: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default_sql: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    length: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    range: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    longest: Option<u32>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    comment: String,
    #[serde(default, skip_serializing_if = "Native::is_none")]
    sql_type: Native,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_false(value: &bool) -> bool {
    !value
}

impl From<Column> for Line {
    fn from(column: Column) -> Self {
        let kind = column.kind.to_string();
        let (default, default_sql) = match column.default {
            Some(Default::Value(value)) => (Some(json(&value)), None),
            Some(Default::Sql(expression)) => (None, Some(expression)),
            None => (None, None),
        };
        let length = column.length.map(|(min, max)| {
            let min = (min > 0).then(|| min.to_string());
            span(min, max.map(|max| max.to_string()))
        });
        let bound = |number: Number| number.decimal().to_string();
        Self {
            name: column.name,
            kind,
            words: if let Kind::Enum(words) = column.kind { words } else { Vec::new() },
            null: column.nullable,
            auto: column.auto,
            default,
            default_sql,
            length,
            range: column.range.map(|(min, max)| span(min.map(bound), max.map(bound))),
            longest: column.longest,
            comment: column.comment,
            sql_type: column.sql_type,
        }
    }
}

impl TryFrom<Line> for Column {
    type Error = String;

    fn try_from(line: Line) -> Result<Self, String> {
        let wrong = |what: &str| format!("{what} of the column `{}`", line.name);
        let kind =
            kind(&line.kind, line.words).ok_or_else(|| wrong("there is no such type as that"))?;
        let default = match (line.default, line.default_sql) {
            (Some(_), Some(_)) => return Err(wrong("there are two defaults")),
            (Some(json), None) => Some(Default::Value(
                value(&kind, &json).ok_or_else(|| wrong("the default does not fit the type"))?,
            )),
            (None, Some(expression)) => Some(Default::Sql(expression)),
            (None, None) => None,
        };
        let length = line.length.map(|length| {
            let (min, max) = bounds(&length, |bound| bound.parse().ok())?;
            Some((min.unwrap_or(0), max))
        });
        let range = line.range.map(|range| bounds(&range, number));
        let (length, range) = match (length, range) {
            (Some(None), _) => return Err(wrong("`1..=9` would be a length, unlike that")),
            (_, Some(None)) => return Err(wrong("`1..=9` would be a range, unlike that")),
            (length, range) => (length.flatten(), range.flatten()),
        };
        Ok(Self {
            name: line.name,
            kind,
            nullable: line.null,
            auto: line.auto,
            default,
            length,
            range,
            longest: line.longest,
            comment: line.comment,
            sql_type: line.sql_type,
        })
    }
}

fn kind(name: &str, words: Vec<String>) -> Option<Kind> {
    if (name == "enum") == words.is_empty() {
        return None;
    }
    Some(match name {
        "bool" => Kind::Bool,
        "i16" => Kind::I16,
        "i32" => Kind::I32,
        "i64" => Kind::I64,
        "u32" => Kind::U32,
        "f64" => Kind::F64,
        "text" => Kind::Text,
        "uuid" => Kind::Uuid,
        "date" => Kind::Date,
        "time" => Kind::Time,
        "timestamp" => Kind::Timestamp,
        "bytes" => Kind::Bytes,
        "json" => Kind::Json,
        "enum" => Kind::Enum(words),
        _ => {
            let inside = name.strip_prefix("decimal(")?.strip_suffix(')')?;
            let (digits, scale) = inside.split_once(", ")?;
            let (digits, scale) = (digits.parse().ok()?, scale.parse().ok()?);
            let is_possible = (1..=18).contains(&digits) && scale <= digits;
            is_possible.then_some(Kind::Decimal(Precision { digits, scale }))?
        }
    })
}

fn json(value: &Value) -> Json {
    let mut text = String::new();
    // Writing into a `String` cannot fail.
    let _ = match value {
        Value::Null => return Json::Null,
        Value::Bool(value) => return Json::from(*value),
        Value::Int(value) => return Json::from(*value),
        Value::Float(value) => return Json::from(*value),
        Value::Text(value) => return Json::from(value.as_str()),
        Value::Uuid(value) => return Json::from(value.to_string()),
        Value::Decimal(value) => return Json::from(value.to_string()),
        Value::Bytes(value) => return Json::from(STANDARD.encode(value)),
        Value::Json(value) => return Json::from(value.to_string()),
        Value::Date(value) => text::write_date(*value, &mut text),
        Value::Time(value) => text::write_time(*value, &mut text),
        Value::Timestamp(value) => text::write_timestamp(*value, &mut text),
    };
    Json::from(text)
}

fn value(kind: &Kind, json: &Json) -> Option<Value> {
    match (kind, json) {
        (Kind::Bool, Json::Bool(value)) => Some(Value::Bool(*value)),
        (Kind::F64, Json::Number(number)) => number.as_f64().map(Value::Float),
        (kind, Json::Number(number)) => {
            let (least, most) = kind.integer_bounds()?;
            let integer = number.as_i64()?;
            (least..=most).contains(&integer).then_some(Value::Int(integer))
        }
        (Kind::Text, Json::String(text)) => Some(Value::Text(text.clone())),
        (Kind::Enum(words), Json::String(word)) => {
            words.contains(word).then(|| Value::Text(word.clone()))
        }
        (Kind::Uuid, Json::String(text)) => text::uuid(text).map(Value::Uuid),
        (Kind::Decimal(precision), Json::String(text)) => {
            text::decimal(*precision, text).ok().map(Value::Decimal)
        }
        (Kind::Date, Json::String(text)) => text::date(text).map(Value::Date),
        (Kind::Time, Json::String(text)) => text::time(text).map(Value::Time),
        (Kind::Timestamp, Json::String(text)) => text::timestamp(text).map(Value::Timestamp),
        (Kind::Bytes, Json::String(text)) => STANDARD.decode(text).ok().map(Value::Bytes),
        (Kind::Json, Json::String(text)) => serde_json::from_str(text).ok().map(Value::Json),
        _ => None,
    }
}

/// Bounds as attributes spell them: `1..=9`, `1..`, `..=9`.
fn span(min: Option<String>, max: Option<String>) -> String {
    let max = max.map(|max| format!("={max}"));
    format!("{}..{}", min.unwrap_or_default(), max.unwrap_or_default())
}

fn bounds<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<(Option<T>, Option<T>)> {
    let (min, max) = text.split_once("..")?;
    let min = if min.is_empty() { None } else { Some(read(min)?) };
    let max = if max.is_empty() { None } else { Some(read(max.strip_prefix('=')?)?) };
    Some((min, max))
}

fn number(text: &str) -> Option<Number> {
    let decimal = Decimal::from_str(text).ok()?;
    let mantissa = i64::try_from(decimal.mantissa()).ok()?;
    Some(Number::new(mantissa, u8::try_from(decimal.scale()).ok()?))
}
