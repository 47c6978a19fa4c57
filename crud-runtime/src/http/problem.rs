//! Problem details (RFC 9457): the one form in which anything is refused.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde::Serialize;

use super::address::PATH;
use super::kind::Kind;
use crate::{Error, Violation};

/// The media type of problem details.
pub(crate) const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Nobody reads more errors than this, and a body of a thousand unknown members must not make an
/// answer many times its size.
const MAX_ERRORS: usize = 200;

/// The request's id, which the server puts into the extensions of request and response.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) HeaderValue);

/// Why a request is refused.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    kind: Kind,
    detail: Option<Cow<'static, str>>,
    errors: Vec<Item>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// One entry of `errors`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Item {
    /// Where in the body: an RFC 6901 fragment, `#/title`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// Which query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    code: &'static str,
    detail: String,
}

impl Item {
    /// An error of a member of the body; `pointer` is a JSON Pointer without `#`.
    pub(crate) fn pointer(pointer: &str, code: &'static str, detail: impl Into<String>) -> Self {
        let pointer = Some(fragment(pointer));
        Self { pointer, parameter: None, code, detail: detail.into() }
    }

    /// An error of a query parameter.
    pub(crate) fn parameter(
        name: impl Into<String>,
        code: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self { pointer: None, parameter: Some(name.into()), code, detail: detail.into() }
    }
}

/// A JSON Pointer as a URI fragment (RFC 6901 §6): percent-encoded behind a `#`.
fn fragment(pointer: &str) -> String {
    /// RFC 3986 §3.5: what may stand in a path, and `?`. A `%` of the pointer's own is escaped.
    const FRAGMENT: &AsciiSet = &PATH.remove(b'?').add(b'%');
    format!("#{}", utf8_percent_encode(pointer, FRAGMENT))
}

impl Problem {
    /// A problem of this kind.
    pub(crate) const fn new(kind: Kind) -> Self {
        Self { kind, detail: None, errors: Vec::new(), headers: Vec::new() }
    }

    /// What is wrong with this request in particular.
    #[must_use]
    pub(crate) fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// All errors at once.
    #[must_use]
    pub(crate) fn errors(mut self, mut errors: Vec<Item>) -> Self {
        errors.truncate(MAX_ERRORS);
        self.errors = errors;
        self
    }

    /// A header of the answer, such as `Allow` or `Retry-After`.
    #[must_use]
    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The server or its database is full or down: try again in a second.
    pub(crate) fn unavailable() -> Self {
        Self::new(Kind::Unavailable).header(RETRY_AFTER, HeaderValue::from_static("1"))
    }

    /// Broken rules of a body.
    pub(crate) fn validation(violations: Vec<Violation>) -> Self {
        let errors = violations
            .into_iter()
            .map(|violation| Item::pointer(&violation.pointer, violation.code, violation.detail));
        Self::new(Kind::Validation).errors(errors.collect())
    }

    /// Bad query parameters.
    pub(crate) fn parameters(errors: Vec<Item>) -> Self {
        Self::new(Kind::Parameters).errors(errors)
    }

    /// The same problem, of what stands at this pointer (without `#`) of the body.
    fn within(mut self, pointer: &str) -> Self {
        let place = fragment(pointer);
        for item in &mut self.errors {
            let inner = item.pointer.take().unwrap_or_default();
            item.pointer = Some(format!("{place}{}", inner.trim_start_matches('#')));
        }
        if self.errors.is_empty() {
            let detail = self.detail.as_deref().unwrap_or(self.kind.title()).to_owned();
            self.errors.push(Item::pointer(pointer, self.kind.slug(), detail));
        }
        self
    }

    /// The status code.
    pub(crate) const fn status(&self) -> StatusCode {
        self.kind.status()
    }

    fn render(&self, place: Origin<'_>) -> Vec<u8> {
        #[derive(Serialize)]
        struct Document<'a> {
            r#type: String,
            title: &'static str,
            status: u16,
            #[serde(skip_serializing_if = "Option::is_none")]
            detail: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            instance: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            request_id: Option<&'a str>,
            #[serde(skip_serializing_if = "<[Item]>::is_empty")]
            errors: &'a [Item],
        }
        let document = Document {
            r#type: format!("{}/problems/{}", place.base, self.kind.slug()),
            title: self.kind.title(),
            status: self.kind.status().as_u16(),
            detail: self.detail.as_deref(),
            instance: place.instance,
            request_id: place.request_id.and_then(|id| id.0.to_str().ok()),
            errors: &self.errors,
        };
        serde_json::to_vec(&document).expect("texts and numbers always serialise")
    }
}

/// What a problem says of the request that it answers.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Origin<'a> {
    /// What stands before `/problems/…` for the client: a mount path, a base URL, or nothing.
    pub(crate) base: &'a str,
    /// The path that the client used.
    pub(crate) instance: Option<&'a str>,
    /// The request's id.
    pub(crate) request_id: Option<&'a RequestId>,
}

/// Lets a problem say which request it answers. Any other response is passed on as it is.
///
/// Whoever knows the request calls this, the innermost first; a problem is finished once.
pub(crate) fn finish(mut response: Response, place: Origin<'_>) -> Response {
    let Some(Unfinished(problem)) = response.extensions_mut().remove() else {
        return response;
    };
    let body = problem.render(place);
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    *response.body_mut() = Body::from(body);
    response
}

/// Whether the response is a problem that nobody has finished.
pub(crate) fn is_unfinished(response: &Response) -> bool {
    response.extensions().get::<Unfinished>().is_some()
}

/// Marks a response whose problem does not know its request yet.
#[derive(Clone)]
struct Unfinished(Arc<Problem>);

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        let mut response = Response::new(Body::from(self.render(Origin::default())));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, PROBLEM_JSON);
        for (name, value) in std::mem::take(&mut self.headers) {
            headers.append(name, value);
        }
        response.extensions_mut().insert(Unfinished(Arc::new(self)));
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(violations) => Self::validation(violations),
            Error::NotFound => Self::new(Kind::NotFound).detail("no record has this key"),
            Error::Unique(members) => Self::new(Kind::Unique).errors(conflicts(
                &members,
                "unique",
                if members.len() == 1 {
                    "another record has this value"
                } else {
                    "another record has the same values of these members together"
                },
            )),
            Error::Reference(members) => Self::new(Kind::Reference).errors(conflicts(
                &members,
                "reference",
                "no record has this key",
            )),
            Error::Restricted(entity) => {
                Self::new(Kind::Restricted).detail(format!("records of {entity} refer to this one"))
            }
            Error::Within { pointer, source } => Self::from(*source).within(&pointer),
            Error::Stale => Self::new(Kind::Stale)
                .detail("the record has changed since the version in the body was read"),
            Error::PreconditionFailed => Self::new(Kind::Precondition),
            Error::TooMany { relation, most } => Self::parameters(vec![Item::parameter(
                "include",
                "too_many",
                too_many(&relation, most),
            )]),
            Error::TooLarge { function } => {
                Self::parameters(vec![Item::parameter("fields", "too_large", too_large(&function))])
            }
            Error::Busy => {
                tracing::warn!("the database is busy");
                Self::unavailable().detail("the database is busy")
            }
            Error::Timeout => Self::new(Kind::Timeout).detail("the database took too long"),
            Error::DiskFull => {
                tracing::error!("the database's disk is full");
                Self::new(Kind::DiskFull)
            }
            Error::Unavailable(_) | Error::ReadOnly => {
                log(&error);
                Self::unavailable().detail("the database is unavailable")
            }
            Error::Stored { .. }
            | Error::Database(_)
            | Error::Config(_)
            | Error::Command(_)
            | Error::Io { .. } => {
                log(&error);
                Self::new(Kind::Internal)
            }
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Problem::from(self).into_response()
    }
}

fn conflicts(members: &[&'static str], code: &'static str, detail: &str) -> Vec<Item> {
    let conflict = |member: &&'static str| {
        Item::pointer(&Violation::member(member, code, "").pointer, code, detail)
    };
    members.iter().map(conflict).collect()
}

/// What to ask instead of more than one answer holds.
pub(crate) fn too_many(relation: &str, most: &str) -> String {
    format!(
        "{relation} must embed at most {most}: ask for fewer records that it belongs to, or ask \
         for it apart"
    )
}

/// What to ask instead of more digits than a number has.
pub(crate) fn too_large(function: &str) -> String {
    format!("{function} has more than 28 digits: ask for fewer records, or for smaller groups")
}

/// What the client is not told stands in the log with all its causes.
fn log(error: &Error) {
    let mut causes = String::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        causes.push_str(": ");
        causes.push_str(&cause.to_string());
        source = cause.source();
    }
    tracing::error!("{error}{causes}");
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use http::HeaderValue;
    use http::header::RETRY_AFTER;
    use http_body_util::BodyExt;
    use serde_json::{Value, json};

    use super::{Item, Origin, Problem, RequestId, finish};
    use crate::{Error, Violation};

    async fn body(problem: Problem, place: Origin<'_>) -> Value {
        let response = finish(problem.into_response(), place);
        let bytes = response.into_body().collect().await.expect("a buffered body").to_bytes();
        serde_json::from_slice(&bytes).expect("JSON")
    }

    #[tokio::test]
    async fn a_problem_says_which_request_it_answers() {
        let id = RequestId(HeaderValue::from_static("7"));
        let place = Origin { base: "/api", instance: Some("/api/books"), request_id: Some(&id) };
        let violations = vec![Violation::member("a/b", "required", "must be given")];
        assert_eq!(
            body(Problem::validation(violations), place).await,
            json!({
                "type": "/api/problems/validation",
                "title": "Validation failed",
                "status": 422,
                "instance": "/api/books",
                "request_id": "7",
                "errors": [{
                    "pointer": "#/a~1b", "code": "required", "detail": "must be given",
                }],
            })
        );
    }

    #[tokio::test]
    async fn conflicts_name_the_members() {
        let place = Origin::default();
        let answer = body(Error::Unique(vec!["isbn"]).into(), place).await;
        assert_eq!(answer["status"], 409);
        assert_eq!(answer["errors"][0]["pointer"], "#/isbn");
    }

    #[tokio::test]
    async fn what_is_too_large_names_the_parameter() {
        let place = Origin::default();
        let error = Error::TooLarge { function: "sum(price)".to_owned() };
        let answer = body(error.into(), place).await;
        assert_eq!(answer["status"], 400);
        assert_eq!(answer["errors"][0]["parameter"], "fields");
        assert_eq!(answer["errors"][0]["code"], "too_large");
    }

    #[test]
    fn pointers_are_uri_fragments() {
        let item = Item::pointer("/naïve 100%", "unknown", "");
        assert_eq!(item.pointer.as_deref(), Some("#/na%C3%AFve%20100%25"));
    }

    #[test]
    fn what_is_unavailable_says_when_to_retry() {
        let response = Error::Busy.into_response();
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()[RETRY_AFTER], "1");
    }

    #[test]
    fn database_text_stays_in_the_log() {
        let problem = Problem::from(Error::Database("no such column: secret".into()));
        let text = String::from_utf8(problem.render(Origin::default())).expect("UTF-8");
        assert!(!text.contains("secret"));
    }
}
