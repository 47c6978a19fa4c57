//! A connection in the hands of a transaction with the user's code in it.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::database::run;
use super::options::Options;
use super::pool::Lent;
use crate::error::{Error, Result};
use crate::store::task::Work;

/// An open transaction; dropping it rolls back.
pub(crate) struct Lease {
    slot: Arc<Mutex<Slot>>,
    deadline: Instant,
    timeout: Duration,
    /// What ends the transaction at its deadline, whatever its holder does.
    watchdog: AbortHandle,
    /// The lowest savepoint that is to be undone before the next step.
    undo: Option<u32>,
}

struct Slot {
    /// `None` when the transaction is over.
    lent: Option<Lent>,
    /// Why it is over, where nobody asked for it.
    end: End,
    /// Whether the savepoint of the last work stands open, in the innermost level.
    is_marked: bool,
}

#[derive(Clone, Copy)]
enum End {
    Asked,
    Late,
    Lost,
}

impl Lease {
    pub(super) fn new(lent: Lent, options: &Options) -> Self {
        let slot = Slot { lent: Some(lent), end: End::Asked, is_marked: false };
        let slot = Arc::new(Mutex::new(slot));
        let deadline = Instant::now() + options.transaction_timeout;
        let watched = Arc::clone(&slot);
        let watchdog = tokio::spawn(async move {
            tokio::time::sleep_until(deadline).await;
            // A step that is under way ends at the deadline, too.
            watched.lock().await.finish(End::Late);
        });
        let watchdog = watchdog.abort_handle();
        Self { slot, deadline, timeout: options.timeout, watchdog, undo: None }
    }

    /// Runs work inside the transaction; when it fails, what it did is undone and the transaction
    /// goes on.
    pub(crate) async fn run<W: Work>(&mut self, mut work: W) -> Result<W::Output> {
        let limit = self.deadline.min(Instant::now() + self.timeout);
        self.step(limit, async |slot| {
            let mark = if slot.is_marked {
                "RELEASE SAVEPOINT work; SAVEPOINT work"
            } else {
                "SAVEPOINT work"
            };
            slot.control(mark).await?;
            slot.is_marked = true;
            let outcome = run(&mut work, slot.lent()?.connection()?).await;
            if outcome.is_err() {
                // Where that fails too, the transaction is over, and the first error says why.
                let _ = slot.control("ROLLBACK TO SAVEPOINT work").await;
            }
            outcome
        })
        .await
    }

    /// Opens a savepoint at this depth, from 1.
    pub(crate) async fn begin(&mut self, depth: u32) -> Result<()> {
        self.step(self.deadline, async |slot| {
            slot.is_marked = false;
            slot.control(&format!("SAVEPOINT level_{depth}")).await
        })
        .await
    }

    /// Commits the transaction (depth 0) or keeps what the savepoint did.
    pub(crate) async fn commit(&mut self, depth: u32) -> Result<()> {
        if depth > 0 {
            return self
                .step(self.deadline, async |slot| {
                    slot.is_marked = false;
                    slot.control(&format!("RELEASE SAVEPOINT level_{depth}")).await
                })
                .await;
        }
        let committed = self.step(self.deadline, async |slot| slot.lent()?.commit().await).await;
        self.watchdog.abort();
        self.slot.lock().await.finish(End::Asked);
        committed
    }

    /// Undoes the transaction (depth 0) or what the savepoint did, before the next step.
    pub(crate) fn rollback(&mut self, depth: u32) {
        if depth == 0 {
            self.give_up();
        } else {
            self.undo = Some(self.undo.map_or(depth, |undo| undo.min(depth)));
        }
    }

    async fn step<T>(
        &mut self,
        limit: Instant,
        step: impl AsyncFnOnce(&mut Slot) -> Result<T>,
    ) -> Result<T> {
        let undo = self.undo.take();
        let mut slot = self.slot.lock().await;
        let watch = slot.lent()?.watch()?;
        let stepped = {
            let work = pin!(async {
                if let Some(depth) = undo {
                    slot.is_marked = false;
                    let undo = format!(
                        "ROLLBACK TO SAVEPOINT level_{depth}; RELEASE SAVEPOINT level_{depth}"
                    );
                    slot.control(&undo).await?;
                }
                step(&mut slot).await
            });
            watch.limit(limit, work).await
        };
        if slot.lent.as_mut().is_some_and(Lent::is_broken) {
            slot.finish(End::Lost);
        }
        stepped.unwrap_or_else(|| {
            slot.finish(End::Late);
            Err(Error::Timeout)
        })
    }

    /// Gives the connection back, which rolls back.
    fn give_up(&mut self) {
        self.watchdog.abort();
        // Nobody else holds it but the watchdog, which gives it back itself.
        if let Ok(mut slot) = self.slot.try_lock() {
            slot.finish(End::Asked);
        }
    }
}

impl Slot {
    fn lent(&mut self) -> Result<&mut Lent> {
        match (&mut self.lent, self.end) {
            (Some(lent), _) => Ok(lent),
            (None, End::Late) => Err(Error::Timeout),
            (None, End::Lost) => Err(Error::Busy),
            (None, End::Asked) => Err(Error::Unavailable("the transaction is over".to_owned())),
        }
    }

    /// Runs a statement about savepoints. Where it fails the transaction is not what we take it
    /// for, and is given up.
    async fn control(&mut self, sql: &str) -> Result<()> {
        let outcome = self.lent()?.connection()?.run(sql).await;
        if outcome.is_err() {
            self.finish(End::Lost);
        }
        outcome
    }

    fn finish(&mut self, end: End) {
        if self.lent.take().is_some() {
            self.end = end;
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.give_up();
    }
}
