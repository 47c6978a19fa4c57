//! Reads a type from a JSON document in the one form that its schema has.
//!
//! `serde_json` is more lenient than any schema says: it takes a struct from an array of its
//! fields, and a unit variant from `{"Name": null}`.

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, Unexpected,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

/// A document to read from.
#[derive(Clone, Copy)]
pub(super) struct Strict<'a>(pub(super) &'a Value);

impl<'a> Strict<'a> {
    fn unexpected(self) -> Unexpected<'a> {
        match self.0 {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(_) => Unexpected::Other("a number"),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        }
    }
}

impl<'de> Deserializer<'de> for Strict<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(elements) => {
                let mut elements = SeqDeserializer::new(elements.iter().map(Strict));
                let value = visitor.visit_seq(&mut elements)?;
                elements.end()?;
                Ok(value)
            }
            Value::Object(members) => {
                let members = members.iter().map(|(name, member)| (Name(name), Strict(member)));
                let mut members = MapDeserializer::new(members);
                let value = visitor.visit_map(&mut members)?;
                members.end()?;
                Ok(value)
            }
            plain => plain.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(_) => self.deserialize_any(visitor),
            _ => Err(Error::invalid_type(self.unexpected(), &visitor)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(word.as_str().into_deserializer()),
            Value::Object(members) if members.len() == 1 => visitor.visit_enum(Tagged(members)),
            _ => Err(Error::invalid_value(self.unexpected(), &"a word or an object of one member")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Strict<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// `{"Variant": …}`
struct Tagged<'a>(&'a serde_json::Map<String, Value>);

impl<'de> EnumAccess<'de> for Tagged<'de> {
    type Error = Error;
    type Variant = Content<'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Content<'de>), Error> {
        let Some((name, content)) = self.0.iter().next() else {
            return Err(Error::custom("expected an object of one member"));
        };
        let name: StrDeserializer<'_, Error> = name.as_str().into_deserializer();
        Ok((seed.deserialize(name)?, Content(Strict(content))))
    }
}

/// What stands in a variant.
struct Content<'a>(Strict<'a>);

impl<'de> VariantAccess<'de> for Content<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Err(Error::custom("expected the variant's name alone"))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        match self.0.0 {
            Value::Array(_) => self.0.deserialize_any(visitor),
            _ => Err(Error::invalid_type(self.0.unexpected(), &visitor)),
        }
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_struct("", &[], visitor)
    }
}

/// The name of a member: text, or what a map's key type is written as.
#[derive(Clone, Copy)]
struct Name<'a>(&'a str);

/// Emits the reading of keys that are written as text.
macro_rules! written {
    ($($method:ident $visit:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.0.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(Error::invalid_type(Unexpected::Str(self.0), &visitor)),
            }
        }
    )+};
}

impl<'de> Deserializer<'de> for Name<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    written! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i8
        deserialize_i16 visit_i16
        deserialize_i32 visit_i32
        deserialize_i64 visit_i64
        deserialize_u8 visit_u8
        deserialize_u16 visit_u16
        deserialize_u32 visit_u32
        deserialize_u64 visit_u64
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct
        map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Name<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde::de::DeserializeOwned;
    use serde_json::json;

    use super::*;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only whether it reads is asked")]
    struct Point {
        x: i32,
        y: Option<i32>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only whether it reads is asked")]
    enum Shape {
        Empty,
        Circle(f64),
        Line(i32, i32),
        Polygon { points: Vec<Point> },
    }

    fn reads<T: DeserializeOwned>(document: &Value) -> bool {
        let strict = T::deserialize(Strict(document)).is_ok();
        assert!(!strict || T::deserialize(document).is_ok(), "stricter, never laxer: {document}");
        strict
    }

    #[test]
    fn a_document_reads_in_the_form_of_its_schema() {
        assert!(reads::<Point>(&json!({"x": 1, "y": null, "z": []})));
        assert!(reads::<Vec<Shape>>(&json!([
            "Empty",
            {"Circle": 1},
            {"Line": [1, 2]},
            {"Polygon": {"points": [{"x": 1}]}},
        ])));
        assert!(reads::<BTreeMap<u8, (String, bool)>>(&json!({"7": ["a", true]})));
        assert!(reads::<Value>(&json!({"a": [1, 1.5, "b", null, {"c": false}]})));
        assert!(reads::<Option<Box<Point>>>(&json!(null)));
    }

    #[test]
    fn it_reads_in_no_other_form() {
        for point in [json!([1, 2]), json!({"x": "1"}), json!({"y": 1}), json!({"x": 1.5})] {
            assert!(!reads::<Point>(&point), "{point}");
        }
        for shape in [
            json!({"Empty": null}),
            json!({"Line": [1, 2, 3]}),
            json!({"Line": [1]}),
            json!({"Polygon": [[]]}),
            json!({"Polygon": {"points": [[1, 2]]}}),
            json!({"Circle": 1, "Empty": null}),
            json!("Circle"),
        ] {
            assert!(!reads::<Shape>(&shape), "{shape}");
        }
        assert!(!reads::<BTreeMap<u8, bool>>(&json!({"300": true})));
    }
}
