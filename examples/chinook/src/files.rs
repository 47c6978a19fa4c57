//! The CSV files of the Chinook data: which column is which member, and how a cell reads.

use std::path::Path;

use crud_runtime::prelude::*;
use serde_json::{Map, Value};

/// What went wrong, in words for the person at the terminal.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What may go wrong.
pub(crate) type Fallible<T> = std::result::Result<T, Failure>;

/// One file, one table, one resource.
pub(crate) struct File {
    /// `track` is read from `track.csv`.
    pub(crate) name: &'static str,
    /// Where the API serves the records.
    pub(crate) path: &'static str,
    /// How many of the first columns are the key.
    pub(crate) key: usize,
    /// The column that refers to another record of the same file.
    pub(crate) parent: Option<usize>,
    /// The columns in the order of the file.
    pub(crate) columns: &'static [Column],
}

/// One column: its name in the file, its member in the API, and what its cells are.
pub(crate) struct Column {
    pub(crate) header: &'static str,
    pub(crate) member: &'static str,
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
pub(crate) const FILES: &[File] = &[
    File {
        name: "artist",
        path: "artists",
        key: 1,
        parent: None,
        columns: &[column("ArtistId", "id", Integer), column("Name", "name", Text)],
    },
    File {
        name: "album",
        path: "albums",
        key: 1,
        parent: None,
        columns: &[
            column("AlbumId", "id", Integer),
            column("Title", "title", Text),
            column("ArtistId", "artist_id", Integer),
        ],
    },
    File {
        name: "genre",
        path: "genres",
        key: 1,
        parent: None,
        columns: &[column("GenreId", "id", Integer), column("Name", "name", Text)],
    },
    File {
        name: "media_type",
        path: "media-types",
        key: 1,
        parent: None,
        columns: &[column("MediaTypeId", "id", Integer), column("Name", "name", Text)],
    },
    File {
        name: "track",
        path: "tracks",
        key: 1,
        parent: None,
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
        key: 1,
        parent: None,
        columns: &[column("PlaylistId", "id", Integer), column("Name", "name", Text)],
    },
    File {
        name: "playlist_track",
        path: "playlist-tracks",
        key: 2,
        parent: None,
        columns: &[
            column("PlaylistId", "playlist_id", Integer),
            column("TrackId", "track_id", Integer),
        ],
    },
    File {
        name: "employee",
        path: "employees",
        key: 1,
        parent: Some(4),
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
        key: 1,
        parent: None,
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
        key: 1,
        parent: None,
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
        key: 1,
        parent: None,
        columns: &[
            column("InvoiceLineId", "id", Integer),
            column("InvoiceId", "invoice_id", Integer),
            column("TrackId", "track_id", Integer),
            column("UnitPrice", "unit_price", Money),
            column("Quantity", "quantity", Integer),
        ],
    },
];

/// The cells of one line, in the order of [`File::columns`].
pub(crate) struct Row(Vec<String>);

impl File {
    /// Reads every row; the header must name exactly the columns we know, in any order.
    pub(crate) fn read(&self, folder: &Path) -> Fallible<Vec<Row>> {
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
        reader
            .records()
            .map(|record| {
                let record = record.map_err(|error| in_file(&error))?;
                Ok(Row(positions.iter().map(|&position| record[position].to_owned()).collect()))
            })
            .collect()
    }

    /// The key as the API writes it in a path: `7`, or `1,3402`.
    pub(crate) fn key_of(&self, row: &Row) -> String {
        row.0[..self.key].join(",")
    }

    /// The key of a served record, in the same form.
    pub(crate) fn key_of_record(&self, record: &Value) -> String {
        let parts = self.columns[..self.key].iter().map(|column| record[column.member].to_string());
        parts.collect::<Vec<_>>().join(",")
    }

    /// The key of the row of the same file that must stand before this one.
    pub(crate) fn parent_of<'r>(&self, row: &'r Row) -> Option<&'r str> {
        self.parent.map(|position| row.0[position].as_str()).filter(|key| !key.is_empty())
    }

    /// The body that creates or replaces the record.
    pub(crate) fn body(&self, row: &Row) -> Fallible<Value> {
        let mut body = Map::new();
        for (column, cell) in self.columns.iter().zip(&row.0) {
            let value = column.kind.to_json(cell).ok_or_else(|| {
                format!(
                    "{} {}: {} `{cell}` does not read",
                    self.name,
                    self.key_of(row),
                    column.header
                )
            })?;
            body.insert(column.member.to_owned(), value);
        }
        Ok(Value::Object(body))
    }

    /// The cells whose served value is another, or is not served: header, cell, value.
    pub(crate) fn differences<'r>(
        &'r self,
        row: &'r Row,
        record: &'r Value,
    ) -> impl Iterator<Item = (&'static str, &'r str, Option<&'r Value>)> {
        self.columns
            .iter()
            .zip(&row.0)
            .map(|(column, cell)| (column, cell.as_str(), record.get(column.member)))
            .filter(|(column, cell, value)| {
                !value.is_some_and(|value| column.kind.agrees(cell, value))
            })
            .map(|(column, cell, value)| (column.header, cell, value))
    }
}

const fn column(header: &'static str, member: &'static str, kind: Kind) -> Column {
    Column { header, member, kind }
}

impl Kind {
    /// The cell as the API takes it; nothing when it does not read.
    fn to_json(self, cell: &str) -> Option<Value> {
        if cell.is_empty() {
            return Some(Value::Null);
        }
        Some(match self {
            Integer => cell.parse::<i64>().ok()?.into(),
            Text => cell.into(),
            Money => cell.parse::<Decimal>().ok()?.to_string().into(),
            Instant => instant(cell)?.to_rfc3339().into(),
        })
    }

    /// Whether a served value says what the cell says.
    ///
    /// Reads the answer on its own, so that a mistake in writing cannot hide one in reading.
    fn agrees(self, cell: &str, value: &Value) -> bool {
        if cell.is_empty() {
            return value.is_null();
        }
        match self {
            Integer => value.as_i64().is_some_and(|value| cell.parse() == Ok(value)),
            Text => value.as_str() == Some(cell),
            Money => value.as_str().is_some_and(|value| {
                let exact = value.split_once('.').is_some_and(|(_, cents)| cents.len() == 2);
                exact && cell.parse::<Decimal>().ok() == value.parse::<Decimal>().ok()
            }),
            Instant => value
                .as_str()
                .and_then(|value| DateTime::parse_from_rfc3339(value).ok())
                .is_some_and(|value| instant(cell) == Some(value.to_utc())),
        }
    }
}

/// `2021-01-01 00:00:00`, in UTC.
fn instant(cell: &str) -> Option<DateTime<Utc>> {
    let (date, time) = cell.split_once(' ')?;
    DateTime::parse_from_rfc3339(&format!("{date}T{time}Z")).ok().map(|instant| instant.to_utc())
}
