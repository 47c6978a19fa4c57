//! What is served besides records: documents, explanations of problems, and health.

use std::fmt::Write as _;

use axum::body::Body;
use axum::response::{Html, IntoResponse as _, Response};
use bytes::Bytes;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use http::request::Parts;

use super::accept::JSON;
use super::document::Document;
use super::front::Coding;
use super::kind::{CODES, Kind};
use super::precondition::Conditions;
use super::problem::Problem;
use super::service::Service;
use super::{address, etag};

/// A document, or 304 where the client has it.
pub(super) fn document(
    service: &Service,
    document: &Document,
    parts: &Parts,
) -> Result<Response, Problem> {
    let packed = document.packed().filter(|_| Coding::accepted(&parts.headers) == Coding::Gzip);
    let content = match packed {
        Some(packed) => Bytes::from_static(packed),
        None => document.content(&address::base(parts)),
    };
    let tag = etag::of_bytes(service.db.secret(), &content);
    if let Some((status, tag)) = Conditions::parse(&parts.headers)?.of_read(&tag)? {
        return Ok((status, [(ETAG, tag)]).into_response());
    }
    let mut response = Response::new(Body::from(content));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, document.content_type.clone());
    headers.insert(ETAG, tag);
    if document.packed().is_some() {
        headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    if packed.is_some() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    for (name, value) in &document.headers {
        headers.insert(name, value.clone());
    }
    Ok(response)
}

/// What each kind of problem is, with the codes of `errors`.
pub(super) fn problems() -> Response {
    let mut items = String::new();
    for kind in Kind::ALL {
        let (status, slug, title) = (kind.status().as_u16(), kind.slug(), kind.title());
        // Writing into a `String` cannot fail.
        let _ = write!(items, "<li>{status} <a href=\"problems/{slug}\">{title}</a></li>");
    }
    Html(html("Problems", &format!("<ul>{items}</ul>{}", codes()))).into_response()
}

/// What one kind of problem is.
pub(super) fn problem(parts: &Parts) -> Result<Response, Problem> {
    let slug = parts.uri.path().rsplit('/').next().unwrap_or_default();
    let kind = Kind::named(slug)
        .ok_or_else(|| Problem::new(Kind::NotFound).detail("there is no such kind of problem"))?;
    let mut content = format!("<p>Status {}.</p><p>", kind.status().as_u16());
    // The texts are ours and mark code with backticks, as comments do.
    for (place, part) in kind.explanation().split('`').enumerate() {
        if place % 2 == 0 {
            content.push_str(part);
        } else {
            let _ = write!(content, "<code>{part}</code>");
        }
    }
    content.push_str("</p>");
    if matches!(kind, Kind::Validation | Kind::Parameters | Kind::Unique | Kind::Reference) {
        content.push_str(&codes());
    }
    content.push_str("<p><a href=\"../problems\">All problems</a></p>");
    Ok(Html(html(kind.title(), &content)).into_response())
}

fn codes() -> String {
    let mut list = String::from("<h2>Codes of <code>errors</code></h2><dl>");
    for (code, meaning) in CODES {
        let _ = write!(list, "<dt><code>{code}</code></dt><dd>{meaning}</dd>");
    }
    list.push_str("</dl>");
    list
}

fn html(title: &str, content: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1>{content}</main></body></html>"
    )
}

/// The process runs.
pub(super) fn live() -> Response {
    healthy()
}

/// The database answers.
pub(super) async fn ready(service: &Service) -> Result<Response, Problem> {
    if let Err(error) = service.db.ping().await {
        // Whatever ails the database, whoever asks is to come back later.
        tracing::warn!("not ready: {error}");
        return Err(Problem::unavailable().detail("the database does not answer"));
    }
    Ok(healthy())
}

fn healthy() -> Response {
    let mut response = Response::new(Body::from("{\"status\":\"ok\"}"));
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
