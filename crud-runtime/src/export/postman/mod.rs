//! The Postman collection (v2.1): every operation called once, on records that it makes and
//! removes itself, so that it passes on any server as often as it is run.

mod body;
mod plan;
mod request;
mod unique;

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Api;
use super::name::words;
use crate::model::{Operation, Table};
use plan::{Plan, Step};

/// The collection as JSON text.
pub(crate) fn render(api: &Api) -> String {
    let plan = Plan::of(api);
    let mut folders: Vec<_> = plan.steps.iter().map(|step| folder(&plan, step)).collect();
    folders.extend(links(&plan));
    folders.push(clean_up(&plan));
    let description = format!(
        "{}Run the whole collection: it creates what it needs, calls every operation, and deletes \
         what it made. `baseUrl` says where the server is.",
        if api.description.is_empty() { String::new() } else { format!("{}\n\n", api.description) },
    );
    let base = if api.base.contains("://") {
        api.base.clone()
    } else {
        format!("http://127.0.0.1:3000{}", api.base)
    };
    let collection = json!({
        "info": {
            "name": api.name,
            "description": description,
            "version": api.version,
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "item": folders,
        "variable": [{"key": "baseUrl", "value": base, "type": "string"}],
    });
    let mut text = serde_json::to_string_pretty(&collection).unwrap_or_default();
    text.push('\n');
    text
}

/// All requests on one entity but the delete.
fn folder(plan: &Plan, step: &Step) -> Value {
    let table = step.table;
    let mut description = table.description.to_owned();
    let mut items = Vec::new();
    for &operation in &[
        Operation::Create,
        Operation::Read,
        Operation::List,
        Operation::Query,
        Operation::PostQuery,
        Operation::Aggregate,
        Operation::Replace,
        Operation::Patch,
    ] {
        let needs_record = !matches!(
            operation,
            Operation::List | Operation::Query | Operation::PostQuery | Operation::Aggregate
        );
        if table.serves(operation) && (step.obstacle.is_none() || !needs_record) {
            items.push(request::of(plan, step, operation));
        }
    }
    let is_related = |operation: &Operation| matches!(operation, Operation::Related(_));
    for operation in table.served().filter(is_related).filter(|_| step.obstacle.is_none()) {
        items.push(request::of(plan, step, operation));
    }
    if let Some(obstacle) = &step.obstacle {
        description.push_str("\n\n");
        description.push_str(obstacle);
    }
    json!({"name": table.entity, "description": description.trim(), "item": items})
}

/// Links between records that a join entity's record links already, so that all stays as it is.
fn links(plan: &Plan) -> Option<Value> {
    let mut items = Vec::new();
    for step in &plan.steps {
        for operation in step.table.served() {
            let makes = matches!(operation, Operation::SetLinks(_) | Operation::Link(_));
            let relation = operation.relation().map(|position| &step.table.relations[position]);
            if makes && relation.is_some_and(|relation| plan.links(step.table, relation)) {
                items.push(request::of(plan, step, operation));
            }
        }
    }
    let description = "Links what the other folders created.";
    (!items.is_empty()).then(|| json!({"name": "Links", "description": description, "item": items}))
}

/// The deletes, those first that others do not hold on to.
fn clean_up(plan: &Plan) -> Value {
    let mut items = Vec::new();
    let mut kept: Vec<(&Table, String)> = Vec::new();
    for step in plan.steps.iter().rev().filter(|step| step.obstacle.is_none()) {
        let holder = kept.iter().find(|(holder, _)| plan.holds(holder, step.table));
        if let Some((holder, _)) = holder {
            let why = format!("a {} that stays refers to it", words(holder.entity));
            kept.push((step.table, why));
        } else if step.table.serves(Operation::Delete) {
            items.push(request::of(plan, step, Operation::Delete));
        } else {
            kept.push((step.table, "it has no delete operation".to_owned()));
        }
    }
    let mut description = "Deletes what the other folders created, in reverse order.".to_owned();
    for (table, why) in kept {
        // Writing into a `String` cannot fail.
        let _ = write!(description, "\n\nThe `{}` stays: {why}.", table.entity);
    }
    json!({"name": "Clean up", "description": description, "item": items})
}
