//! Documents of an API: each artefact is a pure function of [`Api`], and one entry of a list.

mod api;
mod document;
mod erd;
mod name;
mod openapi;
mod page;
mod postman;
mod routes;

pub use api::{Api, Route};
pub(crate) use document::{Content, Document, documents};
pub(crate) use erd::{dot as erd_dot, mermaid as erd_mermaid, svg as erd_svg};
pub(crate) use openapi::render as openapi;
pub(crate) use postman::render as postman;
pub(crate) use routes::render as routes;

#[cfg(test)]
mod tests;
