//! Records that come a part at a time.

use std::marker::PhantomData;

use futures_core::Stream;
use futures_util::stream;

use super::place::Question;
use super::tree::Tree;
use super::{Record, concrete};
use crate::error::Result;
use crate::model::Crud as _;
use crate::store::executor::Handle;

/// Records that one statement reads.
const PART: u32 = 256;

/// The answer to [`Select::stream`](super::Select::stream).
///
/// ```
/// # use crud_runtime::prelude::*;
/// # #[derive(Crud)]
/// # #[crud(allow(all = public))]
/// # pub struct Book {
/// #     #[crud(primary_key, auto)]
/// #     pub id: i64,
/// #     #[crud(filter, sort)]
/// #     pub title: String,
/// #     #[crud(filter, sort)]
/// #     pub stars: Option<i32>,
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> crud_runtime::Result<()> {
/// # let db = Db::connect("sqlite::memory:").await?;
/// # db.create_tables(&[Book::TABLE]).await?;
/// Book::create_many(&db, (0..600).map(|n| NewBook { title: n.to_string(), stars: None })).await?;
/// let mut books = Book::query().filter(Book::TITLE.ends_with("0")).stream(&db);
/// let mut count = 0;
/// while let Some(book) = books.next().await? {
///     assert!(book.title.ends_with('0'));
///     count += 1;
/// }
/// assert_eq!(count, 60);
/// # Ok(())
/// # }
/// ```
pub struct Records<'e, R> {
    handle: Handle<'e>,
    /// What is still to be asked; its limit is what is left of the whole.
    rest: Option<Question>,
    part: std::vec::IntoIter<Tree>,
    marker: PhantomData<fn() -> R>,
}

impl<'e, R: Record> Records<'e, R> {
    pub(super) fn new(handle: Handle<'e>, question: Question) -> Self {
        Self { handle, rest: Some(question), part: Vec::new().into_iter(), marker: PhantomData }
    }

    /// The next record; `None` behind the last.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn next(&mut self) -> Result<Option<R>> {
        loop {
            if let Some(tree) = self.part.next() {
                return R::read(tree).map(Some);
            }
            let Some(rest) = self.rest.take() else { return Ok(None) };
            let (handle, table) = (self.handle.reborrow(), R::Entity::TABLE);
            let (part, rest) = concrete::part(handle, table, rest, PART).await?;
            self.part = part.into_iter();
            self.rest = rest;
        }
    }

    /// The same as a [`Stream`], for the adapters of the `futures` crates.
    pub fn into_stream(self) -> impl Stream<Item = Result<R>> + Send + 'e {
        stream::try_unfold(self, |mut records| async move {
            Ok(records.next().await?.map(|record| (record, records)))
        })
    }
}

impl<R> std::fmt::Debug for Records<'_, R> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Records").finish_non_exhaustive()
    }
}
