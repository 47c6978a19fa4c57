//! The Chinook media store: eleven entities, and commands that load and verify its data over HTTP.

mod catalogue;
mod files;
mod people;
mod sales;

use crud_runtime::prelude::*;

use self::{
    catalogue::{Album, Artist, Genre, MediaType, Playlist, PlaylistTrack, Track},
    people::{Customer, Employee},
    sales::{Invoice, InvoiceLine},
};

#[tokio::main]
async fn main() -> crud_runtime::Result<()> {
    let app = App::new("chinook")
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
        .entity::<InvoiceLine>();
    transfer::commands(app, "artist.csv, album.csv and the other nine", files::read).run().await
}
