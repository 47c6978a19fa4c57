//! The driver for `SQLite`: one thread that writes, connections that read.

mod connection;
mod error;
#[cfg(test)]
mod file_tests;
mod lease;
mod options;
mod readers;
mod sum;
#[cfg(test)]
mod tests;
mod value;
mod watch;
mod writer;

use std::sync::Arc;

use tokio::sync::oneshot;

pub(crate) use connection::{Connection, Fields};
pub(crate) use lease::Lease;
pub(crate) use options::Options;

use self::options::Location;
use self::readers::Readers;
use self::writer::{Command, Writer, closed};
use super::connection::Shared;
use super::task::{Work, task};
use crate::error::Result;

/// An open database.
#[derive(Clone)]
pub(crate) struct Database {
    writer: Writer,
    /// A database in memory has none: it is one connection for everything.
    readers: Option<Readers>,
    count: usize,
}

impl Database {
    /// Opens the database; this touches the file and blocks.
    pub(crate) fn open(options: &Options) -> Result<(Self, Arc<Shared>)> {
        let cannot = |error| connection::cannot_open(options, &error);
        let mut connection = Connection::open(options, false).map_err(cannot)?;
        let shared = Arc::new(Shared::new(connection.secret()?));
        let readers = match options.location {
            Location::Memory => None,
            Location::File(_) => Some(Readers::open(options, &shared).map_err(cannot)?),
        };
        let writer = Writer::start(connection.sharing(&shared), options)?;
        Ok((Self { writer, readers, count: options.readers }, shared))
    }

    /// Runs work that writes, in a transaction of its own.
    pub(crate) async fn write<W: Work>(&self, work: W) -> Result<W::Output> {
        let (task, reply) = task(work);
        self.writer.send(Command::Write(task))?;
        reply.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Runs work that reads; `bounded` says that it is short.
    pub(crate) async fn read<W: Work>(&self, bounded: bool, work: W) -> Result<W::Output> {
        match &self.readers {
            Some(readers) if bounded => readers.run_here(work).await,
            Some(readers) => readers.run_apart(work).await,
            None => {
                let (task, reply) = task(work);
                self.writer.send(Command::Read(task))?;
                reply.await.unwrap_or_else(|_| Err(closed()))
            }
        }
    }

    /// Runs work as it stands, in no transaction but its own and for as long as it takes.
    pub(crate) async fn alone<W: Work>(&self, work: W) -> Result<W::Output> {
        let (task, reply) = task(work);
        self.writer.send(Command::Alone(task))?;
        reply.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Begins a transaction with the user's code in it.
    pub(crate) async fn begin(&self) -> Result<Lease> {
        let (reply, lease) = oneshot::channel();
        self.writer.send(Command::Lend(reply))?;
        lease.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Finishes what is queued and closes every connection.
    pub(crate) async fn close(&self) {
        if let Some(readers) = &self.readers {
            readers.close(self.count).await;
        }
        let (reply, done) = oneshot::channel();
        if self.writer.send_and_wait(Command::Close(reply)).await.is_err() {
            return;
        }
        // An error says that the thread has ended already.
        let _ = done.await;
    }

    /// How many reading connections nobody has borrowed, of how many.
    pub(crate) fn idle_readers(&self) -> (usize, usize) {
        self.readers.as_ref().map_or((0, 0), |readers| (readers.idle(), self.count))
    }
}
