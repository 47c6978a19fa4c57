//! Schemas of records in the bodies of others.

use serde_json::{Value, json};

use super::components::Components;
use super::link::key_members;
use super::shape::{object, object_without};
use crate::codec::key::{DEEPEST, MOST, is_generated, own_part};
use crate::model::{Operation, Permission, Relation, Shape, Table};

/// Adds the members of the relations whose records a body of this shape may have.
pub(crate) fn add_nested(
    table: &'static Table,
    shape: Shape,
    depth: usize,
    schema: &mut Value,
    components: &mut Components,
) {
    if depth == DEEPEST {
        return;
    }
    for (_, relation) in table.nested(shape) {
        let member = relation_member(table, relation, shape, depth + 1, components);
        schema["properties"][relation.name] = member;
    }
}

fn relation_member(
    table: &'static Table,
    relation: &'static Relation,
    shape: Shape,
    depth: usize,
    components: &mut Components,
) -> Value {
    let mut forms = if relation.join.is_some() {
        linked(table, relation, depth, components)
    } else {
        referring(table, relation, shape, depth, components)
    };
    let words = relation.name.replace('_', " ");
    if !relation.is_to_many() {
        forms.push(json!({"type": "null"}));
        return json!({
            "description": format!("Its {words}, or null for none; absent means no change."),
            "anyOf": forms,
        });
    }
    let items = if forms.len() == 1 { forms.remove(0) } else { json!({"anyOf": forms}) };
    let all = match shape {
        Shape::Create => format!("Its {words}."),
        _ => format!(
            "All {words} that it is to have; those that are not listed go. Absent means no change."
        ),
    };
    json!({"type": "array", "description": all, "items": items, "maxItems": MOST})
}

/// Those that refer to their parent.
fn referring(
    table: &'static Table,
    relation: &'static Relation,
    shape: Shape,
    depth: usize,
    components: &mut Components,
) -> Vec<Value> {
    let link = relation.link(table);
    let (target, far) = (link.target, link.far);
    let own = own_part(target, far);
    let is_one = !relation.is_to_many();
    let mut forms = Vec::new();
    if shape != Shape::Create {
        let mut schema = object(target, shape, components);
        let name = |column: &usize| target.member_of(*column);
        for column in far {
            schema["properties"][name(column)]["readOnly"] = json!(true);
        }
        // The key says which record is meant, and is not merely sent back.
        for column in &own {
            if let Some(members) = schema["properties"][name(column)].as_object_mut() {
                members.remove("readOnly");
            }
        }
        let mut required: Vec<Value> = match schema["required"].take() {
            Value::Array(required) => required,
            _ => Vec::new(),
        };
        required.retain(|one| !far.iter().any(|column| *one == name(column)));
        if !is_one {
            required.extend(own.iter().map(|column| json!(name(column))));
        }
        match (schema.as_object_mut(), required.is_empty()) {
            (Some(members), true) => drop(members.remove("required")),
            (Some(members), false) => drop(members.insert("required".to_owned(), json!(required))),
            _ => {}
        }
        if let Some(members) = schema.as_object_mut() {
            // An example of a record alone has no key.
            members.remove("examples");
        }
        forms.push(component(table, target, shape, schema, depth, components));
    }
    if shape == Shape::Create || !is_one && (own.is_empty() || is_generated(target, &own)) {
        let schema = object_without(target, Shape::Create, far, components);
        forms.push(component(table, target, Shape::Create, schema, depth, components));
    }
    forms
}

/// Those that a join entity links.
fn linked(
    table: &'static Table,
    relation: &'static Relation,
    depth: usize,
    components: &mut Components,
) -> Vec<Value> {
    let target = (relation.target)();
    let mut forms = vec![key_members(target, components)];
    if target.permission(Operation::Create) != Permission::Nobody {
        let schema = object(target, Shape::Create, components);
        forms.push(component(table, target, Shape::Create, schema, depth, components));
    }
    forms
}

/// `OrderLineInOrderCreate`
fn component(
    table: &'static Table,
    target: &'static Table,
    shape: Shape,
    mut schema: Value,
    depth: usize,
    components: &mut Components,
) -> Value {
    let verb = match shape {
        Shape::Read | Shape::Create => "Create",
        Shape::Replace => "Replace",
        Shape::Patch => "Patch",
    };
    add_nested(target, shape, depth, &mut schema, components);
    let wished = format!("{}In{}{verb}", target.entity, table.entity);
    components.shared(&wished, schema)
}
