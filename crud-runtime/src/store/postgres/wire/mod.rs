//! A session with the server over its own protocol, version 3.0:
//! <https://www.postgresql.org/docs/current/protocol.html>.
//!
//! Messages are made, and passwords proved, by `postgres-protocol`. What comes is read here, out
//! of one buffer and without a copy of any value.

mod error;
mod login;
mod reader;
mod row;
mod session;
mod socket;
mod statements;
mod target;
#[cfg(test)]
mod tests;
mod tls;

pub(crate) use error::{Error, Report};
pub(crate) use row::Row;
pub(crate) use session::{Frame, Session};
pub(crate) use target::{Mode, Pem, Place, Target, Tls};
