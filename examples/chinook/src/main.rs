//! The Chinook media store: eleven entities, and commands that load and verify its data over HTTP.

mod catalogue;
mod files;
mod load;
mod people;
mod progress;
mod sales;
mod verify;

use std::path::PathBuf;

use crud_runtime::prelude::*;

use self::{
    catalogue::{Album, Artist, Genre, MediaType, Playlist, PlaylistTrack, Track},
    files::Fallible,
    people::{Customer, Employee},
    sales::{Invoice, InvoiceLine},
};

#[tokio::main]
async fn main() -> crud_runtime::Result<()> {
    App::new("chinook")
        .version(env!("CARGO_PKG_VERSION"))
        .description("A store of digital media: artists, tracks, playlists, customers, invoices.")
        .entity::<Artist>()
        .entity::<Album>()
        .entity::<Genre>()
        .entity::<MediaType>()
        .entity::<Track>()
        .entity::<Playlist>()
        .entity::<PlaylistTrack>()
        .entity::<Employee>()
        .entity::<Customer>()
        .entity::<Invoice>()
        .entity::<InvoiceLine>()
        .command(command("load", "Sends the rows of Chinook CSV files to a server"), load)
        .command(command("verify", "Compares Chinook CSV files with what a server has"), verify)
        .run()
        .await
}

async fn load(context: Context) -> Fallible<()> {
    let (server, folder) = places(&context).await?;
    let sent = load::load(server.url(), &folder).await?;
    println!("{sent} rows loaded into {}", server.url());
    server.stop().await;
    Ok(())
}

async fn verify(context: Context) -> Fallible<()> {
    let (server, folder) = places(&context).await?;
    let report = verify::verify(server.url(), &folder).await?;
    println!("{} rows compared, {} differences", report.rows, report.differences);
    server.stop().await;
    if report.differences > 0 {
        return Err(format!("{} differences", report.differences).into());
    }
    Ok(())
}

/// Both commands take the same: a folder, and the server to talk to.
fn command(name: &'static str, about: &'static str) -> clap::Command {
    clap::Command::new(name)
        .about(about)
        .arg(
            clap::Arg::new("folder")
                .value_name("DIR")
                .help("Folder with artist.csv, album.csv and the other nine")
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
    Own { url: String, running: crud_runtime::Running },
}

/// The server and the folder that the command line names.
async fn places(context: &Context) -> Fallible<(Server, PathBuf)> {
    let folder = context.matches().get_one::<PathBuf>("folder").expect("it is required").clone();
    // Before a server starts and makes a database for nothing.
    if !folder.is_dir() {
        return Err(
            format!("{} is no folder: name the one with artist.csv", folder.display()).into()
        );
    }
    let server = if let Some(url) = context.matches().get_one::<String>("server") {
        Server::Remote(url.trim_end_matches('/').to_owned())
    } else {
        let running = context.start().await?;
        Server::Own { url: running.url(), running }
    };
    Ok((server, folder))
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
