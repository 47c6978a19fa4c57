//! A database of a bench's own: made, filled, watched, and dropped at the end.

use std::env;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::Result;
use crate::administrator::Administrator;
use crate::cpu::Spent;

/// The databases that the servers know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
    Mysql,
}

/// A database; it is dropped with this value.
pub(crate) struct Database {
    pub(crate) kind: Kind,
    pub(crate) url: String,
    /// Where the server that uses it writes its log.
    pub(crate) log: PathBuf,
    /// Its name, and a session that may drop it. A file goes with its folder.
    served: Option<(String, Administrator)>,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
        }
    }
}

impl Database {
    /// Makes an empty one: a file in the folder, or a database on the server that
    /// `CRUD_TEST_POSTGRES` or `CRUD_TEST_MYSQL` names.
    pub(crate) fn create(kind: Kind, folder: &Path, name: &str) -> Result<Self> {
        let variable = match kind {
            Kind::Sqlite => return Ok(Self::file(&folder.join(name).with_extension("db"))),
            Kind::Postgres => "CRUD_TEST_POSTGRES",
            Kind::Mysql => "CRUD_TEST_MYSQL",
        };
        let server = env::var(variable).map_err(|_| {
            format!("{variable} names no database server: eval \"$(tests/servers start)\"")
        })?;
        let log = folder.join(name).with_extension("log");
        // So called, `tests/servers` removes it should we be killed.
        let name = format!("crud_test_{}_{name}", std::process::id());
        let url = beside(&server, &name)?;
        let mut administrator = Administrator::connect(&server)?;
        administrator.run(&format!("CREATE DATABASE {name}"))?;
        Ok(Self { kind, url, log, served: Some((name, administrator)) })
    }

    /// An `SQLite` file.
    pub(crate) fn file(path: &Path) -> Self {
        Self {
            kind: Kind::Sqlite,
            url: format!("sqlite:{}", path.display()),
            log: path.with_extension("log"),
            served: None,
        }
    }

    /// Runs statements within it, one by one.
    pub(crate) fn run(&self, statements: &[&str]) -> Result<()> {
        if let Some(path) = self.url.strip_prefix("sqlite:") {
            let connection = rusqlite::Connection::open(path)?;
            return Ok(statements.iter().try_for_each(|sql| connection.execute_batch(sql))?);
        }
        let mut administrator = Administrator::connect(&self.url)?;
        statements.iter().try_for_each(|sql| administrator.run(sql))
    }

    /// What the database server has spent on its clients so far; nothing if it is a file, or if the
    /// database server's processes cannot be seen from here.
    pub(crate) fn spent(&mut self) -> Result<Option<Spent>> {
        match &mut self.served {
            None => Ok(None),
            Some((name, administrator)) => administrator.spent(name),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((name, administrator)) = &mut self.served {
            let force = if self.kind == Kind::Postgres { " WITH (FORCE)" } else { "" };
            if let Err(error) = administrator.run(&format!("DROP DATABASE {name}{force}")) {
                eprintln!("bench-load: the database {name} is left behind: {error}");
            }
        }
    }
}

/// The URL of another database on the same server.
fn beside(server: &str, name: &str) -> Result<String> {
    let (scheme, rest) = server.split_once("://").ok_or("a database URL without `://`")?;
    let (place, options) = match rest.split_once('?') {
        Some((place, options)) => (place, format!("?{options}")),
        None => (rest, String::new()),
    };
    let host = place.split('/').next().unwrap_or(place);
    Ok(format!("{scheme}://{host}/{name}{options}"))
}
