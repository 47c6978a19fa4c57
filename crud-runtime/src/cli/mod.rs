//! The commands of an application's binary.

mod check;
mod document;
mod explain;
mod migrate;
mod parse;
mod routes;
mod schema;
mod serve;

use std::ffi::OsString;
use std::sync::Arc;

use clap::ArgMatches;

use crate::Result;
use crate::app::{Command, Context, Core};
use crate::config::Settings;

/// Does what the arguments say.
pub(crate) async fn run(
    core: Arc<Core>,
    commands: Vec<Command>,
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<()> {
    parse::check(&commands)?;
    let matches = match parse::command(&core, &commands).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        // Help and version come this way too, and are no errors to the shell.
        Err(error) => error.exit(),
    };
    dispatch(core, commands, &matches).await
}

async fn dispatch(core: Arc<Core>, commands: Vec<Command>, matches: &ArgMatches) -> Result<()> {
    let (name, matches) = matches.subcommand().unwrap_or(("serve", matches));
    let (settings, given) = parse::settings(&core, matches)?;
    match name {
        "serve" => serve::serve(&core, &settings).await,
        "check" => check::check(&core, &settings).await,
        "explain" => explain::explain(&core, &settings, matches).await,
        "migrate" => migrate::migrate(&core, &settings, matches).await,
        "routes" => routes::routes(&core),
        "schema" => schema::schema(&core, matches),
        name => {
            if let Some(artefact) = document::named(name, matches) {
                return document::write(&core, &settings, artefact, matches);
            }
            let own = commands.into_iter().find(|own| own.command.get_name() == name);
            match own {
                Some(own) => {
                    let matches = matches.clone();
                    (own.handler)(Context { core, settings, given, matches }).await
                }
                None => unreachable!("clap knows the commands that `parse` gave it alone"),
            }
        }
    }
}

/// Prints to standard output; a reader that has gone away is no error.
fn print(text: &str) -> Result<()> {
    use std::io::Write as _;
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(source) => {
            let context = "cannot write to standard output".to_owned();
            Err(crate::Error::Io { context, source })
        }
        Ok(()) => Ok(()),
    }
}

/// The settings that were given, for commands that need to know.
type Resolved = (Settings, Vec<&'static str>);
