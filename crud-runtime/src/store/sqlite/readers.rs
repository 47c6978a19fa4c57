//! The connections that read, and how they are lent.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection::Connection as Handle;
use super::options::Options;
use super::watch::Stop;
use super::writer::{closed, handle};
use crate::error::{Error, Result};
use crate::store::connection::{Connection, Shared};
use crate::store::task::{Work, run_now};

/// A fixed set of connections.
#[derive(Clone)]
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
    timeout: Duration,
}

/// A lent connection; dropping it gives it back, whatever has happened in between.
struct Reader {
    connection: Option<Connection>,
    idle: Arc<Mutex<Vec<Connection>>>,
    _permit: OwnedSemaphorePermit,
}

impl Readers {
    /// Opens the connections.
    pub(super) fn open(options: &Options, shared: &Arc<Shared>) -> rusqlite::Result<Self> {
        let connections = (0..options.readers)
            .map(|_| Handle::open(options, true).map(|c| Connection::Sqlite(c.sharing(shared))))
            .collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(Self {
            permits: Arc::new(Semaphore::new(connections.len())),
            idle: Arc::new(Mutex::new(connections)),
            timeout: options.timeout,
        })
    }

    /// Runs work that is known to be short on the caller's thread: a hop to another thread costs
    /// more than the work.
    pub(super) async fn run_here<W: Work>(&self, mut work: W) -> Result<W::Output> {
        let mut reader = self.acquire().await?;
        let _stop = reader.begin(self.timeout);
        run_now(&mut work, reader.connection()?)
    }

    /// Runs work on a thread that may block. When the caller goes, the statement stops.
    pub(super) async fn run_apart<W: Work>(&self, mut work: W) -> Result<W::Output> {
        let mut reader = self.acquire().await?;
        let stop = reader.begin(self.timeout);
        let outcome = tokio::task::spawn_blocking(move || {
            run_now(&mut work, reader.connection()?)
            // The reader goes back here, on this thread, whether or not anybody still waits.
        })
        .await;
        drop(stop);
        outcome.unwrap_or_else(|error| Err(Error::Database(Box::new(error))))
    }

    /// Lets nobody borrow any more and closes the connections as they come back.
    pub(super) async fn close(&self, count: usize) {
        let all = u32::try_from(count).unwrap_or(u32::MAX);
        // Waits for those that are lent.
        let _permits = self.permits.acquire_many(all).await;
        self.permits.close();
        self.lock().clear();
    }

    /// How many connections nobody has borrowed.
    pub(super) fn idle(&self) -> usize {
        self.lock().len()
    }

    async fn acquire(&self) -> Result<Reader> {
        let permits = Arc::clone(&self.permits);
        let permit = match Arc::clone(&permits).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => tokio::time::timeout(self.timeout, permits.acquire_owned())
                .await
                .map_err(|_| Error::Timeout)?
                .map_err(|_| closed())?,
        };
        let connection = self.lock().pop();
        Ok(Reader { connection, idle: Arc::clone(&self.idle), _permit: permit })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    fn connection(&mut self) -> Result<&mut Connection> {
        // There are as many permits as connections.
        self.connection.as_mut().ok_or_else(closed)
    }

    /// Begins a run, which the returned guard stops when it is dropped.
    #[must_use]
    fn begin(&mut self, timeout: Duration) -> Option<Stop> {
        let handle = handle(self.connection.as_mut()?);
        let run = handle.begin_run(timeout);
        Some(Stop::new(Arc::clone(&handle.watch), run))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            handle(&mut connection).reset();
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}
