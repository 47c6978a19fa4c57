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
mod sql;
mod store;

pub use error::{Error, Result, Violation};
#[doc(hidden)]
pub use http::testing;
pub use store::{Db, Executor, Transaction};
