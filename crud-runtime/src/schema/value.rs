//! The schema of one column's value, wherever it stands.

use serde_json::{Map, Value, json};

use super::{Definitions, bytes, decimal};
use crate::codec::{format, pattern, text};
use crate::model::{Column, ColumnType, Literal, Number, Precision};

/// What text may hold besides its rules: U+0000 has no place in any of the databases' text.
const NO_NUL: &str = r"^[^\u0000]*$";
/// RFC 9562 §4 with hyphens; letters in either case are read, lower case is written.
const UUID_IN: &str =
    "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";
const UUID_OUT: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
/// The one form in which times and instants are written.
const TIME_OUT: &str = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}$";
const TIMESTAMP_OUT: &str = concat!(
    "^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z$",
);

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In an answer: the one form that is written.
    Answer,
    /// In a body that creates or replaces: every form that is read, under the column's rules.
    Body,
    /// In a merge patch, which descends into documents.
    Patch,
}

/// The schema of a value in a body, null included where the column takes it.
pub(super) fn schema(
    column: &Column,
    place: Place,
    definitions: &mut dyn Definitions,
) -> Map<String, Value> {
    let schema = match column.column_type {
        ColumnType::Enum(words) => definitions.enumeration(words),
        ColumnType::Json(json_type) => definitions.document(json_type, place == Place::Patch),
        _ => plain(column, place == Place::Answer, true),
    };
    if column.nullable { nullable(schema) } else { schema }
}

/// The schema of a value in a query parameter: the column's type without its rules, because
/// asking for what cannot be stored is no mistake.
pub(crate) fn parameter(column: &Column) -> Value {
    Value::Object(as_text(column, false))
}

/// The schema of a value in a path: under the column's rules, because a record with another key
/// can neither be there nor be created.
pub(crate) fn key(column: &Column) -> Value {
    Value::Object(as_text(column, true))
}

fn as_text(column: &Column, rules: bool) -> Map<String, Value> {
    match column.column_type {
        ColumnType::Enum(words) => members(json!({"type": "string", "enum": words.variants})),
        ColumnType::Json(_) => members(json!({"type": "string"})),
        _ => plain(column, false, rules),
    }
}

/// The pattern of a value that is a string in JSON, under the column's rules.
pub(crate) fn pattern_of(column: &Column) -> Option<String> {
    plain(column, true, true).get("pattern")?.as_str().map(str::to_owned)
}

/// The pattern of values of the column's type between commas, where there is one.
pub(crate) fn list_pattern(column: &Column) -> Option<String> {
    match column.column_type {
        ColumnType::Text => None,
        _ => element_pattern(column).map(|element| format!("^({element})(,({element}))*$")),
    }
}

/// The pattern of one value of the column's type between commas, without anchors.
pub(crate) fn element_pattern(column: &Column) -> Option<String> {
    let element = match column.column_type {
        ColumnType::Bool => "true|false".to_owned(),
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
            let (min, max) = column.column_type.integer_bounds()?;
            let bound = |bound: i64| Some(Number::new(bound, 0));
            let precision = Precision { digits: 19, scale: 0 };
            let range = Some((bound(min), bound(max)));
            bare(&decimal::pattern(precision, range, decimal::Fraction::UpTo)).to_owned()
        }
        // Within the bounds of the type, whatever is written.
        ColumnType::F64 => {
            r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?([eE][+-]?[0-9]{1,2})?".to_owned()
        }
        ColumnType::Enum(words) => {
            // A comma in a word is written with a backslash in front.
            let word =
                |word: &&str| regex_syntax::escape(&word.replace('\\', "\\\\").replace(',', "\\,"));
            words.variants.iter().map(word).collect::<Vec<_>>().join("|")
        }
        ColumnType::Text => r"([^,\\\u0000]|\\[,\\])*".to_owned(),
        ColumnType::Json(_) => return None,
        ColumnType::Uuid
        | ColumnType::Decimal
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::Bytes => {
            bare(plain(column, false, false).get("pattern")?.as_str()?).to_owned()
        }
    };
    Some(element)
}

/// A pattern without its anchors.
fn bare(pattern: &str) -> &str {
    let open = pattern.strip_prefix('^').unwrap_or(pattern);
    open.strip_suffix('$').unwrap_or(open)
}

/// The schema of a value in an answer, null included where the column takes it.
pub(crate) fn answer(column: &Column, definitions: &mut dyn Definitions) -> Value {
    Value::Object(schema(column, Place::Answer, definitions))
}

/// Any text that a database takes.
pub(crate) fn any_text() -> Value {
    json!({"type": "string", "pattern": NO_NUL})
}

fn plain(column: &Column, answer: bool, rules: bool) -> Map<String, Value> {
    let range = if rules { column.range } else { None };
    let length = if rules { column.length } else { None };
    let string = |pattern: &str| json!({"type": "string", "pattern": pattern});
    members(match column.column_type {
        ColumnType::Bool => json!({"type": "boolean"}),
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
            let (min, max) = if rules {
                integer_bounds(column)
            } else {
                column.column_type.integer_bounds().unwrap_or((i64::MIN, i64::MAX))
            };
            json!({"type": "integer", "minimum": min, "maximum": max})
        }
        ColumnType::F64 => {
            let (min, max) = range.unwrap_or((None, None));
            let bound =
                |number: Option<Number>, else_: f64| number.map_or_else(|| json!(else_), exact);
            json!({"type": "number", "minimum": bound(min, f64::MIN), "maximum": bound(max, f64::MAX)})
        }
        ColumnType::Text if rules => return text_under_rules(column),
        ColumnType::Text => string(NO_NUL),
        ColumnType::Uuid => {
            let pattern = if answer { UUID_OUT } else { UUID_IN };
            json!({"type": "string", "format": "uuid", "pattern": pattern})
        }
        ColumnType::Decimal => {
            use decimal::Fraction::{Exactly, UpTo};
            let fraction = if answer { Exactly } else { UpTo };
            string(&decimal::pattern(column.precision, range, fraction))
        }
        ColumnType::Date => json!({"type": "string", "format": "date", "pattern": text::DATE}),
        // JSON Schema's format `time` wants an offset, which a time of day has not.
        ColumnType::Time => string(if answer { TIME_OUT } else { text::TIME }),
        ColumnType::Timestamp => {
            let pattern = if answer { TIMESTAMP_OUT } else { text::TIMESTAMP };
            json!({"type": "string", "format": "date-time", "pattern": pattern})
        }
        ColumnType::Bytes => json!({
            "type": "string",
            "contentEncoding": "base64",
            "pattern": bytes::pattern(length),
        }),
        // These two are shared definitions; nothing asks for them here.
        ColumnType::Enum(_) | ColumnType::Json(_) => json!({}),
    })
}

fn text_under_rules(column: &Column) -> Map<String, Value> {
    let mut schema = members(json!({"type": "string"}));
    if let Some((min, max)) = column.length {
        if min > 0 {
            schema.insert("minLength".to_owned(), json!(min));
        }
        if let Some(max) = max {
            schema.insert("maxLength".to_owned(), json!(max));
        }
    }
    if let Some(format) = column.format {
        schema.insert("format".to_owned(), json!(format.name()));
    }
    let own = column.pattern.map(pattern::portable);
    let mut patterns: Vec<&str> = own.iter().map(AsRef::as_ref).collect();
    patterns.extend(column.format.and_then(format::pattern));
    if patterns.is_empty() || patterns.iter().all(|pattern| super::language::may_hold_nul(pattern))
    {
        patterns.push(NO_NUL);
    }
    match &patterns[..] {
        [one] => {
            schema.insert("pattern".to_owned(), json!(one));
        }
        several => {
            let all: Vec<_> = several.iter().map(|pattern| json!({"pattern": pattern})).collect();
            schema.insert("allOf".to_owned(), json!(all));
        }
    }
    schema
}

/// The type's bounds, narrowed by the rule's.
pub(crate) fn integer_bounds(column: &Column) -> (i64, i64) {
    let (mut low, mut high) = column.column_type.integer_bounds().unwrap_or((i64::MIN, i64::MAX));
    let (min, max) = column.range.unwrap_or((None, None));
    let unit = |number: Number| 10_i64.pow(number.scale.into());
    if let Some(min) = min {
        let up = i64::from(min.mantissa.rem_euclid(unit(min)) != 0);
        low = low.max(min.mantissa.div_euclid(unit(min)) + up);
    }
    if let Some(max) = max {
        high = high.min(max.mantissa.div_euclid(unit(max)));
    }
    (low, high)
}

/// A bound as JSON, an integer where it is one.
fn exact(number: Number) -> Value {
    if number.is_integer() {
        json!(number.mantissa / 10_i64.pow(number.scale.into()))
    } else {
        json!(number.float())
    }
}

fn nullable(mut schema: Map<String, Value>) -> Map<String, Value> {
    match schema.get("type") {
        Some(Value::String(one)) if !schema.contains_key("enum") => {
            let types = json!([one, "null"]);
            schema.insert("type".to_owned(), types);
            schema
        }
        // Without a type, anything goes already.
        None if schema.is_empty() => schema,
        _ => members(json!({"anyOf": [schema, {"type": "null"}]})),
    }
}

/// A literal of the attribute language as JSON, in the form that answers have.
pub(super) fn literal(column: &Column, literal: Literal) -> Option<Value> {
    let value = crate::codec::literal::value(column, literal)?;
    Some(super::sample::to_json(column, &value))
}

/// The members of an object that `json!` made.
pub(super) fn members(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
