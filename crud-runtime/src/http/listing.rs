//! One page of a list, however it was asked for.

use std::fmt::Write as _;

use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, ETAG, HeaderName, LINK};
use http::request::Parts;
use http::{HeaderValue, Method};
use percent_encoding::{CONTROLS, utf8_percent_encode};

use super::accept::{ACCEPT_QUERY, JSON, QUERY_TYPES};
use super::precondition::Conditions;
use super::problem::Problem;
use super::resource::Resource;
use super::service::Service;
use super::{address, etag};
use crate::model::Operation;
use crate::query::parse::ListRequest;
use crate::store::dao::{self, Listing, Projection};

/// How many records match, whatever the page.
const TOTAL: HeaderName = HeaderName::from_static("x-total-count");

/// The page that a request asks for.
///
/// A `POST` is answered without a tag, and its conditions are passed over: what it answers with is
/// no representation of its target (RFC 9110 §8.8.3), unlike that of `GET` and of `QUERY`, whose
/// conditions are those of a `GET` of the same (RFC 10008 §2.6).
pub(super) async fn answer(
    service: &Service,
    resource: &Resource,
    parts: &Parts,
    request: &ListRequest<'_>,
) -> Result<Response, Problem> {
    let (table, secret) = (resource.table, service.db.secret());
    let tagged = parts.method != Method::POST;
    let conditions = if tagged { Some(Conditions::parse(&parts.headers)?) } else { None };
    let narrowed = request.query.fields.as_ref().map(|fields| Projection::of(table, fields));
    let projection = narrowed.as_ref().unwrap_or(&resource.full);
    let listing =
        dao::list(service.db.handle(), table, &request.query, projection, OPENING).await?;

    let next = listing.next.as_ref().map(|values| request.cursor(secret, values, listing.read));
    // The target of a link is asked with `GET`, and no address holds the body of another method.
    let linked = matches!(parts.method, Method::GET | Method::HEAD);
    let link = next.as_ref().filter(|_| linked);
    let link = link.map(|cursor| link_to(resource, parts, request, cursor));
    let total = listing.total;
    let document = document(listing, next.as_deref());

    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    if tagged && table.serves(Operation::Query) {
        headers.insert(ACCEPT_QUERY, QUERY_TYPES);
    }
    if let Some(link) = link {
        headers.insert(LINK, link);
    }
    if let Some(total) = total {
        headers.insert(TOTAL, HeaderValue::from(total));
    }
    if let Some(conditions) = conditions {
        let tag = etag::of_bytes(secret, &document);
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
fn link_to(
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
