//! Stops statements that take too long or that nobody waits for any more.
//!
//! `SQLite` calls a progress handler every so many steps of a statement. Runs are numbered, so
//! that stopping one never stops the next on the same connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many steps of `SQLite`'s machine lie between two looks: some ten microseconds.
const STEPS: i32 = 4000;

/// No deadline.
const NEVER: u64 = u64::MAX;

/// What the progress handler of one connection looks at.
#[derive(Debug)]
pub(super) struct Watch {
    start: Instant,
    /// The number of the run that is on.
    current: AtomicU64,
    /// Runs up to this number are to stop.
    stopped: AtomicU64,
    /// When the current run must be over, in microseconds since `start`.
    deadline: AtomicU64,
}

impl Watch {
    /// A watch over this connection.
    pub(super) fn install(connection: &rusqlite::Connection) -> rusqlite::Result<Arc<Self>> {
        let watch = Arc::new(Self {
            start: Instant::now(),
            current: AtomicU64::new(1),
            stopped: AtomicU64::new(0),
            deadline: AtomicU64::new(NEVER),
        });
        let handler = Arc::clone(&watch);
        connection.progress_handler(STEPS, Some(move || handler.is_over()))?;
        Ok(watch)
    }

    /// Begins a run that must be over after this time.
    pub(super) fn begin(&self, time: Duration) -> u64 {
        let deadline = (self.start.elapsed() + time).as_micros();
        self.deadline.store(u64::try_from(deadline).unwrap_or(NEVER), Ordering::Relaxed);
        self.current.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Ends the run: what follows, a COMMIT or ROLLBACK, has no deadline.
    pub(super) fn rest(&self) {
        self.deadline.store(NEVER, Ordering::Relaxed);
        self.current.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether the run is to stop.
    pub(super) fn is_over(&self) -> bool {
        if self.stopped.load(Ordering::Relaxed) >= self.current.load(Ordering::Relaxed) {
            return true;
        }
        let deadline = self.deadline.load(Ordering::Relaxed);
        deadline != NEVER && self.start.elapsed().as_micros() > u128::from(deadline)
    }
}

/// Stops a run when it is dropped before the run is done.
pub(super) struct Stop {
    watch: Arc<Watch>,
    run: u64,
}

impl Stop {
    pub(super) fn new(watch: Arc<Watch>, run: u64) -> Self {
        Self { watch, run }
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        // A run that is done has nothing to stop: the next has a higher number.
        self.watch.stopped.fetch_max(self.run, Ordering::Relaxed);
    }
}
