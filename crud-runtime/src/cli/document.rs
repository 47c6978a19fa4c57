//! `openapi`, `erd` and the other artefacts as files.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, ValueHint};

use super::print;
use crate::app::Core;
use crate::config::Settings;
use crate::export::{ARTEFACTS, Artefact};
use crate::{Error, Result};

/// The commands that write artefacts.
pub(crate) fn commands() -> Vec<Command> {
    ARTEFACTS
        .chunk_by(|one, next| one.name == next.name)
        .map(|forms| {
            let command = Command::new(forms[0].name)
                .about(format!("Writes {}", forms[0].about))
                .arg(output());
            if forms.len() == 1 { command } else { command.arg(format(forms)) }
        })
        .collect()
}

/// Where to write.
pub(crate) fn output() -> Arg {
    Arg::new("output")
        .long("output")
        .short('o')
        .value_name("FILE")
        .value_hint(ValueHint::FilePath)
        .help("Where to write it; by default to standard output")
}

fn format(forms: &[Artefact]) -> Arg {
    let formats: Vec<_> = forms.iter().map(|form| form.format).collect();
    Arg::new("format")
        .long("format")
        .value_parser(PossibleValuesParser::new(formats))
        .default_value(forms[0].format)
        .help("In which form")
}

/// The artefact that a command writes.
pub(crate) fn named(name: &str, matches: &ArgMatches) -> Option<&'static Artefact> {
    let mut forms = ARTEFACTS.iter().filter(|artefact| artefact.name == name).peekable();
    if forms.peek()?.format.is_empty() {
        return forms.next();
    }
    let format = matches.get_one::<String>("format")?;
    forms.find(|form| form.format == format)
}

/// Writes an artefact.
pub(crate) fn write(
    core: &Core,
    settings: &Settings,
    artefact: &Artefact,
    matches: &ArgMatches,
) -> Result<()> {
    core.check()?;
    let mut api = core.api();
    api.base = settings.base_url.clone().unwrap_or_default();
    let mut text = (artefact.render)(&api);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    put(&text, matches)
}

/// Writes a text to where `--output` says.
pub(crate) fn put(text: &str, matches: &ArgMatches) -> Result<()> {
    match matches.get_one::<String>("output") {
        None => print(text),
        Some(file) => std::fs::write(file, text)
            .map_err(|source| Error::Io { context: format!("cannot write {file}"), source }),
    }
}
