//! `/books/{key}`: read, replace, patch and delete.

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use http::header::{CONTENT_TYPE, LOCATION};
use http::request::Parts;
use http::{Method, StatusCode};

use super::accept::{Content, JSON, check_accept, check_content};
use super::collection::with_record;
use super::precondition::Conditions;
use super::prefer::{PREFERENCE_APPLIED, Return};
use super::problem::Problem;
use super::resource::{Resource, no_parameters};
use super::service::Service;
use super::{body, etag, key, representation};
use crate::Error;
use crate::model::{Operation, Place, Shape, Value};
use crate::query::parse::{self, RecordRequest};
use crate::store::dao::{self, Children, Projection, Tags, Update};

pub(super) async fn answer(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let serves = |operation| resource.table.serves(operation);
    match parts.method {
        Method::GET | Method::HEAD if serves(Operation::Read) => {
            read(service, resource, parts).await
        }
        Method::PUT if serves(Operation::Replace) => replace(service, resource, parts, body).await,
        Method::PATCH if serves(Operation::Patch) => patch(service, resource, parts, body).await,
        Method::DELETE if serves(Operation::Delete) => delete(service, resource, parts).await,
        Method::OPTIONS => Ok(resource.options(Place::Record)),
        _ => Err(resource.method_not_allowed(Place::Record)),
    }
}

async fn read(service: &Service, resource: &Resource, parts: &Parts) -> Result<Response, Problem> {
    let table = resource.table;
    let RecordRequest { fields, include } = match parts.uri.query() {
        Some(query) => parse::record(table, query)?,
        None => RecordRequest::default(),
    };
    check_accept(&parts.headers)?;
    let conditions = Conditions::parse(&parts.headers)?;
    let key = key(resource, parts)?;
    let narrowed = fields.map(|fields| Projection::of(table, &fields));
    let projection = narrowed.as_ref().unwrap_or(&resource.full);
    let handle = service.db.handle();
    let (body, tag) = if include.is_empty() {
        let record = dao::read(handle, table, &key, projection).await?.ok_or(Error::NotFound)?;
        let tag = match narrowed {
            Some(_) => etag::narrowed(&record.tag),
            None => etag::record(&record.tag),
        };
        (record.body, tag)
    } else {
        let body = dao::read_with(handle, table, &key, projection, include).await?;
        let body = body.ok_or(Error::NotFound)?;
        let tag = etag::of_bytes(service.db.secret(), &body);
        (body, tag)
    };
    representation::json(Some((conditions, tag)), body)
}

async fn replace(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let (key, mut update, children) = update(resource, parts, body, Shape::Replace).await?;
    let table = resource.table;
    // Who may not create does not do so by replacing: the record must be there.
    let must_exist = !table.replace_creates() && update.precondition.if_match.is_none();
    let unconditional = update.precondition.is_empty();
    if must_exist {
        update.precondition.if_match = Some(Tags::Any);
    }
    let (handle, is_nested) = (service.db.handle(), !children.is_empty());
    let written = if is_nested {
        let body = (update, children);
        let written = dao::replace_nested(handle, table, &key, body, &resource.created).await;
        written.map(|written| (written.record.0, written.created))
    } else {
        let written = dao::replace(handle, table, &key, update, &resource.full).await;
        written.map(|written| (written.record, written.created))
    };
    let (record, created) = match written {
        Err(Error::PreconditionFailed) if must_exist && unconditional => {
            return Err(Error::NotFound.into());
        }
        written => written?,
    };
    let preference = Return::parse(&parts.headers);
    let mut response = Response::new(Body::empty());
    if created {
        *response.status_mut() = StatusCode::CREATED;
        let location = resource.location(parts, &key);
        response.headers_mut().insert(LOCATION, location);
    } else {
        *response.status_mut() = updated(resource, preference);
    }
    Ok(with_record(resource, preference, response, (record, is_nested)))
}

async fn patch(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let (key, update, children) = update(resource, parts, body, Shape::Patch).await?;
    let (table, handle, is_nested) = (resource.table, service.db.handle(), !children.is_empty());
    let record = if is_nested {
        let body = (update, children);
        dao::patch_nested(handle, table, &key, body, &resource.created).await?.0
    } else {
        dao::patch(handle, table, &key, update, &resource.full).await?
    };
    let preference = Return::parse(&parts.headers);
    let response = updated(resource, preference).into_response();
    Ok(with_record(resource, preference, response, (record, is_nested)))
}

async fn delete(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
) -> Result<Response, Problem> {
    let table = resource.table;
    no_parameters(parts)?;
    let preference = Return::parse(&parts.headers).filter(|_| table.answers_writes());
    if preference == Some(Return::Representation) {
        check_accept(&parts.headers)?;
    }
    let precondition = Conditions::parse(&parts.headers)?.of_write();
    let key = key(resource, parts)?;
    let record =
        dao::delete(service.db.handle(), table, &key, precondition, &resource.full).await?;

    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(preference) = preference {
        response.headers_mut().insert(PREFERENCE_APPLIED, preference.applied());
    }
    if preference == Some(Return::Representation) {
        // No tag: there is no representation any more that it would be of.
        *response.status_mut() = StatusCode::OK;
        response.headers_mut().insert(CONTENT_TYPE, JSON);
        *response.body_mut() = Body::from(record.body);
    }
    Ok(response)
}

/// What a replace or patch asks for, and of which record.
async fn update(
    resource: &Resource,
    parts: &Parts,
    body: Body,
    shape: Shape,
) -> Result<(Vec<Value>, Update, Vec<Children>), Problem> {
    no_parameters(parts)?;
    check_accept(&parts.headers)?;
    let content = if shape == Shape::Patch { Content::Patch } else { Content::Post };
    check_content(&parts.headers, content)?;
    let precondition = Conditions::parse(&parts.headers)?.of_write();
    let key = key(resource, parts)?;
    let body = body::whole(body).await?;
    let members = body::parse(resource.table, shape, &body)?;
    let (update, children) = members.into_update(precondition);
    Ok((key, update, children))
}

/// The key that the last segment of the path names.
fn key(resource: &Resource, parts: &Parts) -> Result<Vec<Value>, Problem> {
    let segment = parts.uri.path().rsplit('/').next().unwrap_or_default();
    key::parse(resource.table, segment).ok_or_else(|| Error::NotFound.into())
}

/// The status of a change: with the record, or without.
fn updated(resource: &Resource, preference: Option<Return>) -> StatusCode {
    if resource.table.answers_writes() && preference != Some(Return::Minimal) {
        StatusCode::OK
    } else {
        StatusCode::NO_CONTENT
    }
}
