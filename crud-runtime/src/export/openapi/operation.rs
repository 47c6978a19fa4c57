//! Paths and operations of one table.

use serde_json::{Map, Value, json};

use super::{Names, Version, aggregate, header, link, parameter, related, response};
use crate::export::Api;
use crate::export::name::{of_operation, path, with_article, words};
use crate::model::{Operation, Place, Shape, Table};
use crate::schema;

/// The path items of a table, one for each of its places.
pub(super) fn paths(
    api: &Api,
    version: Version,
    table: &'static Table,
    names: &Names,
) -> impl Iterator<Item = (String, Value)> {
    table.places().into_iter().map(move |place| {
        let mut item = Map::new();
        let keys = match place {
            Place::Collection | Place::Query | Place::Aggregate => Vec::new(),
            Place::Record | Place::Related(_) => vec![parameter::key(table)],
            Place::Link(relation) => {
                let target = (table.relations[relation].target)();
                vec![parameter::key(table), parameter::other_key(target)]
            }
        };
        if !keys.is_empty() {
            item.insert("parameters".to_owned(), json!(keys));
        }
        let here = |operation: &Operation| operation.place() == place && version.tells(*operation);
        for one in table.served().filter(here) {
            let method = one.method().to_ascii_lowercase();
            item.insert(method, operation(api, table, names, one));
        }
        (path(table, place), Value::Object(item))
    })
}

fn operation(api: &Api, table: &'static Table, names: &Names, operation: Operation) -> Value {
    let mut value = json!({
        "operationId": of_operation(table, operation),
        "tags": [table.entity],
        "summary": summary(table, operation),
    });
    if let Some(description) = description(table, operation) {
        value["description"] = json!(description);
    }
    if table.deprecated {
        value["deprecated"] = json!(true);
    }
    let mut parameters = parameter::of(table, operation);
    if operation == Operation::Aggregate {
        parameters.splice(0..0, aggregate::parameters(table, &names.aggregate));
    }
    if !parameters.is_empty() {
        value["parameters"] = json!(parameters);
    }
    if let Some(body) = body(table, names, operation) {
        value["requestBody"] = body;
    }
    let mut responses = answers(api, table, names, operation);
    response::add_refusals(&mut responses, operation);
    value["responses"] = Value::Object(responses);
    value
}

fn body(table: &Table, names: &Names, operation: Operation) -> Option<Value> {
    let (shape, media_types): (_, &[&str]) = match operation {
        Operation::Create => (Shape::Create, &["application/json"]),
        Operation::Replace => (Shape::Replace, &["application/json"]),
        Operation::Patch => (Shape::Patch, &["application/merge-patch+json", "application/json"]),
        Operation::Query | Operation::PostQuery => {
            let component = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
            let schema = json!({
                "anyOf": [component(&names.question), component(&names.aggregate.question)],
            });
            return Some(json!({
                "required": true,
                "content": {"application/json": {"schema": schema}},
            }));
        }
        Operation::SetLinks(_) | Operation::Link(_) => {
            return related::body(table, names, operation);
        }
        Operation::List
        | Operation::Aggregate
        | Operation::Read
        | Operation::Delete
        | Operation::Related(_)
        | Operation::Unlink(_) => return None,
    };
    let schema = json!({"$ref": format!("#/components/schemas/{}", schema::name(table, shape))});
    let content: Map<_, _> = media_types
        .iter()
        .map(|media_type| ((*media_type).to_owned(), json!({"schema": schema})))
        .collect();
    Some(json!({"required": true, "content": content}))
}

/// The answers when all is well.
fn answers(
    api: &Api,
    table: &'static Table,
    names: &Names,
    operation: Operation,
) -> Map<String, Value> {
    let mut answers = Map::new();
    let component = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let record = component(&names.read);
    let with_record = |description: &str, headers: &[&str], schema: &Value| {
        let mut answer = json!({
            "description": description,
            "headers": header::references(headers),
            "content": {"application/json": {"schema": schema}},
        });
        let links = link::from_record(api, table);
        if links.as_object().is_some_and(|links| !links.is_empty()) {
            answer["links"] = links;
        }
        answer
    };
    let page = |schema: Value, headers: &[&str]| {
        json!({
            "description": "One page of the records that match.",
            "headers": header::references(headers),
            "content": {"application/json": {"schema": schema}},
        })
    };
    let without = |description: &str, headers: &[&str]| json!({"description": description, "headers": header::references(headers)});
    let mut add = |status: u16, answer| answers.insert(status.to_string(), answer);
    match operation {
        Operation::List => {
            add(200, page(component(&names.page), &["ETag", "Link", "X-Total-Count"]));
        }
        Operation::Query | Operation::PostQuery => {
            let headers: &[&str] = match operation {
                Operation::Query => &["ETag", "X-Total-Count"],
                _ => &["X-Total-Count"],
            };
            let either = [component(&names.page), component(&names.aggregate.page)];
            add(200, page(json!({"anyOf": either}), headers));
        }
        Operation::Aggregate => {
            let mut answer = page(component(&names.aggregate.page), &["ETag"]);
            answer["description"] = json!("The groups, with what was computed of each.");
            add(200, answer);
        }
        Operation::Related(relation) => {
            let headers = &["ETag", "Link", "X-Total-Count"];
            add(200, page(component(names.of_relation(relation)), headers));
        }
        Operation::SetLinks(_) => {
            add(204, without("Exactly these are linked.", &[]));
        }
        Operation::Link(_) => {
            add(204, without("They are linked.", &[]));
        }
        Operation::Unlink(_) => {
            add(204, without("They are linked no more.", &[]));
        }
        Operation::Read => {
            let schema = if table.sparse {
                json!({"anyOf": [record, component(&names.partial)]})
            } else {
                record
            };
            add(200, with_record("The record.", &["ETag"], &schema));
        }
        Operation::Create => {
            let headers = &["ETag", "Location", "Preference-Applied"];
            if table.answers_writes() {
                add(201, with_record("The record that was created.", headers, &record));
            } else {
                add(201, without("The record was created.", &["ETag", "Location"]));
            }
        }
        Operation::Replace | Operation::Patch => {
            let headers = &["ETag", "Preference-Applied"];
            if table.answers_writes() {
                add(200, with_record("The record as it is now.", headers, &record));
            }
            if operation == Operation::Replace && table.replace_creates() {
                let headers = &["ETag", "Location", "Preference-Applied"];
                let answer = if table.answers_writes() {
                    with_record("The record that was created.", headers, &record)
                } else {
                    without("The record was created.", &["ETag", "Location"])
                };
                add(201, answer);
            }
            let headers = &["ETag", "Preference-Applied"];
            add(204, without("It is done, and no record was asked for.", headers));
        }
        Operation::Delete => {
            if table.answers_writes() {
                let headers = &["Preference-Applied"];
                let mut answer = with_record("The record that was deleted.", headers, &record);
                // Nothing takes up where a record has gone.
                if let Value::Object(members) = &mut answer {
                    members.remove("links");
                }
                add(200, answer);
            }
            add(204, without("The record is deleted.", &["Preference-Applied"]));
        }
    }
    answers
}

fn summary(table: &Table, operation: Operation) -> String {
    let one = with_article(&words(table.entity));
    match operation {
        Operation::List => format!("List {}", table.path.replace('-', " ")),
        Operation::Aggregate => {
            format!("Sum up groups of {}", table.path.replace('-', " "))
        }
        Operation::Query | Operation::PostQuery => {
            format!("Query {}", table.path.replace('-', " "))
        }
        Operation::Create => format!("Create {one}"),
        Operation::Read => format!("Read {one}"),
        Operation::Replace => format!("Replace {one}"),
        Operation::Patch => format!("Change {one}"),
        Operation::Delete => format!("Delete {one}"),
        Operation::Related(_)
        | Operation::SetLinks(_)
        | Operation::Link(_)
        | Operation::Unlink(_) => related::summary(table, operation),
    }
}

fn description(table: &Table, operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::Replace if table.replace_creates() => {
            Some("Sets the whole record; an unknown key creates it.")
        }
        Operation::Replace => Some("Sets the whole record: absent members become null or default."),
        Operation::Patch => Some("Sets the members in the body and leaves all others (RFC 7396)."),
        Operation::Query | Operation::PostQuery => Some(
            "The same page as that of a list, asked for with a JSON body: conditions joined by \
                 `and`, `or` and `not`, and on related records at any depth. There is no `Link`: \
                 the next page is asked for with the `next` of this one as `cursor`. With the \
                 member `aggregate`, groups of the records are answered instead.",
        ),
        Operation::Aggregate => Some(
            "Counts, sums, means, least and greatest values of the records that the filters let \
                 through, all together or in groups.",
        ),
        Operation::SetLinks(_) | Operation::Link(_) | Operation::Unlink(_) => {
            Some(related::description(operation))
        }
        Operation::List
        | Operation::Create
        | Operation::Read
        | Operation::Delete
        | Operation::Related(_) => None,
    }
}
