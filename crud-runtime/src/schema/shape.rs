//! The schema of one body: which members it has, which of them must be there.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::value::{self, Place};
use super::{Definitions, sample};
use crate::codec::role::Role;
use crate::codec::rules;
use crate::model::{Column, ColumnType, Default, Member, Number, OneOf, Shape, Table};

/// The schema of a table's bodies of one shape.
pub(crate) fn object(
    table: &'static Table,
    shape: Shape,
    definitions: &mut dyn Definitions,
) -> Value {
    object_without(table, shape, &[], definitions)
}

/// The same without the members that are `given` otherwise.
pub(crate) fn object_without(
    table: &'static Table,
    shape: Shape,
    given: &[usize],
    definitions: &mut dyn Definitions,
) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for member in table.members().filter(|member| !member.is_among(given)) {
        let column = member.column(table);
        let role = Role::of(column, shape);
        if role == Role::Absent {
            continue;
        }
        if rules::is_member_required(table, member, shape) {
            required.push(member.name(table));
        }
        let schema = match member {
            Member::Column(_) => self::member(column, shape, role, definitions),
            Member::OneOf(one_of) => self::one_of(table, one_of, shape, role, definitions),
        };
        properties.insert(member.name(table).to_owned(), schema);
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
    if let Some(example) = example_without(table, shape, given) {
        schema.insert("examples".to_owned(), json!([example]));
    }
    Value::Object(schema)
}

/// `{"photo": "…"}`: one closed object for each reference.
fn one_of(
    table: &Table,
    one_of: &OneOf,
    shape: Shape,
    role: Role,
    definitions: &mut dyn Definitions,
) -> Value {
    let variants = one_of.columns.iter().map(|&column| {
        let name = table.variant(column);
        let column = Column { nullable: false, ..table.columns[column] };
        let key = member(&column, shape, Role::Set, definitions);
        json!({
            "type": "object",
            "properties": {name: key},
            "required": [name],
            "additionalProperties": false,
        })
    });
    let mut schema = json!({"oneOf": variants.collect::<Vec<_>>()});
    if role == Role::Echo && shape != Shape::Read {
        schema["readOnly"] = json!(true);
    }
    schema
}

fn member(column: &Column, shape: Shape, role: Role, definitions: &mut dyn Definitions) -> Value {
    let mut schema = value::schema(column, place(shape), definitions);
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

const fn place(shape: Shape) -> Place {
    match shape {
        Shape::Read => Place::Answer,
        Shape::Create | Shape::Replace => Place::Body,
        Shape::Patch => Place::Patch,
    }
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
pub(crate) fn example(table: &'static Table, shape: Shape) -> Option<Value> {
    example_without(table, shape, &[])
}

fn example_without(table: &'static Table, shape: Shape, given: &[usize]) -> Option<Value> {
    let mut example = Map::new();
    for member in table.members().filter(|member| !member.is_among(given)) {
        let column = member.column(table);
        let shown = match shape {
            Shape::Read => column.readable,
            Shape::Create => column.creatable,
            Shape::Replace | Shape::Patch => column.updatable,
        };
        if !shown {
            continue;
        }
        match sample_of(table, member) {
            Some(value) => {
                example.insert(member.name(table).to_owned(), value);
            }
            None if rules::is_member_required(table, member, shape) => return None,
            None => {}
        }
    }
    Some(Value::Object(example))
}

/// A value for a member that keeps its rules; of a `one_of` the first reference's.
pub(crate) fn sample_of(table: &'static Table, member: Member) -> Option<Value> {
    match member {
        Member::Column(position) => sample(&table.columns[position]),
        Member::OneOf(one_of) => {
            let column = *one_of.columns.first()?;
            let key = Column { nullable: false, ..table.columns[column] };
            Some(json!({table.variant(column): sample(&key)?}))
        }
    }
}
