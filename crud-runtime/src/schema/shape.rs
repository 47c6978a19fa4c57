//! The schema of one body: which members it has, which of them must be there.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::value::{self, Place};
use super::{Definitions, sample};
use crate::codec::role::Role;
use crate::codec::rules;
use crate::model::{Column, ColumnType, Default, Number, Shape, Table};

/// The schema of a table's bodies of one shape.
pub(crate) fn object(table: &Table, shape: Shape, definitions: &mut dyn Definitions) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for column in table.columns {
        let role = Role::of(column, shape);
        if role == Role::Absent {
            continue;
        }
        if rules::is_required(column, shape) {
            required.push(column.member);
        }
        properties.insert(column.member.to_owned(), member(column, shape, role, definitions));
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    let description = description(table, shape);
    if !description.is_empty() {
        schema.insert("description".to_owned(), json!(description));
    }
    if table.deprecated {
        schema.insert("deprecated".to_owned(), json!(true));
    }
    schema.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
    if let Some(example) = example(table, shape) {
        schema.insert("examples".to_owned(), json!([example]));
    }
    Value::Object(schema)
}

fn member(column: &Column, shape: Shape, role: Role, definitions: &mut dyn Definitions) -> Value {
    let place = match shape {
        Shape::Read => Place::Answer,
        Shape::Create | Shape::Replace => Place::Body,
        Shape::Patch => Place::Patch,
    };
    let mut schema = value::schema(column, place, definitions);
    let description = [column.description, &unit(column)].join("\n\n");
    let description = description.trim();
    if !description.is_empty() {
        schema.insert("description".to_owned(), json!(description));
    }
    // In a patch an absent member keeps what is stored, so a default would be a lie there.
    if matches!(shape, Shape::Create | Shape::Replace)
        && role == Role::Set
        && let Some(Default::Literal(literal)) = column.default
        && let Some(value) = value::literal(column, literal)
    {
        schema.insert("default".to_owned(), value);
    }
    if let Some(literal) = column.example
        && let Some(value) = value::literal(column, literal)
    {
        schema.insert("examples".to_owned(), json!([value]));
    }
    if column.deprecated {
        schema.insert("deprecated".to_owned(), json!(true));
    }
    if !column.creatable && !column.updatable || role == Role::Echo && shape != Shape::Read {
        schema.insert("readOnly".to_owned(), json!(true));
    }
    if !column.readable {
        schema.insert("writeOnly".to_owned(), json!(true));
    }
    Value::Object(schema)
}

/// What a pattern says to machines, for people.
fn unit(column: &Column) -> String {
    let ColumnType::Decimal = column.column_type else { return String::new() };
    let (digits, scale) = (column.precision.digits, column.precision.scale);
    let mut sentence = format!("A decimal with at most {} digits before the point", digits - scale);
    // Writing into a `String` cannot fail.
    if scale > 0 {
        let _ = write!(sentence, " and {scale} behind it");
    }
    let (min, max) = column.range.unwrap_or((None, None));
    let _ = match (min.map(Number::decimal), max.map(Number::decimal)) {
        (Some(min), Some(max)) => write!(sentence, ", from {min} to {max}"),
        (Some(min), None) => write!(sentence, ", at least {min}"),
        (None, Some(max)) => write!(sentence, ", at most {max}"),
        (None, None) => Ok(()),
    };
    sentence.push('.');
    sentence
}

fn description(table: &Table, shape: Shape) -> String {
    let entity = table.entity;
    match shape {
        Shape::Read => table.description.to_owned(),
        Shape::Create => format!("What creates one {entity}."),
        Shape::Replace => format!(
            "The whole new state of one {entity}. Absent members become null or their default; \
             members that cannot be changed may be sent back as they were read."
        ),
        Shape::Patch => format!(
            "What changes of one {entity} (RFC 7396): absent members stay as they are. Members that \
             cannot be changed may be sent back as they were read."
        ),
    }
}

/// An example that keeps every rule; none where some required member has none.
pub(crate) fn example(table: &Table, shape: Shape) -> Option<Value> {
    let mut example = Map::new();
    for column in table.columns {
        let shown = match shape {
            Shape::Read => column.readable,
            Shape::Create => column.creatable,
            Shape::Replace | Shape::Patch => column.updatable,
        };
        if !shown {
            continue;
        }
        match sample(column) {
            Some(value) => {
                example.insert(column.member.to_owned(), value);
            }
            None if rules::is_required(column, shape) => return None,
            None => {}
        }
    }
    Some(Value::Object(example))
}
