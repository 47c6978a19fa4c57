//! `postgres:` URLs, and what the environment says besides.

use std::path::Path;

use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::passfile;
use super::wire::{Mode, Pem, Place, Target, Tls};
use crate::error::{Error, Result};
use crate::store::network;

/// What a URL may say besides our own options; libpq's names.
const DRIVER: &[&str] =
    &["sslmode", "sslrootcert", "sslcert", "sslkey", "host", "application_name"];

/// Where servers of this machine have their sockets: Debian's, and their own.
const SOCKETS: &[&str] = &["/var/run/postgresql", "/tmp"];

/// Where a database is, and how to speak to it.
#[derive(Clone)]
pub(crate) struct Options {
    pool: network::Options,
    pub(super) target: Target,
}

impl Options {
    /// Reads a URL. What it leaves open the environment may say, in libpq's variables.
    pub(crate) fn parse(url: &str) -> Result<Self> {
        Self::read(url, &|name| std::env::var(name).ok())
    }

    fn read(url: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let (url, pool) = network::Options::take(url, DRIVER)?;
        let url = Url::parse(&url).map_err(|error| not_understood(&error.to_string()))?;
        Ok(Self { pool, target: target(&url, variable)? })
    }

    pub(crate) fn pool(&self) -> &network::Options {
        &self.pool
    }

    pub(crate) fn pool_mut(&mut self) -> &mut network::Options {
        &mut self.pool
    }

    /// The server, for people.
    pub(crate) fn place(&self) -> String {
        self.target.place.to_string()
    }
}

fn target(url: &Url, variable: &dyn Fn(&str) -> Option<String>) -> Result<Target> {
    let option =
        |name| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let port = url.port().or_else(|| variable("PGPORT")?.parse().ok()).unwrap_or(5432);
    let host = match (option("host"), url.host()) {
        (Some(host), _) => Some(host),
        (None, Some(Host::Ipv6(address))) => Some(address.to_string()),
        (None, Some(Host::Ipv4(address))) => Some(address.to_string()),
        (None, Some(Host::Domain(host))) => Some(decoded(host)?),
        (None, None) => None,
    };
    let host = host
        .filter(|host| !host.is_empty())
        .or_else(|| variable("PGHOSTADDR"))
        .or_else(|| variable("PGHOST"))
        .unwrap_or_else(|| local(port));
    let user = match (url.username(), variable("PGUSER")) {
        ("", Some(user)) => user,
        // The user of this machine.
        ("", None) => whoami::username().unwrap_or_else(|_| "unknown".to_owned()),
        (user, _) => decoded(user)?,
    };
    let database = match url.path().trim_start_matches('/') {
        "" => variable("PGDATABASE"),
        database => Some(decoded(database)?),
    };
    let password = match url.password() {
        Some(password) => Some(decoded(password)?),
        None => variable("PGPASSWORD").or_else(|| {
            let named = variable("PGPASSFILE");
            passfile::password(named, &host, port, database.as_deref().unwrap_or_default(), &user)
        }),
    };
    let mode = match (option("sslmode"), variable("PGSSLMODE")) {
        (Some(word), _) => mode(&word).ok_or_else(|| {
            let words: Vec<_> = Mode::WORDS.iter().map(|(word, _)| *word).collect();
            not_understood(&format!("of sslmode there are {}, not `{word}`", words.join(", ")))
        })?,
        (None, Some(word)) => mode(&word).unwrap_or_default(),
        (None, None) => Mode::default(),
    };
    let pem = |name, other| option(name).or_else(|| variable(other)).map(Pem::from);
    Ok(Target {
        place: if host.starts_with('/') {
            Place::Unix(Path::new(&host).join(socket(port)))
        } else {
            Place::Tcp(host, port)
        },
        tls: Tls {
            mode,
            authorities: pem("sslrootcert", "PGSSLROOTCERT"),
            certificate: pem("sslcert", "PGSSLCERT"),
            key: pem("sslkey", "PGSSLKEY"),
        },
        user,
        password,
        database,
        // Names of applications stand in the server's list of sessions.
        application_name: option("application_name")
            .or_else(|| variable("PGAPPNAME"))
            .unwrap_or_else(|| "crud".to_owned()),
        options: variable("PGOPTIONS"),
    })
}

/// The folder of a server of this machine, or its name where there is none.
fn local(port: u16) -> String {
    let folder = SOCKETS.iter().find(|folder| Path::new(folder).join(socket(port)).exists());
    (*folder.unwrap_or(&"localhost")).to_owned()
}

/// The name of a server's socket in its folder.
fn socket(port: u16) -> String {
    format!(".s.PGSQL.{port}")
}

fn mode(word: &str) -> Option<Mode> {
    Mode::WORDS.iter().find(|(known, _)| *known == word).map(|(_, mode)| *mode)
}

fn decoded(part: &str) -> Result<String> {
    let decoded = percent_decode_str(part).decode_utf8();
    decoded.map(Into::into).map_err(|error| not_understood(&error.to_string()))
}

fn not_understood(why: &str) -> Error {
    Error::Config(format!(
        "the database URL is not understood: {why}. Write \
         `postgres://user:password@host:5432/database`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As if the environment said nothing but this.
    fn read(url: &str, environment: &[(&str, &str)]) -> Target {
        let variable = |name: &str| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, it)| (*it).to_owned())
        };
        Options::read(url, &variable).expect("url").target
    }

    #[test]
    fn urls_are_libpqs() {
        let options = Options::parse(
            "postgres://ada:p%40ss@db.example:6543/library?sslmode=verify-full&connections=3",
        )
        .expect("url");
        assert_eq!(options.place(), "db.example:6543");
        assert_eq!(options.target.user, "ada");
        assert_eq!(options.target.password.as_deref(), Some("p@ss"));
        assert_eq!(options.target.database.as_deref(), Some("library"));
        assert_eq!(options.target.tls.mode, Mode::VerifyFull);
        assert_eq!(options.target.application_name, "crud");
        assert_eq!(options.pool().connections, 3);
    }

    #[test]
    fn hosts_are_names_addresses_and_folders() {
        for (url, place) in [
            ("postgres://a@localhost/b", "localhost:5432"),
            ("postgres://a@127.0.0.1:1/b", "127.0.0.1:1"),
            ("postgresql://a@[::1]/b", "[::1]:5432"),
            ("postgres://a@%2Frun%2Fpg:1/b", "/run/pg/.s.PGSQL.1"),
            ("postgres:///b?host=/run/pg", "/run/pg/.s.PGSQL.5432"),
            ("postgres://a@c/b?host=d", "d:5432"),
        ] {
            assert_eq!(read(url, &[]).place.to_string(), place, "{url}");
        }
        assert_eq!(read("postgres://a@[::1]/b", &[]).place, Place::Tcp("::1".to_owned(), 5432));
    }

    #[test]
    fn the_environment_says_what_the_url_leaves_open() {
        let environment = [
            ("PGHOST", "db.example"),
            ("PGPORT", "6543"),
            ("PGUSER", "ada"),
            ("PGPASSWORD", "secret"),
            ("PGDATABASE", "library"),
            ("PGSSLMODE", "require"),
            ("PGSSLROOTCERT", "/etc/ca.pem"),
            ("PGAPPNAME", "reader"),
            ("PGOPTIONS", "-c geqo=off"),
        ];
        let target = read("postgres://", &environment);
        assert_eq!(target.place, Place::Tcp("db.example".to_owned(), 6543));
        assert_eq!((target.user.as_str(), target.password.as_deref()), ("ada", Some("secret")));
        assert_eq!(target.database.as_deref(), Some("library"));
        assert_eq!(target.tls.mode, Mode::Require);
        assert_eq!(target.tls.authorities, Some(Pem::File("/etc/ca.pem".into())));
        assert_eq!(target.application_name, "reader");
        assert_eq!(target.options.as_deref(), Some("-c geqo=off"));
        let url = "postgres://eve:word@localhost:1/other?sslmode=disable&application_name=writer";
        let target = read(url, &environment);
        assert_eq!(target.place, Place::Tcp("localhost".to_owned(), 1));
        assert_eq!((target.user.as_str(), target.password.as_deref()), ("eve", Some("word")));
        assert_eq!(target.database.as_deref(), Some("other"));
        assert_eq!(target.tls.mode, Mode::Disable);
        assert_eq!(target.application_name, "writer");
    }

    #[test]
    fn what_is_not_understood_is_said_without_the_password() {
        for url in ["postgres://a:secret@b:port/c", "postgres://a:secret@b/c?sslmode=always"] {
            let Err(Error::Config(message)) = Options::parse(url) else { panic!("{url}") };
            assert!(!message.contains("secret"), "{message}");
        }
    }
}
