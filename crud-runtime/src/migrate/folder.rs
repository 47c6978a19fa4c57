//! What is in `migrations/`, on disk or in the binary.
//!
//! ```text
//! migrations/schema.json
//! migrations/postgres/20240501123000_add_isbn.up.sql
//! migrations/postgres/20240501123000_add_isbn.down.sql
//! migrations/sqlite/…
//! ```

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::file::File;
use super::snapshot;
use crate::error::{Error, Result};
use crate::sql::Dialect;
use crate::sql::shape::Schema;

/// The name of the snapshot in the folder.
pub(crate) const SNAPSHOT: &str = "schema.json";

/// One step of a database's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Migration {
    /// When it was made, in UTC: `YYYYMMDDHHMMSS`.
    pub(crate) version: String,
    pub(crate) name: String,
    /// Its hashes are filled in where the file does not say them.
    pub(crate) up: File,
    pub(crate) down: Option<File>,
}

/// What is in the folder.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    /// The tables that all migrations make; nothing where nothing was ever written.
    pub(crate) snapshot: Option<Schema>,
    /// The migration that was written last, `<version>_<name>`.
    pub(crate) last: Option<String>,
    /// The text of each file by its path in the folder, `postgres/20240501123000_x.up.sql`.
    pub(crate) sources: Vec<(String, String)>,
}

impl Migration {
    /// `<version>_<name>`
    pub(crate) fn title(&self) -> String {
        format!("{}_{}", self.version, self.name)
    }
}

impl Folder {
    /// Reads a folder; one that is not there is empty.
    ///
    /// # Errors
    /// [`Error::Io`] for what cannot be read, [`Error::Config`] for what does not belong there.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let mut files = Vec::new();
        for place in ["."].into_iter().chain(Dialect::ALL.map(Dialect::name)) {
            let folder = path.join(place);
            let failed =
                |source| Error::Io { context: format!("cannot read {}", folder.display()), source };
            let entries = match std::fs::read_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries.map_err(failed)?,
            };
            for entry in entries {
                let entry = entry.map_err(failed)?;
                let Ok(name) = entry.file_name().into_string() else { continue };
                let is_sql =
                    Path::new(&name).extension().is_some_and(|extension| extension == "sql");
                let is_ours = if place == "." { name == SNAPSHOT } else { is_sql };
                if place == "." && is_sql {
                    return Err(misplaced(&name));
                }
                if is_ours {
                    let text = std::fs::read_to_string(entry.path()).map_err(|source| {
                        let context = format!("cannot read {}", entry.path().display());
                        Error::Io { context, source }
                    })?;
                    let place = if place == "." { String::new() } else { format!("{place}/") };
                    files.push((place + &name, text));
                }
            }
        }
        Self::of_files(files)
    }

    /// What was built into the binary: each file by its path in the folder.
    ///
    /// # Errors
    /// [`Error::Config`] for what does not belong there.
    pub(crate) fn embedded(files: &'static [(&'static str, &'static str)]) -> Result<Self> {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Self::of_files(files.iter().map(owned).collect())
    }

    /// The folder with these files, among them a new snapshot, in it too.
    ///
    /// # Errors
    /// [`Error::Config`] for what does not belong there.
    pub(crate) fn with(&self, files: Vec<(String, String)>) -> Result<Self> {
        Self::of_files(self.sources.iter().cloned().chain(files).collect())
    }

    pub(super) fn of_files(files: Vec<(String, String)>) -> Result<Self> {
        let mut folder = Self::default();
        for (path, text) in files {
            if path == SNAPSHOT {
                let (schema, last) = snapshot::read(&text)?;
                (folder.snapshot, folder.last) = (Some(schema), last);
            } else if Dialect::ALL.iter().any(|dialect| in_folder(&path, *dialect).is_some()) {
                folder.sources.push((path, text));
            } else {
                return Err(misplaced(&path));
            }
        }
        folder.sources.sort();
        let is_there = |last: &String| {
            folder.sources.iter().any(|(path, _)| path.ends_with(&format!("/{last}.up.sql")))
        };
        if let Some(last) = folder.last.as_ref().filter(|last| !is_there(last)) {
            return Err(Error::Config(format!(
                "schema.json says that {last} was written last, and there is no such file: take \
                 both from version control as they belong together"
            )));
        }
        Ok(folder)
    }

    /// Whether there are migrations for these databases.
    pub(crate) fn has(&self, dialect: Dialect) -> bool {
        self.sources.iter().any(|(path, _)| in_folder(path, dialect).is_some())
    }

    /// The migrations for these databases, in the order in which they run.
    ///
    /// # Errors
    /// [`Error::Config`] for a file that cannot be read as one, and for a chain that is broken:
    /// two that begin at the same, as when two branches are merged, or an end that is not the
    /// snapshot's.
    pub(crate) fn of(&self, dialect: Dialect) -> Result<Vec<Migration>> {
        let mut ups = BTreeMap::new();
        let mut downs = BTreeMap::new();
        for (path, text) in &self.sources {
            let Some(file_name) = in_folder(path, dialect) else { continue };
            let (files, title) =
                match (file_name.strip_suffix(".up.sql"), file_name.strip_suffix(".down.sql")) {
                    (Some(title), _) => (&mut ups, title),
                    (None, Some(title)) => (&mut downs, title),
                    (None, None) => return Err(misnamed(path)),
                };
            let (version, name) = title.split_once('_').ok_or_else(|| misnamed(path))?;
            if version.len() != 14 || !version.bytes().all(|one| one.is_ascii_digit()) {
                return Err(misnamed(path));
            }
            let key = (version.to_owned(), name.to_owned());
            files.insert(key, File::read(dialect, path, text)?);
        }
        let mut migrations: Vec<Migration> = Vec::with_capacity(ups.len());
        for ((version, name), up) in ups {
            let down = downs.remove(&(version.clone(), name.clone()));
            let next = Migration { version, name, up, down };
            if let Some(before) = migrations.last().filter(|last| last.version == next.version) {
                return Err(Error::Config(format!(
                    "{} and {} of {} have the same version: give the later one a later version, \
                     in its file names and in schema.json",
                    before.title(),
                    next.title(),
                    dialect.name()
                )));
            }
            migrations.push(next);
        }
        if let Some((version, name)) = downs.into_keys().next() {
            return Err(Error::Config(format!(
                "there is {}/{version}_{name}.down.sql, and no {version}_{name}.up.sql that it \
                 would undo: take that from version control, or remove the former",
                dialect.name()
            )));
        }
        self.link(dialect, &mut migrations)?;
        Ok(migrations)
    }

    /// Fills in what files do not say, and checks that each leads on from the one before.
    fn link(&self, dialect: Dialect, migrations: &mut [Migration]) -> Result<()> {
        let mut ends = vec![snapshot::hash(&Schema { tables: Vec::new() })];
        for place in 0..migrations.len() {
            let end = ends[place].clone();
            let up = &mut migrations[place].up;
            if up.result.is_empty() {
                (up.parent, up.result) = (end.clone(), end.clone());
            }
            if up.parent != end {
                return Err(broken(dialect, migrations, &ends, place));
            }
            ends.push(up.result.clone());
            let result = up.result.clone();
            let down = migrations[place].down.as_mut();
            if let Some(down) = down.filter(|down| down.result.is_empty()) {
                (down.parent, down.result) = (result, end);
            }
            let next = &migrations[place];
            if let Some(down) = &next.down
                && (&down.parent, &down.result) != (&next.up.result, &next.up.parent)
            {
                return Err(Error::Config(format!(
                    "{}/{}.down.sql does not lead from where its .up.sql leads to back to where \
                     that begins: take both from the same commit",
                    dialect.name(),
                    next.title()
                )));
            }
        }
        let (Some(last), Some(snapshot)) = (migrations.last(), &self.snapshot) else {
            return Ok(());
        };
        if last.up.result == snapshot::hash(snapshot) {
            return Ok(());
        }
        Err(Error::Config(format!(
            "the migrations of {} end with {}, which does not lead to the tables in schema.json: \
             take schema.json and all files from the same commit; when a merge brought together \
             two branches that both migrate, remove the files of one, take schema.json from the \
             other, and run `migrate diff` again",
            dialect.name(),
            last.title()
        )))
    }
}

/// The file's name, where it is one of these databases.
fn in_folder(path: &str, dialect: Dialect) -> Option<&str> {
    path.strip_prefix(dialect.name())?.strip_prefix('/')
}

/// A migration that does not begin where the one before ends.
fn broken(dialect: Dialect, migrations: &[Migration], ends: &[String], place: usize) -> Error {
    let next = &migrations[place];
    let title = next.title();
    let folder = dialect.name();
    let twin = (0..place).find(|&other| {
        ends[other] == next.up.parent && migrations[other].up.result != next.up.parent
    });
    Error::Config(match (twin, place.checked_sub(1)) {
        (Some(twin), _) => {
            let twin = migrations[twin].title();
            format!(
                "{folder}/{twin}.up.sql and {folder}/{title}.up.sql begin at the same tables: they \
                 were made on two branches, and the second does not know the first. Remove the \
                 files of {title}, take schema.json from the branch of {twin}, and run `migrate \
                 diff` again"
            )
        }
        (None, Some(before)) => format!(
            "{folder}/{title}.up.sql does not begin where {} ends: a migration between them is \
             missing, or one was edited; take all files from the same commit",
            migrations[before].title()
        ),
        (None, None) => format!(
            "{folder}/{title}.up.sql is the first there is and does not begin without tables: \
             those before it are missing; take them from version control"
        ),
    })
}

fn misplaced(path: &str) -> Error {
    Error::Config(format!(
        "{path} does not belong into the folder of migrations: SQL files are in sqlite/, postgres/ \
         or mysql/"
    ))
}

fn misnamed(path: &str) -> Error {
    Error::Config(format!(
        "{path} is not called as a migration is: 20240501123000_add_isbn.up.sql, or .down.sql, \
         with the time in UTC; `migrate new` makes such files"
    ))
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
