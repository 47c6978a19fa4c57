//! Whether the migrations lead to what the structs say.

use super::{App, Core};
use crate::migrate::drift;
use crate::migrate::folder::Folder;
use crate::sql::Dialect;
use crate::sql::shape::Schema;
use crate::{Error, Result};

impl App {
    /// Fails a test when a migration is missing: when the structs say something else than the
    /// migrations make, or the files contradict each other. It needs no database.
    ///
    /// ```no_run
    /// use crud_runtime::prelude::*;
    ///
    /// fn app() -> App {
    ///     App::new("library").migrations(migrations!("migrations"))
    /// }
    ///
    /// #[test]
    /// fn migrations_are_complete() {
    ///     app().assert_migrated();
    /// }
    /// ```
    ///
    /// # Panics
    /// With everything in which they differ, and what to do.
    pub fn assert_migrated(&self) {
        if let Err(error) = self.core.migrated() {
            panic!("{error}");
        }
    }
}

impl Core {
    /// Demands that the migrations lead to what the structs say; returns how many there are for
    /// each kind of database that has some.
    pub(crate) fn migrated(&self) -> Result<Vec<(Dialect, usize)>> {
        self.check()?;
        let Some(migrations) = &self.migrations else {
            return Err(Error::Config(
                "the application has no migrations: add `.migrations(migrations!(\"migrations\"))` \
                 where it is built"
                    .to_owned(),
            ));
        };
        self.leads_here(&migrations.folder()?)
    }

    /// The same of a folder.
    pub(crate) fn leads_here(&self, folder: &Folder) -> Result<Vec<(Dialect, usize)>> {
        let mut counts = Vec::new();
        for dialect in Dialect::ALL.into_iter().filter(|dialect| folder.has(*dialect)) {
            let all = folder.of(dialect)?;
            self.steps.check(&all)?;
            counts.push((dialect, all.len()));
        }
        let nothing = Schema { tables: Vec::new() };
        let snapshot = folder.snapshot.as_ref().unwrap_or(&nothing);
        let differences = drift::of_structs(snapshot, &Schema::of(&self.tables));
        if differences.is_empty() {
            return Ok(counts);
        }
        Err(Error::Config(format!(
            "a migration is missing: the structs say something else than schema.json. Write it with \
             `{} migrate diff \"what changes\"`\n  {}",
            self.name,
            differences.join("\n  ")
        )))
    }
}
