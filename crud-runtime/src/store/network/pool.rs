//! The connections to a database, and how they are lent: nothing is asked of the server on the
//! way out or back.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

use super::connection::{Connection, Isolation};
use super::options::{Endpoint, Options};
use super::watch::{Asker, Watch};
use crate::error::{Error, Result};
use crate::store::connection::{Connection as AnyConnection, Shared};

/// How long a connection may lie idle before a new one takes its place: what stands between us and
/// the server may have forgotten it.
const IDLE: Duration = Duration::from_mins(5);

/// How long a server that did not answer is left alone. Whoever asks meanwhile learns at once.
const PAUSE: Duration = Duration::from_millis(100);

/// How many connections are opened at once. A server that has just come back would be overrun by
/// all of them: none would be open in time, and all would begin again.
const OPENINGS: usize = 2;

/// A bounded set of connections, opened as they are needed.
pub(super) struct Pool {
    endpoint: Endpoint,
    shared: Arc<Shared>,
    permits: Arc<Semaphore>,
    openings: Semaphore,
    idle: Mutex<Vec<Idle>>,
    /// Raised when a connection breaks: those that were opened before may be broken, too.
    generation: AtomicU64,
    failed: Mutex<Option<Instant>>,
    asker: Asker,
}

struct Idle {
    connection: AnyConnection,
    generation: u64,
    since: Instant,
}

/// A lent connection. Dropping it gives it back; one that is in the middle of something is brought
/// to its end first, by a task of its own that keeps the place.
pub(super) struct Lent {
    connection: Option<AnyConnection>,
    generation: u64,
    is_reused: bool,
    /// When it was lent.
    since: Instant,
    pool: Arc<Pool>,
    permit: Option<OwnedSemaphorePermit>,
}

impl Pool {
    pub(super) fn new(endpoint: Endpoint, shared: Arc<Shared>) -> Self {
        let permits = Arc::new(Semaphore::new(endpoint.options().connections as usize));
        Self {
            endpoint,
            shared,
            permits,
            openings: Semaphore::new(OPENINGS),
            idle: Mutex::default(),
            generation: AtomicU64::new(0),
            failed: Mutex::default(),
            asker: Asker::default(),
        }
    }

    pub(super) fn options(&self) -> &Options {
        self.endpoint.options()
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(super) fn asker(&self) -> &Asker {
        &self.asker
    }

    /// Lends a connection.
    pub(super) async fn acquire(self: &Arc<Self>) -> Result<Lent> {
        let until = Instant::now() + self.options().acquire_timeout;
        let permit = match Arc::clone(&self.permits).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => waited(until, Arc::clone(&self.permits).acquire_owned()).await?,
        };
        let generation = self.generation.load(Ordering::Acquire);
        if let Some(connection) = self.pop(generation) {
            return Ok(self.lend(connection, generation, true, permit));
        }
        let opening = waited(until, self.openings.acquire()).await?;
        // Meanwhile others may have opened one that they need no more.
        let generation = self.generation.load(Ordering::Acquire);
        if let Some(connection) = self.pop(generation) {
            return Ok(self.lend(connection, generation, true, permit));
        }
        let connection = self.connect().await?;
        drop(opening);
        Ok(self.lend(connection, generation, false, permit))
    }

    fn lend(
        self: &Arc<Self>,
        connection: AnyConnection,
        generation: u64,
        is_reused: bool,
        permit: OwnedSemaphorePermit,
    ) -> Lent {
        Lent {
            connection: Some(connection),
            generation,
            is_reused,
            since: Instant::now(),
            pool: Arc::clone(self),
            permit: Some(permit),
        }
    }

    fn pop(&self, generation: u64) -> Option<AnyConnection> {
        let mut idle = lock(&self.idle);
        // The one that was used last is the least likely to have gone stale.
        let last = idle.pop()?;
        if last.generation == generation && last.since.elapsed() < IDLE {
            return Some(last.connection);
        }
        // Those below are older.
        idle.clear();
        None
    }

    async fn connect(&self) -> Result<AnyConnection> {
        let down = || Error::Unavailable("the database server does not answer".to_owned());
        if lock(&self.failed).is_some_and(|at| at.elapsed() < PAUSE) {
            return Err(down());
        }
        // Rare and large: in a box it does not make every request's future as large as itself.
        match Box::pin(self.endpoint.connect(&self.shared)).await {
            Ok(connection) => {
                *lock(&self.failed) = None;
                Ok(AnyConnection::Network(connection))
            }
            Err(error) => {
                *lock(&self.failed) = Some(Instant::now());
                tracing::warn!(error = &error as &dyn std::error::Error, "cannot connect");
                // What the server refuses now it did not refuse when the application started.
                Err(match error {
                    Error::Unavailable(_) => error,
                    _ => down(),
                })
            }
        }
    }

    fn put(&self, connection: AnyConnection, generation: u64) {
        if self.permits.is_closed() || generation != self.generation.load(Ordering::Acquire) {
            return;
        }
        lock(&self.idle).push(Idle { connection, generation, since: Instant::now() });
    }

    /// A connection of this generation broke: what lies idle is of no use either.
    fn broke(&self, generation: u64) {
        let next = generation + 1;
        let raised =
            self.generation.compare_exchange(generation, next, Ordering::AcqRel, Ordering::Acquire);
        if raised.is_ok() {
            lock(&self.idle).clear();
        }
    }

    /// Lets nobody borrow any more and closes the connections as they come back.
    pub(super) async fn close(&self) {
        // Waits for those that are lent.
        let all = self.permits.acquire_many(self.options().connections).await;
        self.permits.close();
        drop(all);
        let idle = std::mem::take(&mut *lock(&self.idle));
        // All at once, because a server that does not answer has each of them wait.
        let closing = idle.into_iter().map(async |Idle { connection, .. }| {
            if let AnyConnection::Network(connection) = connection {
                connection.close().await;
            }
        });
        join_all(closing).await;
    }

    /// How many connections nobody has borrowed, those that are still to be opened among them.
    pub(super) fn idle(&self) -> usize {
        self.permits.available_permits()
    }
}

impl Lent {
    /// The connection.
    pub(super) fn connection(&mut self) -> Result<&mut AnyConnection> {
        self.connection.as_mut().ok_or_else(closed)
    }

    /// What notices that its answers are lost.
    pub(super) fn watch(&mut self) -> Result<Watch> {
        let pool = Arc::clone(&self.pool);
        let connection = network(self.connection()?)?;
        let (peer, pulse) = (connection.peer(), Arc::clone(connection.health().pulse()));
        Ok(Watch { pool, peer, pulse })
    }

    /// Opens a transaction.
    pub(super) async fn begin(&mut self, isolation: Isolation) -> Result<()> {
        network(self.connection()?)?.begin(isolation).await
    }

    /// Keeps what the transaction did.
    pub(super) async fn commit(&mut self) -> Result<()> {
        network(self.connection()?)?.commit().await
    }

    /// Gives up what the transaction did.
    pub(super) async fn rollback(&mut self) {
        if let Ok(connection) = self.connection().and_then(network) {
            connection.rollback().await;
        }
    }

    /// Whether it had been lying idle and broke, so that the server may never have had a part in
    /// it.
    pub(super) fn was_stale(&mut self) -> bool {
        self.is_reused && self.is_broken()
    }

    /// Whether the connection is of no use any more.
    pub(super) fn is_broken(&mut self) -> bool {
        self.connection().and_then(network).is_ok_and(|connection| connection.health().is_broken())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if self.is_broken() {
            self.pool.broke(self.generation);
            return;
        }
        let Some(mut connection) = self.connection.take() else { return };
        if network(&mut connection).is_ok_and(|connection| connection.health().is_good()) {
            self.pool.put(connection, self.generation);
            return;
        }
        let AnyConnection::Network(mut connection) = connection else { return };
        if connection.health().is_in_flight() && self.since.elapsed() > self.pool.options().timeout
        {
            // The server should have said by itself that it took too long. Where nothing comes any
            // more, not even a reset, the idle ones lead nowhere either.
            self.pool.broke(self.generation);
        }
        let (pool, permit, generation) =
            (Arc::clone(&self.pool), self.permit.take(), self.generation);
        // As long as opening a new one may take: whichever comes first.
        let limit = self.pool.options().connect_timeout;
        // Without a runtime there is nobody to wait for it, and dropping it closes it.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let stop = pool.asker().stop(&pool, connection.peer());
                let recovered = tokio::time::timeout(limit, connection.recover(stop)).await;
                if let Ok(Some(connection)) = recovered {
                    pool.put(AnyConnection::Network(connection), generation);
                }
                drop(permit);
            });
        }
    }
}

/// The connection below.
fn network(connection: &mut AnyConnection) -> Result<&mut Connection> {
    match connection {
        AnyConnection::Network(connection) => Ok(connection),
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => Err(closed()),
    }
}

/// A place that others have to leave first.
async fn waited<T>(
    until: Instant,
    place: impl Future<Output = Result<T, AcquireError>>,
) -> Result<T> {
    tokio::time::timeout_at(until.into(), place)
        .await
        .map_err(|_| Error::Unavailable("all connections are in use".to_owned()))?
        .map_err(|_| closed())
}

/// The error of whatever is asked after the database was closed.
fn closed() -> Error {
    Error::Unavailable("the database is closed".to_owned())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
