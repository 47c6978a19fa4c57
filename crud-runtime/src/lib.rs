//! The runtime of crud: everything that a table description can be turned into.

mod codec;
mod config;
mod error;
mod export;
#[cfg(test)]
mod fixture;
mod http;
pub mod model;
pub mod query;
mod schema;

pub use error::{Error, Result, Violation};
#[doc(hidden)]
pub use http::testing;
