//! `schema`: one entity's JSON Schema, or everybody's.

use clap::{Arg, ArgMatches, Command};
use serde_json::{Map, Value};

use super::document;
use crate::app::Core;
use crate::config::nearest;
use crate::schema::text;
use crate::{Error, Result};

/// The command.
pub(crate) fn command() -> Command {
    Command::new("schema")
        .about("Writes the JSON Schema of an entity, or of all")
        .arg(Arg::new("ENTITY").help("The struct's name, Book; without it, all by name"))
        .arg(document::output())
}

/// Writes the schema.
pub(crate) fn schema(core: &Core, matches: &ArgMatches) -> Result<()> {
    let Some(wanted) = matches.get_one::<String>("ENTITY") else {
        return document::put(&all(core), matches);
    };
    let table = core.tables.iter().find(|table| table.entity == wanted);
    let Some(table) = table else {
        let entities = core.tables.iter().map(|table| table.entity);
        let all: Vec<_> = entities.clone().collect();
        let instead = nearest(wanted, entities).map_or_else(
            || format!("; there are {}", all.join(", ")),
            |meant| format!(", did you mean `{meant}`?"),
        );
        return Err(Error::Config(format!("no entity is called `{wanted}`{instead}")));
    };
    document::put(&text(table), matches)
}

fn all(core: &Core) -> String {
    let schemas = core.tables.iter().map(|table| {
        let schema = serde_json::from_str(&text(table)).unwrap_or_default();
        (table.entity.to_owned(), schema)
    });
    format!("{:#}\n", Value::Object(schemas.collect::<Map<_, _>>()))
}
