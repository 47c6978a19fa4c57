//! The runtime of crud: everything that a table description can be turned into.

// Emitted code names this crate, also where it is used inside this crate.
extern crate self as crud_runtime;

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod app;
mod cli;
mod codec;
mod config;
mod error;
mod export;
#[cfg(test)]
mod fixture;
mod http;
mod migrate;
pub mod model;
pub mod prelude;
pub mod query;
mod schema;
mod sql;
mod store;

pub use app::{App, Context, Running, TestApp, TestRequest, TestResponse};
pub use config::{LogFormat, Network, Settings};
pub use crud_derive::{Crud, CrudEnum, CrudType, migrations};
pub use error::{Error, Result, Violation};
pub use export::Route;
pub use http::Limits;
pub use migrate::Migrations;
pub use migrate::apply::{Batch, Progress};
#[doc(hidden)]
pub use store::Handle;
pub use store::{
    Branch, Dao, Db, Executor, Grouped, Loaded, Loader, Record, Records, Related, Select, Sql,
    SqlRow, SqlValue, Transaction, With, sql,
};
pub use {axum, chrono, clap, rust_decimal, schemars, serde, serde_json, tokio, tracing, uuid};
