//! `check`: what would keep the application from serving, and in what structs, migrations and
//! database contradict each other.

use crate::app::{Core, advice};
use crate::cli::print;
use crate::config::Settings;
use crate::migrate::Migrations;
use crate::migrate::apply::{Job, Migrator};
use crate::migrate::drift::{self, Live};
use crate::migrate::folder::Folder;
use crate::{Db, Error, Result};

/// Checks one thing after the other. Without a database that answers, nothing can be said of it;
/// whatever else is wrong is told together.
pub(crate) async fn check(core: &Core, settings: &Settings) -> Result<()> {
    print("settings   are right\n")?;
    core.check()?;
    print(&format!("entities   fit together ({})\n", core.tables.len()))?;
    for sentence in advice(&core.tables) {
        print(&format!("advice     {sentence}\n"))?;
    }
    let mut problems = Vec::new();
    let folder = core.migrations.as_ref().map(Migrations::folder).transpose()?;
    if let Some(folder) = &folder {
        match core.leads_here(folder) {
            Ok(counts) => {
                let counts: Vec<_> = counts
                    .iter()
                    .map(|(dialect, count)| format!("{count} for {}", dialect.name()))
                    .collect();
                let counts =
                    if counts.is_empty() { "none yet".to_owned() } else { counts.join(", ") };
                print(&format!("migrations lead to what the entities say ({counts})\n"))?;
            }
            Err(error) => problems.push(error.to_string()),
        }
    }
    let db = Db::connect(&settings.database_url).await?;
    let checked = database(core, settings, &db, folder.as_ref(), &mut problems).await;
    db.close().await;
    checked?;
    if problems.is_empty() { Ok(()) } else { Err(Error::Config(problems.join("\n"))) }
}

async fn database(
    core: &Core,
    settings: &Settings,
    db: &Db,
    folder: Option<&Folder>,
    problems: &mut Vec<String>,
) -> Result<()> {
    db.ping().await?;
    print(&format!("database   answers ({})\n", settings.shown_database_url()))?;
    let has_migrations = folder.is_some_and(|folder| folder.has(db.dialect()));
    if let Some(folder) = folder.filter(|_| has_migrations)
        && !ledger(core, settings, db, folder, problems).await?
    {
        return print("tables     are compared when the database is where the migrations lead\n");
    }
    let live = drift::of_database(db, &core.tables).await?;
    live.notes.iter().try_for_each(|note| print(&format!("note       {note}\n")))?;
    tables(core, settings, &live, has_migrations, problems)
}

/// Whether all migrations are applied, as they are in the files.
async fn ledger(
    core: &Core,
    settings: &Settings,
    db: &Db,
    folder: &Folder,
    problems: &mut Vec<String>,
) -> Result<bool> {
    let quiet = |_: &str| {};
    let migrator = match Migrator::new(db, folder, &core.steps, &quiet) {
        Ok(migrator) => migrator,
        // That the files contradict each other has been said.
        Err(Error::Config(problem)) => {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
            return Ok(false);
        }
        Err(error) => return Err(error),
    };
    let found = migrator.problems().await?;
    if !found.is_empty() {
        problems.extend(found);
        return Ok(false);
    }
    let pending = migrator.pending(None).await?;
    if pending.is_empty() {
        print(&format!("ledger     has all of them ({})\n", migrator.count()))?;
        return Ok(true);
    }
    let titles: Vec<_> = pending.iter().map(Job::migration).collect();
    let titles = titles.join(", ");
    if settings.migrates() {
        print(&format!("ledger     lacks {titles}: applied at the start\n"))?;
    } else {
        problems.push(format!(
            "the database lacks {titles}: run `{} migrate up`, or start with --auto-migrate",
            core.name
        ));
    }
    Ok(false)
}

fn tables(
    core: &Core,
    settings: &Settings,
    live: &Live,
    has_migrations: bool,
    problems: &mut Vec<String>,
) -> Result<()> {
    let missing = live.missing.join(", ");
    let is_made = settings.migrates() && !has_migrations;
    let left = |name: &&str| core.tables.iter().any(|one| one.name == *name && one.unmanaged);
    if !missing.is_empty() && is_made && !live.missing.iter().any(left) {
        print(&format!("tables     will be created at the start: {missing}\n"))?;
    } else if !missing.is_empty() {
        let remedy = if has_migrations {
            format!("no migration makes it: write one with `{} migrate diff`", core.name)
        } else {
            "start with --auto-migrate to create it".to_owned()
        };
        problems.push(format!("the database has no table {missing}: {remedy}"));
    }
    if live.differences.is_empty() {
        return if missing.is_empty() {
            print("tables     are as the entities say\n")
        } else {
            Ok(())
        };
    }
    let told: Vec<_> = live.differences.iter().map(ToString::to_string).collect();
    problems.push(format!(
        "the tables in the database are not as the entities say:\n  {}\nChange them back by hand \
         (ALTER TABLE); or say it in the structs, and write a migration for the databases that do \
         not have it yet",
        told.join("\n  ")
    ));
    Ok(())
}
