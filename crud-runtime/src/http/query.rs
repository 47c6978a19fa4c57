//! `QUERY /books` and `POST /books:query`: a list whose question is a JSON body.

use axum::body::Body;
use axum::response::Response;
use http::Method;
use http::request::Parts;

use super::accept::{Content, check_accept, check_content};
use super::body;
use super::listing::{self, List};
use super::problem::{Item, Problem};
use super::resource::{Resource, no_parameters};
use super::service::Service;
use crate::Violation;
use crate::model::{Operation, Place};
use crate::query::{aggregate, tree};

/// What `/books:query` answers.
pub(super) async fn answer(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    match parts.method {
        Method::POST if resource.table.serves(Operation::PostQuery) => {
            query(service, resource, parts, body, Content::Post).await
        }
        Method::OPTIONS => Ok(resource.options(Place::Query)),
        _ => Err(resource.method_not_allowed(Place::Query)),
    }
}

/// The page that a body asks for.
pub(super) async fn query(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
    body: Body,
    content: Content,
) -> Result<Response, Problem> {
    no_parameters(parts)?;
    check_accept(&parts.headers)?;
    check_content(&parts.headers, content)?;
    let body = body::whole(body).await?;
    let document = body::document(&body, refused)?;
    if document.contains_key(aggregate::MEMBER) {
        let asked = aggregate::parse_body(resource.table, document).map_err(refused)?;
        return super::aggregate::groups(service, resource, parts, &asked).await;
    }
    let request = tree::list(resource.table, service.db.secret(), document).map_err(refused)?;
    listing::answer(service, &List::all(service, resource), parts, &request).await
}

/// A question that cannot be asked is as bad in a body as in an address: 400.
fn refused(violations: Vec<Violation>) -> Problem {
    let item =
        |violation: Violation| Item::pointer(&violation.pointer, violation.code, violation.detail);
    Problem::parameters(violations.into_iter().map(item).collect())
}
