//! Databases behind a socket: lent connections, transactions over them, and what happens when the
//! network or the server lets go.

mod connection;
mod database;
mod health;
mod lease;
mod options;
mod pool;
#[cfg(test)]
mod relay;
mod session;
#[cfg(test)]
mod tests;
mod watch;

pub(crate) use connection::{Connection, Isolation};
pub(crate) use database::Database;
pub(crate) use health::Health;
pub(crate) use lease::Lease;
pub(crate) use options::{Endpoint, Options};
pub(crate) use session::Session;
pub(crate) use watch::Peer;
