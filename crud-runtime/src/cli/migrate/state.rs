//! `migrate status` and `verify`.

use clap::Command;

use super::{migrations, on_database};
use crate::app::Core;
use crate::cli::print;
use crate::config::Settings;
use crate::migrate::apply::{State, Status, duration};
use crate::sql::Dialect;
use crate::{Error, Result};

/// The commands.
pub(super) fn commands() -> [Command; 2] {
    [
        Command::new("status").about("Lists the migrations, and which of them are applied"),
        Command::new("verify").about(
            "Compares the files with what the database says was run; fails where they differ",
        ),
    ]
}

/// Lists all migrations.
pub(super) async fn status(core: &Core, settings: &Settings) -> Result<()> {
    on_database(core, settings, async |migrator| {
        let all = migrator.status().await?;
        let width = all.iter().map(|one| one.title.chars().count()).max().unwrap_or(0);
        for one in &all {
            print(&format!("{:width$}  {}\n", one.title, state(one)))?;
        }
        let problems = migrator.problems().await?;
        if !problems.is_empty() {
            print(&format!("\n{}\n", problems.join("\n")))?;
        }
        let pending = all.iter().filter(|one| one.entry.is_none()).count();
        if pending > 0 {
            print(&format!("\n{pending} pending: `{} migrate up` applies them\n", core.name))?;
        }
        Ok(())
    })
    .await
}

fn state(status: &Status) -> String {
    let Some(entry) = &status.entry else { return "pending".to_owned() };
    let done = format!("{} of {} steps done", entry.step, status.steps);
    let why = |text: &str| if text.is_empty() { String::new() } else { format!(": {text}") };
    match entry.state {
        State::Applied => {
            format!("applied {} in {}", entry.finished, duration(entry.milliseconds))
        }
        State::Up => format!("half applied, {done}{}", why(&entry.error)),
        State::Down => format!("half taken back, {} steps done{}", entry.step, why(&entry.error)),
    }
}

/// Compares files and ledger.
pub(super) async fn verify(core: &Core, settings: &Settings) -> Result<()> {
    // Those of other databases, too: whoever asks wants to know before they are used.
    let folder = migrations(core)?.folder()?;
    for dialect in Dialect::ALL {
        folder.of(dialect)?;
    }
    on_database(core, settings, async |migrator| {
        let problems = migrator.problems().await?;
        if !problems.is_empty() {
            return Err(Error::Config(problems.join("\n")));
        }
        print(&format!(
            "the files of {} migrations lead on from each other, and are those that were run\n",
            migrator.count()
        ))
    })
    .await
}
