//! The CSV files of the Chinook data: which column is which member, and what a cell is in JSON.

use std::path::Path;

use crud_runtime::prelude::*;
use serde_json::Value;
use transfer::{Fallible, Resource, Row};

/// Reads the eleven files of a folder.
pub(crate) fn read(folder: &Path) -> Fallible<Vec<Resource>> {
    FILES.iter().map(|file| file.read(folder)).collect()
}

/// One file, one table, one resource.
struct File {
    /// `track` is read from `track.csv`.
    name: &'static str,
    /// Where the API serves the records.
    path: &'static str,
    key: &'static [&'static str],
    /// The member that refers to another record of the same file.
    parent: &'static [&'static str],
    /// The members of text that can be filtered by.
    texts: &'static [&'static str],
    /// Those that can be sorted by.
    sorts: &'static [&'static str],
    columns: &'static [Column],
}

/// One column: its name in the file, its member in the API, and what its cells are.
struct Column {
    header: &'static str,
    member: &'static str,
    kind: Kind,
}

/// What the cells of a column are; an empty cell is null whatever the kind.
#[derive(Clone, Copy)]
enum Kind {
    Integer,
    Text,
    /// Exact, two digits behind the point.
    Money,
    /// `2021-01-01 00:00:00`, without a zone: taken as UTC.
    Instant,
}

use Kind::{Instant, Integer, Money, Text};

/// The files, each behind those it refers to.
const FILES: &[File] = &[
    File {
        name: "artist",
        path: "artists",
        key: &["id"],
        parent: &[],
        texts: &["name"],
        sorts: &["name"],
        columns: &[column("ArtistId", "id", Integer), column("Name", "name", Text)],
    },
    File {
        name: "album",
        path: "albums",
        key: &["id"],
        parent: &[],
        texts: &["title"],
        sorts: &["title"],
        columns: &[
            column("AlbumId", "id", Integer),
            column("Title", "title", Text),
            column("ArtistId", "artist_id", Integer),
        ],
    },
    File {
        name: "genre",
        path: "genres",
        key: &["id"],
        parent: &[],
        texts: &["name"],
        sorts: &[],
        columns: &[column("GenreId", "id", Integer), column("Name", "name", Text)],
    },
    File {
        name: "media_type",
        path: "media-types",
        key: &["id"],
        parent: &[],
        texts: &["name"],
        sorts: &[],
        columns: &[column("MediaTypeId", "id", Integer), column("Name", "name", Text)],
    },
    File {
        name: "track",
        path: "tracks",
        key: &["id"],
        parent: &[],
        texts: &["name", "composer"],
        sorts: &["name", "milliseconds", "bytes"],
        columns: &[
            column("TrackId", "id", Integer),
            column("Name", "name", Text),
            column("AlbumId", "album_id", Integer),
            column("MediaTypeId", "media_type_id", Integer),
            column("GenreId", "genre_id", Integer),
            column("Composer", "composer", Text),
            column("Milliseconds", "milliseconds", Integer),
            column("Bytes", "bytes", Integer),
            column("UnitPrice", "unit_price", Money),
        ],
    },
    File {
        name: "playlist",
        path: "playlists",
        key: &["id"],
        parent: &[],
        texts: &["name"],
        sorts: &["name"],
        columns: &[column("PlaylistId", "id", Integer), column("Name", "name", Text)],
    },
    File {
        name: "playlist_track",
        path: "playlist-tracks",
        key: &["playlist_id", "track_id"],
        parent: &[],
        texts: &[],
        sorts: &[],
        columns: &[
            column("PlaylistId", "playlist_id", Integer),
            column("TrackId", "track_id", Integer),
        ],
    },
    File {
        name: "employee",
        path: "employees",
        key: &["id"],
        parent: &["reports_to"],
        texts: &["last_name", "first_name", "city", "country", "email"],
        sorts: &["last_name", "hire_date", "reports_to"],
        columns: &[
            column("EmployeeId", "id", Integer),
            column("LastName", "last_name", Text),
            column("FirstName", "first_name", Text),
            column("Title", "title", Text),
            column("ReportsTo", "reports_to", Integer),
            column("BirthDate", "birth_date", Instant),
            column("HireDate", "hire_date", Instant),
            column("Address", "address", Text),
            column("City", "city", Text),
            column("State", "state", Text),
            column("Country", "country", Text),
            column("PostalCode", "postal_code", Text),
            column("Phone", "phone", Text),
            column("Fax", "fax", Text),
            column("Email", "email", Text),
        ],
    },
    File {
        name: "customer",
        path: "customers",
        key: &["id"],
        parent: &[],
        texts: &["first_name", "last_name", "company", "city", "country", "email"],
        sorts: &["last_name", "first_name"],
        columns: &[
            column("CustomerId", "id", Integer),
            column("FirstName", "first_name", Text),
            column("LastName", "last_name", Text),
            column("Company", "company", Text),
            column("Address", "address", Text),
            column("City", "city", Text),
            column("State", "state", Text),
            column("Country", "country", Text),
            column("PostalCode", "postal_code", Text),
            column("Phone", "phone", Text),
            column("Fax", "fax", Text),
            column("Email", "email", Text),
            column("SupportRepId", "support_rep_id", Integer),
        ],
    },
    File {
        name: "invoice",
        path: "invoices",
        key: &["id"],
        parent: &[],
        texts: &["billing_country"],
        sorts: &["invoice_date", "customer_id"],
        columns: &[
            column("InvoiceId", "id", Integer),
            column("CustomerId", "customer_id", Integer),
            column("InvoiceDate", "invoice_date", Instant),
            column("BillingAddress", "billing_address", Text),
            column("BillingCity", "billing_city", Text),
            column("BillingState", "billing_state", Text),
            column("BillingCountry", "billing_country", Text),
            column("BillingPostalCode", "billing_postal_code", Text),
            column("Total", "total", Money),
        ],
    },
    File {
        name: "invoice_line",
        path: "invoice-lines",
        key: &["id"],
        parent: &[],
        texts: &[],
        sorts: &[],
        columns: &[
            column("InvoiceLineId", "id", Integer),
            column("InvoiceId", "invoice_id", Integer),
            column("TrackId", "track_id", Integer),
            column("UnitPrice", "unit_price", Money),
            column("Quantity", "quantity", Integer),
        ],
    },
];

impl File {
    /// Reads every row; the header must name exactly the columns we know, in any order.
    fn read(&self, folder: &Path) -> Fallible<Resource> {
        let path = folder.join(format!("{}.csv", self.name));
        let in_file = |problem: &dyn std::fmt::Display| format!("{}: {problem}", path.display());
        let mut reader = csv::Reader::from_path(&path).map_err(|error| in_file(&error))?;
        let header = reader.headers().map_err(|error| in_file(&error))?.clone();
        if let Some(unknown) =
            header.iter().find(|name| self.columns.iter().all(|column| column.header != *name))
        {
            return Err(in_file(&format!("column `{unknown}` is not known")).into());
        }
        let positions = self
            .columns
            .iter()
            .map(|column| {
                header
                    .iter()
                    .position(|name| name == column.header)
                    .ok_or_else(|| in_file(&format!("column `{}` is missing", column.header)))
            })
            .collect::<std::result::Result<Vec<_>, _>>()?;
        let mut rows = Vec::new();
        for (line, record) in reader.records().enumerate() {
            let record = record.map_err(|error| in_file(&error))?;
            let mut row = Row::new();
            for (column, &position) in self.columns.iter().zip(&positions) {
                let cell = &record[position];
                let value = column.kind.to_json(cell).ok_or_else(|| {
                    let number = line + 1;
                    in_file(&format!("row {number}: {} `{cell}` does not read", column.header))
                })?;
                row.insert(column.member.to_owned(), value);
            }
            rows.push(row);
        }
        let Self { name, path, key, parent, texts, sorts, .. } = *self;
        Ok(Resource { name, path, key, parent, texts, sorts, rows })
    }
}

const fn column(header: &'static str, member: &'static str, kind: Kind) -> Column {
    Column { header, member, kind }
}

impl Kind {
    /// The cell as the API takes and serves it; nothing when it does not read.
    fn to_json(self, cell: &str) -> Option<Value> {
        if cell.is_empty() {
            return Some(Value::Null);
        }
        Some(match self {
            Integer => cell.parse::<i64>().ok()?.into(),
            Text => cell.into(),
            Money => {
                let mut money = cell.parse::<Decimal>().ok()?;
                money.rescale(2);
                // Nothing was lost.
                (cell.parse() == Ok(money)).then(|| money.to_string())?.into()
            }
            Instant => {
                let instant = format!("{}.000000Z", cell.replacen(' ', "T", 1));
                DateTime::parse_from_rfc3339(&instant).ok()?;
                instant.into()
            }
        })
    }
}
