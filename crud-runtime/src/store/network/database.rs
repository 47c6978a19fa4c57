//! Work on lent connections: in a transaction of its own, run again where it lost to another.

use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::time::Instant;

use super::connection::Isolation;
use super::lease::Lease;
use super::options::Endpoint;
use super::pool::{Lent, Pool};
use super::session::Session;
use super::watch::Watch;
use crate::error::{Error, Result};
use crate::sql::Dialect;
use crate::store::connection::{Connection, Shared};
use crate::store::task::Work;

/// How often work is run that lost to other transactions.
const ATTEMPTS: u32 = 5;

/// How much longer than the server we wait for a statement to end: a server that still answers
/// says itself that it took too long, and its connection lives on.
const GRACE: Duration = Duration::from_millis(500);

/// A database behind a socket.
#[derive(Clone)]
pub(crate) struct Database {
    pool: Arc<Pool>,
}

impl Database {
    /// Opens the first connection.
    pub(crate) async fn open(endpoint: Endpoint) -> Result<(Self, Arc<Shared>)> {
        let mut first = endpoint.connect(&Arc::default()).await.map_err(started_without)?;
        let shared = Arc::new(Shared::new(Endpoint::secret(&mut first).await?));
        first.close().await;
        let pool = Arc::new(Pool::new(endpoint, Arc::clone(&shared)));
        Ok((Self { pool }, shared))
    }

    /// One whose secret nobody asks for; the first connection is opened when it is needed.
    pub(crate) fn unknown(endpoint: Endpoint) -> (Self, Arc<Shared>) {
        let shared = Arc::<Shared>::default();
        let pool = Arc::new(Pool::new(endpoint, Arc::clone(&shared)));
        (Self { pool }, shared)
    }

    /// Runs work that writes, in a transaction of its own.
    pub(crate) async fn write<W: Work>(&self, mut work: W) -> Result<W::Output> {
        let mut attempt = 1;
        loop {
            match self.write_once(&mut work).await {
                Err(Error::Busy) if attempt < ATTEMPTS => {
                    tokio::time::sleep(pause(attempt)).await;
                    attempt += 1;
                }
                outcome => return outcome,
            }
        }
    }

    async fn write_once<W: Work>(&self, work: &mut W) -> Result<W::Output> {
        let mut lent = self.pool.acquire().await?;
        if work.is_single(lent.connection()?.dialect()) {
            return self.limited(lent.watch()?, pin!(run(work, lent.connection()?))).await;
        }
        let mut lent = self.opened(lent, Isolation::ReadCommitted).await?;
        let watch = lent.watch()?;
        let whole = pin!(async {
            match run(work, lent.connection()?).await {
                Ok(value) => lent.commit().await.map(|()| value),
                Err(error) => {
                    lent.rollback().await;
                    Err(error)
                }
            }
        });
        self.limited(watch, whole).await
    }

    /// Runs work that reads.
    pub(crate) async fn read<W: Work>(&self, mut work: W) -> Result<W::Output> {
        let mut lent = self.pool.acquire().await?;
        let outcome = self.limited(lent.watch()?, pin!(run(&mut work, lent.connection()?))).await;
        if outcome.is_err() && lent.was_stale() {
            // The server went away while the connection lay idle. Reading twice does no harm.
            drop(lent);
            let mut lent = self.pool.acquire().await?;
            let watch = lent.watch()?;
            let mut again = Box::pin(run(&mut work, lent.connection()?));
            return self.limited(watch, again.as_mut()).await;
        }
        outcome
    }

    /// Begins a transaction with the user's code in it.
    pub(crate) async fn begin(&self) -> Result<Lease> {
        let lent = self.opened(self.pool.acquire().await?, Isolation::Snapshot).await?;
        Ok(Lease::new(lent, self.pool.options()))
    }

    /// Opens a transaction on a lent connection, or on another where that one had gone stale:
    /// nothing was done yet, so nothing can be done twice.
    async fn opened(&self, mut lent: Lent, isolation: Isolation) -> Result<Lent> {
        let begun = self.limited(lent.watch()?, pin!(lent.begin(isolation))).await;
        if begun.is_err() && lent.was_stale() {
            drop(lent);
            lent = self.pool.acquire().await?;
            self.limited(lent.watch()?, pin!(lent.begin(isolation))).await?;
        } else {
            begun?;
        }
        Ok(lent)
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.pool.endpoint().dialect()
    }

    /// Opens a connection apart from those that are lent.
    pub(crate) async fn session(&self) -> Result<Session> {
        Session::open(Arc::clone(&self.pool)).await
    }

    /// Waits for what is under way and closes all connections.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    /// How many connections nobody has borrowed, and how many there are at most.
    pub(crate) fn idle(&self) -> (usize, usize) {
        (self.pool.idle(), self.pool.options().connections as usize)
    }

    /// Takes the work where it stands: a future that is handed on is kept once more by everybody
    /// who hands it on, and a request would be as large as all of that.
    async fn limited<T>(
        &self,
        watch: Watch,
        work: Pin<&mut impl Future<Output = Result<T>>>,
    ) -> Result<T> {
        let until = Instant::now() + self.pool.options().timeout + GRACE;
        watch.limit(until, work).await.unwrap_or(Err(Error::Timeout))
    }
}

/// The error of an application that is started while its database is down: whoever starts it may
/// have to start that first.
fn started_without(error: Error) -> Error {
    match error {
        Error::Unavailable(why) => Error::Unavailable(format!(
            "{why}. Start the database server, or correct host and port in the database URL"
        )),
        error => error,
    }
}

/// Runs work; what panics in it is an error of that work.
pub(super) async fn run<W: Work>(work: &mut W, connection: &mut Connection) -> Result<W::Output> {
    // A rule of the user's own (`validate`, a type's `Deserialize`) may panic.
    AssertUnwindSafe(work.run(connection))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(Error::Database("a function of the application panicked".into())))
}

/// How long to wait before the next attempt: longer each time, and not as long as the one that was
/// lost to.
fn pause(attempt: u32) -> Duration {
    let random = uuid::Uuid::new_v4().as_bytes()[0];
    Duration::from_micros(((u64::from(random) + 256) * 8) << attempt)
}
