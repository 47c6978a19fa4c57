//! `migrate`: the tables of a database, from one migration to another.

mod apply;
mod ask;
mod inspect;
mod lint;
mod make;
mod proof;
mod state;
#[cfg(all(test, feature = "sqlite"))]
mod tests;

use clap::{ArgMatches, Command};

use crate::app::Core;
use crate::config::Settings;
use crate::migrate::Migrations;
use crate::migrate::apply::Migrator;
use crate::{Db, Error, Result};

/// The command.
pub(crate) fn command() -> Command {
    Command::new("migrate")
        .about("Brings the tables of a database from one migration to another")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(make::commands())
        .subcommands(apply::commands())
        .subcommands(state::commands())
        .subcommand(inspect::command())
        .subcommand(lint::command())
}

/// Does what the command says.
pub(crate) async fn migrate(core: &Core, settings: &Settings, matches: &ArgMatches) -> Result<()> {
    match matches.subcommand() {
        Some(("diff", matches)) => make::diff(core, settings, matches).await,
        Some(("new", matches)) => make::new(core, settings, matches),
        Some(("up", matches)) => apply::up(core, settings, matches).await,
        Some(("down", matches)) => apply::down(core, settings, matches).await,
        Some(("redo", matches)) => apply::redo(core, settings, matches).await,
        Some(("baseline", matches)) => apply::baseline(core, settings, matches).await,
        Some(("status", _)) => state::status(core, settings).await,
        Some(("inspect", matches)) => inspect::inspect(settings, matches).await,
        Some(("lint", matches)) => lint::lint(core, settings, matches).await,
        Some(("verify", _)) => state::verify(core, settings).await,
        _ => unreachable!("clap demands one of the commands, and knows no other"),
    }
}

/// The application's migrations.
fn migrations(core: &Core) -> Result<&Migrations> {
    core.migrations.as_ref().ok_or_else(|| {
        Error::Config(
            "the application has no migrations: add `.migrations(migrations!(\"migrations\"))` \
             where it is built"
                .to_owned(),
        )
    })
}

/// Does something with the migrations on the database that the settings name.
async fn on_database<T>(
    core: &Core,
    settings: &Settings,
    work: impl AsyncFnOnce(&Migrator<'_>) -> Result<T>,
) -> Result<T> {
    let folder = migrations(core)?.folder()?;
    let db = Db::connect(&settings.database_url).await?;
    let say = |line: &str| {
        // Whoever reads may have gone; the work goes on.
        let _ = super::print(&format!("{line}\n"));
    };
    let done = async {
        let migrator = Migrator::new(&db, &folder, &core.steps, &say)?;
        if !folder.has(db.dialect()) {
            say(&format!(
                "there are no migrations for {} yet: `migrate diff` writes them",
                db.dialect().name()
            ));
        }
        work(&migrator).await
    };
    let done = done.await;
    db.close().await;
    done
}
