//! `/books:aggregate`: functions over groups of records.

use axum::body::Body;
use axum::response::Response;
use http::Method;
use http::header::{CONTENT_TYPE, ETAG};
use http::request::Parts;

use super::accept::{JSON, check_accept};
use super::etag;
use super::precondition::Conditions;
use super::problem::Problem;
use super::resource::Resource;
use super::service::Service;
use crate::model::{Operation, Place};
use crate::query::aggregate::{Aggregate, parse};
use crate::store::dao;

/// What `/books:aggregate` answers.
pub(super) async fn answer(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
) -> Result<Response, Problem> {
    match parts.method {
        Method::GET | Method::HEAD if resource.table.serves(Operation::Aggregate) => {
            let asked = parse(resource.table, parts.uri.query().unwrap_or_default())?;
            check_accept(&parts.headers)?;
            groups(service, resource, parts, &asked).await
        }
        Method::OPTIONS => Ok(resource.options(Place::Aggregate)),
        _ => Err(resource.method_not_allowed(Place::Aggregate)),
    }
}

/// The groups that are asked for. As with lists, what a `POST` is answered with has no tag.
pub(super) async fn groups(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
    asked: &Aggregate,
) -> Result<Response, Problem> {
    let tagged = parts.method != Method::POST;
    let conditions = if tagged { Some(Conditions::parse(&parts.headers)?) } else { None };
    let groups = dao::aggregate(service.db.handle(), resource.table, asked, OPENING).await?;
    let mut document = groups.items;
    document.extend_from_slice(if groups.more { b",\"more\":true}" } else { b",\"more\":false}" });

    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    if let Some(conditions) = conditions {
        let tag = etag::of_bytes(service.db.secret(), &document);
        if let Some((status, tag)) = conditions.of_read(&tag)? {
            headers.insert(ETAG, tag);
            *response.status_mut() = status;
            return Ok(response);
        }
        headers.insert(ETAG, tag);
    }
    headers.insert(CONTENT_TYPE, JSON);
    *response.body_mut() = Body::from(document);
    Ok(response)
}

/// How the document begins.
const OPENING: &[u8] = b"{\"items\":";
