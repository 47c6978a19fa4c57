//! `explain`: what a request asks of the database, and how the database means to answer.

use std::fmt::Write as _;
use std::sync::Arc;

use clap::{Arg, ArgMatches, Command};

use super::print;
use crate::app::Core;
use crate::config::Settings;
use crate::{Error, Result};

/// The command.
pub(crate) fn command() -> Command {
    Command::new("explain")
        .about("Prints the SQL of a request that reads, with the database's plans")
        .arg(Arg::new("PATH").required(true).help("As a client asks: \"/books?sort=-price\""))
        .arg(
            Arg::new("body")
                .long("body")
                .value_name("JSON")
                .help("The body of a QUERY: '{\"where\": {\"price\": {\"gte\": 10}}}'"),
        )
}

/// Answers the request as the server would, and has the database explain each statement.
pub(crate) async fn explain(
    core: &Arc<Core>,
    settings: &Settings,
    matches: &ArgMatches,
) -> Result<()> {
    let path = matches.get_one::<String>("PATH").map_or("/", String::as_str);
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    let body = matches.get_one::<String>("body").map(String::as_str);
    let db = core.open(settings).await?;
    db.begin_trace();
    let answered = core.answer(&db, settings, &path, body).await;
    let explained = db.explained().await;
    db.close().await;
    let (status, answer) = answered?;
    if status >= 400 {
        return Err(Error::Config(format!("{path} is answered {status}: {}", answer.trim_end())));
    }
    let mut out = String::new();
    for statement in explained? {
        // Writing into a `String` cannot fail.
        let _ = writeln!(out, "{};", statement.sql);
        if !statement.arguments.is_empty() {
            let _ = writeln!(out, "-- with {}", statement.arguments.join(", "));
        }
        for line in statement.plan {
            let _ = writeln!(out, "--   {line}");
        }
        out.push('\n');
    }
    let _ = writeln!(out, "-- answered {status}, {} octets", answer.len());
    print(&out)
}
