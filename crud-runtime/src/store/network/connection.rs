//! A connection over a socket, of whichever driver.

use std::sync::Arc;

use super::health::Health;
use super::watch::Peer;
use crate::error::Result;
use crate::model::Value;
use crate::sql::{Dialect, Statement};
use crate::store::connection::{Shared, Texts};
use crate::store::failure::Failure;
use crate::store::fields::Fields;
#[cfg(feature = "mysql")]
use crate::store::mysql;
#[cfg(feature = "postgres")]
use crate::store::postgres;

/// An open connection.
pub(crate) enum Connection {
    #[cfg(feature = "postgres")]
    Postgres(postgres::Connection),
    #[cfg(feature = "mysql")]
    Mysql(mysql::Connection),
}

/// How much of what others do a transaction sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Isolation {
    /// Each statement sees what was committed before it; rows that are read to be written are
    /// locked.
    ReadCommitted,
    /// All statements see one state, and no update of another transaction is overwritten unseen.
    Snapshot,
    /// All statements see one state and write nothing.
    ReadOnly,
}

impl Connection {
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Dialect::Postgres,
            #[cfg(feature = "mysql")]
            Self::Mysql(_) => Dialect::Mysql,
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.shared(),
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.shared(),
        }
    }

    pub(crate) async fn each(
        &mut self,
        statement: &Statement,
        sink: &mut (dyn FnMut(&Fields<'_>) -> Result<()> + Send),
    ) -> Result<(), Failure> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.each(statement, sink).await,
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.each(statement, sink).await,
        }
    }

    pub(crate) async fn raw(
        &mut self,
        statement: &Statement,
        sink: &mut (dyn FnMut(&Fields<'_>) -> Result<()> + Send),
    ) -> Result<u64, Failure> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.raw(statement, sink).await,
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.raw(statement, sink).await,
        }
    }

    /// Runs a statement that answers with no rows; returns the key that the database generated.
    pub(crate) async fn insert(&mut self, statement: &Statement) -> Result<Option<i64>, Failure> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                connection.each(statement, &mut |_| Ok(())).await.map(|()| None)
            }
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.insert(statement).await,
        }
    }

    pub(crate) fn mark_with_next(&mut self) {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.mark_with_next(),
            #[cfg(feature = "mysql")]
            Self::Mysql(_) => {}
        }
    }

    pub(crate) async fn undo(&mut self) -> Result<()> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.undo().await,
            #[cfg(feature = "mysql")]
            Self::Mysql(_) => Ok(()),
        }
    }

    pub(crate) async fn texts(&mut self, sql: &str, arguments: &[Value]) -> Result<Vec<Texts>> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.texts(sql, arguments).await,
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.texts(sql, arguments).await,
        }
    }

    pub(crate) async fn run(&mut self, sql: &str) -> Result<()> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.run(sql).await,
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.run(sql).await,
        }
    }

    pub(crate) async fn begin_schema(&mut self) -> Result<()> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.run(postgres::LOCK_SCHEMA).await,
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.run(mysql::LOCK_SCHEMA).await,
        }
    }

    pub(crate) async fn end_schema(&mut self) -> Result<()> {
        match self {
            // The lock goes with the transaction.
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Ok(()),
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.run(mysql::UNLOCK_SCHEMA).await,
        }
    }

    pub(crate) async fn begin_snapshot(&mut self) -> Result<()> {
        // Inside a transaction everything reads one state already.
        if self.health().is_open() {
            return Ok(());
        }
        self.health().open(true);
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                connection.begin_with_next(Isolation::ReadOnly);
                Ok(())
            }
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => {
                let opening = connection.opening(Isolation::ReadOnly);
                connection.run(opening).await
            }
        }
    }

    pub(crate) fn end_snapshot_with_next(&mut self) {
        if !self.health().is_snapshot() {
            return;
        }
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.commit_with_next(),
            // It takes one statement at a time.
            #[cfg(feature = "mysql")]
            Self::Mysql(_) => {}
        }
    }

    pub(crate) async fn end_snapshot(&mut self) -> Result<()> {
        if !self.health().is_snapshot() {
            return Ok(());
        }
        #[cfg(feature = "postgres")]
        if let Self::Postgres(connection) = self
            && connection.is_yet_to_begin()
        {
            self.health().close();
            return Ok(());
        }
        self.commit().await
    }

    /// Opens a transaction.
    pub(super) async fn begin(&mut self, isolation: Isolation) -> Result<()> {
        self.health().open(false);
        self.run(self.opening(isolation)).await
    }

    /// Keeps what the transaction did.
    pub(super) async fn commit(&mut self) -> Result<()> {
        self.run("COMMIT").await?;
        self.health().close();
        Ok(())
    }

    /// Gives up what the transaction did.
    pub(super) async fn rollback(&mut self) {
        if self.run("ROLLBACK").await.is_ok() {
            self.health().close();
        }
    }

    /// What opens a transaction.
    fn opening(&self, isolation: Isolation) -> &'static str {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => postgres::Connection::opening(isolation),
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.opening(isolation),
        }
    }

    pub(super) fn health(&mut self) -> &mut Health {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.health(),
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.health(),
        }
    }

    /// This session, for another.
    pub(super) fn peer(&self) -> Peer {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.peer(),
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.peer(),
        }
    }

    /// Whether the server does nothing for another session, or does not know it.
    pub(super) async fn is_idle(&mut self, peer: Peer) -> Result<bool> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.is_idle(peer).await,
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.is_idle(peer).await,
        }
    }

    /// Ends another session, if the server does nothing for it.
    pub(super) async fn end_idle(&mut self, peer: Peer) -> Result<()> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.end_idle(peer).await,
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.end_idle(peer).await,
        }
    }

    /// Stops what the server does for another session, which may end with it.
    pub(super) async fn stop(&mut self, peer: Peer) -> Result<()> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.stop(peer).await,
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.stop(peer).await,
        }
    }

    /// Brings the connection back to where it can be lent, with the help of what stops its
    /// statement at the server; `None` where that cannot be, and it is closed.
    pub(super) async fn recover(self, stop: impl Future<Output = bool>) -> Option<Self> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.recover(stop).await.map(Self::Postgres),
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.recover(stop).await.map(Self::Mysql),
        }
    }

    /// Takes leave of the server.
    pub(super) async fn close(self) {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.close().await,
            #[cfg(feature = "mysql")]
            Self::Mysql(connection) => connection.close().await,
        }
    }
}
