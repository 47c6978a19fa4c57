//! One entity's schemas as a document of their own.

use serde_json::{Value, json};

use super::{Components, add_nested, object};
use crate::model::{Operation, Shape, Table};

/// One entity's schemas as JSON text.
pub(crate) fn text(table: &'static Table) -> String {
    let mut text = serde_json::to_string_pretty(&standalone(table)).unwrap_or_default();
    text.push('\n');
    text
}

/// What answers show, with the bodies that are sent under `$defs`.
fn standalone(table: &'static Table) -> Value {
    let mut components = Components::new("#/$defs/");
    for shape in bodies(table) {
        components.reserve(&name(table, shape));
    }
    let mut root = object(table, Shape::Read, &mut components);
    for shape in bodies(table) {
        let mut schema = object(table, shape, &mut components);
        add_nested(table, shape, &[], 0, &mut schema, &mut components);
        components.insert(name(table, shape), schema);
    }
    let mut document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.entity,
    });
    if let (Value::Object(document), Value::Object(root)) = (&mut document, &mut root) {
        document.append(root);
        let definitions = components.finish();
        if !definitions.is_empty() {
            document.insert("$defs".to_owned(), Value::Object(definitions));
        }
    }
    document
}

/// The name of a shape's component.
pub(crate) fn name(table: &Table, shape: Shape) -> String {
    match shape {
        Shape::Read => table.entity.to_owned(),
        Shape::Create => table.dto.0.to_owned(),
        Shape::Replace => format!("{}Replace", table.entity),
        Shape::Patch => table.dto.1.to_owned(),
    }
}

fn bodies(table: &Table) -> impl Iterator<Item = Shape> {
    [
        (Operation::Create, Shape::Create),
        (Operation::Replace, Shape::Replace),
        (Operation::Patch, Shape::Patch),
    ]
    .into_iter()
    .filter(|(operation, _)| table.serves(*operation))
    .map(|(_, shape)| shape)
}
