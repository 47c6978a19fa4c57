//! Databases behind a socket: lent connections, transactions over them, and what happens when the
//! network or the server lets go.

mod connection;
mod database;
mod error;
mod health;
mod lease;
mod options;
mod pool;
mod quiet;
#[cfg(test)]
mod relay;
mod session;
#[cfg(test)]
mod tests;
mod watch;

pub(crate) use connection::{Connection, Isolation};
pub(crate) use database::Database;
pub(crate) use error::{is_tls, lost};
pub(crate) use health::Health;
pub(crate) use lease::Lease;
pub(crate) use options::{Endpoint, Options};
pub(crate) use quiet::quiet;
pub(crate) use session::Session;
pub(crate) use watch::Peer;
