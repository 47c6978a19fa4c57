//! Bodies: fixed values, and variables for what is referred to or must be unique.

use serde_json::{Map, Value, json};

use super::plan::Step;
use super::unique;
use crate::codec::rules;
use crate::model::{Column, Member, Relation, Shape, Table};
use crate::schema;

/// A body as JSON text with `{{variables}}`.
pub(super) fn render(step: &Step, shape: Shape) -> String {
    let table = step.table;
    let mut members = Map::new();
    let mut bare = Vec::new();
    for member in table.members() {
        let column = member.column(table);
        let may_set = if shape == Shape::Create { column.creatable } else { column.updatable };
        if !may_set {
            continue;
        }
        let position = match member {
            Member::Column(position) => position,
            Member::OneOf(one_of) => {
                let made = one_of.columns.iter().find_map(|&column| {
                    let (target, referenced) = referenced(step, column)?;
                    Some((column, format!("{{{{{}}}}}", variable(target, referenced))))
                });
                let value = match made {
                    Some((column, placeholder)) => {
                        if table.columns[column].column_type.is_integer() {
                            bare.push(placeholder.clone());
                        }
                        Some(json!({table.variant(column): placeholder}))
                    }
                    None => schema::sample_of(table, member),
                };
                members.extend(value.map(|value| (one_of.member.to_owned(), value)));
                continue;
            }
        };
        let variable = referenced(step, position)
            .map(|(target, column)| variable(target, column))
            .or_else(|| {
                let unique = unique_columns(step);
                unique.contains(&position).then(|| variable(table, column))
            });
        if let Some(name) = variable {
            let placeholder = format!("{{{{{name}}}}}");
            if column.column_type.is_integer() {
                bare.push(placeholder.clone());
            }
            members.insert(column.member.to_owned(), json!(placeholder));
            continue;
        }
        // A reference that could not be made is left out, or null where it may be.
        let refers = table.references().any(|relation| relation.columns.contains(&position));
        if refers && column.nullable {
            continue;
        }
        match schema::sample(column) {
            Some(value) => {
                members.insert(column.member.to_owned(), value);
            }
            None if rules::is_required(column, shape) => {
                members.insert(column.member.to_owned(), Value::Null);
            }
            None => {}
        }
    }
    if shape == Shape::Patch {
        keep_one(&mut members);
    }
    let mut text = serde_json::to_string_pretty(&Value::Object(members)).unwrap_or_default();
    for placeholder in bare {
        text = text.replace(&format!("\"{placeholder}\""), &placeholder);
    }
    text
}

/// The body that links to the one record that was made.
pub(super) fn render_links(target: &'static Table) -> String {
    let placeholder = |column: &Column| {
        let name = format!("{{{{{}}}}}", variable(target, column));
        if column.column_type.is_integer() { name } else { format!("\"{name}\"") }
    };
    if let [only] = target.key {
        return format!("{{\"items\": [{}]}}", placeholder(&target.columns[*only]));
    }
    let members: Vec<_> = target
        .key_columns()
        .map(|column| format!("{}: {}", json!(column.member), placeholder(column)))
        .collect();
    format!("{{\"items\": [{{{}}}]}}", members.join(", "))
}

/// The columns whose values a script makes anew.
pub(super) fn unique_columns(step: &Step) -> Vec<usize> {
    let references: Vec<usize> =
        step.references.iter().flat_map(|relation| relation.columns).copied().collect();
    let mut columns = unique::columns(step.table, &references);
    columns.retain(|column| unique::generator(&step.table.columns[*column]).is_some());
    columns
}

/// The name of the variable that holds a column's value of the record that was made.
pub(super) fn variable(table: &Table, column: &Column) -> String {
    format!("{}_{}", snake(table.entity), column.member)
}

/// The name of the variable that holds the key as it stands in paths.
pub(super) fn key_variable(table: &Table) -> String {
    format!("{}_key", snake(table.entity))
}

/// The column of another record that a column refers to.
fn referenced(step: &Step, position: usize) -> Option<(&'static Table, &'static Column)> {
    step.references.iter().find_map(|relation: &&'static Relation| {
        let place = relation.columns.iter().position(|column| *column == position)?;
        let target = (relation.target)();
        Some((target, &target.columns[*relation.referenced().get(place)?]))
    })
}

/// A patch changes one member, the first whose value is fixed.
fn keep_one(members: &mut Map<String, Value>) {
    let fixed = members
        .iter()
        .find(|(_, value)| !value.as_str().is_some_and(|text| text.starts_with("{{")))
        .map(|(name, value)| (name.clone(), value.clone()));
    members.clear();
    members.extend(fixed);
}

fn snake(entity: &str) -> String {
    crate::export::name::words(entity).replace(' ', "_")
}
