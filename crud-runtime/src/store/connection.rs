//! One connection to a database, of whichever kind: the closed enum behind everything that runs
//! statements.
//!
//! The methods are async for the drivers that wait on a socket. `SQLite`'s never suspend, which
//! is what lets its threads run the same functions to their end with one poll.

use std::sync::{Arc, PoisonError, RwLock};

use super::dao::Projection;
use super::failure::Failure;
use super::fields::Fields;
#[cfg(feature = "network")]
use super::network;
#[cfg(feature = "sqlite")]
use super::sqlite;
use super::trace::Trace;
use crate::error::{Error, Result};
use crate::model::{Table, Value};
use crate::sql::{Dialect, Statement};

/// A connection that is not in use elsewhere.
#[allow(clippy::large_enum_variant, reason = "an application has those of one variant alone")]
pub(crate) enum Connection {
    /// To `SQLite`.
    #[cfg(feature = "sqlite")]
    Sqlite(sqlite::Connection),
    /// To a server.
    #[cfg(feature = "network")]
    Network(network::Connection),
}

/// What all connections to one database share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// The key of record tags and cursors.
    pub(crate) secret: [u8; 16],
    tables: RwLock<Vec<&'static Table>>,
    /// Every readable column of the tables whose records were embedded.
    full: RwLock<Vec<(&'static Table, Projection)>>,
    /// The statements that ran, where somebody wants to know.
    pub(super) trace: Trace,
    /// How many statements with an answer were run.
    #[cfg(test)]
    pub(crate) statements: std::sync::atomic::AtomicUsize,
}

impl Shared {
    pub(crate) fn new(secret: [u8; 16]) -> Self {
        Self { secret, ..Self::default() }
    }

    /// The tables that are known to be used with this database.
    pub(crate) fn tables(&self) -> Vec<&'static Table> {
        self.tables.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every readable column of a table, made once.
    pub(crate) fn full(&self, table: &'static Table) -> Projection {
        let known = self.full.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, full)) = known.iter().find(|(known, _)| std::ptr::eq(*known, table)) {
            return full.clone();
        }
        drop(known);
        let full = Projection::full(table);
        let mut known = self.full.write().unwrap_or_else(PoisonError::into_inner);
        known.push((table, full.clone()));
        full
    }

    /// Makes more tables known.
    pub(crate) fn add_tables(&self, tables: &[&'static Table]) {
        let mut known = self.tables.write().unwrap_or_else(PoisonError::into_inner);
        for table in tables {
            if !known.iter().any(|known| known.name == table.name) {
                known.push(table);
            }
        }
    }
}

impl Connection {
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => Dialect::Sqlite,
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.dialect(),
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => connection.shared(),
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.shared(),
        }
    }

    /// Runs a statement and hands each row of its answer on.
    pub(crate) async fn each(
        &mut self,
        statement: &Statement,
        sink: &mut (dyn FnMut(&Fields<'_>) -> Result<()> + Send),
    ) -> Result<(), Failure> {
        #[cfg(test)]
        self.shared().statements.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.shared().trace.note(statement);
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => connection.each(statement, sink),
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.each(statement, sink).await,
        }
    }

    /// Runs a statement that a user wrote: its rows say what their columns are called and hold.
    /// Returns how many records it was about.
    pub(crate) async fn raw(
        &mut self,
        statement: &Statement,
        sink: &mut (dyn FnMut(&Fields<'_>) -> Result<()> + Send),
    ) -> Result<u64, Failure> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => connection.raw(statement, sink),
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.raw(statement, sink).await,
        }
    }

    /// The first row of a statement's answer.
    pub(crate) async fn first<T: Send>(
        &mut self,
        statement: &Statement,
        read: impl Fn(&Fields<'_>) -> Result<T> + Send + Sync,
    ) -> Result<Option<T>, Failure> {
        let mut first = None;
        let mut sink = |fields: &Fields<'_>| {
            if first.is_none() {
                first = Some(read(fields)?);
            }
            Ok(())
        };
        self.each(statement, &mut sink).await?;
        Ok(first)
    }

    /// Runs an insert where the dialect cannot answer with what it wrote; returns the key that the
    /// database generated.
    pub(crate) async fn insert(&mut self, statement: &Statement) -> Result<Option<i64>, Failure> {
        #[cfg(test)]
        self.shared().statements.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => connection.each(statement, &mut |_| Ok(())).map(|()| None),
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.insert(statement).await,
        }
    }

    /// Says that the next statement may fail, and that the transaction goes on after
    /// [`Self::undo`] then. The others undo what failed by themselves.
    pub(crate) fn mark_with_next(&mut self) {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => {}
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.mark_with_next(),
        }
    }

    /// Undoes the statement that failed after [`Self::mark_with_next`].
    pub(crate) async fn undo(&mut self) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => Ok(()),
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.undo().await,
        }
    }

    /// The rows of a statement's answer as texts, whatever their columns are: for what is asked of
    /// a database about itself. Placeholders are the dialect's own; an argument is a null, a truth
    /// value, an integer, a float or a text. With arguments, a column that is neither text nor a
    /// number nor a truth value needs a cast to text.
    pub(crate) async fn texts(&mut self, sql: &str, arguments: &[Value]) -> Result<Vec<Texts>> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => connection.texts(sql, arguments),
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.texts(sql, arguments).await,
        }
    }

    /// Runs DDL.
    pub(crate) async fn run(&mut self, ddl: &str) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => connection.run(ddl),
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.run(ddl).await,
        }
    }

    /// Keeps others from making tables until [`Self::end_schema`], or until the transaction ends.
    pub(crate) async fn begin_schema(&mut self) -> Result<()> {
        match self {
            // Whoever writes is alone.
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => Ok(()),
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.begin_schema().await,
        }
    }

    /// Ends what [`Self::begin_schema`] began.
    pub(crate) async fn end_schema(&mut self) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => Ok(()),
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.end_schema().await,
        }
    }

    /// Begins to read one state of the database, whatever others write.
    pub(crate) async fn begin_snapshot(&mut self) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => connection.begin_snapshot(),
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.begin_snapshot().await,
        }
    }

    /// Says that the next statement is the last one of the snapshot, so that its end can be sent
    /// with it.
    pub(crate) fn end_snapshot_with_next(&mut self) {
        match self {
            // Nothing is sent.
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => {}
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.end_snapshot_with_next(),
        }
    }

    /// Ends what [`Self::begin_snapshot`] began.
    pub(crate) async fn end_snapshot(&mut self) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => connection.end_snapshot(),
            #[cfg(feature = "network")]
            Self::Network(connection) => connection.end_snapshot().await,
        }
    }
}

/// A row, each column as text.
pub(crate) type Texts = Vec<Option<String>>;

/// The error of an argument or a column that is not for [`Connection::texts`].
pub(super) fn no_text(what: &str) -> Error {
    Error::Database(format!("{what} is neither text nor a number: cast it to text").into())
}
