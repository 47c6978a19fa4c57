//! Schemas of records in the bodies of others.

use serde_json::{Value, json};

use super::components::Components;
use super::link::key_members;
use super::shape::{object, object_without};
use crate::codec::key::{DEEPEST, MOST, is_generated, own_part};
use crate::model::{Operation, Permission, Relation, Shape, Table};

/// Adds the members of the relations whose records a body of this shape may have, but for references
/// by the columns that are `given` otherwise.
pub(crate) fn add_nested(
    table: &'static Table,
    shape: Shape,
    given: &[usize],
    depth: usize,
    schema: &mut Value,
    components: &mut Components,
) {
    if depth == DEEPEST {
        return;
    }
    for (_, relation) in table.nested(shape, given) {
        let member = relation_member(table, relation, shape, depth + 1, components);
        schema["properties"][relation.name] = member;
        if relation.is_stored() {
            say_once(table, relation, schema);
        }
    }
}

/// The reference is said by its own member or by the other side's record, not by both.
fn say_once(table: &'static Table, relation: &'static Relation, schema: &mut Value) {
    for &column in relation.columns {
        let both = [table.member_of(column), relation.name];
        let required = schema.get_mut("required").and_then(Value::as_array_mut);
        let is_required = required.is_some_and(|required| {
            let before = required.len();
            required.retain(|one| *one != both[0]);
            required.len() < before
        });
        let rule = if is_required {
            json!({"oneOf": [{"required": [both[0]]}, {"required": [both[1]]}]})
        } else {
            json!({"not": {"required": both}})
        };
        let is_empty = schema.get("required") == Some(&json!([]));
        let Some(members) = schema.as_object_mut() else { continue };
        if is_empty {
            members.remove("required");
        }
        if let Value::Array(all) = members.entry("allOf").or_insert_with(|| json!([])) {
            all.push(rule);
        }
    }
}

fn relation_member(
    table: &'static Table,
    relation: &'static Relation,
    shape: Shape,
    depth: usize,
    components: &mut Components,
) -> Value {
    let mut forms = if relation.join.is_some() || relation.is_stored() {
        linked(table, relation, depth, components)
    } else {
        referring(table, relation, shape, depth, components)
    };
    let words = relation.name.replace('_', " ");
    if relation.is_stored() {
        let is_nullable = relation.columns.iter().all(|&column| table.columns[column].nullable);
        let none = if is_nullable { ", or null for none" } else { "" };
        forms.extend(is_nullable.then(|| json!({"type": "null"})));
        return json!({
            "description": format!("The {words} that it refers to: one that there is, by its key, \
                or a new one{none}. In the place of the reference itself."),
            "anyOf": forms,
        });
    }
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
        forms.push(component(table, (target, far), shape, schema, depth, components));
    }
    if shape == Shape::Create || !is_one && (own.is_empty() || is_generated(target, &own)) {
        let schema = object_without(target, Shape::Create, far, components);
        forms.push(component(table, (target, far), Shape::Create, schema, depth, components));
    }
    forms
}

/// Those that a join entity links, or that a record refers to.
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
        forms.push(component(table, (target, &[]), Shape::Create, schema, depth, components));
    }
    forms
}

/// `OrderLineInOrderCreate`
fn component(
    table: &'static Table,
    (target, given): (&'static Table, &[usize]),
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
    add_nested(target, shape, given, depth, &mut schema, components);
    let wished = format!("{}In{}{verb}", target.entity, table.entity);
    components.shared(&wished, schema)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::model::Shape;
    use crate::prelude::*;
    use crate::schema::{name, text};

    #[derive(Crud)]
    #[crud(allow(all = public))]
    struct Owner {
        #[crud(primary_key, auto)]
        id: i64,
        #[crud(length(1..=5))]
        name: String,
    }

    #[derive(Crud)]
    #[crud(allow(all = public), has_many(paws: Paw::DOG_ID, nested))]
    struct Dog {
        #[crud(primary_key, auto)]
        id: i64,
        #[crud(references = Owner, nested)]
        owner_id: i64,
        #[crud(references = Owner, relation = walker, nested)]
        walked_by: Option<i64>,
    }

    #[derive(Crud)]
    #[crud(allow(all = public))]
    struct Paw {
        #[crud(primary_key, auto)]
        id: i64,
        #[crud(references = Dog, nested)]
        dog_id: i64,
    }

    #[test]
    fn a_reference_or_the_record_in_its_place() {
        let document: Value = serde_json::from_str(&text(Dog::TABLE)).expect("JSON");
        let definition = |name: &str| &document["$defs"][name];
        let schema = definition(&name(Dog::TABLE, Shape::Create));
        assert_eq!(schema.get("required"), None, "{schema}");
        let rules = json!([
            {"oneOf": [{"required": ["owner_id"]}, {"required": ["owner"]}]},
            {"not": {"required": ["walked_by", "walker"]}},
        ]);
        assert_eq!(schema["allOf"], rules, "{schema}");
        let forms = |name: &str| schema["properties"][name]["anyOf"].as_array().map(Vec::len);
        assert_eq!((forms("owner"), forms("walker")), (Some(2), Some(3)), "{schema}");
        let paw = definition("PawInDogCreate");
        assert!(paw["properties"].is_object() && paw["properties"].get("dog").is_none(), "{paw}");
        let patch = definition(&name(Dog::TABLE, Shape::Patch));
        assert_eq!(patch["allOf"][0], json!({"not": {"required": ["owner_id", "owner"]}}));
    }
}
