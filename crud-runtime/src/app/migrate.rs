//! Brings the database to where the application's migrations lead, or demands that it is there.

use super::Core;
use crate::migrate::apply::{Job, Migrator, Resume};
use crate::{Db, Error, Result};

impl Core {
    /// Applies what is pending, or refuses to go on without. Whether there are migrations for such
    /// databases at all: otherwise tables are made as the structs say.
    pub(crate) async fn migrate(&self, db: &Db, is_auto: bool) -> Result<bool> {
        let Some(migrations) = &self.migrations else { return Ok(false) };
        let folder = migrations.folder()?;
        if !folder.has(db.dialect()) {
            return Ok(false);
        }
        let say = |line: &str| tracing::info!("migrations: {line}");
        let migrator = Migrator::new(db, &folder, &self.steps, &say)?;
        if is_auto {
            migrator.up(None, Resume::Auto).await?;
            return Ok(true);
        }
        let pending = migrator.pending(None).await?;
        if pending.is_empty() {
            return Ok(true);
        }
        let titles: Vec<_> = pending.iter().map(Job::migration).collect();
        Err(Error::Config(format!(
            "the database lacks {}: run `{} migrate up`, or start with --auto-migrate",
            titles.join(", "),
            self.name
        )))
    }
}
