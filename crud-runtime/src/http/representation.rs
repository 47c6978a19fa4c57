//! JSON that represents what was asked for: its tag, and 304 where the client holds it.

use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, ETAG};
use http::request::Parts;
use http::{HeaderValue, Method};

use super::accept::JSON;
use super::precondition::Conditions;
use super::problem::Problem;

/// The conditions of a request that asks.
///
/// A `POST` has none, and its answer no tag: what it is answered with is no representation of its
/// target (RFC 9110 §8.8.3), unlike that of `GET` and of `QUERY`, whose conditions are those of a
/// `GET` of the same (RFC 10008 §2.6).
pub(super) fn conditions(parts: &Parts) -> Result<Option<Conditions>, Problem> {
    (parts.method != Method::POST).then(|| Conditions::parse(&parts.headers)).transpose()
}

/// The representation with this tag, or what its conditions have answered instead.
pub(super) fn json(
    tagged: Option<(Conditions, HeaderValue)>,
    document: Vec<u8>,
) -> Result<Response, Problem> {
    let mut response = Response::new(Body::empty());
    if let Some((conditions, tag)) = tagged {
        if let Some((status, tag)) = conditions.of_read(&tag)? {
            *response.status_mut() = status;
            response.headers_mut().insert(ETAG, tag);
            return Ok(response);
        }
        response.headers_mut().insert(ETAG, tag);
    }
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    *response.body_mut() = Body::from(document);
    Ok(response)
}
