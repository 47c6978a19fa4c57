//! `/books/{key}/tags/{key}` and the set of all links of a record.

use std::collections::HashMap;

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use http::request::Parts;
use http::{Method, StatusCode};
use serde_json::{Map, Value as Json};

use super::accept::{Content, check_accept, check_content};
use super::precondition::Conditions;
use super::problem::Problem;
use super::resource::{Resource, no_parameters};
use super::service::Service;
use super::{body, key};
use crate::codec::key::{self as key_of, MOST};
use crate::codec::text;
use crate::model::{Operation, Permission, Place, Table, Value};
use crate::store::dao;
use crate::{Error, Violation};

/// What one link answers.
pub(super) async fn answer(
    service: &Service,
    resource: &Resource,
    relation: usize,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let place = Place::Link(relation);
    let serves = |operation| resource.table.serves(operation);
    match parts.method {
        Method::PUT if serves(Operation::Link(relation)) => {
            link(service, resource, relation, parts, body).await
        }
        Method::DELETE if serves(Operation::Unlink(relation)) => {
            unlink(service, resource, relation, parts).await
        }
        Method::OPTIONS => Ok(resource.options(place)),
        _ => Err(resource.method_not_allowed(place)),
    }
}

async fn link(
    service: &Service,
    resource: &Resource,
    position: usize,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let table = resource.table;
    no_parameters(parts)?;
    check_accept(&parts.headers)?;
    let body = body::whole(body).await?;
    let mut document = Map::new();
    // Without members of the join's own there need be no body.
    if !body.is_empty() {
        check_content(&parts.headers, Content::Post)?;
        document = body::document(&body, Problem::validation)?;
    }
    let precondition = Conditions::parse(&parts.headers)?.of_write();
    let (key, other) = keys(table, position, parts)?;
    let relation = &table.relations[position];
    let join = relation.join.ok_or(Error::NotFound)?;
    let both = [join.this, join.other].concat();
    let joins = (join.table)();
    let members = body::partly(joins, &both, document).map_err(Problem::validation)?;
    let may_change = joins.permission(Operation::Patch) != Permission::Nobody;
    let (table, members) = ((table, position), (members, may_change));
    dao::link(service.db.handle(), table, &key, &other, members, precondition).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn unlink(
    service: &Service,
    resource: &Resource,
    relation: usize,
    parts: &Parts,
) -> Result<Response, Problem> {
    let table = resource.table;
    no_parameters(parts)?;
    let precondition = Conditions::parse(&parts.headers)?.of_write();
    let (key, other) = keys(table, relation, parts)?;
    dao::unlink(service.db.handle(), (table, relation), &key, &other, precondition).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `PUT /books/{key}/tags`
pub(super) async fn set(
    service: &Service,
    resource: &Resource,
    relation: usize,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let table = resource.table;
    no_parameters(parts)?;
    check_accept(&parts.headers)?;
    check_content(&parts.headers, Content::Post)?;
    let precondition = Conditions::parse(&parts.headers)?.of_write();
    let segment = parts.uri.path().rsplit('/').nth(1).unwrap_or_default();
    let key = key::parse(table, segment).ok_or(Error::NotFound)?;
    let body = body::whole(body).await?;
    let document = body::document(&body, Problem::validation)?;
    let target = (table.relations[relation].target)();
    let others = items(target, document).map_err(Problem::validation)?;
    dao::set_links(service.db.handle(), (table, relation), &key, others, precondition).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The keys of both ends.
fn keys(
    table: &'static Table,
    relation: usize,
    parts: &Parts,
) -> Result<(Vec<Value>, Vec<Value>), Problem> {
    let mut segments = parts.uri.path().rsplit('/');
    let (other, _, own) = (segments.next(), segments.next(), segments.next());
    let target = (table.relations[relation].target)();
    let own = key::parse(table, own.unwrap_or_default()).ok_or(Error::NotFound)?;
    let other = key::parse(target, other.unwrap_or_default()).ok_or(Error::NotFound)?;
    Ok((own, other))
}

/// The keys in `{"items": […]}`, each once.
fn items(
    target: &'static Table,
    document: Map<String, Json>,
) -> Result<Vec<Vec<Value>>, Vec<Violation>> {
    let mut violations = Vec::new();
    let mut items = None;
    for (name, json) in document {
        match (name.as_str(), json) {
            ("items", Json::Array(array)) => items = Some(array),
            ("items", _) => {
                items = Some(Vec::new());
                let detail = "must be an array of keys";
                violations.push(Violation::member(&name, "type", detail));
            }
            _ => {
                let detail = "is no member; known is items";
                violations.push(Violation::member(&name, "unknown", detail));
            }
        }
    }
    let Some(items) = items else {
        violations.push(Violation::member("items", "required", "is required"));
        return Err(violations);
    };
    if items.len() > MOST {
        let detail = format!("must have at most {MOST} elements");
        violations.push(Violation::member("items", "length", detail));
        return Err(violations);
    }
    let mut keys = Vec::with_capacity(items.len());
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(items.len());
    for (position, json) in items.into_iter().enumerate() {
        let pointer = format!("/items/{position}");
        match key_of::read(target, json) {
            Err((code, detail)) => violations.push(Violation { pointer, code, detail }),
            Ok(key) => {
                if let Some(first) = seen.insert(written(target, &key), position) {
                    let detail = format!("must be given only once, and is at #/items/{first} too");
                    violations.push(Violation { pointer, code: "duplicate", detail });
                }
                keys.push(key);
            }
        }
    }
    if violations.is_empty() { Ok(keys) } else { Err(violations) }
}

fn written(target: &'static Table, key: &[Value]) -> String {
    let mut all = String::new();
    for (column, value) in target.key_columns().zip(key) {
        text::write(column, value, &mut all);
        all.push('\0');
    }
    all
}
