//! Everything about a running application that its operator decides.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use crate::http::Limits;

/// Everything about a running application that its operator decides.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Where the records are: `sqlite:library.db`, `sqlite::memory:`, `postgres://…`, `mysql://…`;
    /// [`Db::connect`](crate::Db::connect) lists the options.
    pub database_url: String,
    /// Where to listen: `host:port`; port 0 takes a free one.
    pub bind: String,
    /// Whether migrations are applied at the start, or missing tables created where there are no
    /// migrations; `None` does so on `SQLite` alone.
    pub auto_migrate: Option<bool>,
    /// Where clients reach the server, when that is not where it listens: an absolute URL or a
    /// path, without a slash at the end.
    pub base_url: Option<String>,
    /// What stands before `/problems/…` in the `type` of errors, when not the server itself.
    pub problem_base_url: Option<String>,
    /// The proxies whose `X-Forwarded-Prefix` is believed.
    pub trusted_proxies: Vec<Network>,
    /// The origins whose pages may call the server from a browser; `*` stands for all of them.
    pub cors_origins: Vec<String>,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// What is logged: `info`, or directives such as `warn,crud_runtime=debug`.
    pub log_level: String,
    /// How much a client may take, and for how long.
    pub limits: Limits,
}

impl Settings {
    /// What holds unless it is set: `SQLite` in `<name>.db`, on port 3000 of this machine alone.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            database_url: format!("sqlite:{name}.db"),
            bind: "127.0.0.1:3000".to_owned(),
            auto_migrate: None,
            base_url: None,
            problem_base_url: None,
            trusted_proxies: Vec::new(),
            cors_origins: Vec::new(),
            log_format: LogFormat::Text,
            log_level: "info".to_owned(),
            limits: Limits::default(),
        }
    }

    /// Whether migrations are applied at the start, or missing tables created.
    #[must_use]
    pub fn migrates(&self) -> bool {
        self.auto_migrate.unwrap_or_else(|| self.database_url.starts_with("sqlite:"))
    }

    /// The database's URL without a password, for logs.
    #[must_use]
    pub fn shown_database_url(&self) -> String {
        let url = &self.database_url;
        let hidden = url.split_once("://").and_then(|(scheme, rest)| {
            let (user, host) = rest.rsplit_once('@')?;
            let (user, _) = user.split_once(':')?;
            Some(format!("{scheme}://{user}:***@{host}"))
        });
        hidden.unwrap_or_else(|| url.clone())
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// A range of addresses: `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u32,
}

impl Network {
    /// Whether the address lies in the range.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - self.prefix).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("`{text}` is not an address or range such as 10.0.0.0/8");
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| bad())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(width), str::parse).map_err(|_| bad())?;
        if prefix <= width { Ok(Self { address, prefix }) } else { Err(bad()) }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.address, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::{Network, Settings};

    #[test]
    fn networks_hold_their_addresses_alone() {
        let network: Network = "10.1.0.0/16".parse().expect("a range");
        assert!(network.contains("10.1.200.3".parse().expect("an address")));
        assert!(network.contains("::ffff:10.1.2.3".parse().expect("an address")));
        assert!(!network.contains("10.2.0.1".parse().expect("an address")));
        let all: Network = "0.0.0.0/0".parse().expect("a range");
        assert!(all.contains("255.0.0.1".parse().expect("an address")));
        let one: Network = "::1".parse().expect("an address");
        assert!(one.contains("::1".parse().expect("an address")));
        for bad in ["10.0.0.0/33", "10.0.0", "/8", "::1/129", ""] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let mut settings = Settings::new("library");
        assert_eq!(settings.shown_database_url(), "sqlite:library.db");
        settings.database_url = "postgres://me:p@ss:word@db/library".to_owned();
        assert_eq!(settings.shown_database_url(), "postgres://me:***@db/library");
    }
}
