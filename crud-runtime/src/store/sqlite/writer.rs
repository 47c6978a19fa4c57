//! The one thread that writes, in groups that share a commit.
//!
//! It takes what is queued, opens a transaction, runs each piece of work in a savepoint, commits,
//! and only then answers: an answered write has reached the disk, and a hundred of them have
//! cost one sync. Transactions with the user's code in them run alone.

use std::thread;

use tokio::sync::{mpsc, oneshot};

use super::connection::Connection as Handle;
use super::lease::{self, Lease};
use super::options::Options;
use crate::error::{Error, Result};
use crate::store::connection::Connection;
use crate::store::failure::again;
use crate::store::task::Task;

/// Work that waits at most; more is refused.
const QUEUE: usize = 4096;

/// Work that shares a commit at most.
const GROUP: usize = 256;

/// The way to the writing thread.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Command>,
}

pub(super) enum Command {
    /// Writes, in a group.
    Write(Box<dyn Task>),
    /// Reads; only a database in memory is read here.
    Read(Box<dyn Task>),
    /// Does as it likes, outside of transactions.
    Alone(Box<dyn Task>),
    /// Lends the connection to a transaction with the user's code in it.
    Lend(oneshot::Sender<Result<Lease>>),
    /// Ends the thread.
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(connection: Handle, options: &Options) -> Result<Self> {
        let (queue, commands) = mpsc::channel(QUEUE);
        let options = options.clone();
        thread::Builder::new()
            .name("crud-writer".to_owned())
            .spawn(move || work(Connection::Sqlite(connection), commands, &options))
            .map_err(|source| Error::Io {
                context: "cannot start the thread that writes to the database".to_owned(),
                source,
            })?;
        Ok(Self { queue })
    }

    /// Queues a command.
    pub(super) fn send(&self, command: Command) -> Result<()> {
        self.queue.try_send(command).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => {
                Error::Unavailable("too many writes are waiting".to_owned())
            }
            mpsc::error::TrySendError::Closed(_) => closed(),
        })
    }

    /// Queues a command, waiting for a place.
    pub(super) async fn send_and_wait(&self, command: Command) -> Result<()> {
        self.queue.send(command).await.map_err(|_| closed())
    }
}

/// The error of whatever is asked after the database was closed.
pub(super) fn closed() -> Error {
    Error::Unavailable("the database is closed".to_owned())
}

fn work(mut connection: Connection, mut commands: mpsc::Receiver<Command>, options: &Options) {
    let mut next = None;
    while let Some(command) = next.take().or_else(|| commands.blocking_recv()) {
        match command {
            Command::Write(first) => {
                let mut group = vec![first];
                while group.len() < GROUP {
                    match commands.try_recv() {
                        Ok(Command::Write(task)) => group.push(task),
                        Ok(other) => {
                            next = Some(other);
                            break;
                        }
                        Err(_) => break,
                    }
                }
                write(&mut connection, group, options);
            }
            Command::Read(mut task) => {
                if !task.is_abandoned() {
                    handle(&mut connection).begin_run(options.timeout);
                    // The task keeps its own result.
                    let _ = task.run(&mut connection);
                    handle(&mut connection).reset();
                    task.answer(Ok(()));
                }
            }
            Command::Alone(mut task) => {
                if !task.is_abandoned() {
                    // The task keeps its own result.
                    let _ = task.run(&mut connection);
                    handle(&mut connection).reset();
                    task.answer(Ok(()));
                }
            }
            Command::Lend(reply) => lease::lend(&mut connection, reply, options),
            Command::Close(reply) => {
                commands.close();
                handle(&mut connection).checkpoint();
                drop(connection);
                // Whoever closed may have gone.
                let _ = reply.send(());
                return;
            }
        }
    }
    handle(&mut connection).checkpoint();
}

/// The `SQLite` handle below.
pub(super) fn handle(connection: &mut Connection) -> &mut Handle {
    match connection {
        Connection::Sqlite(connection) => connection,
        #[cfg(feature = "network")]
        Connection::Network(_) => unreachable!("SQLite's threads hold its own connections"),
    }
}

/// Runs a group and commits it.
fn write(connection: &mut Connection, group: Vec<Box<dyn Task>>, options: &Options) {
    let mut waiting = group.into_iter().filter(|task| !task.is_abandoned()).peekable();
    while waiting.peek().is_some() {
        if let Err(error) = handle(connection).run_cached("BEGIN IMMEDIATE") {
            waiting.for_each(|task| task.answer(Err(&error)));
            return;
        }
        let mut done = Vec::new();
        let mut committed = Ok(());
        for mut task in waiting.by_ref() {
            let outcome = in_savepoint(connection, task.as_mut(), options);
            done.push(task);
            // Some errors (a full disk, no memory) make SQLite undo the whole transaction; what
            // was done so far is lost with it, and the rest begins anew.
            if handle(connection).is_idle() {
                committed = Err(outcome.err().unwrap_or_else(lost));
                break;
            }
        }
        if committed.is_ok() {
            handle(connection).watch.rest();
            committed = handle(connection).run_cached("COMMIT");
        }
        handle(connection).reset();
        for task in done {
            task.answer(committed.as_ref().copied());
        }
    }
}

/// Runs one task so that its failure undoes what it did and nothing else.
pub(super) fn in_savepoint(
    connection: &mut Connection,
    task: &mut dyn Task,
    options: &Options,
) -> Result<()> {
    handle(connection).run_cached("SAVEPOINT task")?;
    handle(connection).begin_run(options.timeout);
    let outcome = task.run(connection);
    let handle = handle(connection);
    handle.watch.rest();
    if outcome.is_err() && !handle.is_idle() {
        handle.run_cached("ROLLBACK TO task")?;
    }
    if !handle.is_idle() {
        handle.run_cached("RELEASE task")?;
    }
    outcome
}

/// The error of a transaction that the database gave up on its own.
pub(super) fn lost() -> Error {
    again(&Error::Database("the database undid the transaction".into()))
}
