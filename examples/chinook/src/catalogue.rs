//! What is sold: artists, their albums and tracks, and the playlists that gather them.

use crud_runtime::prelude::*;

/// A band or a person who makes music.
#[derive(Crud)]
#[crud(allow(all = public), has_many(albums: Album::ARTIST_ID))]
pub(crate) struct Artist {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(length(1..=120), filter, sort, search)]
    pub(crate) name: String,
}

/// A record of one artist.
#[derive(Crud)]
#[crud(allow(all = public), has_many(tracks: Track::ALBUM_ID))]
pub(crate) struct Album {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(length(1..=160), filter, sort, search)]
    pub(crate) title: String,
    #[crud(references = Artist, on_delete = restrict)]
    pub(crate) artist_id: i32,
}

/// A style of music.
#[derive(Crud)]
#[crud(allow(all = public))]
pub(crate) struct Genre {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(length(1..=120), unique)]
    pub(crate) name: String,
}

/// The encoding of a file.
#[derive(Crud)]
#[crud(allow(all = public))]
pub(crate) struct MediaType {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(length(1..=120), unique)]
    pub(crate) name: String,
}

/// A song, or an episode.
#[derive(Crud)]
#[crud(
    allow(all = public),
    many_to_many(playlists: PlaylistTrack::TRACK_ID -> PlaylistTrack::PLAYLIST_ID)
)]
pub(crate) struct Track {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(length(1..=200), filter, sort, search)]
    pub(crate) name: String,
    #[crud(references = Album, on_delete = set_null)]
    pub(crate) album_id: Option<i32>,
    #[crud(references = MediaType, on_delete = restrict)]
    pub(crate) media_type_id: i32,
    #[crud(references = Genre, on_delete = set_null)]
    pub(crate) genre_id: Option<i32>,
    #[crud(length(1..=220), filter, search)]
    pub(crate) composer: Option<String>,
    /// How long it plays.
    #[crud(range(0..), filter, sort)]
    pub(crate) milliseconds: i32,
    /// How large the file is.
    #[crud(range(0..), filter, sort)]
    pub(crate) bytes: Option<i64>,
    /// What it costs, in US dollars.
    #[crud(decimal(10, 2), range(0..), filter, sort)]
    pub(crate) unit_price: Decimal,
}

/// A named selection of tracks.
#[derive(Crud)]
#[crud(
    allow(all = public),
    many_to_many(tracks: PlaylistTrack::PLAYLIST_ID -> PlaylistTrack::TRACK_ID)
)]
pub(crate) struct Playlist {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(length(1..=120), filter, sort)]
    pub(crate) name: String,
}

/// That a track is on a playlist.
#[derive(Crud)]
#[crud(allow(all = public))]
pub(crate) struct PlaylistTrack {
    #[crud(primary_key, references = Playlist, on_delete = cascade)]
    pub(crate) playlist_id: i32,
    #[crud(primary_key, references = Track, on_delete = cascade)]
    pub(crate) track_id: i32,
}
