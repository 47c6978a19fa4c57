//! The runtime of crud: everything that a table description can be turned into.

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
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
pub use store::{Db, Executor, Transaction};
