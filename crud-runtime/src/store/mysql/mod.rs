//! The driver for `MySQL` and `MariaDB`.

mod connection;
mod error;
mod options;
mod packed;
mod plain;
mod quiet;
mod session;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use connection::{Connection, Fields};
pub(crate) use options::Options;
pub(crate) use session::{LOCK_SCHEMA, UNLOCK_SCHEMA};
