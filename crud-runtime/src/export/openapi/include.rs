//! Embedded records: the parameter that asks for them, and the members that they become.

use serde_json::{Map, Value, json};

use crate::model::{Operation, Shape, Table};
use crate::query::include;
use crate::schema::{self, Components};

/// The parameter of a table that has something to include, with the name of its component.
pub(super) fn parameter(table: &'static Table) -> Option<(String, Value)> {
    let lists = table.served().any(|operation| {
        matches!(operation, Operation::List | Operation::Read | Operation::Related(_))
    });
    (lists && include::is_offered(table)).then(|| (component(table), describe(table)))
}

/// A reference to it.
pub(super) fn reference(table: &'static Table) -> Option<Value> {
    let reference = || json!({"$ref": format!("#/components/parameters/{}", component(table))});
    include::is_offered(table).then(reference)
}

fn component(table: &Table) -> String {
    format!("{}.include", table.entity)
}

fn describe(table: &'static Table) -> Value {
    json!({
        "name": "include",
        "in": "query",
        "description": "Relations whose records are embedded, between commas, under the relation's \
            name: an object or null, or all of them in an array. `reviews.user` embeds the user in \
            each review.",
        "style": "form",
        "explode": false,
        "schema": {
            "type": "array",
            "items": {"type": "string", "enum": include::paths(table)},
            "minItems": 1,
            "maxItems": include::INCLUDES,
            "uniqueItems": true,
        },
    })
}

/// The members that a table's records have where they are asked for; `partials` are the components
/// of tables whose fields can be chosen.
pub(super) fn members(
    table: &'static Table,
    partials: &[(&'static Table, String)],
    components: &Components,
) -> Map<String, Value> {
    let known = include::embeddable(table).filter_map(|(_, relation)| {
        let target = (relation.target)();
        let (_, partial) = partials.iter().find(|(known, _)| std::ptr::eq(*known, target))?;
        let mut records = vec![components.reference(&schema::name(target, Shape::Read))];
        if !partial.is_empty() {
            records.push(components.reference(partial));
        }
        let schema = if relation.is_to_many() {
            let item =
                if records.len() == 1 { records.remove(0) } else { json!({"anyOf": records}) };
            json!({
                "type": "array",
                "items": item,
                "description": format!("Only with `include={}`.", relation.name),
            })
        } else {
            records.push(json!({"type": "null"}));
            json!({
                "anyOf": records,
                "description": format!("Only with `include={}`.", relation.name),
            })
        };
        Some((relation.name.to_owned(), schema))
    });
    known.collect()
}
