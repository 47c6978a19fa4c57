//! The table in which a database keeps account of its migrations.
//!
//! Empty texts and zeros stand for what is not there, so that one statement writes every state.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::error::{Error, Result};
use crate::model::Value;
use crate::sql::Dialect;
use crate::store::Connection;

/// The table's name.
pub(crate) const TABLE: &str = "_crud_migrations";

/// What the database knows of one migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) version: String,
    pub(crate) name: String,
    /// Of the file that made it, `….up.sql`.
    pub(crate) checksum: String,
    pub(crate) state: State,
    /// Of the file that is on its way, up or down; empty once it has arrived.
    pub(crate) running: String,
    /// How many steps of that file are done.
    pub(crate) step: usize,
    /// The number of the step, from 1, that was begun and may or may not have been done; 0 where
    /// that is not in doubt.
    pub(crate) in_flight: usize,
    /// How what that step is about looked before it.
    pub(crate) mark: String,
    /// What a step in Rust keeps from one batch to the next, as JSON.
    pub(crate) progress: String,
    /// Why it stopped.
    pub(crate) error: String,
    /// When it began, in UTC.
    pub(crate) started: String,
    /// When it arrived.
    pub(crate) finished: String,
    /// How long its steps took.
    pub(crate) milliseconds: u64,
}

/// How far a migration has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It is done.
    Applied,
    /// It is being applied, or was interrupted.
    Up,
    /// It is being taken back, or was interrupted.
    Down,
}

impl State {
    const ALL: [Self; 3] = [Self::Applied, Self::Up, Self::Down];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// The columns, as they are written and read.
const COLUMNS: [&str; 13] = [
    "version",
    "name",
    "checksum",
    "state",
    "running",
    "step",
    "in_flight",
    "mark",
    "progress",
    "error",
    "started",
    "finished",
    "milliseconds",
];

impl Entry {
    /// A migration that has done nothing yet.
    pub(crate) fn new(version: &str, name: &str, checksum: &str, state: State) -> Self {
        Self {
            version: version.to_owned(),
            name: name.to_owned(),
            checksum: checksum.to_owned(),
            state,
            running: String::new(),
            step: 0,
            in_flight: 0,
            mark: String::new(),
            progress: String::new(),
            error: String::new(),
            started: now(),
            finished: String::new(),
            milliseconds: 0,
        }
    }

    /// `<version>_<name>`
    pub(crate) fn title(&self) -> String {
        format!("{}_{}", self.version, self.name)
    }

    fn values(&self) -> Vec<Value> {
        let text = |text: &str| Value::Text(text.to_owned());
        let count = |count: usize| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
        vec![
            text(&self.version),
            text(&self.name),
            text(&self.checksum),
            text(self.state.word()),
            text(&self.running),
            count(self.step),
            count(self.in_flight),
            text(&self.mark),
            text(&self.progress),
            text(&self.error),
            text(&self.started),
            text(&self.finished),
            Value::Int(i64::try_from(self.milliseconds).unwrap_or(i64::MAX)),
        ]
    }

    fn read(row: Vec<Option<String>>) -> Result<Self> {
        let unreadable =
            || Error::Database(format!("a record of {TABLE} is not as crud writes them").into());
        let mut row = row.into_iter().map(Option::unwrap_or_default);
        let mut text = || row.next().ok_or_else(unreadable);
        let mut entry = Self::new(&text()?, &text()?, &text()?, State::Applied);
        let state = text()?;
        let state = State::ALL.into_iter().find(|known| known.word() == state);
        entry.state = state.ok_or_else(unreadable)?;
        entry.running = text()?;
        entry.step = text()?.parse().map_err(|_| unreadable())?;
        entry.in_flight = text()?.parse().map_err(|_| unreadable())?;
        (entry.mark, entry.progress, entry.error) = (text()?, text()?, text()?);
        (entry.started, entry.finished) = (text()?, text()?);
        entry.milliseconds = text()?.parse().map_err(|_| unreadable())?;
        Ok(entry)
    }
}

/// Whether the table is there.
pub(crate) async fn exists(connection: &mut Connection) -> Result<bool> {
    let sql = match connection.dialect() {
        Dialect::Sqlite => "SELECT 1 FROM sqlite_schema WHERE name = '_crud_migrations'",
        Dialect::Postgres => "SELECT 1 WHERE to_regclass('_crud_migrations') IS NOT NULL",
        Dialect::Mysql => {
            "SELECT 1 FROM information_schema.tables
              WHERE table_schema = database() AND table_name = '_crud_migrations'"
        }
    };
    Ok(!connection.texts(sql, &[]).await?.is_empty())
}

/// Makes the table where there is none.
pub(crate) async fn create(connection: &mut Connection) -> Result<()> {
    let (short, long, number, rest) = match connection.dialect() {
        Dialect::Sqlite => ("TEXT", "TEXT", "INTEGER", "STRICT"),
        Dialect::Postgres => ("text", "text", "bigint", ""),
        // A key needs a bound.
        Dialect::Mysql => (
            "varchar(64)",
            "longtext",
            "bigint",
            "ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        ),
    };
    let column = |name: &&str| {
        let kind = match *name {
            "version" => return format!("version {short} NOT NULL PRIMARY KEY"),
            "step" | "in_flight" | "milliseconds" => number,
            _ => long,
        };
        format!("{name} {kind} NOT NULL")
    };
    let columns: Vec<_> = COLUMNS.iter().map(column).collect();
    let columns = columns.join(", ");
    connection.run(&format!("CREATE TABLE IF NOT EXISTS {TABLE} ({columns}) {rest}")).await
}

/// All that is written there, by version; nothing where there is no such table.
pub(crate) async fn read(connection: &mut Connection) -> Result<Vec<Entry>> {
    if !exists(connection).await? {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT {} FROM {TABLE} ORDER BY version", COLUMNS.join(", "));
    connection.texts(&sql, &[]).await?.into_iter().map(Entry::read).collect()
}

/// What is written of one migration; where others may write it too, they wait.
pub(crate) async fn lock(connection: &mut Connection, version: &str) -> Result<Option<Entry>> {
    let dialect = connection.dialect();
    let lock = match dialect {
        // Whoever is in a transaction that writes is alone.
        Dialect::Sqlite => "",
        Dialect::Postgres | Dialect::Mysql => " FOR UPDATE",
    };
    let (columns, place) = (COLUMNS.join(", "), place(dialect, 1));
    let sql = format!("SELECT {columns} FROM {TABLE} WHERE version = {place}{lock}");
    let rows = connection.texts(&sql, &[Value::Text(version.to_owned())]).await?;
    rows.into_iter().next().map(Entry::read).transpose()
}

/// Writes a migration that was not known.
pub(crate) async fn insert(connection: &mut Connection, entry: &Entry) -> Result<()> {
    let dialect = connection.dialect();
    let places: Vec<_> = (1..=COLUMNS.len()).map(|number| place(dialect, number)).collect();
    let (columns, places) = (COLUMNS.join(", "), places.join(", "));
    let sql = format!("INSERT INTO {TABLE} ({columns}) VALUES ({places})");
    connection.texts(&sql, &entry.values()).await.map(drop)
}

/// Writes how far a migration has come that is known already.
pub(crate) async fn update(connection: &mut Connection, entry: &Entry) -> Result<()> {
    let dialect = connection.dialect();
    let set: Vec<_> = (1..)
        .zip(COLUMNS)
        .map(|(number, column)| format!("{column} = {}", place(dialect, number)))
        .collect();
    let (set, key) = (set.join(", "), place(dialect, COLUMNS.len() + 1));
    let mut values = entry.values();
    values.push(Value::Text(entry.version.clone()));
    let sql = format!("UPDATE {TABLE} SET {set} WHERE version = {key}");
    connection.texts(&sql, &values).await.map(drop)
}

/// Forgets a migration.
pub(crate) async fn remove(connection: &mut Connection, version: &str) -> Result<()> {
    let place = place(connection.dialect(), 1);
    let sql = format!("DELETE FROM {TABLE} WHERE version = {place}");
    connection.texts(&sql, &[Value::Text(version.to_owned())]).await.map(drop)
}

/// Where an argument stands in a statement.
fn place(dialect: Dialect, number: usize) -> String {
    match dialect {
        Dialect::Sqlite => format!("?{number}"),
        Dialect::Postgres => format!("${number}"),
        Dialect::Mysql => "?".to_owned(),
    }
}

/// The time as it is kept.
pub(crate) fn now() -> String {
    written(Utc::now())
}

fn written(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
