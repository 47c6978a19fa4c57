/// A table that others made, in their spelling.
#[derive(Crud)]
#[crud(
    allow(all = nobody),
    table = "Album",
    references(edition::Edition: artist_id, edition_no, on_delete = no_action, on_update = cascade),
    unique(title, artist_id),
    check(name = "titled", expr = "length(Title) > 0"),
    triggers,
    names(
        primary_key = "PK_Album",
        references(artist_id) = "FK_AlbumArtistId",
        index(artist_id) = "IFK_AlbumArtistId",
        unique_index(title, artist_id) = "UQ_Album",
        check("titled") = "CK_Album_Title"
    ),
    sql_options(sqlite = "", mysql = "ENGINE=MyISAM")
)]
pub struct Album {
    #[crud(primary_key, auto, column = "AlbumId", sql_type(sqlite = "INTEGER", postgres = "serial"))]
    pub album_id: i32,
    #[crud(column = "Title", length(..=160), sql_type(sqlite = "NVARCHAR(160)"))]
    pub title: String,
    #[crud(references = Artist, on_delete = no_action, on_update = set_null, relation = by, unindexed)]
    pub artist_id: Option<i32>,
    pub edition_no: Option<i32>,
}
