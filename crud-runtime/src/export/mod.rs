//! Documents of an API: each artefact is a pure function of [`Api`], and one entry of a list.

mod api;
mod artefact;
mod document;
mod erd;
pub(crate) mod name;
mod openapi;
mod page;
mod postman;
mod route;

pub(crate) use api::Api;
pub use api::Route;
pub(crate) use artefact::{ARTEFACTS, Artefact};
pub(crate) use document::{Content, Document, documents};

#[cfg(test)]
mod tests;
