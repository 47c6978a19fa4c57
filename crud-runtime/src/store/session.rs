//! A connection outside of transactions and time limits, for work that takes as long as it takes
//! and holds locks that end with the process: migrations.

use super::connection::Connection;
#[cfg(feature = "network")]
use super::network;
#[cfg(feature = "sqlite")]
use super::sqlite;
use super::task::Work;
use crate::error::Result;

/// A connection in one hand alone. What the server keeps for it ends when this is dropped.
pub(crate) struct Session(Held);

pub(super) enum Held {
    /// The connection that writes, between what others write: a database in memory has no other,
    /// and a lock that outlasted a transaction would be in a file of its own.
    #[cfg(feature = "sqlite")]
    Sqlite(sqlite::Database),
    #[cfg(feature = "network")]
    Network(Box<network::Session>),
}

impl Session {
    pub(super) fn new(held: Held) -> Self {
        Self(held)
    }

    /// Runs work as it stands. A transaction is the work's own to open and to end; one that it
    /// leaves open is rolled back.
    pub(crate) async fn run<W: Work>(&mut self, work: W) -> Result<W::Output> {
        match &mut self.0 {
            #[cfg(feature = "sqlite")]
            Held::Sqlite(database) => database.alone(work).await,
            #[cfg(feature = "network")]
            Held::Network(session) => session.run(work).await,
        }
    }

    /// Takes leave of the server.
    pub(crate) async fn close(self) {
        match self.0 {
            #[cfg(feature = "sqlite")]
            Held::Sqlite(_) => {}
            #[cfg(feature = "network")]
            Held::Network(session) => session.close().await,
        }
    }
}

/// A statement without an answer.
#[derive(Clone)]
pub(crate) struct Run(pub(crate) String);

impl Work for Run {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        connection.run(&self.0).await
    }
}
