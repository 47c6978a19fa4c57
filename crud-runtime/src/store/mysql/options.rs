//! `mysql:` and `mariadb:` URLs.

use std::str::FromStr as _;

use sqlx::ConnectOptions as _;
use sqlx::mysql::MySqlConnectOptions;

use crate::error::{Error, Result};
use crate::store::network;

/// What a URL may say besides our own options; the names of `mysql`'s own options.
const DRIVER: &[&str] = &["ssl-mode", "ssl-ca", "ssl-cert", "ssl-key", "socket"];

/// Texts that a connection keeps prepared.
const PREPARED: usize = 256;

/// Where a database is, and how to speak to it.
#[derive(Clone)]
pub(crate) struct Options {
    pool: network::Options,
    pub(super) connect: MySqlConnectOptions,
}

impl Options {
    /// Reads a URL.
    pub(crate) fn parse(url: &str) -> Result<Self> {
        let (url, pool) = network::Options::take(url, DRIVER)?;
        let connect = MySqlConnectOptions::from_str(&url).map_err(|error| {
            let modes = "DISABLED, PREFERRED, REQUIRED, VERIFY_CA and VERIFY_IDENTITY";
            let hint = if url.contains("ssl-mode=") {
                format!("; of ssl-mode there are {modes}")
            } else {
                String::new()
            };
            Error::Config(format!(
                "the database URL is not understood: {error}{hint}. Write \
                 `mysql://user:password@host:3306/database`"
            ))
        })?;
        if connect.get_database().is_none() {
            return Err(Error::Config(
                "the database URL names no database: write it behind the server, \
                 `mysql://user:password@host:3306/database`"
                    .to_owned(),
            ));
        }
        // What a session is set to is our own business: see `session`.
        let connect = connect
            .disable_statement_logging()
            .statement_cache_capacity(PREPARED)
            .set_names(false)
            .timezone(None)
            .pipes_as_concat(false)
            .no_engine_substitution(false);
        Ok(Self { pool, connect })
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
    fn urls_are_as_everywhere() {
        for scheme in ["mysql", "mariadb"] {
            let url = format!(
                "{scheme}://ada:p%40ss@db.example:3307/library?ssl-mode=VERIFY_CA&connections=3"
            );
            let options = Options::parse(&url).expect("url");
            assert_eq!(options.place(), "db.example:3307");
            assert_eq!(options.connect.get_username(), "ada");
            assert_eq!(options.connect.get_database(), Some("library"));
            assert_eq!(options.pool().connections, 3);
        }
        let options = Options::parse("mysql://ada@localhost/library?socket=/run/mysqld/x.sock");
        assert_eq!(options.expect("url").place(), "/run/mysqld/x.sock");
    }

    #[test]
    fn what_is_not_understood_is_said_without_the_password() {
        for (url, hint) in [
            ("mysql://a:secret@b:port/c", "mysql://user:password@host:3306/database"),
            ("mysql://a:secret@b/c?ssl-mode=always", "VERIFY_IDENTITY"),
            ("mysql://a:secret@b/c?sslmode=REQUIRED", "ssl-mode"),
            ("mysql://a:secret@b", "names no database"),
            ("mariadb://a:secret@b/", "names no database"),
        ] {
            let Err(Error::Config(message)) = Options::parse(url) else { panic!("{url}") };
            assert!(!message.contains("secret"), "{message}");
            assert!(message.contains(hint), "{message}");
        }
    }
}
