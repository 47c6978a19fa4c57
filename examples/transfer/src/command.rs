//! The commands, and the server that they talk to.

use std::path::{Path, PathBuf};

use crud_runtime::{
    Running,
    prelude::{App, Context, clap},
};

use crate::{Fallible, Resource, load, verify};

/// Reads all rows from a folder, each resource behind those that it refers to.
pub type Read = fn(&Path) -> Fallible<Vec<Resource>>;

/// Adds `load` and `verify` to an application; `folder` says what is in the folder they read.
#[must_use]
pub fn commands(app: App, folder: &'static str, read: Read) -> App {
    app.command(
        command("load", "Sends the rows of the data to a server", folder),
        async move |context| {
            let (server, resources) = places(&context, folder, read).await?;
            let sent = load::load(server.url(), &resources).await?;
            println!("{sent} rows loaded into {}", server.url());
            server.stop().await;
            Fallible::Ok(())
        },
    )
    .command(
        command("verify", "Compares the data with what a server has", folder),
        async move |context| {
            let (server, resources) = places(&context, folder, read).await?;
            let report = verify::verify(server.url(), &resources).await?;
            println!(
                "{} rows compared, {} values, {} differences",
                report.rows, report.values, report.differences
            );
            server.stop().await;
            match report.differences {
                0 => Fallible::Ok(()),
                some => Err(format!("{some} differences").into()),
            }
        },
    )
}

/// Both commands take the same: a folder, and the server to talk to.
fn command(name: &'static str, about: &'static str, folder: &'static str) -> clap::Command {
    clap::Command::new(name)
        .about(about)
        .arg(
            clap::Arg::new("folder")
                .value_name("DIR")
                .help(format!("Folder with {folder}"))
                .value_parser(clap::value_parser!(PathBuf))
                .required(true),
        )
        .arg(clap::Arg::new("server").long("server").value_name("URL").help(
            "Server to talk to, http://127.0.0.1:3000; without it, one is started here for the \
             time being, on the database that --database-url names",
        ))
}

/// Where to talk to.
enum Server {
    Remote(String),
    Own { url: String, running: Running },
}

/// The server that the command line names, and the rows of its folder.
async fn places(context: &Context, folder: &str, read: Read) -> Fallible<(Server, Vec<Resource>)> {
    let path = context.matches().get_one::<PathBuf>("folder").expect("it is required");
    if !path.is_dir() {
        return Err(format!("{} is no folder: name the one with {folder}", path.display()).into());
    }
    // Before a server starts and makes a database for nothing, and before the first request: a
    // folder that lacks something loads nothing.
    let resources = read(path)?;
    let server = if let Some(url) = context.matches().get_one::<String>("server") {
        Server::Remote(url.trim_end_matches('/').to_owned())
    } else {
        let running = context.start().await?;
        Server::Own { url: running.url(), running }
    };
    Ok((server, resources))
}

impl Server {
    fn url(&self) -> &str {
        match self {
            Self::Remote(url) | Self::Own { url, .. } => url,
        }
    }

    async fn stop(self) {
        match self {
            Self::Remote(_) => {}
            Self::Own { running, .. } => running.stop().await,
        }
    }
}
