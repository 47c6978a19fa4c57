//! The program under test, with a folder of migrations and a database of its own.

use std::fs;
use std::process::{Child, Command, Output, Stdio};

use crud_test_databases::{Database, Kind, on_each};
use tempfile::TempDir;

/// The databases that outlive a process.
const DATABASES: &[Kind] = &[Kind::File, Kind::Postgres, Kind::Mysql];

/// Runs a test on every database, each time on a new one.
pub(crate) async fn on_every_database(test: impl AsyncFn(Shelf)) {
    on_each(DATABASES, async |database| test(Shelf::of(database)).await).await;
}

/// The program under test.
pub(crate) struct Shelf {
    pub(crate) kind: Kind,
    url: String,
    folder: TempDir,
}

/// What a run of it said.
pub(crate) struct Said {
    pub(crate) out: String,
    pub(crate) error: String,
    is_success: bool,
}

impl Shelf {
    pub(crate) fn of(database: &Database) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(database.kind().name())).expect("a folder in it");
        Self { kind: database.kind(), url: database.url().to_owned(), folder }
    }

    /// Writes a file; `§` begins a step.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(self.kind.name()).join(name);
        fs::write(path, text.replace('§', "\n-- crud: step\n")).expect("a file");
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.folder.path().join(self.kind.name()).join(name)).expect("a file");
    }

    /// The program, about to be run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shelf"));
        command
            .args(arguments)
            .env_clear()
            .env("MIGRATIONS", self.folder.path())
            .env("DATABASE_URL", &self.url)
            .env("BIND", "127.0.0.1:0")
            .stdin(Stdio::null());
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command(arguments).output().expect("it runs"))
    }

    /// Starts it, and says nothing of what it says.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("it starts")
    }

    /// What the database answers, by a migration that is taken away again.
    pub(crate) fn tell(&self, sql: &str) -> Vec<String> {
        self.write("99999999999999_tell.up.sql", "-- crud: rust tell\n");
        self.write("99999999999999_tell.down.sql", "-- crud: mode=stepwise\n");
        let up = self.command(&["migrate", "up"]).env("TELL", sql).output();
        let told = Said::of(&up.expect("it runs")).succeeded();
        self.run(&["migrate", "down"]).succeeded();
        self.remove("99999999999999_tell.up.sql");
        self.remove("99999999999999_tell.down.sql");
        told.lines().filter_map(|line| line.strip_prefix("told: ")).map(str::to_owned).collect()
    }
}

impl Said {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            error: String::from_utf8_lossy(&output.stderr).into_owned(),
            is_success: output.status.success(),
        }
    }

    /// Demands success; what it printed.
    #[track_caller]
    pub(crate) fn succeeded(self) -> String {
        assert!(self.is_success, "it failed: {}{}", self.out, self.error);
        self.out
    }

    /// Demands failure; the error.
    #[track_caller]
    pub(crate) fn failed(self, parts: &[&str]) -> String {
        assert!(!self.is_success, "it succeeded: {}", self.out);
        for part in parts {
            assert!(self.error.contains(part), "`{part}` is not said: {}", self.error);
        }
        self.error
    }
}
