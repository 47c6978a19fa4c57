//! What the columns of `SQLite` hold: it keeps what it is given, whatever a type says.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::sql::Dialect;
use crate::store::catalogue::{Catalogue, Table};
use crate::store::{Connection, Db, Work};

/// The form of a stored value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// 0 or 1.
    Bit,
    Integer,
    Real,
    /// `2009-01-01`
    Date,
    /// `12:30:00`
    Time,
    /// `2009-01-01 12:30:00`, perhaps with a fraction.
    Instant,
    /// Other text.
    Text,
    Blob,
}

/// The forms that each column holds, by table and column; nothing of other databases, whose types
/// are kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stored(BTreeMap<(String, String), BTreeSet<Form>>);

impl Stored {
    /// Looks at every value of every table, a column at a time.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn read(db: &Db, catalogue: &Catalogue) -> Result<Self> {
        if catalogue.dialect != Dialect::Sqlite {
            return Ok(Self::default());
        }
        let is_free = |table: &&Table| !table.options.iter().any(|option| option == "STRICT");
        let tables = catalogue.tables.iter().filter(is_free);
        let columns = tables.flat_map(|table| {
            let generated = |column: &&crate::store::catalogue::Column| column.generated.is_none();
            let columns = table.columns.iter().filter(generated);
            columns.map(|column| (table.name.clone(), column.name.clone()))
        });
        let mut session = db.session().await?;
        let read = session.run(Look(columns.collect())).await;
        session.close().await;
        read
    }

    /// The forms of a column; none where it holds nothing or is not looked at.
    pub(super) fn of(&self, table: &str, column: &str) -> BTreeSet<Form> {
        self.0.get(&(table.to_owned(), column.to_owned())).cloned().unwrap_or_default()
    }
}

struct Look(Vec<(String, String)>);

impl Work for Look {
    type Output = Stored;

    async fn run(&mut self, connection: &mut Connection) -> Result<Stored> {
        let mut stored = Stored::default();
        for (table, column) in &self.0 {
            let rows = connection.texts(&question(table, column), &[]).await?;
            let forms = rows.iter().filter_map(|row| form(row.first()?.as_deref()?));
            stored.0.insert((table.clone(), column.clone()), forms.collect());
        }
        Ok(stored)
    }
}

fn question(table: &str, column: &str) -> String {
    const DATE: &str = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]";
    const TIME: &str = "[0-2][0-9]:[0-5][0-9]:[0-5][0-9]";
    let (mut from, mut value) = (String::new(), String::new());
    Dialect::Sqlite.quote(table, &mut from);
    Dialect::Sqlite.quote(column, &mut value);
    format!(
        "SELECT DISTINCT CASE typeof({value})
           WHEN 'integer' THEN CASE WHEN {value} IN (0, 1) THEN 'bit' ELSE 'integer' END
           WHEN 'text' THEN CASE
             WHEN {value} GLOB '{DATE}' THEN 'date'
             WHEN {value} GLOB '{TIME}' THEN 'time'
             WHEN {value} GLOB '{DATE} {TIME}' OR {value} GLOB '{DATE} {TIME}.*[1-9]' THEN 'instant'
             ELSE 'text' END
           ELSE typeof({value}) END
           FROM {from} WHERE {value} IS NOT NULL"
    )
}

fn form(word: &str) -> Option<Form> {
    Some(match word {
        "bit" => Form::Bit,
        "integer" => Form::Integer,
        "real" => Form::Real,
        "date" => Form::Date,
        "time" => Form::Time,
        "instant" => Form::Instant,
        "text" => Form::Text,
        "blob" => Form::Blob,
        _ => return None,
    })
}
