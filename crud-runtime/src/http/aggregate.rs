//! `/books:aggregate`: functions over groups of records.

use axum::response::Response;
use http::Method;
use http::request::Parts;

use super::accept::check_accept;
use super::problem::{Item, Problem, too_large};
use super::resource::Resource;
use super::service::Service;
use super::{etag, representation};
use crate::error::Error;
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

/// The groups that are asked for.
pub(super) async fn groups(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
    asked: &Aggregate,
) -> Result<Response, Problem> {
    let conditions = representation::conditions(parts)?;
    let groups = dao::aggregate(service.db.handle(), resource.table, asked, OPENING).await;
    let groups = groups.map_err(|error| match error {
        // What asks for too much stands in the address or the body.
        Error::TooLarge { function } if !parts.uri.path().ends_with(":aggregate") => {
            let detail = too_large(&function);
            Problem::parameters(vec![Item::pointer("/aggregate/fields", "too_large", detail)])
        }
        error => error.into(),
    })?;
    let mut document = groups.items;
    document.extend_from_slice(if groups.more { b",\"more\":true}" } else { b",\"more\":false}" });

    let tagged =
        conditions.map(|conditions| (conditions, etag::of_bytes(service.db.secret(), &document)));
    representation::json(tagged, document)
}

/// How the document begins.
const OPENING: &[u8] = b"{\"items\":";
