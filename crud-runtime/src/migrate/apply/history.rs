//! What the ledger says, held against the files.

use super::ledger::{Entry, State};
use crate::error::{Error, Result};
use crate::migrate::folder::Migration;
use crate::sql::Dialect;

/// How far a database has come along its migrations.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct History {
    /// How many are applied: the first ones.
    pub(super) applied: usize,
    /// The one behind them, where it was interrupted in the middle.
    pub(super) unfinished: Option<Entry>,
}

impl History {
    /// Reads the ledger's entries.
    ///
    /// # Errors
    /// [`Error::Config`] with everything in which the files and the ledger contradict each other.
    pub(super) fn of(
        dialect: Dialect,
        migrations: &[Migration],
        entries: &[Entry],
    ) -> Result<Self> {
        let problems = problems(dialect, migrations, entries);
        if !problems.is_empty() {
            return Err(Error::Config(problems.join("\n")));
        }
        let applied = entries.iter().filter(|entry| entry.state == State::Applied).count();
        let unfinished = entries.iter().find(|entry| entry.state != State::Applied).cloned();
        Ok(Self { applied, unfinished })
    }
}

/// Everything in which the files and the ledger contradict each other.
pub(super) fn problems(
    dialect: Dialect,
    migrations: &[Migration],
    entries: &[Entry],
) -> Vec<String> {
    let mut problems = Vec::new();
    let entry =
        |migration: &Migration| entries.iter().find(|entry| entry.version == migration.version);
    let is_known =
        |entry: &&Entry| migrations.iter().any(|migration| migration.version == entry.version);
    let unknown: Vec<_> =
        entries.iter().filter(|entry| !is_known(entry)).map(Entry::title).collect();
    if !unknown.is_empty() {
        problems.push(format!(
            "the database has {}, which this program does not know: it is older than the \
             database. Run the release that brought it; to go back to this one, take it back with \
             that release first (`migrate down`)",
            unknown.join(", ")
        ));
    }
    let last = migrations.iter().rposition(|migration| entry(migration).is_some());
    for (place, migration) in migrations.iter().enumerate() {
        let title = migration.title();
        match entry(migration) {
            Some(entry)
                if entry.state == State::Applied && entry.checksum != migration.up.checksum =>
            {
                problems.push(format!(
                    "{}/{title}.up.sql was changed after it was applied (its checksum was {}, and \
                     is {}): take it back from version control, and make the change in a new \
                     migration (`migrate diff`, `migrate new`)",
                    dialect.name(),
                    entry.checksum,
                    migration.up.checksum
                ));
            }
            Some(_) => {}
            None => {
                if let Some(later) = last.filter(|&last| last > place) {
                    problems.push(format!(
                        "{title} was never applied here, and {}, which comes after it, was: take \
                         that back (`migrate down`) and run both in their order; if the database \
                         has what {title} makes, say `migrate baseline --to {}`",
                        migrations[later].title(),
                        migration.version
                    ));
                }
            }
        }
    }
    problems
}

/// The place of a migration that is named by its version, its name, or both.
///
/// # Errors
/// [`Error::Config`] where none is called so, or more than one.
pub(super) fn find(migrations: &[Migration], wanted: &str) -> Result<usize> {
    let is_wanted = |migration: &Migration| {
        migration.version == wanted || migration.name == wanted || migration.title() == wanted
    };
    let mut found = (0..migrations.len()).filter(|&place| is_wanted(&migrations[place]));
    match (found.next(), found.next()) {
        (Some(place), None) => Ok(place),
        (Some(_), Some(_)) => Err(Error::Config(format!(
            "more than one migration is called `{wanted}`: name its version"
        ))),
        (None, _) => {
            let all: Vec<_> = migrations.iter().map(Migration::title).collect();
            let all = if all.is_empty() { "none at all".to_owned() } else { all.join(", ") };
            Err(Error::Config(format!("no migration is called `{wanted}`; there is {all}")))
        }
    }
}
