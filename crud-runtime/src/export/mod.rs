//! Documents of an API: each artefact is a pure function of [`Api`], and one entry of a list.

mod api;
mod erd;
mod name;
mod openapi;
mod postman;

pub use api::{Api, Route};

#[cfg(test)]
mod tests;
