//! A connection apart from the pool, whose statements take as long as they take.

use std::pin::pin;
use std::sync::Arc;

use tokio::time::Instant;

use super::database::run;
use super::options::DAY;
use super::pool::Pool;
use super::watch::Watch;
use crate::error::{Error, Result};
use crate::store::connection::Connection;
use crate::store::task::Work;

/// A session of its own. Dropping it closes the socket; the server ends it when what it does for
/// it is done.
pub(crate) struct Session {
    connection: Connection,
    pool: Arc<Pool>,
}

impl Session {
    pub(super) async fn open(pool: Arc<Pool>) -> Result<Self> {
        let connection = pool.endpoint().patient().connect(pool.shared()).await?;
        Ok(Self { connection: Connection::Network(connection), pool })
    }

    pub(crate) async fn run<W: Work>(&mut self, mut work: W) -> Result<W::Output> {
        let watch = self.watch()?;
        let outcome = {
            let running = pin!(run(&mut work, &mut self.connection));
            watch.limit(Instant::now() + DAY, running).await.unwrap_or(Err(Error::Timeout))
        };
        if outcome.as_ref().err().is_some_and(|error| !matches!(error, Error::Unavailable(_))) {
            // Where that fails, the session is gone, and the transaction with it.
            let _ = self.connection.run("ROLLBACK").await;
        }
        outcome
    }

    /// What notices that an answer cannot come any more, which without a limit would be waited for
    /// all day.
    fn watch(&mut self) -> Result<Watch> {
        match &mut self.connection {
            Connection::Network(connection) => {
                let (peer, pulse) = (connection.peer(), Arc::clone(connection.health().pulse()));
                Ok(Watch { pool: Arc::clone(&self.pool), peer, pulse })
            }
            #[cfg(feature = "sqlite")]
            Connection::Sqlite(_) => {
                Err(Error::Unavailable("a file has no session at a server".to_owned()))
            }
        }
    }

    pub(crate) async fn close(self) {
        match self.connection {
            Connection::Network(connection) => connection.close().await,
            #[cfg(feature = "sqlite")]
            Connection::Sqlite(_) => {}
        }
    }
}
