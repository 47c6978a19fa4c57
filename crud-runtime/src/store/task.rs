//! A piece of work on a connection, and whoever waits for its result.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt as _;
use tokio::sync::oneshot;

use super::connection::Connection;
use super::failure::again;
use crate::error::{Error, Result};

/// A function of a connection: several statements that belong together.
pub(crate) trait Work<T>:
    AsyncFnOnce(&mut Connection) -> Result<T> + Send + 'static
{
}

impl<T, W> Work<T> for W where W: AsyncFnOnce(&mut Connection) -> Result<T> + Send + 'static {}

/// Work whose result type is forgotten, so that a queue can hold it.
pub(crate) trait Task: Send {
    /// Runs the work and keeps its result; says whether that is to be kept in the database too.
    fn run(&mut self, connection: &mut Connection) -> Result<(), Error>;

    /// Tells whoever waits, once it is known whether the transaction around it could be committed.
    fn answer(self: Box<Self>, committed: Result<(), &Error>);

    /// Whether nobody waits any more.
    fn is_abandoned(&self) -> bool;
}

struct Pending<W, T> {
    work: Option<W>,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

/// Work as a task, and where its result will come.
pub(crate) fn task<T: Send + 'static>(
    work: impl Work<T>,
) -> (Box<dyn Task>, oneshot::Receiver<Result<T>>) {
    let (reply, receiver) = oneshot::channel();
    (Box::new(Pending { work: Some(work), result: None, reply }), receiver)
}

/// Runs work to its end on a connection that never makes it wait.
pub(crate) fn run_now<T>(work: impl Work<T>, connection: &mut Connection) -> Result<T> {
    // A rule of the user's own (`validate`, a type's `Deserialize`) may panic. The thread goes on
    // for everybody else.
    let outcome = catch_unwind(AssertUnwindSafe(|| work(connection).now_or_never()));
    match outcome {
        Ok(Some(result)) => result,
        Ok(None) => Err(Error::Database("a statement was left waiting".into())),
        Err(_) => Err(Error::Database("a function of the application panicked".into())),
    }
}

impl<T: Send, W: Work<T>> Task for Pending<W, T> {
    fn run(&mut self, connection: &mut Connection) -> Result<(), Error> {
        let Some(work) = self.work.take() else { return Ok(()) };
        let result = run_now(work, connection);
        let outcome = result.as_ref().map(drop).map_err(again);
        self.result = Some(result);
        outcome
    }

    fn answer(self: Box<Self>, committed: Result<(), &Error>) {
        let result = match (self.result, committed) {
            // Its own error tells more.
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(again(error)),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(Error::Database("a task was answered before it ran".into())),
        };
        // Nobody may wait any more.
        let _ = self.reply.send(result);
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }
}
