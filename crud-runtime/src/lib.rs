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
pub use store::{Dao, Db, Executor, Records, Select, Transaction};
