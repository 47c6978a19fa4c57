//! The driver for `PostgreSQL`.

mod connection;
mod error;
mod options;
mod plain;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use connection::{Connection, Fields, LOCK_SCHEMA};
pub(crate) use options::Options;
