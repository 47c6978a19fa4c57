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

mod connection;
pub(crate) mod dao;
mod db;
mod executor;
mod failure;
mod fields;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod isolation_tests;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "network")]
mod network;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(test)]
mod properties;
#[cfg(feature = "sqlite")]
mod sqlite;
mod stored;
mod task;
#[cfg(test)]
mod tests;
mod transaction;
mod typed;

pub use db::Db;
pub use executor::{Executor, Handle};
pub use transaction::Transaction;
pub use typed::{Dao, Records, Select};
