//! A served table with what its routes need on every request, worked out once.

use axum::response::{IntoResponse as _, Response};
use http::header::ALLOW;
use http::request::Parts;
use http::{HeaderValue, StatusCode};

use super::accept::{
    ACCEPT_PATCH, ACCEPT_POST, ACCEPT_QUERY, PATCH_TYPES, POST_TYPES, QUERY_TYPES,
};
use super::kind::Kind;
use super::problem::Problem;
use super::{address, key};
use crate::model::{Operation, Place, Table, Value};
use crate::query::parameter::{self, ParameterError};
use crate::store::dao::{Keyed, Projection};

/// A table as its routes see it.
pub(super) struct Resource {
    pub(super) table: &'static Table,
    /// Every readable column.
    pub(super) full: Projection,
    /// The same with the key.
    pub(super) created: Keyed,
    /// Every readable column of the table on the other side, relation by relation.
    pub(super) related: Vec<Projection>,
    /// The exact methods of each place (RFC 9110 §10.2.1).
    allow: Vec<(Place, HeaderValue)>,
}

impl Resource {
    pub(super) fn new(table: &'static Table) -> Self {
        Self {
            table,
            full: Projection::full(table),
            created: Keyed::full(table),
            related: related(table),
            allow: table.places().into_iter().map(|place| (place, allow(table, place))).collect(),
        }
    }

    /// What `OPTIONS` of a place answers.
    pub(super) fn options(&self, place: Place) -> Response {
        let mut response = StatusCode::NO_CONTENT.into_response();
        let headers = response.headers_mut();
        headers.insert(ALLOW, self.allow(place));
        for operation in self.table.served().filter(|operation| operation.place() == place) {
            match operation {
                Operation::Query => headers.insert(ACCEPT_QUERY, QUERY_TYPES),
                Operation::Create | Operation::PostQuery => headers.insert(ACCEPT_POST, POST_TYPES),
                Operation::Patch => headers.insert(ACCEPT_PATCH, PATCH_TYPES),
                Operation::List
                | Operation::Aggregate
                | Operation::Read
                | Operation::Replace
                | Operation::Delete
                | Operation::Related(_)
                | Operation::SetLinks(_)
                | Operation::Link(_)
                | Operation::Unlink(_) => None,
            };
        }
        response
    }

    /// The refusal of a method that a place does not take.
    pub(super) fn method_not_allowed(&self, place: Place) -> Problem {
        let allow = self.allow(place);
        let methods = allow.to_str().unwrap_or_default();
        let problem = Problem::new(Kind::Method).detail(format!("allowed are {methods}"));
        let problem = problem.header(ALLOW, allow);
        if place == Place::Record && self.table.serves(Operation::Patch) {
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

    fn allow(&self, place: Place) -> HeaderValue {
        let allow = self.allow.iter().find(|(served, _)| *served == place);
        allow.map_or(HeaderValue::from_static(""), |(_, methods)| methods.clone())
    }
}

fn related(table: &'static Table) -> Vec<Projection> {
    table.relations.iter().map(|relation| Projection::full((relation.target)())).collect()
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

fn allow(table: &'static Table, place: Place) -> HeaderValue {
    let here = table.served().filter(|operation| operation.place() == place);
    let mut methods: Vec<_> = here.map(Operation::method).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.push("OPTIONS");
    methods.sort_unstable();
    HeaderValue::try_from(methods.join(", ")).expect("method names are a header value")
}
