//! `check`: what would keep the application from serving.

use crate::app::Core;
use crate::cli::print;
use crate::config::Settings;
use crate::{Db, Error, Result};

/// Checks one thing after the other; the first thing that is wrong is the error.
pub(crate) async fn check(core: &Core, settings: &Settings) -> Result<()> {
    print("settings   are right\n")?;
    core.check()?;
    print(&format!("entities   fit together ({})\n", core.tables.len()))?;
    let db = Db::connect(&settings.database_url).await?;
    let checked = async {
        db.ping().await?;
        print(&format!("database   answers ({})\n", settings.shown_database_url()))?;
        let missing = db.missing_tables(&core.tables).await?;
        if missing.is_empty() {
            return print("tables     are as the entities say\n");
        }
        let names: Vec<_> = missing.iter().map(|table| table.name).collect();
        let names = names.join(", ");
        if settings.migrates() {
            return print(&format!("tables     will be created at the start: {names}\n"));
        }
        Err(Error::Config(format!(
            "the database has no table {names}: start with --auto-migrate to create it"
        )))
    };
    let checked = checked.await;
    db.close().await;
    checked
}
