//! What emitted code names, and nothing else: free to change, since the two crates are released
//! together.

mod check;
mod choice;
mod form;
mod literal;
mod stub;

pub use std::borrow::Cow;
pub use std::clone::Clone;
pub use std::concat;
pub use std::default::Default;
pub use std::fmt;
pub use std::option::Option::{self, None, Some};
pub use std::result::Result::Ok;
pub use std::str::FromStr;

pub use check::{
    choosable, default, example, newtype, range, refers_to, set_null, settable, unique,
};
pub use choice::{chosen, no_choice};
pub use form::{
    Read, Written, deserialize, deserialize_field, keep, schema_name, serialize, serialize_field,
};
pub use stub::Stub;

pub use schemars::{JsonSchema, Schema, SchemaGenerator};
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::model::{
    Access, AnyKey, Attribute, Cardinality, Change, Changes, Check, Choice, Column, ColumnType,
    Crud, Dto, EnumType, Field, FieldError, Format, From, Index, Inverse, Joined, Literal,
    NamedWhat, Native, Number, OnDelete, OnUpdate, OneOf, Operation, Order, Page, Parts,
    Permission, Reference, Refers, RefersTo, Relation, Shape, Strange, Table, Target, To, ToMany,
    ToOne, Unruled, Value, attribute as at, belongs_to, column, has_many, has_one, many_to_many,
    named, reference as refer, to_many as many, to_one as one, validated,
};
/// What `migrations!` makes.
#[must_use]
pub const fn migrations(
    folder: &'static str,
    files: &'static [(&'static str, &'static str)],
    is_live: bool,
) -> crate::Migrations {
    crate::Migrations::embedded(folder, files, is_live)
}

pub use crate::schema::{field_schema, json_schema};

/// What reading a field gives; the name keeps emitted signatures on one line.
pub type Taken<T> = Result<T, FieldError>;

/// The value of an enum's word.
#[must_use]
pub fn word(word: &str) -> Value {
    Value::Text(word.to_owned())
}

/// An enum's variant of a stored word.
///
/// # Errors
/// [`FieldError`] when it is no word of the enum.
pub fn parse<T: FromStr<Err = FieldError>>(value: Value) -> Taken<T> {
    match value {
        Value::Text(word) => word.parse(),
        _ => no_word(),
    }
}

/// What a word is answered that no variant has.
///
/// # Errors
/// Always.
pub fn no_word<T>() -> Taken<T> {
    Err(FieldError::new("a word of the enum"))
}
