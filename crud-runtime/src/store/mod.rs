//! Databases: connections, transactions, and the operations on records.

// What every driver shares, one alone may have no use for. The build of all of them, which is the
// one that is linted, has a use for everything.
#![cfg_attr(
    not(all(feature = "mysql", feature = "postgres", feature = "sqlite")),
    allow(
        dead_code,
        irrefutable_let_patterns,
        unused_variables,
        clippy::unnecessary_wraps,
        clippy::unused_async
    )
)]

#[cfg(feature = "network")]
mod binary;
pub(crate) mod catalogue;
mod connection;
pub(crate) mod dao;
mod db;
mod executor;
mod failure;
mod fields;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod isolation_tests;
mod kind;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "network")]
mod network;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod search_tests;
mod session;
#[cfg(feature = "sqlite")]
mod sqlite;
mod stored;
mod task;
#[cfg(test)]
mod tests;
mod trace;
mod transaction;
mod typed;

pub(crate) use connection::Connection;
pub use db::Db;
pub use executor::{Executor, Handle};
pub(crate) use session::{Run, Session};
pub(crate) use task::Work;
pub use transaction::Transaction;
pub use typed::{
    Branch, Dao, Grouped, Loaded, Loader, Record, Records, Related, Select, Sql, SqlRow, SqlValue,
    With, sql,
};
