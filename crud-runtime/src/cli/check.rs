//! `check`: what would keep the application from serving.

use crate::app::Core;
use crate::cli::print;
use crate::config::Settings;
use crate::{Db, Result};

/// Checks without changing anything; the first thing that is wrong is the error.
pub(crate) async fn check(core: &Core, settings: &Settings) -> Result<()> {
    print("settings   are right\n")?;
    core.check()?;
    print(&format!("entities   fit together ({})\n", core.tables.len()))?;
    let db = Db::connect(&settings.database_url).await?;
    let checked = async {
        db.ping().await?;
        print(&format!("database   answers ({})\n", settings.shown_database_url()))?;
        db.check_tables(&core.tables).await?;
        print("tables     are as the entities say\n")
    };
    let checked = checked.await;
    db.close().await;
    checked
}
