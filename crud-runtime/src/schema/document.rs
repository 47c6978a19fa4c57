//! Schemas of `Json<T>` columns: what schemars says of `T`, in standard words.

use serde_json::{Map, Value, json};

use super::language::Language;
use super::sample::dice;

/// Marks a reference to the partial form of a definition until it has a name.
pub(super) const PARTIAL: &str = "#partial";

/// The formats of JSON Schema 2020-12 §7.3.
const FORMATS: &[&str] = &[
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
];

/// Rewrites a schema in place: formats outside the standard become bounds or go.
pub(super) fn clean(schema: &mut Value) {
    let Value::Object(members) = schema else { return };
    members.remove("$schema");
    // serde reads sets from arrays that repeat an element.
    members.remove("uniqueItems");
    if let Some(Value::String(format)) = members.get("format") {
        let format = format.clone();
        if let Some((min, max)) = bounds(&format) {
            members.entry("minimum").or_insert(min);
            members.entry("maximum").or_insert(max);
        }
        if !FORMATS.contains(&&*format) {
            members.remove("format");
        }
    }
    each_subschema(members, &mut clean);
}

/// The bounds that a format of numbers stands for.
fn bounds(format: &str) -> Option<(Value, Value)> {
    Some(match format {
        "int8" => (json!(i8::MIN), json!(i8::MAX)),
        "int16" => (json!(i16::MIN), json!(i16::MAX)),
        "int32" => (json!(i32::MIN), json!(i32::MAX)),
        "int64" | "int" => (json!(i64::MIN), json!(i64::MAX)),
        "uint8" => (json!(0), json!(u8::MAX)),
        "uint16" => (json!(0), json!(u16::MAX)),
        "uint32" => (json!(0), json!(u32::MAX)),
        "uint64" | "uint" => (json!(0), json!(u64::MAX)),
        "double" | "float" => (json!(f64::MIN), json!(f64::MAX)),
        _ => return None,
    })
}

/// Turns a schema into that of a merge patch (RFC 7396) of such a document: nothing is required,
/// what was not required may be removed with null, and objects inside are patched likewise.
///
/// Choices between schemas stay whole: half of one variant is no document.
pub(super) fn make_partial(schema: &mut Value) {
    let Value::Object(members) = schema else { return };
    if let Some(Value::String(reference)) = members.get_mut("$ref") {
        if !reference.ends_with(PARTIAL) {
            reference.push_str(PARTIAL);
        }
        return;
    }
    let required = members.remove("required");
    let is_required = |name: &str| {
        required
            .as_ref()
            .and_then(Value::as_array)
            .is_some_and(|required| required.iter().any(|one| one == name))
    };
    members.remove("minProperties");
    if let Some(Value::Object(properties)) = members.get_mut("properties") {
        for (name, property) in properties {
            make_partial(property);
            if !is_required(name) {
                make_nullable(property);
            }
        }
    }
    if let Some(other @ Value::Object(_)) = members.get_mut("additionalProperties") {
        make_partial(other);
        make_nullable(other);
    }
    // `Option<T>` of a shared type: null, or what patches it.
    if let Some(Value::Array(options)) = members.get_mut("anyOf") {
        let null = json!({"type": "null"});
        if options.len() == 2 && options.contains(&null) {
            options.iter_mut().for_each(make_partial);
        }
    }
}

fn make_nullable(schema: &mut Value) {
    let takes_null = match schema.get("type") {
        Some(Value::String(one)) => one == "null",
        Some(Value::Array(types)) => types.iter().any(|one| one == "null"),
        _ => schema
            .get("anyOf")
            .and_then(Value::as_array)
            .is_some_and(|options| options.contains(&json!({"type": "null"}))),
    };
    let is_anything = schema == &json!(true) || schema == &json!({});
    if !takes_null && !is_anything {
        *schema = json!({"anyOf": [schema.take(), {"type": "null"}]});
    }
}

/// Lets `rename` replace each reference.
pub(super) fn each_reference(schema: &mut Value, rename: &mut dyn FnMut(&str) -> Option<String>) {
    let Value::Object(members) = schema else { return };
    if let Some(Value::String(reference)) = members.get_mut("$ref")
        && let Some(renamed) = rename(reference)
    {
        *reference = renamed;
    }
    each_subschema(members, &mut |schema| each_reference(schema, rename));
}

/// Visits the schemas right inside a schema, and not values that only look like one.
fn each_subschema(members: &mut Map<String, Value>, visit: &mut dyn FnMut(&mut Value)) {
    for (keyword, value) in members {
        match (keyword.as_str(), value) {
            (
                "properties" | "patternProperties" | "$defs" | "dependentSchemas",
                Value::Object(all),
            ) => {
                all.values_mut().for_each(&mut *visit);
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(all)) => {
                all.iter_mut().for_each(&mut *visit);
            }
            (
                "items"
                | "additionalProperties"
                | "unevaluatedProperties"
                | "unevaluatedItems"
                | "contains"
                | "propertyNames"
                | "not"
                | "if"
                | "then"
                | "else",
                schema,
            ) => visit(schema),
            _ => {}
        }
    }
}

/// A document that the schema allows; `None` where none was found.
pub(super) fn instance(
    schema: &Value,
    definitions: &Map<String, Value>,
    depth: usize,
) -> Option<Value> {
    /// A type that holds itself has no end but an empty list or a null.
    const DEEP: usize = 12;
    let Value::Object(members) = schema else { return Some(json!({})) };
    if depth > DEEP {
        return None;
    }
    let inside = |schema| instance(schema, definitions, depth + 1);
    if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
        return inside(definitions.get(reference)?);
    }
    for keyword in ["const", "default"] {
        if let Some(value) = members.get(keyword) {
            return Some(value.clone());
        }
    }
    for keyword in ["examples", "enum"] {
        if let Some(first) = members.get(keyword).and_then(|values| values.get(0)) {
            return Some(first.clone());
        }
    }
    let mut object = Map::new();
    for keyword in ["oneOf", "anyOf"] {
        if let Some(options) = members.get(keyword).and_then(Value::as_array) {
            match options.iter().find_map(inside)? {
                Value::Object(option) => object.extend(option),
                plain => return Some(plain),
            }
        }
    }
    for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        if let Value::Object(part) = inside(part)? {
            object.extend(part);
        }
    }
    let type_name = match members.get("type") {
        Some(Value::Array(types)) => types.first()?.as_str()?,
        Some(name) => name.as_str()?,
        None if object.is_empty() && !members.contains_key("properties") => return Some(json!({})),
        None => "object",
    };
    Some(match type_name {
        "null" => Value::Null,
        "boolean" => json!(true),
        "integer" | "number" => {
            let bound = |keyword| members.get(keyword).and_then(Value::as_f64);
            let one =
                1.0_f64.max(bound("minimum").unwrap_or(1.0)).min(bound("maximum").unwrap_or(1.0));
            #[expect(
                clippy::cast_possible_truncation,
                reason = "an example need not be near a bound"
            )]
            if one.fract() == 0.0 { json!(one as i64) } else { json!(one) }
        }
        "string" => Value::String(text(members)),
        "array" => {
            let mut array = Vec::new();
            for schema in members.get("prefixItems").and_then(Value::as_array).into_iter().flatten()
            {
                array.push(inside(schema)?);
            }
            let least = members.get("minItems").and_then(Value::as_u64).unwrap_or(0);
            while (array.len() as u64) < least {
                array.push(members.get("items").map_or(Some(Value::Null), inside)?);
            }
            Value::Array(array)
        }
        _ => {
            let required = members.get("required").and_then(Value::as_array).into_iter().flatten();
            for name in required.filter_map(Value::as_str) {
                let schema = members.get("properties").and_then(|all| all.get(name));
                object.insert(name.to_owned(), schema.map_or(Some(json!({})), inside)?);
            }
            Value::Object(object)
        }
    })
}

fn text(members: &Map<String, Value>) -> String {
    let known = match members.get("format").and_then(Value::as_str) {
        Some("date-time") => "2024-05-01T12:30:00Z",
        Some("date") => "2024-05-01",
        Some("time") => "12:30:00Z",
        Some("duration") => "P1D",
        Some("email" | "idn-email") => "someone@example.org",
        Some("uuid") => "018f334d-b7c0-7000-8000-000000000001",
        Some("uri" | "iri" | "uri-reference" | "iri-reference") => "https://example.org/",
        Some("hostname" | "idn-hostname") => "example.org",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let least = members.get("minLength").and_then(Value::as_u64).unwrap_or(0);
    if let Some(pattern) = members.get("pattern").and_then(Value::as_str)
        && let Some(language) = Language::of(pattern, u32::try_from(least).unwrap_or(8).max(8))
    {
        let mut word = String::new();
        language.word(&mut dice(1), &mut word);
        return word;
    }
    let most = members.get("maxLength").and_then(Value::as_u64).unwrap_or(u64::MAX);
    let length = usize::try_from(4.clamp(least, most.max(least))).unwrap_or(4);
    "text".chars().cycle().take(length).collect()
}
