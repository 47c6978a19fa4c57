//! Documents of an API: each artefact is a pure function of [`Api`], and one entry of a list.

mod api;
mod artefact;
mod erd;
mod name;
mod openapi;
mod postman;

pub use api::{Api, Route};
pub(crate) use artefact::{ARTEFACTS, Artefact};

#[cfg(test)]
mod tests;
