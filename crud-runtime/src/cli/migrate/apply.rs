//! `migrate up`, `down`, `redo` and `baseline`.

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::ask::agreed;
use super::on_database;
use crate::app::Core;
use crate::cli::print;
use crate::config::Settings;
use crate::migrate::apply::{Job, Migrator, Resume, Target};
use crate::{Error, Result};

/// The commands.
pub(super) fn commands() -> [Command; 4] {
    [
        Command::new("up")
            .about("Applies the migrations that are pending")
            .arg(to("The last one that is to be applied; without it, all"))
            .arg(dry_run())
            .args(resume()),
        Command::new("down")
            .about("Takes migrations back, the last one first")
            .arg(
                Arg::new("steps")
                    .long("steps")
                    .value_name("COUNT")
                    .value_parser(value_parser!(usize))
                    .conflicts_with("to")
                    .help("How many; by default one"),
            )
            .arg(to("The last one that stays applied; 0 takes all back"))
            .arg(dry_run())
            .arg(yes())
            .args(resume()),
        Command::new("redo").about("Takes the last migration back and applies it again").arg(yes()),
        Command::new("baseline")
            .about("Writes down that migrations are applied, and runs none of them")
            .long_about(
                "Writes down that migrations are applied, and runs none of them: for a database \
                 whose tables were made in another way.",
            )
            .arg(to("The last one whose tables are there; without it, all")),
    ]
}

fn to(help: &'static str) -> Arg {
    Arg::new("to").long("to").value_name("VERSION").help(help)
}

fn dry_run() -> Arg {
    Arg::new("dry-run")
        .long("dry-run")
        .action(ArgAction::SetTrue)
        .help("Prints the SQL and changes nothing")
}

fn yes() -> Arg {
    Arg::new("yes")
        .long("yes")
        .action(ArgAction::SetTrue)
        .help("Does not ask before something is lost")
}

fn resume() -> [Arg; 2] {
    [
        Arg::new("retry")
            .long("retry")
            .action(ArgAction::SetTrue)
            .conflicts_with_all(["dry-run", "resume-after"])
            .help("Runs the step again that was interrupted"),
        Arg::new("resume-after")
            .long("resume-after")
            .value_name("STEP")
            .value_parser(value_parser!(usize))
            .conflicts_with("dry-run")
            .help("Goes on behind this step of the migration that was interrupted"),
    ]
}

fn named(matches: &ArgMatches) -> Option<&str> {
    matches.get_one::<String>("to").map(String::as_str)
}

fn resumed(matches: &ArgMatches) -> Resume {
    match matches.get_one::<usize>("resume-after") {
        Some(step) => Resume::After(*step),
        None if matches.get_flag("retry") => Resume::Retry,
        None => Resume::Auto,
    }
}

/// Applies what is pending.
pub(super) async fn up(core: &Core, settings: &Settings, matches: &ArgMatches) -> Result<()> {
    on_database(core, settings, async |migrator| {
        if matches.get_flag("dry-run") {
            return preview(migrator, &migrator.pending(named(matches)).await?);
        }
        match migrator.up(named(matches), resumed(matches)).await? {
            0 => print("nothing is pending\n"),
            _ => Ok(()),
        }
    })
    .await
}

/// Takes back.
pub(super) async fn down(core: &Core, settings: &Settings, matches: &ArgMatches) -> Result<()> {
    let target = match (named(matches), matches.get_one::<usize>("steps")) {
        (Some(to), _) => Target::Until(to),
        (None, Some(count)) => Target::Count(*count),
        (None, None) => Target::Count(1),
    };
    on_database(core, settings, async |migrator| {
        let jobs = migrator.way_back(target).await?;
        if matches.get_flag("dry-run") {
            return preview(migrator, &jobs);
        }
        confirm(&jobs, matches)?;
        match migrator.down(target, resumed(matches)).await? {
            0 => print("nothing is to be taken back\n"),
            _ => Ok(()),
        }
    })
    .await
}

/// Takes the last one back and applies it again.
pub(super) async fn redo(core: &Core, settings: &Settings, matches: &ArgMatches) -> Result<()> {
    on_database(core, settings, async |migrator| {
        confirm(&migrator.way_back(Target::Count(1)).await?, matches)?;
        migrator.redo().await
    })
    .await
}

/// Writes down what is there.
pub(super) async fn baseline(core: &Core, settings: &Settings, matches: &ArgMatches) -> Result<()> {
    on_database(core, settings, async |migrator| match migrator.baseline(named(matches)).await? {
        0 => print("all of them are written down already\n"),
        _ => Ok(()),
    })
    .await
}

/// Prints what would be run.
fn preview(migrator: &Migrator<'_>, jobs: &[Job]) -> Result<()> {
    if jobs.is_empty() {
        return print("-- nothing is to be run\n");
    }
    let scripts: Vec<_> = jobs.iter().map(|job| migrator.script(job)).collect();
    print(&scripts.join("\n"))
}

/// Asks where something does not come back.
fn confirm(jobs: &[Job], matches: &ArgMatches) -> Result<()> {
    let lost: Vec<_> = jobs
        .iter()
        .flat_map(|job| job.irreversible().iter().map(move |what| (job.title(), what)))
        .map(|(title, what)| format!("{title}: {what}"))
        .collect();
    if lost.is_empty() || matches.get_flag("yes") || agreed(&lost.join("\n"))? {
        return Ok(());
    }
    Err(Error::Config("nothing was done".to_owned()))
}
