//! What a URL says of a pool, and where the database is.

use std::sync::Arc;
use std::time::Duration;

use super::connection::Connection;
use crate::error::{Error, Result};
use crate::sql::Dialect;
use crate::store::connection::Shared;
#[cfg(feature = "mysql")]
use crate::store::mysql;
#[cfg(feature = "postgres")]
use crate::store::postgres;

/// The longest time that servers are told.
pub(super) const DAY: Duration = Duration::from_hours(24);

/// The part of the options that every driver shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    /// How many connections there are at most.
    pub(crate) connections: u32,
    /// How long to wait for a connection that others use.
    pub(crate) acquire_timeout: Duration,
    /// How long opening a connection may take.
    pub(crate) connect_timeout: Duration,
    /// How long a statement may take.
    pub(crate) timeout: Duration,
    /// How long a transaction with the user's code in it may take.
    pub(crate) transaction_timeout: Duration,
}

/// Where the connections lead, and how they are opened.
#[derive(Clone)]
pub(crate) enum Endpoint {
    #[cfg(feature = "postgres")]
    Postgres(postgres::Options),
    #[cfg(feature = "mysql")]
    Mysql(mysql::Options),
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections: 10,
            acquire_timeout: Duration::from_secs(5),
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            transaction_timeout: Duration::from_secs(10),
        }
    }
}

impl Options {
    /// Takes our options out of a URL; returns the URL without them. Those that are left must be
    /// among `others`, which are the driver's.
    pub(crate) fn take(url: &str, others: &[&str]) -> Result<(String, Self)> {
        let mut options = Self::default();
        let Some((place, query)) = url.split_once('?') else {
            return Ok((url.to_owned(), options));
        };
        let mut rest = Vec::new();
        for option in query.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            if others.contains(&name) {
                rest.push(option);
            } else {
                options.set(name, value, others)?;
            }
        }
        let separator = if rest.is_empty() { "" } else { "?" };
        Ok((format!("{place}{separator}{}", rest.join("&")), options))
    }

    fn set(&mut self, name: &str, value: &str, others: &[&str]) -> Result<()> {
        let place = match name {
            "connections" => {
                let count = value.parse().ok().filter(|count| (1..=1000).contains(count));
                self.connections =
                    count.ok_or_else(|| wrong(name, value, "a number from 1 to 1000"))?;
                return Ok(());
            }
            "acquire_timeout" => &mut self.acquire_timeout,
            "connect_timeout" => &mut self.connect_timeout,
            "timeout" => &mut self.timeout,
            "transaction_timeout" => &mut self.transaction_timeout,
            _ => {
                return Err(Error::Config(format!(
                    "unknown option `{name}` in the database URL: there are connections, \
                     acquire_timeout, connect_timeout, timeout, transaction_timeout, {}",
                    others.join(", ")
                )));
            }
        };
        // Up to a day; the servers take 32 bits of milliseconds.
        let time = value.parse().ok().filter(|time| (1..=86_400_000).contains(time));
        *place = time
            .map(Duration::from_millis)
            .ok_or_else(|| wrong(name, value, "milliseconds from 1 to 86400000"))?;
        Ok(())
    }
}

fn wrong(name: &str, value: &str, allowed: &str) -> Error {
    Error::Config(format!("`{name}` in the database URL must be {allowed}, not `{value}`"))
}

impl Endpoint {
    pub(crate) fn options(&self) -> &Options {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(options) => options.pool(),
            #[cfg(feature = "mysql")]
            Self::Mysql(options) => options.pool(),
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Dialect::Postgres,
            #[cfg(feature = "mysql")]
            Self::Mysql(_) => Dialect::Mysql,
        }
    }

    /// The same for sessions whose statements take as long as they take.
    pub(super) fn patient(&self) -> Self {
        let mut patient = self.clone();
        let options = match &mut patient {
            #[cfg(feature = "postgres")]
            Self::Postgres(options) => options.pool_mut(),
            #[cfg(feature = "mysql")]
            Self::Mysql(options) => options.pool_mut(),
        };
        (options.timeout, options.transaction_timeout) = (DAY, DAY);
        patient
    }

    /// The server, for people.
    fn place(&self) -> String {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(options) => options.place(),
            #[cfg(feature = "mysql")]
            Self::Mysql(options) => options.place(),
        }
    }

    /// Opens a connection. [`Error::Unavailable`] when nobody answers, which may change;
    /// [`Error::Config`] when the server refuses what the URL says.
    pub(super) async fn connect(&self, shared: &Arc<Shared>) -> Result<Connection> {
        let connect = async {
            match self {
                #[cfg(feature = "postgres")]
                Self::Postgres(options) => {
                    postgres::Connection::open(options, shared).await.map(Connection::Postgres)
                }
                #[cfg(feature = "mysql")]
                Self::Mysql(options) => {
                    mysql::Connection::open(options, shared).await.map(Connection::Mysql)
                }
            }
        };
        tokio::time::timeout(self.options().connect_timeout, connect).await.unwrap_or_else(|_| {
            Err(Error::Unavailable(format!(
                "{} did not answer within {:?}",
                self.place(),
                self.options().connect_timeout
            )))
        })
    }

    /// The secret kept in the database; made when there is none.
    pub(super) async fn secret(connection: &mut Connection) -> Result<[u8; 16]> {
        match connection {
            #[cfg(feature = "postgres")]
            Connection::Postgres(connection) => connection.secret().await,
            #[cfg(feature = "mysql")]
            Connection::Mysql(connection) => connection.secret().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_options_are_taken_out_of_the_url() {
        let (url, options) = Options::take(
            "postgres://a@b/c?timeout=20&sslmode=require&connections=3&",
            &["sslmode"],
        )
        .expect("url");
        assert_eq!(url, "postgres://a@b/c?sslmode=require");
        assert_eq!(options.timeout, Duration::from_millis(20));
        assert_eq!(options.connections, 3);
        let plain = Options::take("postgres://a@b/c", &[]).expect("url");
        assert_eq!(plain, ("postgres://a@b/c".to_owned(), Options::default()));
    }

    #[test]
    fn options_are_checked() {
        for query in ["timeouts=3", "timeout=5s", "timeout=0", "connections=0", "connections=", "x"]
        {
            let taken = Options::take(&format!("postgres://a@b/c?{query}"), &["sslmode"]);
            assert!(matches!(taken, Err(Error::Config(_))), "{query}");
        }
    }
}
