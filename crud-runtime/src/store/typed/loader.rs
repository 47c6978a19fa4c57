//! Loads that many ask for one by one, and that one statement answers.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

use super::tree::Found;
use super::{Loaded, concrete};
use crate::error::{Error, Result};
use crate::model::{Crud, Row, Table};
use crate::query::Include;
use crate::store::Db;
use crate::store::failure::again;

/// Collects what concurrent callers load one by one, and asks for all of it in one statement:
/// [`Dao::loader`](crate::Dao::loader) makes one for records by their keys,
/// [`Related::loader`](crate::Related::loader) one for what is related to records.
///
/// What is asked for before the runtime comes round to the batch belongs to it; so the loads of one
/// `join_all`, or of handlers that run side by side, are one batch. Nothing is kept: each batch
/// reads what is stored then, and a loader may live as long as the application. Clones share their
/// batches.
///
/// Where all records are at hand, [`Related::load`](crate::Related::load) says the same more
/// simply, also inside a transaction.
///
/// ```
/// # use crud_runtime::prelude::*;
/// # #[derive(Crud)]
/// # #[crud(allow(all = public), has_many(books: Book::AUTHOR_ID))]
/// # pub struct Author {
/// #     #[crud(primary_key, auto)]
/// #     pub id: i64,
/// # }
/// # #[derive(Crud)]
/// # #[crud(allow(all = public))]
/// # pub struct Book {
/// #     #[crud(primary_key, auto)]
/// #     pub id: i64,
/// #     #[crud(references = Author)]
/// #     pub author_id: i64,
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> crud_runtime::Result<()> {
/// # let db = Db::connect("sqlite::memory:").await?;
/// # db.create_tables(&[Author::TABLE, Book::TABLE]).await?;
/// # let author = Author::create(&db, NewAuthor::new()).await?;
/// # Book::create(&db, NewBook::new(author.id)).await?;
/// let (authors, books) = (Author::loader(&db), Author::BOOKS.loader(&db));
///
/// // One statement, whoever else asks meanwhile.
/// let (ada, nobody) = tokio::join!(authors.load(&1), authors.load(&99));
/// let ada = ada?.expect("she is there");
/// assert!(nobody?.is_none());
/// assert_eq!(books.load(&ada).await?.len(), 1);
/// # Ok(())
/// # }
/// ```
pub struct Loader<K, V> {
    batches: Arc<Batches>,
    /// The values that a key is looked for by.
    values: Arc<dyn Fn(&K) -> Row + Send + Sync>,
    marker: PhantomData<fn() -> V>,
}

struct Batches {
    db: Db,
    table: &'static Table,
    /// The relation that is followed; none for records by their own keys.
    include: Option<Include>,
    waiting: Mutex<Vec<Waiting>>,
}

/// Who waits, and for what.
struct Waiting {
    values: Row,
    reply: oneshot::Sender<Result<Found>>,
}

impl<E: Crud> Loader<E::Key, Option<E>> {
    /// Of records by their keys.
    pub(super) fn by_key(db: &Db) -> Self {
        Self::new(db, E::TABLE, None, |key| E::key_values(key))
    }
}

impl<K, V: Loaded> Loader<K, V> {
    pub(super) fn new(
        db: &Db,
        table: &'static Table,
        include: Option<Include>,
        values: impl Fn(&K) -> Row + Send + Sync + 'static,
    ) -> Self {
        let batches = Batches { db: db.clone(), table, include, waiting: Mutex::default() };
        Self { batches: Arc::new(batches), values: Arc::new(values), marker: PhantomData }
    }

    /// What belongs to the key: a record if there is one, or all that is related.
    ///
    /// # Errors
    /// Those of the database, which everybody gets whose load was in the same batch.
    pub fn load(&self, key: &K) -> impl Future<Output = Result<V>> + Send + use<K, V> {
        let (batches, values) = (Arc::clone(&self.batches), (self.values)(key));
        async move { V::read(batches.wait(values).await?) }
    }
}

impl Batches {
    async fn wait(self: Arc<Self>, values: Row) -> Result<Found> {
        let (reply, answer) = oneshot::channel();
        let is_first = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.push(Waiting { values, reply });
            waiting.len() == 1
        };
        if is_first {
            // A task of its own, because whoever came first may stop waiting.
            tokio::spawn(async move {
                // Everybody else who can run now runs first.
                tokio::task::yield_now().await;
                self.run().await;
            });
        }
        let ended = |_| Error::Unavailable("the batch was given up".to_owned());
        answer.await.map_err(ended)?
    }

    /// Answers all who wait now.
    async fn run(&self) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).split_off(0);
        waiting.retain(|one| !one.reply.is_closed());
        if waiting.is_empty() {
            return;
        }
        let (values, replies): (Vec<_>, Vec<_>) =
            waiting.into_iter().map(|one| (one.values, one.reply)).unzip();
        let (db, table) = (self.db.handle(), self.table);
        let found = match &self.include {
            Some(include) => concrete::load(db, table, include.clone(), values).await,
            None => concrete::find_each(db, table, values).await,
        };
        // Nobody may wait any more.
        match found {
            Ok(found) => {
                for (reply, found) in replies.into_iter().zip(found) {
                    let _ = reply.send(Ok(found));
                }
            }
            Err(error) => {
                for reply in replies {
                    let _ = reply.send(Err(again(&error)));
                }
            }
        }
    }
}

// Derives would ask the traits of the type parameters.
impl<K, V> Clone for Loader<K, V> {
    fn clone(&self) -> Self {
        Self {
            batches: Arc::clone(&self.batches),
            values: Arc::clone(&self.values),
            marker: PhantomData,
        }
    }
}

impl<K, V> fmt::Debug for Loader<K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Loader").field(&self.batches.table.entity).finish()
    }
}
