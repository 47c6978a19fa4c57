//! `postgres:` URLs.

use std::str::FromStr as _;

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

use crate::error::{Error, Result};
use crate::store::network;

/// What a URL may say besides our own options; libpq's names.
const DRIVER: &[&str] =
    &["sslmode", "sslrootcert", "sslcert", "sslkey", "host", "application_name"];

/// Where a database is, and how to speak to it.
#[derive(Clone)]
pub(crate) struct Options {
    pool: network::Options,
    pub(super) connect: PgConnectOptions,
}

impl Options {
    /// Reads a URL.
    pub(crate) fn parse(url: &str) -> Result<Self> {
        let (url, pool) = network::Options::take(url, DRIVER)?;
        let connect = PgConnectOptions::from_str(&url).map_err(|error| {
            Error::Config(format!(
                "the database URL is not understood: {error}. Write \
                 `postgres://user:password@host:5432/database`"
            ))
        })?;
        // Names of applications stand in the server's list of sessions.
        let named = connect.get_application_name().is_some();
        let connect = if named { connect } else { connect.application_name("crud") };
        Ok(Self { pool, connect: connect.disable_statement_logging() })
    }

    pub(crate) fn pool(&self) -> &network::Options {
        &self.pool
    }

    pub(crate) fn pool_mut(&mut self) -> &mut network::Options {
        &mut self.pool
    }

    /// The server, for people.
    pub(crate) fn place(&self) -> String {
        match self.connect.get_socket() {
            Some(socket) => socket.display().to_string(),
            None => format!("{}:{}", self.connect.get_host(), self.connect.get_port()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_libpqs() {
        let options = Options::parse(
            "postgres://ada:p%40ss@db.example:6543/library?sslmode=verify-full&connections=3",
        )
        .expect("url");
        assert_eq!(options.place(), "db.example:6543");
        assert_eq!(options.connect.get_username(), "ada");
        assert_eq!(options.connect.get_database(), Some("library"));
        assert_eq!(options.pool().connections, 3);
    }

    #[test]
    fn what_is_not_understood_is_said_without_the_password() {
        for url in ["postgres://a:secret@b:port/c", "postgres://a:secret@b/c?sslmode=always"] {
            let Err(Error::Config(message)) = Options::parse(url) else { panic!("{url}") };
            assert!(!message.contains("secret"), "{message}");
        }
    }
}
