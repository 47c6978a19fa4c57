//! The runtime of crud: everything that a table description can be turned into.

mod codec;
mod config;
mod error;
mod http;
pub mod model;
pub mod query;

pub use error::{Error, Result, Violation};
