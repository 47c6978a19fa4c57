//! The writing connection in the hands of a transaction with the user's code in it.
//!
//! The connection stays on its thread; the holder sends it steps. When the holder goes, or takes
//! longer than it may, the transaction is rolled back and the thread turns to the others.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Instant;

use tokio::sync::oneshot;

use super::options::Options;
use super::writer::{handle, in_savepoint, lost};
use crate::error::{Error, Result};
use crate::store::connection::Connection;
use crate::store::task::{Task, Work, task};

/// An open transaction; dropping it rolls back.
#[derive(Debug)]
pub(crate) struct Lease {
    steps: mpsc::Sender<Step>,
    is_late: Arc<AtomicBool>,
}

/// How many savepoints the transaction stands in.
type Depth = u32;

enum Step {
    Run(Box<dyn Task>),
    Begin(Depth, oneshot::Sender<Result<()>>),
    Commit(Depth, oneshot::Sender<Result<()>>),
    /// Nobody waits for it: what is dropped cannot.
    Rollback(Depth),
}

impl Lease {
    /// Runs work inside the transaction; when it fails, what it did is undone and the transaction
    /// goes on.
    pub(crate) async fn run<W: Work>(&mut self, work: W) -> Result<W::Output> {
        let (task, reply) = task(work);
        self.send(Step::Run(task))?;
        reply.await.unwrap_or_else(|_| Err(self.gone()))
    }

    /// Opens a savepoint at this depth, from 1.
    pub(crate) async fn begin(&mut self, depth: u32) -> Result<()> {
        let (reply, outcome) = oneshot::channel();
        self.send(Step::Begin(depth, reply))?;
        outcome.await.unwrap_or_else(|_| Err(self.gone()))
    }

    /// Commits the transaction (depth 0) or keeps what the savepoint did.
    pub(crate) async fn commit(&mut self, depth: u32) -> Result<()> {
        let (reply, outcome) = oneshot::channel();
        self.send(Step::Commit(depth, reply))?;
        outcome.await.unwrap_or_else(|_| Err(self.gone()))
    }

    /// Undoes the transaction (depth 0) or what the savepoint did, before the next step.
    pub(crate) fn rollback(&mut self, depth: u32) {
        // A transaction that is over has nothing to undo.
        let _ = self.send(Step::Rollback(depth));
    }

    fn send(&self, step: Step) -> Result<()> {
        self.steps.send(step).map_err(|_| self.gone())
    }

    fn gone(&self) -> Error {
        if self.is_late.load(Ordering::Acquire) { Error::Timeout } else { lost() }
    }
}

/// Opens a transaction, hands it out, and serves it until it ends.
pub(super) fn lend(
    connection: &mut Connection,
    reply: oneshot::Sender<Result<Lease>>,
    options: &Options,
) {
    if reply.is_closed() {
        return;
    }
    if let Err(error) = handle(connection).run_cached("BEGIN IMMEDIATE") {
        // Whoever began may have gone.
        let _ = reply.send(Err(error));
        return;
    }
    let (steps, orders) = mpsc::channel();
    let is_late = Arc::new(AtomicBool::new(false));
    let lease = Lease { steps, is_late: Arc::clone(&is_late) };
    if reply.send(Ok(lease)).is_ok() {
        serve(connection, &orders, &is_late, options);
    }
    handle(connection).reset();
}

fn serve(
    connection: &mut Connection,
    orders: &mpsc::Receiver<Step>,
    is_late: &AtomicBool,
    options: &Options,
) {
    let deadline = Instant::now() + options.transaction_timeout;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let step = match orders.recv_timeout(left) {
            Ok(step) if !left.is_zero() => step,
            Ok(_) | Err(RecvTimeoutError::Timeout) => {
                // Said before the channel closes, so that the holder learns why.
                is_late.store(true, Ordering::Release);
                return;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        match step {
            Step::Run(mut task) => {
                let limited = Options { timeout: options.timeout.min(left), ..options.clone() };
                // The task keeps its own result.
                let _ = in_savepoint(connection, task.as_mut(), &limited);
                let alive = !handle(connection).is_idle();
                task.answer(if alive { Ok(()) } else { Err(&Error::Busy) });
                if !alive {
                    return;
                }
            }
            Step::Begin(depth, reply) => {
                let outcome = handle(connection).run(&format!("SAVEPOINT level_{depth}"));
                let _ = reply.send(outcome);
            }
            Step::Commit(0, reply) => {
                let outcome = handle(connection).run_cached("COMMIT");
                handle(connection).reset();
                let _ = reply.send(outcome);
                return;
            }
            Step::Commit(depth, reply) => {
                let outcome = handle(connection).run(&format!("RELEASE level_{depth}"));
                let _ = reply.send(outcome);
            }
            Step::Rollback(0) => return,
            Step::Rollback(depth) => {
                let undo = format!("ROLLBACK TO level_{depth}; RELEASE level_{depth}");
                if handle(connection).run(&undo).is_err() {
                    // What cannot be undone in part is undone whole.
                    return;
                }
            }
        }
    }
}
