//! One batch of a step in Rust: a transaction, and what is kept from one to the next.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ledger::{self, Entry};
use crate::error::{Error, Result};
use crate::model::Value;
use crate::store::{Connection, Executor as _, Transaction, Work};

/// One batch of a migration's step in Rust: a transaction, and what is kept from one batch to the
/// next.
///
/// A step moves data that a statement cannot. It is run batch by batch, each in a transaction that
/// also keeps how far it has come: killed at any time, it goes on from the last batch that was
/// committed. A batch should take a second or so; it must end within `transaction_timeout`.
///
/// The tables are those of the migration's time, not those that the structs describe today, so
/// that [`Batch::query`] and SQL last longer here than entities do.
///
/// ```no_run
/// # use crud_runtime::prelude::*;
/// # use crud_runtime::{Batch, model::Value};
/// # async fn doc() -> crud_runtime::Result<()> {
/// App::new("library").step("shout", async |mut batch: Batch| {
///     let after: i64 = batch.state()?.unwrap_or(0);
///     let find = "SELECT id, title FROM books WHERE id > ?1 ORDER BY id LIMIT 500";
///     let mut last = None;
///     for row in batch.query(find, &[Value::Int(after)]).await? {
///         let [Some(id), Some(title)] = row.as_slice() else { continue };
///         let id: i64 = id.parse().unwrap_or_default();
///         let write = "UPDATE books SET title = ?1 WHERE id = ?2";
///         batch.query(write, &[Value::Text(title.to_uppercase()), Value::Int(id)]).await?;
///         last = Some(id);
///     }
///     match last {
///         Some(last) => batch.next(last).await,
///         None => batch.done().await,
///     }
/// });
/// # Ok(())
/// # }
/// ```
pub struct Batch {
    transaction: Transaction<'static>,
    entry: Entry,
    counted: Counted,
}

/// How a batch ended: [`Batch::next`] and [`Batch::done`] give it.
#[must_use = "a step in Rust returns how its batch ended"]
pub struct Progress(pub(super) Next);

/// The record of a migration after a batch.
pub(super) struct Next {
    pub(super) entry: Entry,
    pub(super) is_done: bool,
}

/// What a step says of how far it is, and of how much there is.
pub(super) type Counted = Arc<Mutex<Option<(u64, u64)>>>;

impl Batch {
    pub(super) fn new(transaction: Transaction<'static>, entry: Entry, counted: Counted) -> Self {
        Self { transaction, entry, counted }
    }

    /// What the batch before handed to [`Batch::next`]; `None` in the first.
    ///
    /// # Errors
    /// [`Error::Config`] when that was of another type.
    pub fn state<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        if self.entry.progress.is_empty() {
            return Ok(None);
        }
        serde_json::from_str(&self.entry.progress).map(Some).map_err(|error| {
            Error::Config(format!(
                "what the last batch kept, {}, is not what this one reads: {error}",
                self.entry.progress
            ))
        })
    }

    /// The transaction of this batch: pass it to whatever reads and writes.
    pub fn transaction(&mut self) -> &mut Transaction<'static> {
        &mut self.transaction
    }

    /// Runs a statement in the database's own SQL and returns its rows as text. Arguments stand
    /// for `?1`, `?2` on `SQLite`, `$1`, `$2` on `PostgreSQL`, `?` on `MySQL`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn query(
        &mut self,
        sql: &str,
        arguments: &[Value],
    ) -> Result<Vec<Vec<Option<String>>>> {
        let query = Query { sql: sql.to_owned(), arguments: arguments.to_vec() };
        self.transaction.into_handle().write(query).await
    }

    /// Says how many of how many records are done, for whoever watches.
    pub fn count(&mut self, done: u64, all: u64) {
        *self.counted.lock().unwrap_or_else(PoisonError::into_inner) = Some((done, all));
    }

    /// Ends this batch; the next finds `state`, such as the key of the last record.
    ///
    /// # Errors
    /// [`Error::Config`] when the state is the same as before: the next batch would do what this
    /// one did, and so for ever. Those of the database.
    pub async fn next(mut self, state: impl Serialize) -> Result<Progress> {
        let state = serde_json::to_string(&state).map_err(|error| {
            Error::Config(format!("what a batch keeps has to be JSON, and is not: {error}"))
        })?;
        if state == self.entry.progress {
            return Err(Error::Config(format!(
                "the batch ended where it began, at {state}, so that the next would do the same \
                 again: return `batch.done()` once nothing is left"
            )));
        }
        self.entry.progress = state;
        self.end(false).await
    }

    /// Ends the step: nothing is left to do.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn done(mut self) -> Result<Progress> {
        self.entry.progress.clear();
        self.entry.step += 1;
        self.end(true).await
    }

    async fn end(mut self, is_done: bool) -> Result<Progress> {
        self.entry.error.clear();
        let entry = self.entry.clone();
        self.transaction.into_handle().write(Keep(entry)).await?;
        Ok(Progress(Next { entry: self.entry, is_done }))
    }
}

struct Query {
    sql: String,
    arguments: Vec<Value>,
}

impl Work for Query {
    type Output = Vec<Vec<Option<String>>>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Self::Output> {
        connection.texts(&self.sql, &self.arguments).await
    }
}

/// Writes how far the migration is, in the batch's own transaction.
struct Keep(Entry);

impl Work for Keep {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        ledger::update(connection, &self.0).await
    }
}
