//! `schema`: the JSON Schema of one entity, or of all; `schema print`: the tables in SQL.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use serde_json::{Map, Value};

use super::document;
use crate::app::Core;
use crate::config::nearest;
use crate::schema::text;
use crate::sql::shape::Schema;
use crate::sql::{self, Dialect};
use crate::{Error, Result};

/// The command.
pub(crate) fn command() -> Command {
    Command::new("schema")
        .about("Writes the JSON Schema of an entity, or of all")
        .arg(Arg::new("ENTITY").help("The struct's name, Book; without it, all by name"))
        .arg(document::output())
        .args_conflicts_with_subcommands(true)
        .subcommand(
            Command::new("print")
                .about("Writes the SQL that creates all tables, as one script")
                .arg(
                    Arg::new("dialect")
                        .long("dialect")
                        .value_name("DIALECT")
                        .value_parser(PossibleValuesParser::new(Dialect::ALL.map(Dialect::name)))
                        .required(true)
                        .help("Whose SQL"),
                )
                .arg(document::output()),
        )
}

/// Writes the schema.
pub(crate) fn schema(core: &Core, matches: &ArgMatches) -> Result<()> {
    if let Some(("print", matches)) = matches.subcommand() {
        return print(core, matches);
    }
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

/// Writes what creates the tables on an empty database; those that are left to others
/// (`unmanaged`) are not among them.
fn print(core: &Core, matches: &ArgMatches) -> Result<()> {
    core.check()?;
    let wanted = matches.get_one::<String>("dialect");
    let is_wanted = |dialect: &Dialect| wanted.is_some_and(|wanted| wanted == dialect.name());
    let Some(dialect) = Dialect::ALL.into_iter().find(is_wanted) else {
        unreachable!("clap takes no other dialect, and demands one")
    };
    let statements = sql::create_tables(dialect, &Schema::of(&core.tables).tables)?;
    let script: Vec<_> = statements.into_iter().map(|statement| statement + ";\n").collect();
    document::put(&script.join("\n"), matches)
}

fn all(core: &Core) -> String {
    let schemas = core.tables.iter().map(|table| {
        let schema = serde_json::from_str(&text(table)).unwrap_or_default();
        (table.entity.to_owned(), schema)
    });
    format!("{:#}\n", Value::Object(schemas.collect::<Map<_, _>>()))
}
