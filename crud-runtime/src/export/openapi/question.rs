//! The bodies of queries.

use serde_json::{Map, Value, json};

use super::condition::Conditions;
use super::parameter;
use crate::model::{Operation, Table};
use crate::query::tree::INCLUDE_DEPTH;
use crate::query::{include, name, search};
use crate::schema::{self, Components};

/// The components of questions that a document has so far.
#[derive(Default)]
pub(super) struct Questions {
    pub(super) conditions: Conditions,
    /// What may be embedded in the records of each table.
    includes: Vec<(&'static Table, String)>,
}

impl Questions {
    /// The name of the body of a table's queries; empty where there are none.
    pub(super) fn of(&mut self, table: &'static Table, components: &mut Components) -> String {
        if !table.serves(Operation::PostQuery) && !table.serves(Operation::Query) {
            return String::new();
        }
        let name = components.free(&format!("{}Query", table.entity));
        let mut members = Map::new();
        let mut add = |name: &str, schema: Value| members.insert(name.to_owned(), schema);
        add("where", self.conditions.of(table, components));
        if let Some(sort) = sort(table) {
            add("sort", sort);
        }
        let (default, max) = (table.page.default, table.page.max);
        add(
            "limit",
            json!({
                "type": "integer",
                "minimum": 1,
                "default": default,
                "description": format!("How many records at most. More than {max} is served as {max}."),
            }),
        );
        add(
            "cursor",
            json!({
                "type": "string",
                "pattern": "^[A-Za-z0-9_-]+$",
                "description": "Where the page begins: the `next` or `prev` of another page of the \
                    same question.",
            }),
        );
        add(
            "offset",
            json!({
                "type": "integer",
                "minimum": 0,
                "default": 0,
                "description": "How many records to pass over. `cursor` is faster on long lists.",
            }),
        );
        add(
            "count",
            json!({
                "type": "string",
                "enum": ["exact"],
                "description": "`exact` counts all records that match.",
            }),
        );
        if table.sparse {
            add("fields", fields(table));
        }
        if include::is_offered(table) {
            add("include", self.include(table, components));
        }
        if table.has_search() {
            let mut words = parameter::words();
            words["description"] = json!(search::MEANING);
            add("q", words);
        }
        let mut schema = json!({
            "type": "object",
            "description": format!("Which records of {} are asked for, and in which order.", table.entity),
            "properties": members,
            "additionalProperties": false,
        });
        schema["examples"] = json!([example(table)]);
        components.insert(name.clone(), schema);
        name
    }

    /// A reference to what may be embedded in records of a table.
    fn include(&mut self, table: &'static Table, components: &mut Components) -> Value {
        if let Some((_, name)) = self.includes.iter().find(|(known, _)| std::ptr::eq(*known, table))
        {
            return components.reference(name);
        }
        let name = components.free(&format!("{}Include", table.entity));
        // Known before its schema is, because includes hold includes.
        self.includes.push((table, name.clone()));
        let relations: Map<_, _> = include::embeddable(table)
            .map(|(_, relation)| {
                let target = (relation.target)();
                (relation.name.to_owned(), self.included(target, components))
            })
            .collect();
        let most = include::INCLUDES;
        let schema = json!({
            "description": format!(
                "Relations whose records are embedded: paths, or an object with a question for each \
                 relation. They nest {INCLUDE_DEPTH} deep at most, and there are {most} of them at \
                 most.",
            ),
            "anyOf": [
                {
                    "type": "array",
                    "items": {"type": "string", "enum": include::paths(table)},
                    "minItems": 1,
                    "maxItems": most,
                    "uniqueItems": true,
                },
                {"type": "object", "properties": relations, "additionalProperties": false},
            ],
        });
        components.insert(name.clone(), schema);
        components.reference(&name)
    }

    /// What is asked of the records of one relation.
    fn included(&mut self, target: &'static Table, components: &mut Components) -> Value {
        let mut members = Map::new();
        let mut add = |name: &str, schema: Value| members.insert(name.to_owned(), schema);
        add("where", self.conditions.of(target, components));
        if let Some(sort) =
            words(name::sortable(target).into_iter().filter(|name| name != name::RELEVANCE))
        {
            add("sort", sort);
        }
        add(
            "limit",
            json!({
                "type": "integer",
                "minimum": 1,
                "description": "How many of them at most for each record that they belong to.",
            }),
        );
        if target.sparse {
            add("fields", fields(target));
        }
        if include::is_offered(target) {
            add("include", self.include(target, components));
        }
        let schema = json!({
            "type": "object",
            "description": format!("Which related records of {} are embedded.", target.entity),
            "properties": members,
            "additionalProperties": false,
        });
        self.conditions.share(&format!("{}Included", target.entity), schema, components)
    }
}

/// The order; what is by relevance needs `q`, which the description says.
fn sort(table: &'static Table) -> Option<Value> {
    let mut sort = words(name::sortable(table).into_iter())?;
    sort["description"] = json!(
        "The order, the most important first; `-` puts the largest first. Nulls are last, or first \
         with `-`. A member that is named again changes nothing."
    );
    Some(sort)
}

/// Names, each with `-` too.
fn words(names: impl Iterator<Item = String>) -> Option<Value> {
    let words: Vec<_> = names.flat_map(|name| [name.clone(), format!("-{name}")]).collect();
    (!words.is_empty()).then(
        || json!({"type": "array", "items": {"type": "string", "enum": words}, "minItems": 1}),
    )
}

fn fields(table: &'static Table) -> Value {
    json!({
        "type": "array",
        "items": {"type": "string", "enum": name::fields(table)},
        "minItems": 1,
        "uniqueItems": true,
        "description": "Which members to answer with; all, when absent.",
    })
}

/// A question that can be asked as it stands.
pub(in crate::export) fn example(table: &'static Table) -> Value {
    let mut example = json!({});
    let filterable = name::filterable(table).find_map(|(_, column)| {
        let value = schema::sample(column).filter(|value| !value.is_null())?;
        let has_equality = crate::query::Operator::of(column)
            .any(|operator| operator == crate::query::Operator::Ne);
        has_equality.then_some((column.member, value))
    });
    if let Some((member, value)) = filterable {
        example["where"] = json!({"not": {member: {"eq": value}}});
    }
    if let Some(name) = name::sortable(table).into_iter().find(|name| name != name::RELEVANCE) {
        example["sort"] = json!([name]);
    }
    example["limit"] = json!(20.min(table.page.max));
    example
}
