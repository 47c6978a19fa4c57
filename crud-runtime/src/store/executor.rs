//! What statements run on: a database, or a transaction.

use super::db::Db;
use super::task::Work;
use super::transaction::{Lease, Transaction};
use crate::error::{Error, Result};

/// What every method of [`Dao`](crate::Dao) runs on: `&Db`, where each call is a transaction of
/// its own, or `&mut Transaction`.
pub trait Executor: sealed::Sealed + Send {
    /// The same as one type.
    #[doc(hidden)]
    fn into_handle<'e>(self) -> Handle<'e>
    where
        Self: 'e;
}

/// A database or a transaction, borrowed.
#[doc(hidden)]
pub struct Handle<'e>(Target<'e>);

enum Target<'e> {
    /// Each write is a transaction of its own.
    Db(&'e Db),
    /// All in one.
    Lease(&'e mut Lease),
    /// A transaction that has ended.
    Over,
}

impl Executor for &Db {
    fn into_handle<'e>(self) -> Handle<'e>
    where
        Self: 'e,
    {
        Handle(Target::Db(self))
    }
}

impl Executor for &mut Transaction<'_> {
    fn into_handle<'e>(self) -> Handle<'e>
    where
        Self: 'e,
    {
        Handle(self.lease().map_or(Target::Over, Target::Lease))
    }
}

impl<'e> Handle<'e> {
    pub(super) const fn of_db(db: &'e Db) -> Self {
        Self(Target::Db(db))
    }

    /// The same handle for a shorter time.
    pub(crate) fn reborrow(&mut self) -> Handle<'_> {
        match &mut self.0 {
            Target::Db(db) => Handle(Target::Db(db)),
            Target::Lease(lease) => Handle(Target::Lease(lease)),
            Target::Over => Handle(Target::Over),
        }
    }

    /// Runs work that writes: all of it or, when it fails, nothing.
    pub(crate) async fn write<W: Work>(self, work: W) -> Result<W::Output> {
        match self.0 {
            Target::Db(db) => db.write(work).await,
            Target::Lease(lease) => lease.run(work).await,
            Target::Over => Err(Error::Unavailable("the transaction is over".to_owned())),
        }
    }

    /// Runs work that reads; `bounded` says that it is short.
    pub(super) async fn read<W: Work>(self, bounded: bool, work: W) -> Result<W::Output> {
        match self.0 {
            Target::Db(db) => db.read(bounded, work).await,
            Target::Lease(lease) => lease.run(work).await,
            Target::Over => Err(Error::Unavailable("the transaction is over".to_owned())),
        }
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for &crate::store::Db {}
    impl Sealed for &mut crate::store::Transaction<'_> {}
}
