//! Parameters that ask about related records: one object for each relation, each member of which
//! is a parameter of its own (`style: form` with `explode`).
//!
//! One parameter for each path and operator would make a document of hundreds of kilobytes, and a
//! page nobody scrolls.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::condition::{Conditions, kind};
use crate::model::{Column, ColumnType, Relation, Table};
use crate::query::{Operator, include, name};
use crate::schema::{self, Components};

/// The parameters of all relations of a table that clients see, with the names of their
/// components.
pub(super) fn parameters(
    table: &'static Table,
    conditions: &mut Conditions,
    components: &mut Components,
) -> Vec<(String, Value)> {
    include::readable(table)
        .map(|(_, relation)| {
            let name = component(table, relation);
            (name, parameter(relation, conditions, components))
        })
        .collect()
}

/// References to them.
pub(super) fn references(table: &'static Table) -> impl Iterator<Item = Value> {
    include::readable(table).map(move |(_, relation)| {
        json!({"$ref": format!("#/components/parameters/{}", component(table, relation))})
    })
}

fn component(table: &Table, relation: &Relation) -> String {
    format!("{}.{}.paths", table.entity, relation.name)
}

fn parameter(
    relation: &'static Relation,
    conditions: &mut Conditions,
    components: &mut Components,
) -> Value {
    let target = (relation.target)();
    let relation = relation.name;
    let exists = format!("{relation}[{}]", name::EXISTS);
    let mut schema = json!({
        "type": "object",
        "properties": {&exists: {"type": "boolean"}},
        "additionalProperties": false,
    });
    let patterns = patterns(relation, target, conditions, components);
    let mut description = format!("`{exists}`: whether there is a related record.");
    if let Some((_, column)) = name::filterable(target).next() {
        description = format!(
            "Parameters about related records, each one of its own: `{relation}.{member}`, \
             `{relation}.{member}[ne]` and so on ask for a related record of which it holds, all \
             of them of the same record. {description}",
            member = column.member
        );
        schema["patternProperties"] = patterns.into();
    }
    json!({
        // Never written, as the members are parameters of their own; a column may be called like
        // the relation.
        "name": format!("{relation}.*"),
        "in": "query",
        "description": description,
        "style": "form",
        "explode": true,
        "schema": schema,
    })
}

/// What columns have to share to be described together: where the first of them stands, their
/// operators, and their values.
type Likeness<'a> = (usize, Vec<&'a str>, String);

/// The names that parameters may have, by what their values are like.
fn patterns(
    relation: &str,
    target: &'static Table,
    conditions: &mut Conditions,
    components: &mut Components,
) -> Map<String, Value> {
    // Columns that take the same operators with the same values, in the order of their first.
    let mut groups: BTreeMap<Likeness<'_>, (Vec<&str>, Value)> = BTreeMap::new();
    let mut kinds: Vec<String> = Vec::new();
    for (_, column) in name::filterable(target) {
        let mut alike: Vec<(Value, Vec<&str>)> = Vec::new();
        for operator in Operator::of(column) {
            let value = match operator {
                Operator::In | Operator::Nin => list(column, conditions, components),
                other => conditions.operand(column, other, components),
            };
            match alike.iter_mut().find(|(known, _)| *known == value) {
                Some((_, names)) => names.push(operator.name()),
                None => alike.push((value, vec![operator.name()])),
            }
        }
        for (value, operators) in alike {
            let text = value.to_string();
            let kind = kinds.iter().position(|known| *known == text).unwrap_or_else(|| {
                kinds.push(text.clone());
                kinds.len() - 1
            });
            let group = groups.entry((kind, operators, text));
            group.or_insert_with(|| (Vec::new(), value)).0.push(column.member);
        }
    }
    groups
        .into_iter()
        .map(|((_, operators, _), (members, value))| {
            (pattern(relation, &members, &operators), value)
        })
        .collect()
}

/// `^author\.(name|email)(\[(ne|gt)\])?$`; names are letters, digits and `_`.
fn pattern(relation: &str, members: &[&str], operators: &[&str]) -> String {
    let named: Vec<_> = operators.iter().copied().filter(|name| !name.is_empty()).collect();
    let bare = named.len() < operators.len();
    let brackets = match (named.is_empty(), bare) {
        (true, _) => String::new(),
        (false, true) => format!("(\\[{}\\])?", one_of(&named)),
        (false, false) => format!("\\[{}\\]", one_of(&named)),
    };
    format!("^{relation}\\.{}{brackets}$", one_of(members))
}

fn one_of(names: &[&str]) -> String {
    match names {
        [only] => (*only).to_owned(),
        names => format!("({})", names.join("|")),
    }
}

/// Values between commas. Elements of an object have no style of their own, so that the whole list
/// is one text.
fn list(column: &Column, conditions: &mut Conditions, components: &mut Components) -> Value {
    let schema = match (column.column_type, schema::list_pattern(column)) {
        (ColumnType::Text, _) | (_, None) => schema::any_text(),
        (_, Some(pattern)) => json!({"type": "string", "pattern": pattern}),
    };
    match column.column_type {
        ColumnType::Text => schema,
        _ => conditions.share(&format!("{}List", kind(column)), schema, components),
    }
}
