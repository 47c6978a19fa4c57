//! The body of a query as a [`Query`]: the same checks as of a query string, on typed JSON.

use serde_json::{Map, Value as Json};

use super::Query;
use super::parse::ListRequest;
use crate::Violation;
use crate::model::Table;

/// Reads the body of a query; every error is named at once.
pub(crate) fn list(
    table: &'static Table,
    _secret: &[u8; 16],
    body: Map<String, Json>,
) -> Result<ListRequest<'static>, Vec<Violation>> {
    let query = Query { limit: Some(table.page.default), ..Query::all(table) };
    let mut errors = Vec::new();
    for (name, _) in body {
        errors.push(Violation::member(&name, "unknown", "is no member; none is known"));
    }
    if errors.is_empty() { Ok(ListRequest::of_body(table, query)) } else { Err(errors) }
}
