//! `migrate diff` and `migrate new`: write migrations.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use super::proof::{of_url, prove};
use crate::app::Core;
use crate::cli::print;
use crate::config::Settings;
use crate::migrate::folder::Folder;
use crate::migrate::intent::Intents;
use crate::migrate::lint::Advice;
use crate::migrate::make::{Draft, Maker};
use crate::migrate::render::Manner;
use crate::sql::Dialect;
use crate::sql::shape::Schema;
use crate::{Error, Result};

/// The commands.
pub(super) fn commands() -> [Command; 2] {
    [
        Command::new("diff")
            .about("Writes the migration that leads from schema.json to the entities")
            .long_about(
                "Writes the migration that leads from schema.json to the entities: SQL for review, \
                 there and back. It needs no database and guesses nothing: what the entities do \
                 not say is refused, with what to write.",
            )
            .arg(name("What changes, in a few words: \"add isbn\""))
            .args(place())
            .arg(
                Arg::new("allow")
                    .long("allow")
                    .value_name("WHAT")
                    .value_parser(["narrow"])
                    .help("narrow: types and enums may become narrower; a record that does not fit stops the migration"),
            )
            .arg(
                Arg::new("concurrently")
                    .long("concurrently")
                    .action(ArgAction::SetTrue)
                    .help("On PostgreSQL step by step, so that others hardly wait, instead of all or nothing"),
            )
            .arg(
                Arg::new("scratch")
                    .long("scratch")
                    .value_name("URL")
                    .env("MIGRATE_SCRATCH_URL")
                    .hide_env_values(true)
                    .value_delimiter(' ')
                    .action(ArgAction::Append)
                    .help("An empty database where all migrations are tried before anything is written; it is emptied again. SQLite's are tried in memory"),
            )
            .arg(
                Arg::new("unproved")
                    .long("unproved")
                    .action(ArgAction::SetTrue)
                    .help("Writes the files without trying them"),
            ),
        Command::new("new")
            .about("Writes an empty migration, for statements and steps of your own")
            .arg(name("What it does, in a few words: \"fill isbn\""))
            .args(place()),
    ]
}

fn name(help: &'static str) -> Arg {
    Arg::new("NAME").required(true).help(help)
}

fn place() -> [Arg; 2] {
    [
        Arg::new("dir")
            .long("dir")
            .value_name("FOLDER")
            .value_hint(ValueHint::DirPath)
            .help("Where migrations are; by default where the application has them, or `migrations`"),
        Arg::new("dialect")
            .long("dialect")
            .value_name("DIALECT")
            .value_parser(PossibleValuesParser::new(Dialect::ALL.map(Dialect::name)))
            .action(ArgAction::Append)
            .help("For which databases, besides those that have migrations; the first time, by default, that of --database-url"),
    ]
}

/// Writes what leads to the entities.
pub(super) async fn diff(core: &Core, settings: &Settings, matches: &ArgMatches) -> Result<()> {
    core.check()?;
    let (path, folder) = folder(core, matches)?;
    let mut intents = Intents::of(&core.tables);
    intents.dropped_tables.extend(core.dropped.iter().cloned());
    intents.narrow = matches.contains_id("allow");
    let manner =
        if matches.get_flag("concurrently") { Manner::Concurrently } else { Manner::Whole };
    let dialects = dialects(&folder, settings, matches);
    let after = Schema::of(&core.tables);
    let draft = maker(&folder, &dialects, matches).diff(&after, &intents, manner)?;
    if draft.files.is_empty() {
        print("nothing has changed: schema.json says what the entities say\n")?;
    } else if !matches.get_flag("unproved") {
        let scratch = matches.get_many::<String>("scratch").unwrap_or_default();
        let scratch: Vec<_> = scratch.cloned().collect();
        prove(core, &folder, &draft, &after, &scratch).await?;
    }
    write(&path, &draft)?;
    draft.notes.iter().try_for_each(|note| print(&format!("note: {note}\n")))
}

/// Writes a migration without steps.
pub(super) fn new(core: &Core, settings: &Settings, matches: &ArgMatches) -> Result<()> {
    let (path, folder) = folder(core, matches)?;
    let dialects = dialects(&folder, settings, matches);
    let draft = maker(&folder, &dialects, matches).blank()?;
    write(&path, &draft)
}

fn folder(core: &Core, matches: &ArgMatches) -> Result<(PathBuf, Folder)> {
    let given = matches.get_one::<String>("dir").map(PathBuf::from);
    let ours = || core.migrations.as_ref().map(|migrations| migrations.path().to_owned());
    let path = given.or_else(ours).unwrap_or_else(|| PathBuf::from("migrations"));
    let folder = Folder::read(&path)?;
    Ok((path, folder))
}

/// The databases that are asked for; where there are no migrations yet, that of the settings.
fn dialects(folder: &Folder, settings: &Settings, matches: &ArgMatches) -> Vec<Dialect> {
    let named = |name: &str| Dialect::ALL.into_iter().find(|dialect| dialect.name() == name);
    let given = matches.get_many::<String>("dialect").unwrap_or_default();
    let given: Vec<_> = given.filter_map(|name| named(name)).collect();
    if !given.is_empty() || Dialect::ALL.iter().any(|dialect| folder.has(*dialect)) {
        return given;
    }
    vec![of_url(&settings.database_url).unwrap_or(Dialect::Sqlite)]
}

fn maker<'m>(folder: &'m Folder, dialects: &'m [Dialect], matches: &'m ArgMatches) -> Maker<'m> {
    let name = matches.get_one::<String>("NAME").map_or("", String::as_str);
    Maker { folder, dialects, name, now: chrono::Utc::now() }
}

/// Writes the files, that which leads on from here last.
fn write(path: &Path, draft: &Draft) -> Result<()> {
    for (name, text) in &draft.files {
        let file = path.join(name);
        let failed =
            |source| Error::Io { context: format!("cannot write {}", file.display()), source };
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        std::fs::write(&file, text).map_err(failed)?;
        print(&format!("written  {}\n", file.display()))?;
        let advice = draft.advice.iter().filter(|(path, _)| path == name).flat_map(|(_, all)| all);
        advice.map(Advice::text).try_for_each(|text| print(&text))?;
    }
    Ok(())
}
