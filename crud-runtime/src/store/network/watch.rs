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
use super::options::Endpoint;
use super::pool::Pool;
use crate::error::{Error, Result};
use crate::store::connection::Shared;

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

/// Whose answer is waited for.
pub(super) struct Watch {
    pub(super) pool: Arc<Pool>,
    pub(super) session: i64,
    pub(super) pulse: Arc<Pulse>,
}

/// The session that asks about the others. Those that wait at the same time share it, and it is
/// closed with the last of them.
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
            let is_idle = line
                .lock()
                .await
                .is_idle(self.pool.endpoint(), self.pool.shared(), self.session)
                .await;
            let now = self.pulse.beats();
            suspicion = if is_idle && now == beats { suspicion + 1 } else { 0 };
            beats = now;
            if suspicion < QUESTIONS {
                sleep(PERIOD).await;
            }
        }
        self.pulse.is_lost.store(true, Ordering::Relaxed);
        // What it locked would keep others waiting until the server notices by itself.
        line.lock().await.end(self.session).await;
    }
}

impl Asker {
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
    async fn is_idle(&mut self, endpoint: &Endpoint, shared: &Arc<Shared>, session: i64) -> bool {
        if self.failed.is_some_and(|at| at.elapsed() < PAUSE) {
            return false;
        }
        let open = self.connection.take();
        let ask = async {
            let mut connection = match open {
                Some(connection) => connection,
                None => endpoint.connect(shared).await?,
            };
            let is_idle = connection.is_idle(session).await?;
            Ok::<_, Error>((connection, is_idle))
        };
        if let Ok(Ok((connection, is_idle))) = timeout(PROBE, ask).await {
            self.connection = Some(connection);
            is_idle
        } else {
            self.failed = Some(Instant::now());
            false
        }
    }

    async fn end(&mut self, session: i64) {
        if let Some(connection) = &mut self.connection {
            // It may have ended by now.
            let _ = timeout(PROBE, connection.end_idle(session)).await;
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
