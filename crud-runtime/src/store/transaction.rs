//! Transactions with the user's code in them, and savepoints inside them.

use std::fmt;

#[cfg(feature = "sqlite")]
use super::sqlite;
use super::task::Work;
use crate::error::Result;

/// An open transaction, or a savepoint inside one.
///
/// Pass `&mut transaction` wherever a `&Db` may stand. Dropping it rolls back what was done
/// since it began.
pub struct Transaction<'parent> {
    lease: Held<'parent>,
    depth: u32,
    is_over: bool,
}

/// The connection that a transaction keeps, of whichever kind.
pub(super) enum Lease {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlite::Lease),
}

enum Held<'parent> {
    Own(Lease),
    Of(&'parent mut Lease),
}

impl Transaction<'static> {
    pub(super) fn new(lease: Lease) -> Self {
        Self { lease: Held::Own(lease), depth: 0, is_over: false }
    }
}

impl Transaction<'_> {
    /// Begins a savepoint: a transaction inside this one, which can be given up alone.
    ///
    /// # Errors
    /// [`Error::Timeout`](crate::Error::Timeout) when the transaction has been open for too long.
    pub async fn begin(&mut self) -> Result<Transaction<'_>> {
        let depth = self.depth + 1;
        self.lease().begin(depth).await?;
        Ok(Transaction { lease: Held::Of(self.lease()), depth, is_over: false })
    }

    /// Keeps what was done. Of a savepoint: until the transaction around it ends.
    ///
    /// # Errors
    /// [`Error::Timeout`](crate::Error::Timeout) when the transaction has been open for too long;
    /// otherwise an error means that nothing was kept.
    pub async fn commit(mut self) -> Result<()> {
        self.is_over = true;
        let depth = self.depth;
        self.lease().commit(depth).await
    }

    /// Gives up what was done; the same as dropping it.
    pub fn rollback(self) {
        drop(self);
    }

    pub(super) fn lease(&mut self) -> &mut Lease {
        match &mut self.lease {
            Held::Own(lease) => lease,
            Held::Of(lease) => lease,
        }
    }
}

impl Lease {
    /// Runs work inside the transaction; when it fails, what it did is undone and the transaction
    /// goes on.
    pub(super) async fn run<T: Send + 'static>(&mut self, work: impl Work<T>) -> Result<T> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(lease) => lease.run(work).await,
        }
    }

    async fn begin(&mut self, depth: u32) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(lease) => lease.begin(depth).await,
        }
    }

    async fn commit(&mut self, depth: u32) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(lease) => lease.commit(depth).await,
        }
    }

    /// Does not wait, because what is dropped cannot.
    fn rollback(&mut self, depth: u32) {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(lease) => lease.rollback(depth),
        }
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            let depth = self.depth;
            self.lease().rollback(depth);
        }
    }
}

impl fmt::Debug for Transaction<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Transaction").field("depth", &self.depth).finish_non_exhaustive()
    }
}
