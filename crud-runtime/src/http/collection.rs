//! `/books`: list, query and create.

use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, ETAG, LOCATION};
use http::request::Parts;
use http::{Method, StatusCode};

use super::accept::{Content, JSON, check_accept, check_content};
use super::listing::{self, List};
use super::prefer::{PREFERENCE_APPLIED, Return};
use super::problem::Problem;
use super::resource::{Resource, no_parameters};
use super::service::Service;
use super::{body, etag, query};
use crate::model::{Operation, Place, Shape};
use crate::query::parse;
use crate::store::dao;

pub(super) async fn answer(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let serves = |operation| resource.table.serves(operation);
    match parts.method {
        Method::GET | Method::HEAD if serves(Operation::List) => {
            list(service, resource, parts).await
        }
        Method::QUERY if serves(Operation::Query) => {
            query::query(service, resource, parts, body, Content::Query).await
        }
        Method::POST if serves(Operation::Create) => create(service, resource, parts, body).await,
        Method::OPTIONS => Ok(resource.options(Place::Collection)),
        _ => Err(resource.method_not_allowed(Place::Collection)),
    }
}

async fn list(service: &Service, resource: &Resource, parts: &Parts) -> Result<Response, Problem> {
    let secret = service.db.secret();
    let request = parse::list(resource.table, secret, parts.uri.query().unwrap_or_default())?;
    check_accept(&parts.headers)?;
    listing::answer(service, &List::all(service, resource), parts, &request).await
}

async fn create(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let table = resource.table;
    no_parameters(parts)?;
    check_accept(&parts.headers)?;
    check_content(&parts.headers, Content::Post)?;
    let body = body::whole(body).await?;
    let members = body::parse(table, Shape::Create, &body)?;
    let (handle, is_nested) = (service.db.handle(), !members.children.is_empty());
    let (record, key) = if is_nested {
        let body::Members { changes, children, .. } = members;
        dao::create_nested(handle, table, changes, children, &resource.created).await?
    } else {
        dao::create(handle, table, members.changes, &resource.created).await?
    };

    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::CREATED;
    let location = resource.location(parts, &key);
    response.headers_mut().insert(LOCATION, location);
    Ok(with_record(resource, Return::parse(&parts.headers), response, (record, is_nested)))
}

/// A write's answer: the record, unless nobody may read it or the client wants less. With others
/// in it, it is another representation than what is read without them.
pub(super) fn with_record(
    resource: &Resource,
    preference: Option<Return>,
    mut response: Response,
    (record, is_nested): (dao::Record, bool),
) -> Response {
    let headers = response.headers_mut();
    let tag = if is_nested { etag::narrowed } else { etag::record };
    headers.insert(ETAG, tag(&record.tag));
    if !resource.table.answers_writes() {
        return response;
    }
    if let Some(preference) = preference {
        headers.insert(PREFERENCE_APPLIED, preference.applied());
    }
    if preference != Some(Return::Minimal) {
        headers.insert(CONTENT_TYPE, JSON);
        *response.body_mut() = Body::from(record.body);
    }
    response
}
