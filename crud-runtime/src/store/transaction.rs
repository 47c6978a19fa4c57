//! Transactions with the user's code in them, and savepoints inside them.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

#[cfg(feature = "network")]
use super::network;
#[cfg(feature = "sqlite")]
use super::sqlite;
use super::task::Work;
use crate::error::{Error, Result};

/// An open transaction, or a savepoint inside one.
///
/// Pass `&mut transaction` wherever a `&Db` may stand. Dropping one that
/// [`Db::begin`](crate::Db::begin) or [`begin`](Self::begin) made rolls back what was done since;
/// what becomes of one that [`Db::transaction`](crate::Db::transaction) made is decided by what
/// the closure returns.
pub struct Transaction<'parent> {
    lease: Held<'parent>,
    depth: u32,
    is_over: bool,
}

/// The connection that a transaction keeps, of whichever kind.
pub(super) enum Lease {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlite::Lease),
    #[cfg(feature = "network")]
    Network(network::Lease),
}

enum Held<'parent> {
    /// Dropping it rolls back.
    Own(Lease),
    /// A savepoint's: it belongs to the transaction around it.
    Of(&'parent mut Lease),
    /// A closure's: dropping it gives it back to whoever ran the closure. `None` is only while
    /// that happens.
    Lent(Option<Lease>, Home),
}

/// Where a lease goes that was lent to a closure.
#[derive(Clone, Default)]
pub(super) struct Home(Arc<Mutex<Option<Returned>>>);

/// What a closure gave back.
pub(super) enum Returned {
    /// The open transaction.
    Open(Lease),
    /// Nothing: the closure ended it itself.
    Over,
}

impl Transaction<'static> {
    pub(super) fn new(lease: Lease) -> Self {
        Self { lease: Held::Own(lease), depth: 0, is_over: false }
    }

    /// A transaction that goes home when it is dropped.
    pub(super) fn lent(lease: Lease, home: &Home) -> Self {
        Self { lease: Held::Lent(Some(lease), home.clone()), depth: 0, is_over: false }
    }
}

impl Home {
    /// What was given back; `None` when the closure's transaction is still somewhere.
    pub(super) fn take(&self) -> Option<Returned> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, returned: Returned) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(returned);
    }
}

impl Transaction<'_> {
    /// Begins a savepoint: a transaction inside this one, which can be given up alone.
    ///
    /// # Errors
    /// [`Error::Timeout`] when the transaction has been open for too long.
    pub async fn begin(&mut self) -> Result<Transaction<'_>> {
        let depth = self.depth + 1;
        let lease = self.lease()?;
        lease.begin(depth).await?;
        Ok(Transaction { lease: Held::Of(lease), depth, is_over: false })
    }

    /// Keeps what was done. Of a savepoint: until the transaction around it ends.
    ///
    /// # Errors
    /// [`Error::Timeout`] when the transaction has been open for too long; otherwise an error
    /// means that nothing was kept.
    pub async fn commit(mut self) -> Result<()> {
        self.is_over = true;
        let depth = self.depth;
        self.lease()?.commit(depth).await
    }

    /// Gives up what was done.
    pub fn rollback(mut self) {
        self.give_up();
    }

    pub(super) fn lease(&mut self) -> Result<&mut Lease> {
        match &mut self.lease {
            Held::Own(lease) | Held::Lent(Some(lease), _) => Ok(lease),
            Held::Of(lease) => Ok(lease),
            Held::Lent(None, _) => Err(Error::Unavailable("the transaction is over".to_owned())),
        }
    }

    fn give_up(&mut self) {
        let depth = self.depth;
        if !self.is_over
            && let Ok(lease) = self.lease()
        {
            lease.rollback(depth);
        }
        self.is_over = true;
    }
}

impl Lease {
    /// Runs work inside the transaction; when it fails, what it did is undone and the transaction
    /// goes on.
    pub(super) async fn run<W: Work>(&mut self, work: W) -> Result<W::Output> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(lease) => lease.run(work).await,
            #[cfg(feature = "network")]
            Self::Network(lease) => lease.run(work).await,
        }
    }

    async fn begin(&mut self, depth: u32) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(lease) => lease.begin(depth).await,
            #[cfg(feature = "network")]
            Self::Network(lease) => lease.begin(depth).await,
        }
    }

    async fn commit(&mut self, depth: u32) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(lease) => lease.commit(depth).await,
            #[cfg(feature = "network")]
            Self::Network(lease) => lease.commit(depth).await,
        }
    }

    /// Does not wait, because what is dropped cannot.
    fn rollback(&mut self, depth: u32) {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(lease) => lease.rollback(depth),
            #[cfg(feature = "network")]
            Self::Network(lease) => lease.rollback(depth),
        }
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if let Held::Lent(lease, home) = &mut self.lease {
            home.put(match lease.take() {
                Some(lease) if !self.is_over => Returned::Open(lease),
                _ => Returned::Over,
            });
        } else {
            self.give_up();
        }
    }
}

impl fmt::Debug for Transaction<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Transaction").field("depth", &self.depth).finish_non_exhaustive()
    }
}
