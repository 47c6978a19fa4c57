//! A piece of work on a connection, and whoever waits for its result.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt as _;
use tokio::sync::oneshot;

use super::connection::Connection;
use super::failure::again;
use crate::error::{Error, Result};
use crate::sql::Dialect;

/// Statements that belong together.
///
/// A trait of our own rather than `AsyncFnMut`, because nobody can say of a closure's future that
/// it is `Send` (rust-lang/rust#110338).
pub(crate) trait Work: Send + 'static {
    /// What it comes to.
    type Output: Send + 'static;

    /// Whether it is one statement, so that it needs no transaction around it. What it does after
    /// that statement failed changes nothing.
    fn is_single(&self, _: Dialect) -> bool {
        false
    }

    /// Runs the statements. When the transaction around them lost to another, they are run again.
    fn run(
        &mut self,
        connection: &mut Connection,
    ) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// Work whose result type is forgotten, so that a queue can hold it.
pub(crate) trait Task: Send {
    /// Runs the work and keeps its result; says whether that is to be kept in the database too.
    fn run(&mut self, connection: &mut Connection) -> Result<(), Error>;

    /// Tells whoever waits, once it is known whether the transaction around it could be committed.
    fn answer(self: Box<Self>, committed: Result<(), &Error>);

    /// Whether nobody waits any more.
    fn is_abandoned(&self) -> bool;
}

struct Pending<W: Work> {
    work: W,
    result: Option<Result<W::Output>>,
    reply: oneshot::Sender<Result<W::Output>>,
}

/// Work as a task, and where its result will come.
pub(crate) fn task<W: Work>(work: W) -> (Box<dyn Task>, oneshot::Receiver<Result<W::Output>>) {
    let (reply, receiver) = oneshot::channel();
    (Box::new(Pending { work, result: None, reply }), receiver)
}

/// Runs work to its end on a connection that never makes it wait.
pub(crate) fn run_now<W: Work>(work: &mut W, connection: &mut Connection) -> Result<W::Output> {
    // A rule of the user's own (`validate`, a type's `Deserialize`) may panic. The thread goes on
    // for everybody else.
    let outcome = catch_unwind(AssertUnwindSafe(|| work.run(connection).now_or_never()));
    match outcome {
        Ok(Some(result)) => result,
        Ok(None) => Err(Error::Database("a statement was left waiting".into())),
        Err(_) => Err(Error::Database("a function of the application panicked".into())),
    }
}

impl<W: Work> Task for Pending<W> {
    fn run(&mut self, connection: &mut Connection) -> Result<(), Error> {
        let result = run_now(&mut self.work, connection);
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

/// A closure as work, for tests.
#[cfg(test)]
pub(crate) fn work<T, F>(run: F) -> impl Work<Output = T>
where
    T: Send + 'static,
    F: for<'c> FnMut(&'c mut Connection) -> futures_util::future::BoxFuture<'c, Result<T>>
        + Send
        + 'static,
{
    struct Closure<F>(F);

    impl<T, F> Work for Closure<F>
    where
        T: Send + 'static,
        F: for<'c> FnMut(&'c mut Connection) -> futures_util::future::BoxFuture<'c, Result<T>>
            + Send
            + 'static,
    {
        type Output = T;

        async fn run(&mut self, connection: &mut Connection) -> Result<T> {
            (self.0)(connection).await
        }
    }

    Closure(run)
}
