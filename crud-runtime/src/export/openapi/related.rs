//! Nested collections, and links of n-m.

use serde_json::{Value, json};

use super::Names;
use crate::export::name::{pascal, with_article, words};
use crate::model::{Operation, Table};
use crate::schema::{self, Components};

/// What one does, in a line.
pub(super) fn summary(table: &Table, operation: Operation) -> String {
    let one = with_article(&words(table.entity));
    let relation = operation.relation().map(|position| &table.relations[position]);
    let name = relation.map_or_else(String::new, |relation| relation.name.replace('_', " "));
    let other = relation
        .map_or_else(String::new, |relation| with_article(&words((relation.target)().entity)));
    match operation {
        Operation::SetLinks(_) => format!("Set the {name} of {one}"),
        Operation::Link(_) => format!("Link {other} to {one}"),
        Operation::Unlink(_) => format!("Unlink {other} from {one}"),
        _ => format!("List the {name} of {one}"),
    }
}

/// What one does, at length.
pub(super) const fn description(operation: Operation) -> &'static str {
    match operation {
        Operation::SetLinks(_) => {
            "Links exactly the records with these keys: those that are linked and listed stay as \
             they are, the others are linked or unlinked, all at once."
        }
        Operation::Unlink(_) => "Removes the link and neither of the records.",
        _ => {
            "Links the two records. Where they are linked already, only the members in the body \
              change."
        }
    }
}

/// The body of a change of links.
pub(super) fn body(table: &Table, names: &Names, operation: Operation) -> Option<Value> {
    let name = names.links.iter().find(|(of, _)| *of == operation).map(|(_, name)| name)?;
    let relation = operation.relation().map(|position| &table.relations[position])?;
    let required = match operation {
        Operation::Link(_) => relation.needs_link_members(),
        _ => true,
    };
    let schema = json!({"$ref": format!("#/components/schemas/{name}")});
    Some(json!({"required": required, "content": {"application/json": {"schema": schema}}}))
}

/// Adds the bodies of changes of links, and says what they are called.
pub(super) fn describe(
    table: &'static Table,
    components: &mut Components,
) -> Vec<(Operation, String)> {
    let mut links = Vec::new();
    for operation in table.served() {
        let Some(relation) = operation.relation().map(|position| &table.relations[position]) else {
            continue;
        };
        let (schema, end) = match operation {
            Operation::SetLinks(_) => (Some(schema::link_set(table, relation, components)), "Set"),
            Operation::Link(_) => (schema::link_members(relation, components), "Link"),
            _ => continue,
        };
        if let Some(schema) = schema {
            let wished = format!("{}{}{end}", table.entity, pascal(relation.name));
            let name = components.free(&wished);
            components.insert(name.clone(), schema);
            links.push((operation, name));
        }
    }
    links
}
