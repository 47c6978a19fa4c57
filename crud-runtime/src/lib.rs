//! The runtime of crud: everything that a table description can be turned into.

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod codec;
mod error;
mod http;
pub mod model;
pub mod query;

pub use error::{Error, Result, Violation};
