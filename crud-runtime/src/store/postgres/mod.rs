//! The driver for `PostgreSQL`.

mod argument;
mod connection;
mod error;
mod options;
mod passfile;
mod plain;
#[cfg(test)]
mod tests;
mod value;
mod wire;

pub(crate) use connection::{Connection, Fields, LOCK_SCHEMA};
pub(crate) use options::Options;
