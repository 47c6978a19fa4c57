//! One request with its scripts.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::body::{key_variable, render, render_links, unique_columns, variable};
use super::plan::{Plan, Step};
use super::unique::{HELPER, generator};
use crate::export::openapi;
use crate::model::{Operation, Place, Shape, Table};

/// The request of an operation.
pub(super) fn of(plan: &Plan, step: &Step, operation: Operation) -> Value {
    let table = step.table;
    let mut path = vec![table.path.to_owned()];
    let key = |table| format!("{{{{{}}}}}", key_variable(table));
    match operation.place() {
        Place::Record => path.push(key(table)),
        Place::Related(relation) => {
            path.extend([key(table), table.relations[relation].segment()]);
        }
        Place::Link(relation) => {
            let relation = &table.relations[relation];
            path.extend([key(table), relation.segment(), key((relation.target)())]);
        }
        Place::Query => path[0].push_str(":query"),
        _ => {}
    }
    let mut url = json!({
        "raw": format!("{{{{baseUrl}}}}/{}", path.join("/")),
        "host": ["{{baseUrl}}"],
        "path": path,
    });
    if operation == Operation::List {
        url["raw"] = json!(format!("{{{{baseUrl}}}}/{}?limit=5", table.path));
        url["query"] = json!([{"key": "limit", "value": "5"}]);
    }
    if operation == Operation::Aggregate {
        let path = format!("{}:aggregate", table.path);
        url["raw"] = json!(format!("{{{{baseUrl}}}}/{path}?fields=count"));
        url["path"] = json!([path]);
        url["query"] = json!([{"key": "fields", "value": "count"}]);
    }
    let mut request = json!({
        "method": operation.method(),
        "header": [{"key": "Accept", "value": "application/json"}],
        "url": url,
    });
    if let Some((body, media_type)) = body(step, operation) {
        request["header"] = json!([
            {"key": "Accept", "value": "application/json"},
            {"key": "Content-Type", "value": media_type},
        ]);
        request["body"] = json!({
            "mode": "raw",
            "raw": body,
            "options": {"raw": {"language": "json"}},
        });
    }
    let mut events = Vec::new();
    if operation == Operation::Create {
        events.extend(prepare(step).map(|script| event("prerequest", &script)));
    }
    events.push(event("test", &test(plan, table, operation)));
    json!({
        "name": name(table, operation),
        "event": events,
        "request": request,
        "response": [],
    })
}

fn name(table: &Table, operation: Operation) -> String {
    let relation = operation.relation().map(|position| &table.relations[position]);
    let Some(relation) = relation else {
        return format!("{} {}", verb(operation), table.entity);
    };
    let (entity, other, all) = (table.entity, (relation.target)().entity, relation.name);
    match operation {
        Operation::SetLinks(_) => format!("Set {all} of {entity}"),
        Operation::Link(_) => format!("Link {other} to {entity}"),
        Operation::Unlink(_) => format!("Unlink {other} from {entity}"),
        _ => format!("List {all} of {entity}"),
    }
}

fn body(step: &Step, operation: Operation) -> Option<(String, &'static str)> {
    match operation {
        Operation::Create => Some((render(step, Shape::Create), "application/json")),
        Operation::Replace => Some((render(step, Shape::Replace), "application/json")),
        Operation::Patch => Some((render(step, Shape::Patch), "application/merge-patch+json")),
        Operation::SetLinks(relation) => {
            let target = (step.table.relations[relation].target)();
            Some((render_links(target), "application/json"))
        }
        Operation::Query | Operation::PostQuery => {
            let question = openapi::question(step.table);
            Some((serde_json::to_string_pretty(&question).unwrap_or_default(), "application/json"))
        }
        Operation::List
        | Operation::Aggregate
        | Operation::Read
        | Operation::Delete
        | Operation::Related(_)
        | Operation::Link(_)
        | Operation::Unlink(_) => None,
    }
}

const fn verb(operation: Operation) -> &'static str {
    match operation {
        Operation::List => "List",
        Operation::Aggregate => "Count",
        Operation::Query => "Query",
        Operation::PostQuery => "Query by POST",
        Operation::Create => "Create",
        Operation::Read => "Read",
        Operation::Replace => "Replace",
        Operation::Patch => "Patch",
        Operation::Delete => "Delete",
        Operation::Related(_) => "List what belongs to",
        Operation::SetLinks(_) => "Set links of",
        Operation::Link(_) => "Link",
        Operation::Unlink(_) => "Unlink",
    }
}

/// The script that makes unique values before a create.
fn prepare(step: &Step) -> Option<String> {
    let table = step.table;
    let mut script = HELPER.to_owned();
    let columns = unique_columns(step);
    for &position in &columns {
        let column = &table.columns[position];
        let generator = generator(column)?;
        // Writing into a `String` cannot fail.
        let _ = writeln!(
            script,
            "pm.collectionVariables.set('{}', inJson(unique({generator})));",
            variable(table, column)
        );
    }
    (!columns.is_empty()).then_some(script)
}

/// The script that holds the answer against what is expected, and remembers what is needed.
fn test(plan: &Plan, table: &'static Table, operation: Operation) -> String {
    let answers = table.answers_writes();
    let status = match operation {
        Operation::Create => 201,
        Operation::List
        | Operation::Aggregate
        | Operation::Query
        | Operation::PostQuery
        | Operation::Read
        | Operation::Related(_) => 200,
        Operation::Replace | Operation::Patch => {
            if answers {
                200
            } else {
                204
            }
        }
        Operation::Delete | Operation::SetLinks(_) | Operation::Link(_) | Operation::Unlink(_) => {
            204
        }
    };
    let mut script =
        format!("pm.test('answers {status}', () => pm.response.to.have.status({status}));\n");
    // Writing into a `String` cannot fail.
    let _ = match operation {
        Operation::Create if answers => writeln!(script, "{}", remember(plan, table)),
        Operation::Create => writeln!(
            script,
            "pm.collectionVariables.set('{}', pm.response.headers.get('Location').split('/').pop());",
            key_variable(table)
        ),
        Operation::List
        | Operation::Aggregate
        | Operation::Query
        | Operation::PostQuery
        | Operation::Related(_) => {
            writeln!(
                script,
                "pm.test('answers a page', () => pm.expect(pm.response.json().items).to.be.an('array'));"
            )
        }
        Operation::Read => {
            writeln!(script, "pm.test('has a tag', () => pm.response.to.have.header('ETag'));")
        }
        Operation::Replace
        | Operation::Patch
        | Operation::Delete
        | Operation::SetLinks(_)
        | Operation::Link(_)
        | Operation::Unlink(_) => Ok(()),
    };
    script
}

/// Sets the variables that later requests use.
fn remember(plan: &Plan, table: &'static Table) -> String {
    let mut script = "const record = pm.response.json();\n\
        const inJson = (value) => (typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : value);\n"
        .to_owned();
    let mut columns: Vec<usize> = table.key.to_vec();
    for relation in plan.steps.iter().flat_map(|step| &step.references) {
        if std::ptr::eq((relation.target)(), table) {
            columns.extend(relation.referenced());
        }
    }
    columns.sort_unstable();
    columns.dedup();
    for &position in &columns {
        let column = &table.columns[position];
        let (name, member) = (variable(table, column), json!(column.member));
        // Writing into a `String` cannot fail.
        let _ = writeln!(script, "pm.collectionVariables.set('{name}', inJson(record[{member}]));");
    }
    let key: Vec<_> =
        table.key_columns().map(|column| format!("record[{}]", json!(column.member))).collect();
    let _ = write!(
        script,
        "pm.collectionVariables.set('{}', [{}].map(encodeURIComponent).join(','));",
        key_variable(table),
        key.join(", ")
    );
    script
}

fn event(listen: &str, script: &str) -> Value {
    let lines: Vec<_> = script.lines().collect();
    json!({"listen": listen, "script": {"type": "text/javascript", "exec": lines}})
}
