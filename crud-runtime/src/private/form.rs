//! Entities and their DTOs as serde and schemars see them: table-driven, so that emitted code is
//! one call.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::role::Role;
use crate::codec::{json, one_of, text};
use crate::model::{self, Changes, Column, Crud, Dto, Field, Shape, Table, Value, column};

/// What serialising gives; the name keeps emitted signatures on one line.
pub type Written<S> = Result<<S as Serializer>::Ok, <S as Serializer>::Error>;

/// What deserialising gives.
pub type Read<'de, T, D> = Result<T, <D as Deserializer<'de>>::Error>;

/// The members that are set and that the shape shows; `Keep` is left out.
pub fn serialize<T: Dto, S: Serializer>(dto: &T, serializer: S) -> Written<S> {
    let form = Form::of::<T>();
    form.members(dto.to_changes()).serialize(serializer)
}

/// The DTO of a map; unknown and repeated members are refused.
pub fn deserialize<'de, T: Dto, D: Deserializer<'de>>(deserializer: D) -> Read<'de, T, D> {
    let mut changes = deserializer.deserialize_map(Form::of::<T>())?;
    T::from_changes(&mut changes).map_err(D::Error::custom)
}

/// The DTO that sets nothing.
#[must_use]
pub fn keep<T: Dto>() -> T {
    T::from_changes(&mut Changes::new(T::Entity::TABLE))
        .expect("every member of a patch is a `Change`, which takes a missing value as `Keep`")
}

/// The name of the DTO's component.
#[must_use]
pub fn schema_name<T: Dto>() -> Cow<'static, str> {
    let table = T::Entity::TABLE;
    Cow::Borrowed(match T::SHAPE {
        Shape::Read => table.entity,
        Shape::Create | Shape::Replace => table.dto.0,
        Shape::Patch => table.dto.1,
    })
}

/// One field by itself, in the form that it has in a body.
pub fn serialize_field<T: Field, S: Serializer>(field: &T, serializer: S) -> Written<S> {
    match field.to_value() {
        // Digits are a matter of the column, which is not known here.
        Value::Decimal(decimal) => serializer.collect_str(&decimal),
        value => Member { column: &column::<T>("").done(), value: &value }.serialize(serializer),
    }
}

/// One field by itself.
pub fn deserialize_field<'de, T: Field, D: Deserializer<'de>>(deserializer: D) -> Read<'de, T, D> {
    let document = serde_json::Value::deserialize(deserializer)?;
    let column = column::<T>("").done();
    let value = json::read(&column, document).map_err(|(_, detail)| D::Error::custom(detail))?;
    T::from_value(value).map_err(D::Error::custom)
}

/// One shape of a table's records.
#[derive(Clone, Copy)]
struct Form {
    table: &'static Table,
    shape: Shape,
}

impl Form {
    fn of<T: Dto>() -> Self {
        Self { table: T::Entity::TABLE, shape: T::SHAPE }
    }

    /// Whether the DTO of this shape has the column. A patch's DTO has no echoes.
    fn has(self, column: &Column) -> bool {
        match Role::of(column, self.shape) {
            Role::Set => true,
            Role::Echo => self.shape == Shape::Read,
            Role::Absent => false,
        }
    }

    /// The values of a member's columns.
    fn read(
        self,
        member: model::Member,
        json: serde_json::Value,
    ) -> Result<Vec<(usize, Value)>, String> {
        match member {
            model::Member::Column(position) => json::read(&self.table.columns[position], json)
                .map(|value| vec![(position, value)])
                .map_err(|(_, detail)| detail),
            model::Member::OneOf(one_of) => {
                let mut violations = Vec::new();
                let read = one_of::read(self.table, one_of, json, &mut violations);
                let mut details = violations.into_iter().map(|violation| violation.detail);
                read.ok_or_else(|| details.next().unwrap_or_default())
            }
        }
    }

    fn members(self, changes: Changes) -> Members {
        Members { form: self, changes }
    }
}

/// The members that one DTO sets.
struct Members {
    form: Form,
    changes: Changes,
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let table = self.form.table;
        for (position, value) in self.changes.iter() {
            let column = &table.columns[position];
            let member = Member { column, value };
            match table.one_of(position) {
                _ if !self.form.has(column) => {}
                None => map.serialize_entry(column.member, &member)?,
                // The others of the `one_of` are null.
                Some(_) if value.is_null() => {}
                Some(one_of) => {
                    let chosen = HashMap::from([(table.variant(position), member)]);
                    map.serialize_entry(one_of.member, &chosen)?;
                }
            }
        }
        map.end()
    }
}

/// One value in the form that it has in JSON.
struct Member<'a> {
    column: &'a Column,
    value: &'a Value,
}

impl Serialize for Member<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Null => serializer.serialize_none(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => serializer.serialize_i64(*value),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::Text(value) => serializer.serialize_str(value),
            Value::Json(value) => value.serialize(serializer),
            Value::Uuid(_)
            | Value::Decimal(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::Timestamp(_)
            | Value::Bytes(_) => {
                let mut plain = String::new();
                text::write(self.column, self.value, &mut plain);
                serializer.serialize_str(&plain)
            }
        }
    }
}

impl<'de> Visitor<'de> for Form {
    type Value = Changes;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object of the members of {}", self.table.entity)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Changes, A::Error> {
        let mut changes = Changes::new(self.table);
        while let Some(name) = members.next_key::<String>()? {
            let found = self.table.body_member(&name);
            let Some(member) = found.filter(|member| self.has(member.column(self.table))) else {
                return Err(A::Error::custom(format_args!("unknown member `{name}`")));
            };
            if member.columns().iter().any(|&position| changes.get(position).is_some()) {
                return Err(A::Error::custom(format_args!("duplicate member `{name}`")));
            }
            for (position, value) in self
                .read(member, members.next_value()?)
                .map_err(|detail| A::Error::custom(format_args!("`{name}` {detail}")))?
            {
                changes.set(position, value);
            }
        }
        Ok(changes)
    }
}
