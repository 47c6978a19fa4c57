//! Notices that an answer cannot come any more: the server is well, and has nothing to do for the
//! session that waits for it.
//!
//! A network that forgets a connection, or a server that another takes the place of, does not
//! always say so with a reset. Then the statement would keep its place in the pool until its time
//! is over, though the database has long been back.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::connection::Connection;
use super::pool::Pool;
use crate::error::{Error, Result};

/// How long an answer may take before the server is asked what became of it.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often it is asked then, how often it must know of nothing, and how long that may take.
///
/// It knows of nothing, too, while a statement is still on its way to it, or the end of an answer
/// to us: between the first question and the last there is time for a mebibyte over a slow line.
const PERIOD: Duration = Duration::from_millis(750);
const QUESTIONS: u32 = 3;
const PROBE: Duration = Duration::from_secs(1);

/// How long a server is left alone that did not answer the question.
const PAUSE: Duration = Duration::from_millis(500);

/// The signs of life of a connection: a statement that begins, a row that comes.
#[derive(Debug, Default)]
pub(crate) struct Pulse {
    beats: AtomicU64,
    is_lost: AtomicBool,
}

/// A session, as others name it to the server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer {
    /// The server's number for it.
    pub(crate) number: i64,
    /// A server that was started since counts anew: its number is another's.
    pub(crate) opened: Instant,
}

/// Whose answer is waited for.
pub(super) struct Watch {
    pub(super) pool: Arc<Pool>,
    pub(super) peer: Peer,
    pub(super) pulse: Arc<Pulse>,
}

/// The session that asks about the others, and stops what nobody waits for any more. Those that
/// need it at the same time share it, and it is closed with the last of them: whatever happens,
/// the server has one session more than the pool has places.
#[derive(Default)]
pub(super) struct Asker(Mutex<Weak<tokio::sync::Mutex<Line>>>);

#[derive(Default)]
struct Line {
    connection: Option<Connection>,
    failed: Option<Instant>,
}

impl Pulse {
    pub(crate) fn beat(&self) {
        // Nobody else writes it.
        self.beats.store(self.beats().wrapping_add(1), Ordering::Relaxed);
    }

    fn beats(&self) -> u64 {
        self.beats.load(Ordering::Relaxed)
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.is_lost.load(Ordering::Relaxed)
    }
}

impl Watch {
    /// Waits for work on the connection, until then and no longer; `None` when it takes longer,
    /// [`Error::Unavailable`] when its answer is lost.
    pub(super) async fn limit<T>(
        self,
        until: Instant,
        mut work: Pin<&mut impl Future<Output = Result<T>>>,
    ) -> Option<Result<T>> {
        let soon = until.min(Instant::now() + PATIENCE);
        if let Ok(outcome) = timeout_at(soon, work.as_mut()).await {
            return Some(outcome);
        }
        // Boxed, because hardly any work comes here, and all work would be as large.
        let lost = Box::pin(self.lost());
        match timeout_at(until, select(work, lost)).await {
            Ok(Either::Left((outcome, _))) => Some(outcome),
            Ok(Either::Right(_)) => Some(Err(Error::Unavailable(
                "the server knows nothing of a statement that it was sent".to_owned(),
            ))),
            Err(_) => None,
        }
    }

    /// Ready when the answer is lost.
    async fn lost(self) {
        let line = self.pool.asker().line();
        let mut beats = self.pulse.beats();
        let mut suspicion = 0;
        while suspicion < QUESTIONS {
            let is_idle = line.lock().await.is_idle(&self.pool, self.peer).await;
            let now = self.pulse.beats();
            suspicion = if is_idle && now == beats { suspicion + 1 } else { 0 };
            beats = now;
            if suspicion < QUESTIONS {
                sleep(PERIOD).await;
            }
        }
        self.pulse.is_lost.store(true, Ordering::Relaxed);
        // What it locked would keep others waiting until the server notices by itself.
        line.lock().await.end(&self.pool, self.peer).await;
    }
}

impl Asker {
    /// Stops what the server does for this session; whether that can be said to be so.
    pub(super) async fn stop(&self, pool: &Pool, peer: Peer) -> bool {
        self.line().lock().await.stop(pool, peer).await
    }

    fn line(&self) -> Arc<tokio::sync::Mutex<Line>> {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let line = Arc::default();
            *shared = Arc::downgrade(&line);
            line
        })
    }
}

impl Line {
    /// Whether the server is well and does nothing for this session.
    async fn is_idle(&mut self, pool: &Pool, peer: Peer) -> bool {
        self.ask(pool, async |connection| connection.is_idle(peer).await).await == Some(true)
    }

    /// Stops what the server does for this session; whether that can be said to be so.
    async fn stop(&mut self, pool: &Pool, peer: Peer) -> bool {
        self.ask(pool, async |connection| connection.stop(peer).await).await.is_some()
    }

    /// Ends this session, if the server does nothing for it.
    async fn end(&mut self, pool: &Pool, peer: Peer) {
        // It may have ended by now.
        self.ask(pool, async |connection| connection.end_idle(peer).await).await;
    }

    async fn ask<T>(
        &mut self,
        pool: &Pool,
        question: impl AsyncFnOnce(&mut Connection) -> Result<T>,
    ) -> Option<T> {
        if self.failed.is_some_and(|at| at.elapsed() < PAUSE) {
            return None;
        }
        let open = self.connection.take();
        let ask = async {
            let mut connection = match open {
                Some(connection) => connection,
                None => pool.endpoint().connect(pool.shared()).await?,
            };
            let answer = question(&mut connection).await?;
            Ok::<_, Error>((connection, answer))
        };
        if let Ok(Ok((connection, answer))) = timeout(PROBE, ask).await {
            self.connection = Some(connection);
            Some(answer)
        } else {
            self.failed = Some(Instant::now());
            None
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let (Some(connection), Ok(runtime)) =
            (self.connection.take(), tokio::runtime::Handle::try_current())
        {
            runtime.spawn(connection.close());
        }
    }
}
