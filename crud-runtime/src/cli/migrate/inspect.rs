//! `migrate inspect`: structs for the tables of a database that is there.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};

use crate::cli::print;
use crate::config::Settings;
use crate::migrate::inspect::{self, Stored};
use crate::{Db, Error, Result};

/// The command.
pub(super) fn command() -> Command {
    Command::new("inspect")
        .about("Writes structs for the tables of a database that is there")
        .long_about(
            "Writes structs for the tables of a database that is there, one file for each and a \
             mod.rs that gathers them. Nothing is written to the database. What cannot be said of \
             a table is printed, and stands above its struct.",
        )
        .arg(Arg::new("URL").help("The database; without it, the one that --database-url names"))
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("DIR")
                .required(true)
                .value_hint(ValueHint::DirPath)
                .value_parser(value_parser!(PathBuf))
                .help("Where the files are written; none that is there is overwritten"),
        )
        .arg(Arg::new("allow").long("allow").value_name("WHO").default_value("all = nobody").help(
            "What stands in `allow(…)` of every struct, such as \"read = public, list = public\"",
        ))
}

/// Reads the database and writes the files.
pub(super) async fn inspect(settings: &Settings, matches: &ArgMatches) -> Result<()> {
    let url = matches.get_one::<String>("URL").unwrap_or(&settings.database_url);
    let allow = matches.get_one::<String>("allow").map_or("all = nobody", String::as_str);
    let Some(folder) = matches.get_one::<PathBuf>("out") else {
        unreachable!("clap demands a folder")
    };
    let db = Db::look(url).await?;
    let source = async {
        let catalogue = db.catalogue().await?;
        let stored = Stored::read(&db, &catalogue).await?;
        Ok::<_, Error>(inspect::source(&catalogue, &stored, allow))
    };
    let source = source.await;
    db.close().await;
    let source = source?;
    if source.files.len() == 1 {
        let notes = source.notes.join("\n");
        return Err(Error::Config(
            format!("there is no table to write a struct for\n{notes}").trim().to_owned(),
        ));
    }
    for (name, _) in &source.files {
        let file = folder.join(name);
        if file.exists() {
            return Err(Error::Config(format!(
                "{} is there already: name another folder, or move it away",
                file.display()
            )));
        }
    }
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for (name, text) in &source.files {
        let file = folder.join(name);
        std::fs::write(&file, text).map_err(|error| failed(&file, error))?;
    }
    for note in &source.notes {
        print(&format!("note: {note}\n"))?;
    }
    let nobody = if allow == "all = nobody" {
        "; nobody may use them yet: say who in `allow(…)` of each"
    } else {
        ""
    };
    print(&format!("{} structs are in {}{nobody}\n", source.files.len() - 1, folder.display()))
}

fn failed(file: &Path, source: std::io::Error) -> Error {
    Error::Io { context: format!("cannot write {}", file.display()), source }
}
