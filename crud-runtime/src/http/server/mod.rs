//! The server: connections that cannot hold it up, whatever their clients do.

mod connection;
mod limits;
mod linger;
mod listen;
mod overflow;
mod stream;
#[cfg(test)]
mod tests;
mod watch;

pub use limits::Limits;
pub(crate) use listen::{bind, serve};
