//! One `SQLite` handle, stepped in place by whoever holds it.

use std::hash::Hasher;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{ErrorCode, OpenFlags};

use super::error::{error, failure};
use super::options::{Location, Options, Synchronous};
use super::sum;
use super::value::{self, Bound};
use super::watch::Watch;
use crate::error::{Error, Result};
use crate::model::{Column, Value};
use crate::sql::Statement;
use crate::store::connection::{Shared, Texts, no_text};
use crate::store::failure::Failure;
use crate::store::fields;
use crate::store::kind::Kind;

/// How long to wait before a file that others are making is opened again.
const PAUSE: Duration = Duration::from_millis(5);

/// Texts that a connection keeps prepared.
const PREPARED: usize = 256;

/// An open handle.
pub(crate) struct Connection {
    handle: rusqlite::Connection,
    pub(super) watch: Arc<Watch>,
    shared: Arc<Shared>,
}

/// The columns of a row.
pub(crate) struct Fields<'row>(&'row rusqlite::Row<'row>);

impl Connection {
    /// Opens the database to write, or to read alone. This may block for as long as others may
    /// keep it.
    pub(super) fn open(options: &Options, reader: bool) -> rusqlite::Result<Self> {
        let begun = Instant::now();
        loop {
            match Self::open_now(options, reader) {
                // Who turns on the log of a new file waits for nobody, whatever the timeout says:
                // <https://www.sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode>.
                Err(error)
                    if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                        && begun.elapsed() < options.busy_timeout =>
                {
                    thread::sleep(PAUSE);
                }
                opened => return opened,
            }
        }
    }

    fn open_now(options: &Options, reader: bool) -> rusqlite::Result<Self> {
        let read_only = reader || options.read_only;
        let handle = match &options.location {
            Location::Memory => rusqlite::Connection::open_in_memory()?,
            Location::File(path) => {
                let access = if options.read_only {
                    OpenFlags::SQLITE_OPEN_READ_ONLY
                } else if options.create && !reader {
                    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
                } else {
                    OpenFlags::SQLITE_OPEN_READ_WRITE
                };
                rusqlite::Connection::open_with_flags(
                    path,
                    access | OpenFlags::SQLITE_OPEN_NO_MUTEX,
                )?
            }
        };
        handle.busy_timeout(options.busy_timeout)?;
        handle.set_prepared_statement_cache_capacity(PREPARED);
        handle.pragma_update(None, "foreign_keys", true)?;
        // With STAT4 compiled in, SQLite prepares a statement anew whenever an argument is bound
        // that its plan may depend on, `LIMIT ?` among them: a fifth of a list's cost. This plans
        // once, by average.
        handle.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // What the file says of itself is not trusted with functions that reach outside.
        handle.pragma_update(None, "trusted_schema", false)?;
        if !read_only {
            let mode = if matches!(options.location, Location::Memory) { "memory" } else { "wal" };
            handle.pragma_update(None, "journal_mode", mode)?;
        }
        handle.pragma_update(
            None,
            "synchronous",
            match options.synchronous {
                Synchronous::Full => "full",
                Synchronous::Normal => "normal",
                Synchronous::Off => "off",
            },
        )?;
        if reader {
            handle.pragma_update(None, "query_only", true)?;
        }
        sum::install(&handle)?;
        let watch = Watch::install(&handle)?;
        Ok(Self { handle, watch, shared: Arc::default() })
    }

    /// The same connection as one of several to a database.
    pub(super) fn sharing(mut self, shared: &Arc<Shared>) -> Self {
        self.shared = Arc::clone(shared);
        self
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(crate) fn each(
        &mut self,
        statement: &Statement,
        sink: &mut (dyn FnMut(&fields::Fields<'_>) -> Result<()> + Send),
    ) -> Result<(), Failure> {
        let mut prepared = self.handle.prepare_cached(&statement.text).map_err(failure)?;
        for (index, arg) in statement.args.iter().enumerate() {
            prepared.raw_bind_parameter(index + 1, Bound(arg)).map_err(failure)?;
        }
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next().map_err(failure)? {
            sink(&fields::Fields::Sqlite(Fields(row)))?;
        }
        Ok(())
    }

    pub(crate) fn raw(
        &mut self,
        statement: &Statement,
        sink: &mut (dyn FnMut(&fields::Fields<'_>) -> Result<()> + Send),
    ) -> Result<u64, Failure> {
        let before = self.handle.total_changes();
        self.each(statement, sink)?;
        // What it says last is about the last statement that wrote.
        let has_written = self.handle.total_changes() != before;
        Ok(if has_written { self.handle.changes() } else { 0 })
    }

    pub(crate) fn texts(&mut self, sql: &str, arguments: &[Value]) -> Result<Vec<Texts>> {
        let mut prepared = self.handle.prepare(sql).map_err(error)?;
        for (index, argument) in arguments.iter().enumerate() {
            let index = index + 1;
            match argument {
                Value::Null => prepared.raw_bind_parameter(index, rusqlite::types::Null),
                Value::Bool(value) => prepared.raw_bind_parameter(index, value),
                Value::Int(value) => prepared.raw_bind_parameter(index, value),
                Value::Float(value) => prepared.raw_bind_parameter(index, value),
                Value::Text(value) => prepared.raw_bind_parameter(index, value),
                _ => return Err(no_text("an argument")),
            }
            .map_err(error)?;
        }
        let columns = prepared.column_count();
        let mut rows = prepared.raw_query();
        let mut texts = Vec::new();
        while let Some(row) = rows.next().map_err(error)? {
            let read = |index| {
                Ok(match row.get_ref(index).map_err(error)? {
                    ValueRef::Null => None,
                    ValueRef::Integer(value) => Some(value.to_string()),
                    ValueRef::Real(value) => Some(format!("{value:?}")),
                    ValueRef::Text(value) | ValueRef::Blob(value) => {
                        Some(String::from_utf8_lossy(value).into_owned())
                    }
                })
            };
            texts.push((0..columns).map(read).collect::<Result<_>>()?);
        }
        Ok(texts)
    }

    pub(crate) fn run(&mut self, sql: &str) -> Result<()> {
        self.handle.execute_batch(sql).map_err(error)
    }

    /// Runs a statement without arguments and answer that is run often.
    pub(super) fn run_cached(&mut self, sql: &'static str) -> Result<()> {
        self.handle
            .prepare_cached(sql)
            .and_then(|mut prepared| prepared.raw_execute())
            .map(drop)
            .map_err(error)
    }

    /// Whether no transaction is open.
    pub(super) fn is_idle(&self) -> bool {
        self.handle.is_autocommit()
    }

    /// Gives up whatever transaction is open.
    pub(super) fn reset(&mut self) {
        self.watch.rest();
        if !self.is_idle()
            && let Err(error) = self.run_cached("ROLLBACK")
        {
            tracing::error!(error = &error as &dyn std::error::Error, "cannot roll back");
        }
    }

    /// Begins a run with a deadline; its number stops it.
    pub(super) fn begin_run(&mut self, time: Duration) -> u64 {
        self.watch.begin(time)
    }

    pub(crate) fn begin_snapshot(&mut self) -> Result<()> {
        // Inside a transaction everything reads one state already.
        if self.is_idle() { self.run_cached("BEGIN DEFERRED") } else { Ok(()) }
    }

    pub(crate) fn end_snapshot(&mut self) -> Result<()> {
        if self.is_idle() { Ok(()) } else { self.run_cached("COMMIT") }
    }

    /// The secret kept in the database; made here when there is none. Two processes that begin at
    /// once agree, because the first to write wins.
    pub(super) fn secret(&mut self) -> Result<[u8; 16]> {
        let query = |sql: &str| self.handle.query_row(sql, [], |row| row.get::<_, [u8; 16]>(0));
        let kept = "SELECT value FROM _crud WHERE name = 'secret'";
        if let Ok(secret) = query(kept) {
            return Ok(secret);
        }
        if self.handle.is_readonly("main").map_err(error)? {
            // Tags and cursors of a database that cannot be written live as long as we do.
            return query("SELECT randomblob(16)").map_err(error);
        }
        // SQLite draws `randomblob` from a generator seeded by the operating system.
        self.handle
            .execute_batch(
                "CREATE TABLE IF NOT EXISTS _crud (
                   name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL
                 ) STRICT;
                 INSERT INTO _crud (name, value) VALUES ('secret', randomblob(16))
                   ON CONFLICT DO NOTHING;",
            )
            .and_then(|()| query(kept))
            .map_err(error)
    }

    /// Asks `SQLite` to write the log into the file, as far as nobody reads it.
    pub(super) fn checkpoint(&mut self) {
        // Whatever is left in the log is read from there.
        let _ = self.handle.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)");
    }
}

impl Fields<'_> {
    pub(crate) fn value(&self, index: usize, column: &Column) -> Result<Value> {
        value::read(column, self.0.get_ref(index).map_err(error)?)
    }

    pub(crate) fn write_json(
        &self,
        index: usize,
        column: &Column,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        value::write_json(column, self.0.get_ref(index).map_err(error)?, out)
    }

    pub(crate) fn hash(&self, index: usize, hasher: &mut impl Hasher) -> Result<()> {
        value::hash(self.0.get_ref(index).map_err(error)?, hasher);
        Ok(())
    }

    pub(crate) fn integer(&self, index: usize) -> Result<i64> {
        self.0.get(index).map_err(error)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.as_ref().column_count()
    }

    pub(crate) fn name(&self, index: usize) -> &str {
        self.0.as_ref().column_name(index).unwrap_or_default()
    }

    pub(crate) fn kind(&self, index: usize) -> Result<Kind> {
        Ok(match self.0.get_ref(index).map_err(error)? {
            ValueRef::Null => Kind::Null,
            ValueRef::Integer(_) => Kind::Int,
            ValueRef::Real(_) => Kind::Float,
            ValueRef::Text(_) => Kind::Text,
            ValueRef::Blob(_) => Kind::Bytes,
        })
    }

    pub(crate) fn whole(&self, index: usize) -> Result<Option<i64>> {
        match self.0.get_ref(index).map_err(error)? {
            ValueRef::Integer(integer) => Ok(Some(integer)),
            _ => Ok(None),
        }
    }
}

/// An error of opening, which the application cannot start with.
pub(super) fn cannot_open(options: &Options, error: &rusqlite::Error) -> Error {
    let Location::File(path) = &options.location else {
        return Error::Config(format!("cannot open a database in memory: {error}"));
    };
    let path = path.display();
    let reason = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => {
            "the file is no SQLite database; name another file, or move this one away".to_owned()
        }
        Some(ErrorCode::CannotOpen) if !options.create || options.read_only => {
            "there is no such file, or it cannot be read; check the path and its permissions"
                .to_owned()
        }
        Some(ErrorCode::CannotOpen) => {
            "the file cannot be made or read; check that its folder exists and can be written"
                .to_owned()
        }
        Some(ErrorCode::ReadOnly) => {
            "the file cannot be written; check its permissions, or add `?mode=ro` to the URL"
                .to_owned()
        }
        _ => error.to_string(),
    };
    Error::Config(format!("cannot open the database {path}: {reason}"))
}
