//! Runs what is about to be written, and all before it, where nothing can go wrong: what a
//! statement loses is seen there alone.

use crate::app::Core;
use crate::cli::print;
use crate::migrate::folder::Folder;
use crate::migrate::make::Draft;
use crate::migrate::replay::{Replayed, in_memory, on_scratch};
use crate::sql::Dialect;
use crate::sql::shape::Schema;
use crate::store::catalogue::Difference;
use crate::{Error, Result};

/// Replays the folder with the draft in it: `SQLite` in memory, a server on the scratch databases
/// that are named.
///
/// # Errors
/// [`Error::Config`] with what differs from the entities, or does not run at all.
pub(super) async fn prove(
    core: &Core,
    folder: &Folder,
    draft: &Draft,
    after: &Schema,
    scratch: &[String],
) -> Result<()> {
    let folder = folder.with(draft.files.clone())?;
    for dialect in Dialect::ALL.into_iter().filter(|dialect| folder.has(*dialect)) {
        let url = scratch.iter().find(|url| of_url(url) == Some(dialect));
        let (place, replayed) = match (dialect, url) {
            (_, Some(url)) => {
                ("the scratch database", on_scratch(url, &folder, after, &core.steps).await)
            }
            (Dialect::Sqlite, None) if cfg!(feature = "sqlite") => {
                ("memory", in_memory(&folder, after, &core.steps).await)
            }
            _ => {
                let name = dialect.name();
                print(&format!(
                    "not replayed on {name}: name an empty database with --scratch, or in \
                     MIGRATE_SCRATCH_URL, and all migrations are tried there\n"
                ))?;
                continue;
            }
        };
        let replayed = replayed.map_err(|error| unproved(dialect, &format!("{error:?}")))?;
        tell(dialect, place, &replayed)?;
    }
    Ok(())
}

/// The databases that a URL names.
pub(super) fn of_url(url: &str) -> Option<Dialect> {
    match url.split_once(':')?.0 {
        "sqlite" => Some(Dialect::Sqlite),
        "postgres" | "postgresql" => Some(Dialect::Postgres),
        "mysql" | "mariadb" => Some(Dialect::Mysql),
        _ => None,
    }
}

fn tell(dialect: Dialect, place: &str, replayed: &Replayed) -> Result<()> {
    let lines = |all: &[Difference]| {
        let lines: Vec<_> = all.iter().map(ToString::to_string).collect();
        format!("\n  {}", lines.join("\n  "))
    };
    if !replayed.differences.is_empty() {
        return Err(unproved(dialect, &lines(&replayed.differences)));
    }
    let name = dialect.name();
    print(&format!("replayed on {name} in {place}: the tables are as the entities say\n"))?;
    if !replayed.besides.is_empty() {
        print(&format!("made besides by your own statements:{}\n", lines(&replayed.besides)))?;
    }
    Ok(())
}

fn unproved(dialect: Dialect, why: &str) -> Error {
    Error::Config(format!(
        "nothing is written: the migrations for {}, run one after the other on an empty database, \
         do not make the tables that the entities describe: {why}\nCorrect the file that is to \
         blame, if somebody edited one; or say `--unproved` to have the files written as they are",
        dialect.name()
    ))
}
