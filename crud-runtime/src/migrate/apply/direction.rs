//! One file of a migration that is to be run, in one direction or the other.

use std::fmt::Write as _;

use super::ledger::{Entry, State};
use super::report::{excerpt, whole};
use super::statement;
use crate::error::{Error, Result};
use crate::migrate::file::File;
use crate::migrate::folder::Migration;
use crate::migrate::script::{Mode, Step};
use crate::sql::Dialect;

/// What is to be run.
#[derive(Debug)]
pub(crate) struct Job {
    pub(super) direction: Direction,
    pub(super) version: String,
    pub(super) name: String,
    /// Of the file that makes it, which the ledger keeps.
    pub(super) checksum: String,
    pub(super) file: File,
}

/// Whether something is made or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
}

/// What became of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was done, in so many milliseconds.
    Done(u64),
    /// Another process was there first: the ledger has to be read again.
    Moved,
}

impl Job {
    /// What makes a migration.
    pub(super) fn up(migration: &Migration) -> Result<Self> {
        Self::new(Direction::Up, migration, migration.up.clone())
    }

    /// What takes it back.
    pub(super) fn down(dialect: Dialect, migration: &Migration) -> Result<Self> {
        let file = migration.down.clone().ok_or_else(|| {
            let title = migration.title();
            Error::Config(format!(
                "{title} cannot be taken back: there is no {}/{title}.down.sql. Write it (a file \
                 of `migrate new` shows its form), or go on with a new migration that undoes it",
                dialect.name()
            ))
        })?;
        Self::new(Direction::Down, migration, file)
    }

    fn new(direction: Direction, migration: &Migration, file: File) -> Result<Self> {
        let job = Self {
            direction,
            version: migration.version.clone(),
            name: migration.name.clone(),
            checksum: migration.up.checksum.clone(),
            file,
        };
        for step in &job.file.script.steps {
            let Step::Sql(sql) = step else { continue };
            let first = statement::beginning(sql).into_iter().next().unwrap_or_default();
            let ours = ["BEGIN", "COMMIT", "ROLLBACK", "END"];
            if ours.contains(&first.as_str()) {
                return Err(Error::Config(format!(
                    "{} has a step that is `{first}`: transactions are opened and ended for it; \
                     take that line away, or say `mode=stepwise` for a transaction a step",
                    job.title()
                )));
            }
        }
        Ok(job)
    }

    /// The name of its file, without the folder.
    pub(crate) fn title(&self) -> String {
        let direction = match self.direction {
            Direction::Up => "up",
            Direction::Down => "down",
        };
        format!("{}_{}.{direction}.sql", self.version, self.name)
    }

    /// `<version>_<name>`
    pub(crate) fn migration(&self) -> String {
        format!("{}_{}", self.version, self.name)
    }

    /// What it does not bring back.
    pub(crate) fn irreversible(&self) -> &[String] {
        &self.file.irreversible
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.file.script.steps
    }

    /// The state of a migration that is on its way by this.
    pub(super) fn state(&self) -> State {
        match self.direction {
            Direction::Up => State::Up,
            Direction::Down => State::Down,
        }
    }

    /// A record of this migration.
    pub(super) fn entry(&self, state: State) -> Entry {
        Entry::new(&self.version, &self.name, &self.checksum, state)
    }

    /// The error of a step, by its place from 0, and what became of the others.
    pub(super) fn failed(&self, place: usize, error: &Error, rest: &str) -> Error {
        let what = match self.steps().get(place) {
            Some(Step::Sql(sql)) => format!("\n  in: {}", excerpt(sql)),
            Some(Step::Rust(name)) => format!("\n  in the step `{name}` in Rust"),
            None => String::new(),
        };
        Error::Config(format!(
            "{} stopped in step {} of {}: {}{what}\n{rest}",
            self.title(),
            place + 1,
            self.steps().len(),
            whole(error)
        ))
    }

    /// All that would be run, as a script.
    pub(super) fn script(&self, dialect: Dialect) -> String {
        let mode = self.file.script.mode;
        let mut script = format!("-- {} ({})\n", self.title(), mode.word());
        let (before, after) = match (mode, dialect) {
            (Mode::Stepwise, _) => ("", ""),
            (Mode::Rebuild, _) => (
                "PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\n",
                "PRAGMA foreign_key_check;\nCOMMIT;\nPRAGMA foreign_keys = ON;\n",
            ),
            (Mode::Whole, Dialect::Sqlite) => ("BEGIN IMMEDIATE;\n", "COMMIT;\n"),
            (Mode::Whole, _) => ("BEGIN;\n", "COMMIT;\n"),
        };
        script.push_str(before);
        for step in self.steps() {
            // Writing into a `String` cannot fail.
            let _ = match step {
                Step::Sql(sql) => writeln!(script, "{sql};"),
                Step::Rust(name) => writeln!(script, "-- in Rust: {name}"),
            };
        }
        script.push_str(after);
        script
    }
}
