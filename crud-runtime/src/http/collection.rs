//! `/books`: list and create.

use std::fmt::Write as _;

use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, ETAG, HeaderName, LINK, LOCATION};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use percent_encoding::{CONTROLS, utf8_percent_encode};

use super::accept::{JSON, check_accept, check_content};
use super::precondition::Conditions;
use super::prefer::{PREFERENCE_APPLIED, Return};
use super::problem::Problem;
use super::resource::{Resource, no_parameters};
use super::service::Service;
use super::{address, body, etag};
use crate::model::{Operation, Place, Shape};
use crate::query::parse::{self, ListRequest};
use crate::store::dao::{self, Listing, Projection};

/// How many records match, whatever the page.
const TOTAL: HeaderName = HeaderName::from_static("x-total-count");

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
        Method::POST if serves(Operation::Create) => create(service, resource, parts, body).await,
        Method::OPTIONS => Ok(resource.options(Place::Collection)),
        _ => Err(resource.method_not_allowed(Place::Collection)),
    }
}

async fn list(service: &Service, resource: &Resource, parts: &Parts) -> Result<Response, Problem> {
    let (table, secret) = (resource.table, service.db.secret());
    let request = parse::list(table, secret, parts.uri.query().unwrap_or_default())?;
    check_accept(&parts.headers)?;
    let conditions = Conditions::parse(&parts.headers)?;
    let narrowed = request.query.fields.as_ref().map(|fields| Projection::of(table, fields));
    let projection = narrowed.as_ref().unwrap_or(&resource.full);
    let listing =
        dao::list(service.db.handle(), table, &request.query, projection, OPENING).await?;

    let next = listing.next.as_ref().map(|values| request.cursor(secret, values, listing.read));
    let link = next.as_ref().map(|cursor| link(resource, parts, &request, cursor));
    let total = listing.total;
    let document = document(listing, next.as_deref());

    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    if let Some(link) = link {
        headers.insert(LINK, link);
    }
    if let Some(total) = total {
        headers.insert(TOTAL, HeaderValue::from(total));
    }
    let tag = etag::of_bytes(secret, &document);
    if let Some((status, tag)) = conditions.of_read(&tag)? {
        headers.insert(ETAG, tag);
        *response.status_mut() = status;
        return Ok(response);
    }
    headers.insert(ETAG, tag);
    headers.insert(CONTENT_TYPE, JSON);
    *response.body_mut() = Body::from(document);
    Ok(response)
}

/// How the document of a list begins.
const OPENING: &[u8] = b"{\"items\":";

/// `{"items":[…],"next":…,"total":…}`, behind the items as the database layer wrote them.
fn document(listing: Listing, next: Option<&str>) -> Vec<u8> {
    let mut document = listing.items;
    document.extend_from_slice(b",\"next\":");
    match next {
        // Base64url needs no escapes.
        Some(cursor) => {
            document.push(b'"');
            document.extend_from_slice(cursor.as_bytes());
            document.push(b'"');
        }
        None => document.extend_from_slice(b"null"),
    }
    if let Some(total) = listing.total {
        document.extend_from_slice(b",\"total\":");
        document.extend_from_slice(itoa::Buffer::new().format(total).as_bytes());
    }
    document.push(b'}');
    document
}

/// `<…>; rel="next"` (RFC 8288) with the parameters of this request.
fn link(
    resource: &Resource,
    parts: &Parts,
    request: &ListRequest<'_>,
    cursor: &str,
) -> HeaderValue {
    let base = address::base(parts);
    let mut link = String::with_capacity(base.len() + cursor.len() + 64);
    let next = request.next(cursor);
    // What clients send raw though RFC 3986 §3.4 has it encoded is linked encoded.
    let query = utf8_percent_encode(&next, CONTROLS);
    // Writing into a `String` cannot fail.
    let _ = write!(link, "<{base}/{}?{query}>; rel=\"next\"", resource.table.path);
    HeaderValue::try_from(link).expect("a path and a query in ASCII are a header value")
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
    check_content(&parts.headers, false)?;
    let body = body::whole(body).await?;
    let members = body::parse(table, Shape::Create, &body)?;
    let (record, key) =
        dao::create(service.db.handle(), table, members.changes, &resource.created).await?;

    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::CREATED;
    let location = resource.location(parts, &key);
    response.headers_mut().insert(LOCATION, location);
    Ok(with_record(resource, Return::parse(&parts.headers), response, record))
}

/// A write's answer: the record, unless nobody may read it or the client wants less.
pub(super) fn with_record(
    resource: &Resource,
    preference: Option<Return>,
    mut response: Response,
    record: dao::Record,
) -> Response {
    let headers = response.headers_mut();
    headers.insert(ETAG, etag::record(&record.tag));
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
