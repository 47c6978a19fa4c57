//! What all documents are made from.

use crate::model::Table;

/// An application as its documents show it.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    /// What it is called.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// What it is for, in Markdown; may be empty.
    pub(crate) description: String,
    /// What stands before every path for the client: nothing, or `/api`, or
    /// `https://example.org/api`.
    pub(crate) base: String,
    /// The entities in the order of registration.
    pub(crate) tables: Vec<&'static Table>,
    /// The user's own routes.
    pub(crate) routes: Vec<Route>,
}

/// A route of the user's own.
#[derive(Debug, Clone)]
pub struct Route {
    /// The HTTP method.
    pub method: String,
    /// The path from the API's base, with `{parameters}`.
    pub path: String,
    /// The `OpenAPI` operation object; what is missing of the necessary is filled in.
    pub operation: serde_json::Value,
}

#[cfg(test)]
impl Api {
    /// An API of these entities at the root of its server.
    pub(crate) fn new(name: impl Into<String>, tables: Vec<&'static Table>) -> Self {
        Self {
            name: name.into(),
            version: "0.1.0".to_owned(),
            description: String::new(),
            base: String::new(),
            tables,
            routes: Vec::new(),
        }
    }
}
