//! Which databases there are, and which are tested.

use std::io::Write as _;
use std::sync::Once;

/// A kind of database, as a test sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `SQLite` in memory: one connection.
    Memory,
    /// `SQLite` in a file: a writer and readers.
    File,
    /// The server that `CRUD_TEST_POSTGRES` names.
    Postgres,
    /// The server that `CRUD_TEST_MYSQL` names: `MariaDB` or `MySQL`.
    Mysql,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Memory, Self::File, Self::Postgres, Self::Mysql];

    /// Whether a test runs on it: on all, unless `CRUD_TEST_ONLY` names those that are meant.
    ///
    /// # Panics
    /// When CI is to leave one out, or a word of the list is unknown.
    #[must_use]
    pub fn is_tested(self) -> bool {
        let Ok(only) = std::env::var("CRUD_TEST_ONLY") else { return true };
        let named: Vec<&str> = only.split([',', ' ']).filter(|name| !name.is_empty()).collect();
        if named.is_empty() {
            return true;
        }
        for name in &named {
            assert!(
                Self::ALL.iter().any(|kind| kind.name() == *name),
                "CRUD_TEST_ONLY names `{name}`; there are sqlite, postgres and mysql"
            );
        }
        let is_tested = named.contains(&self.name());
        if !is_tested {
            assert!(
                std::env::var_os("CI").is_none_or(|value| value.is_empty()),
                "CRUD_TEST_ONLY={only} leaves {} out, and CI is set: CI tests all",
                self.name()
            );
            say_once(&format!("CRUD_TEST_ONLY={only}: the other databases are NOT TESTED"));
        }
        is_tested
    }

    /// `sqlite`, `postgres` or `mysql`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Memory | Self::File => "sqlite",
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
        }
    }

    /// Whether a server holds it.
    #[must_use]
    pub fn is_served(self) -> bool {
        matches!(self, Self::Postgres | Self::Mysql)
    }

    /// The URL of its server.
    pub(crate) fn server(self) -> String {
        let variable = format!("CRUD_TEST_{}", self.name().to_uppercase());
        std::env::var(&variable).ok().filter(|url| !url.is_empty()).unwrap_or_else(|| {
            panic!(
                "{variable} is not set: say `eval \"$(tests/servers start)\"` for a server to \
                 test on, or set CRUD_TEST_ONLY=sqlite to test on SQLite alone"
            )
        })
    }
}

/// Past the harness, which keeps what a passing test prints to itself.
fn say_once(text: &str) {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        // Nobody listens: then nobody is to be told.
        let _ = writeln!(std::io::stderr(), "\n!!\n!! {text}\n!!");
    });
}
