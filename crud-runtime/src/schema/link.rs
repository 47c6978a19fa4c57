//! Schemas of what links records: the set of all keys, and the join's own members.

use serde_json::{Map, Value, json};

use super::Definitions;
use super::shape::object_without;
use super::value::{self, Place};
use crate::codec::key::MOST;
use crate::model::{Relation, Shape, Table};

/// The body that sets all links of a record.
pub(crate) fn link_set(
    table: &Table,
    relation: &Relation,
    definitions: &mut dyn Definitions,
) -> Value {
    let target = (relation.target)();
    let (entity, name) = (table.entity, relation.name.replace('_', " "));
    let items = json!({
        "type": "array",
        "description": format!("The keys of all {name} that it is to have."),
        "items": key_value(target, definitions),
        "maxItems": MOST,
        "uniqueItems": true,
    });
    json!({
        "type": "object",
        "description": format!("The {name} of one {entity}."),
        "properties": {"items": items},
        "required": ["items"],
        "additionalProperties": false,
    })
}

/// The body that makes one link: the join's own members. `None` where it has none.
pub(crate) fn link_members(
    relation: &Relation,
    definitions: &mut dyn Definitions,
) -> Option<Value> {
    let join = relation.join?;
    let joins = (join.table)();
    let both = [join.this, join.other].concat();
    if relation.link_members().is_empty() {
        return None;
    }
    let mut schema = object_without(joins, Shape::Create, &both, definitions);
    let entity = joins.entity;
    let description = format!("What one {entity} says besides which two records it links.");
    schema["description"] = json!(description);
    Some(schema)
}

/// A key in a body: the value itself, or an object of its members where it has several.
fn key_value(target: &Table, definitions: &mut dyn Definitions) -> Value {
    if let [only] = target.key {
        return Value::Object(value::schema(&target.columns[*only], Place::Body, definitions));
    }
    key_members(target, definitions)
}

/// An object of a key's members.
pub(super) fn key_members(target: &Table, definitions: &mut dyn Definitions) -> Value {
    let members = target.key_columns().map(|column| column.member).collect::<Vec<_>>();
    let properties: Map<_, _> = target
        .key_columns()
        .map(|column| {
            let schema = value::schema(column, Place::Body, definitions);
            (column.member.to_owned(), Value::Object(schema))
        })
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": members,
        "additionalProperties": false,
    })
}
