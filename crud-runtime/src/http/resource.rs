//! A served table with what its routes need on every request, worked out once.

use axum::response::{IntoResponse as _, Response};
use http::header::ALLOW;
use http::request::Parts;
use http::{HeaderValue, StatusCode};

use super::accept::{ACCEPT_PATCH, ACCEPT_POST, PATCH_TYPES, POST_TYPES};
use super::kind::Kind;
use super::problem::Problem;
use super::{address, key};
use crate::model::{Operation, Table, Value};
use crate::query::parameter::{self, ParameterError};
use crate::store::dao::{Keyed, Projection};

/// A table as its routes see it.
pub(super) struct Resource {
    pub(super) table: &'static Table,
    /// Every readable column.
    pub(super) full: Projection,
    /// The same with the key.
    pub(super) created: Keyed,
    collection: HeaderValue,
    record: HeaderValue,
}

impl Resource {
    pub(super) fn new(table: &'static Table) -> Self {
        Self {
            table,
            full: Projection::full(table),
            created: Keyed::full(table),
            collection: allow(table, false),
            record: allow(table, true),
        }
    }

    /// What `OPTIONS` of the collection or a record answers.
    pub(super) fn options(&self, on_record: bool) -> Response {
        let mut response = StatusCode::NO_CONTENT.into_response();
        let headers = response.headers_mut();
        headers.insert(ALLOW, self.allow(on_record));
        if on_record && self.table.serves(Operation::Patch) {
            headers.insert(ACCEPT_PATCH, PATCH_TYPES);
        }
        if !on_record && self.table.serves(Operation::Create) {
            headers.insert(ACCEPT_POST, POST_TYPES);
        }
        response
    }

    /// The refusal of a method that the collection or a record does not take.
    pub(super) fn method_not_allowed(&self, on_record: bool) -> Problem {
        let allow = self.allow(on_record);
        let methods = allow.to_str().unwrap_or_default();
        let problem = Problem::new(Kind::Method).detail(format!("allowed are {methods}"));
        let problem = problem.header(ALLOW, allow);
        if on_record && self.table.serves(Operation::Patch) {
            return problem.header(ACCEPT_PATCH, PATCH_TYPES);
        }
        problem
    }

    /// The address of a record for `Location`.
    pub(super) fn location(&self, parts: &Parts, key: &[Value]) -> HeaderValue {
        let mut location = address::base(parts);
        location.push('/');
        location.push_str(self.table.path);
        location.push('/');
        key::write(self.table, key, &mut location);
        HeaderValue::try_from(location).expect("a path in ASCII is a header value")
    }

    fn allow(&self, on_record: bool) -> HeaderValue {
        if on_record { self.record.clone() } else { self.collection.clone() }
    }
}

/// Refuses every parameter.
pub(super) fn no_parameters(parts: &Parts) -> Result<(), Problem> {
    let errors = parts.uri.query().map(parameter::none).unwrap_or_default();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

impl From<Vec<ParameterError>> for Problem {
    fn from(errors: Vec<ParameterError>) -> Self {
        use super::problem::Item;
        let item =
            |error: ParameterError| Item::parameter(error.parameter, error.code, error.detail);
        Self::parameters(errors.into_iter().map(item).collect())
    }
}

/// The exact methods of a path (RFC 9110 §10.2.1).
fn allow(table: &Table, on_record: bool) -> HeaderValue {
    let mut methods = Vec::new();
    for operation in Operation::ALL {
        if operation.on_record() == on_record && table.serves(*operation) {
            methods.push(operation.method());
        }
    }
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.push("OPTIONS");
    methods.sort_unstable();
    HeaderValue::try_from(methods.join(", ")).expect("method names are a header value")
}
