//! `openapi`, `schema`, `erd`, `postman`: the documents as files.

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::print;
use crate::app::Core;
use crate::config::Settings;
use crate::export::openapi;
use crate::{Error, Result};

/// A document that the binary can write.
pub(crate) struct Document {
    name: &'static str,
    about: &'static str,
}

const DOCUMENTS: &[Document] = &[Document { name: "openapi", about: "Writes the OpenAPI 3.1 document" }];

/// The document that a command writes.
pub(crate) fn named(name: &str) -> Option<&'static Document> {
    DOCUMENTS.iter().find(|document| document.name == name)
}

/// The commands that write documents.
pub(crate) fn commands() -> impl Iterator<Item = Command> {
    DOCUMENTS.iter().map(|document| {
        Command::new(document.name).about(document.about).arg(
            Arg::new("output")
                .long("output")
                .short('o')
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .help("Where to write it; by default to standard output"),
        )
    })
}

/// Where documents are served, with what they are.
pub(crate) fn paths() -> Vec<(String, &'static str)> {
    vec![("/openapi.json".to_owned(), "the OpenAPI document")]
}

/// Writes a document.
pub(crate) fn write(
    core: &Core,
    settings: &Settings,
    document: &Document,
    matches: &ArgMatches,
) -> Result<()> {
    core.check()?;
    let mut api = core.api();
    api.base = settings.base_url.clone().unwrap_or_default();
    let _ = document;
    let text = openapi::render(&api);
    match matches.get_one::<String>("output") {
        None => print(&text),
        Some(file) => std::fs::write(file, text)
            .map_err(|source| Error::Io { context: format!("cannot write {file}"), source }),
    }
}
