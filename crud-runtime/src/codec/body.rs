//! JSON bodies, read strictly: duplicate members are refused at every depth, and nesting is
//! bounded (`serde_json` stops at 128 levels).

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Why a body is no JSON object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// It is not JSON as RFC 8259 and RFC 7493 §2.3 have it; the text says where and why.
    Malformed(String),
    /// It is JSON, but its top level is no object.
    NotAnObject,
}

/// The members of a JSON object.
pub(crate) fn object(body: &[u8]) -> Result<Map<String, Value>, BodyError> {
    match parse(body)? {
        Value::Object(members) => Ok(members),
        _ => Err(BodyError::NotAnObject),
    }
}

/// Any JSON document.
pub(crate) fn parse(body: &[u8]) -> Result<Value, BodyError> {
    let malformed = |error: serde_json::Error| BodyError::Malformed(error.to_string());
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let document = Strict.deserialize(&mut deserializer).map_err(malformed)?;
    deserializer.end().map_err(malformed)?;
    Ok(document)
}

/// Reads a document whose objects name each member once.
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON document")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(element) = elements.next_element_seed(Strict)? {
            array.push(element);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(A::Error::custom(format_args!("duplicate member {name:?}")));
            }
            object.insert(name, members.next_value_seed(Strict)?);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_are_refused_at_every_depth() {
        for body in [r#"{"a":1,"a":2}"#, r#"{"a":[{"b":{"c":1,"c":1}}]}"#] {
            assert!(matches!(object(body.as_bytes()), Err(BodyError::Malformed(_))), "{body}");
        }
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for body in [
            "",
            "{",
            "{}x",
            "{'a':1}",
            r#"{"a":NaN}"#,
            r#"{"a":1e999}"#,
            r#"{"a":"\ud800"}"#,
            "{\"a\":\"\u{1}\"}",
            &("[".repeat(200) + &"]".repeat(200)),
        ] {
            assert!(matches!(parse(body.as_bytes()), Err(BodyError::Malformed(_))), "{body}");
        }
        assert!(parse(b"{\"a\":\"\xff\"}").is_err());
    }

    #[test]
    fn the_top_level_is_an_object() {
        assert_eq!(object(b"[]"), Err(BodyError::NotAnObject));
        assert_eq!(object(b" {\"a\": [1, null]} ").map(|members| members.len()), Ok(1));
    }
}
