//! The command line: made from the list of settings and the list of documents.

use std::path::Path;

use clap::{Arg, ArgMatches, Command as Clap, ValueHint};

use super::{Resolved, document, explain, migrate, schema};
use crate::app::{Command, Core};
use crate::config::{Group, SETTINGS, Setting, Settings, Sources, resolve};
use crate::{Error, Result};

/// The command line of an application.
pub(crate) fn command(core: &Core, commands: &[Command]) -> Clap {
    let name = core.name.clone();
    let about = match core.description.lines().next() {
        Some(line) if !line.is_empty() => line.to_owned(),
        _ => format!("Serves {}", paths(core)),
    };
    let settings = core.default_settings();
    let mut all = Clap::new(name.clone())
        .version(core.version.clone())
        .about(about)
        .after_help(format!("Without a command, {name} serves. `--help` lists the limits too."))
        .after_long_help(examples(&name, &settings))
        .args(SETTINGS.iter().map(|setting| flag(setting, &settings)))
        .arg(file())
        .subcommand(Clap::new("serve").about("Serves the application (the default)"))
        .subcommands(document::commands())
        .subcommand(schema::command())
        .subcommand(migrate::command())
        .subcommand(explain::command())
        .subcommand(Clap::new("routes").about("Lists what is served"))
        .subcommand(Clap::new("check").about("Checks settings, entities, database and tables"));
    for own in commands {
        all = all.subcommand(own.command.clone());
    }
    all
}

/// Refuses commands that could not be told apart.
pub(crate) fn check(commands: &[Command]) -> Result<()> {
    let core = Core::new(String::new());
    let mut names: Vec<String> = vec!["help".to_owned()];
    names.extend(command(&core, &[]).get_subcommands().map(|ours| ours.get_name().to_owned()));
    for own in commands {
        let name = own.command.get_name();
        if names.iter().any(|taken| taken == name) {
            return Err(Error::Config(format!(
                "there is a command `{name}` already: give yours another name"
            )));
        }
        names.push(name.to_owned());
    }
    Ok(())
}

/// The settings, and the names of those that were given.
pub(crate) fn settings(core: &Core, matches: &ArgMatches) -> Result<Resolved> {
    let flag = |name: &str| matches.get_one::<String>(name).cloned();
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let file = flag("config").or_else(|| variable("CONFIG"));
    let sources =
        Sources { flag: &flag, variable: &variable, file: file.as_deref().map(Path::new) };
    resolve(core.default_settings(), &sources)
}

fn flag(setting: &Setting, defaults: &Settings) -> Arg {
    let default = setting.show(defaults);
    let default = if default.is_empty() { default } else { format!(", default: {default}") };
    let arg = Arg::new(setting.name)
        .long(setting.name)
        .value_name(setting.value)
        .help(format!("{} [env: {}{default}]", setting.help, setting.env[0]))
        .help_heading(setting.group.title())
        .hide_short_help(setting.group == Group::Limits)
        .global(true);
    if setting.value == "true|false" {
        // `--auto-migrate` alone means yes, and must not swallow the command behind it.
        arg.num_args(0..=1).require_equals(true).default_missing_value("true")
    } else {
        arg
    }
}

fn file() -> Arg {
    Arg::new("config")
        .long("config")
        .value_name("FILE")
        .value_hint(ValueHint::FilePath)
        .help("A TOML file of settings, with underscores: database_url = \"…\" [env: CONFIG]")
        .help_heading(Group::Settings.title())
        .global(true)
}

fn paths(core: &Core) -> String {
    let paths: Vec<_> = core.tables.iter().map(|table| format!("/{}", table.path)).collect();
    paths.join(", ")
}

fn examples(name: &str, settings: &Settings) -> String {
    let (bind, url) = (&settings.bind, &settings.database_url);
    format!(
        "Examples:
  {name}
      serves at http://{bind}, with an interactive page at /docs; records are in {url}
  {name} --bind 0.0.0.0:8080 --database-url sqlite:/var/lib/{name}.db
      lets other machines in, and keeps the records elsewhere
  LOG_FORMAT=json {name} --config /etc/{name}.toml
      takes settings from the environment and a file
  {name} openapi --output openapi.json
      writes the OpenAPI document
  {name} check
      says what would keep it from serving

A setting is taken from its flag, else from its environment variable, else from the file that
--config names, else it has its default. Times are written 500ms, 30s or 2m; sizes 64KiB or 1MiB."
    )
}
