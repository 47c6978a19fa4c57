//! A question for records of an entity, put together step by step.

use std::fmt;
use std::marker::PhantomData;

use super::place::Question;
use super::record::Entity;
use super::{Record, Records, Related, With, concrete};
use crate::error::{Error, Result};
use crate::model::{Crud, Row, Value};
use crate::query::{Condition, Filter, Query, SortBy};
use crate::store::executor::Executor;

/// Which records, in which order, and what with them; [`Dao::query`](crate::Dao::query) begins one.
///
/// `R` is what a record is answered as: the entity, or a tuple of it and what is
/// [included](Self::include).
///
/// ```
/// # use crud_runtime::prelude::*;
/// # #[derive(Crud, Debug, PartialEq)]
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
/// for (title, stars) in [("Rocannon's World", Some(3)), ("City of Illusions", None), ("Tehanu", Some(5))] {
///     Book::create(&db, NewBook { title: title.to_owned(), stars }).await?;
/// }
/// let by_stars = Book::query().sort(Book::STARS.desc()).sort(Book::TITLE.asc());
/// let books = by_stars.clone().limit(2).all(&db).await?;
/// // Nulls are first descending and last ascending, on every database.
/// assert_eq!(books[0].title, "City of Illusions");
/// assert_eq!(books[1].title, "Tehanu");
///
/// // The next page costs what the first did.
/// let next = by_stars.limit(2).after(&books[1]).all(&db).await?;
/// assert_eq!(next[0].title, "Rocannon's World");
/// // And so does the page before.
/// let by_stars = Book::query().sort(Book::STARS.desc()).sort(Book::TITLE.asc());
/// let previous = by_stars.limit(2).before(&next[0]).all(&db).await?;
/// assert_eq!(previous, books);
///
/// // Conditions are joined with `and`, `or` and `!`; null equals nothing.
/// let condition = !Book::STARS.eq(5).or(Book::TITLE.starts_with("Roc"));
/// assert_eq!(Book::query().filter(condition).one(&db).await?.stars, None);
/// # Ok(())
/// # }
/// ```
#[must_use = "a question is not asked before `all`, `first`, `one`, `count`, `exists` or `stream`"]
pub struct Select<R> {
    pub(super) question: Question,
    pub(super) is_sorted: bool,
    marker: PhantomData<fn() -> R>,
}

impl<R: Record> Select<R> {
    pub(super) fn new() -> Self {
        let query = Query::all(R::Entity::TABLE);
        let question = Question { query, after: None, before: None };
        Self { question, is_sorted: false, marker: PhantomData }
    }

    /// Only records for which this holds, and whatever was asked before.
    pub fn filter(mut self, condition: Condition<R::Entity>) -> Self {
        if let Filter::And(all) = &mut self.question.query.filter {
            all.push(condition.into_filter());
        }
        self
    }

    /// In this order; further calls order what is equal so far. Without one, the entity's own
    /// order holds; in any case the key comes last.
    pub fn sort(mut self, sort: SortBy<R::Entity>) -> Self {
        if !self.is_sorted {
            self.question.query.sort.clear();
            self.is_sorted = true;
        }
        self.question.query.sort.push(sort.into_sort());
        self
    }

    /// With what is on the other side of a relation: each record is a tuple then, of the entity and
    /// what was loaded.
    ///
    /// One statement reads a relation for all records, and all statements see one state of the
    /// database.
    ///
    /// A relation of another entity does not compile:
    ///
    /// ```compile_fail
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
    /// let books = Book::query().include(Author::BOOKS);
    /// ```
    pub fn include<X>(mut self, relation: X) -> Select<R::Record>
    where
        X: Related<Entity<R>>,
        R: With<<X as Related<Entity<R>>>::Loaded>,
    {
        self.question.query.include.push(relation.into_include());
        Select { question: self.question, is_sorted: self.is_sorted, marker: PhantomData }
    }

    /// At most so many.
    pub fn limit(mut self, limit: u32) -> Self {
        self.question.query.limit = Some(limit);
        self
    }

    /// Without the first so many. The database walks over them: for the next page,
    /// [`after`](Self::after) is as cheap as the first.
    pub fn offset(mut self, offset: u64) -> Self {
        self.question.query.offset = offset;
        self
    }

    /// Only what comes behind this record in the order; it need not exist any more.
    pub fn after(mut self, record: &R::Entity) -> Self {
        self.question.after = Some(values(record));
        self
    }

    /// Only what comes in front of this record in the order, which need not exist any more: with
    /// [`limit`](Self::limit) the last of them, so that it is the page before. They come in the
    /// order all the same.
    pub fn before(mut self, record: &R::Entity) -> Self {
        self.question.before = Some(values(record));
        self
    }

    /// All of them. For very many, [`stream`](Self::stream) needs less memory.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all(self, executor: impl Executor) -> Result<Vec<R>> {
        let table = R::Entity::TABLE;
        let trees = concrete::list(executor.into_handle(), table, self.question).await?;
        trees.into_iter().map(R::read).collect()
    }

    /// The first of them, if there is one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn first(self, executor: impl Executor) -> Result<Option<R>> {
        Ok(self.limit(1).all(executor).await?.into_iter().next())
    }

    /// The first of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn one(self, executor: impl Executor) -> Result<R> {
        self.first(executor).await?.ok_or(Error::NotFound)
    }

    /// How many match the filters; limit, offset and position do not count.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count(self, executor: impl Executor) -> Result<u64> {
        concrete::count(executor.into_handle(), R::Entity::TABLE, self.question.query.filter).await
    }

    /// Whether any record matches the filters.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn exists(self, executor: impl Executor) -> Result<bool> {
        let filter = self.question.query.filter;
        concrete::matches(executor.into_handle(), R::Entity::TABLE, filter).await
    }

    /// All of them, a part at a time: neither memory nor a connection is held for the whole.
    ///
    /// Each part sees the database as it is then; a record that others move behind the place
    /// reached so far comes again, one that they move before it does not come. What
    /// [`before`](Self::before) asks for comes in one part.
    pub fn stream<'e>(self, executor: impl Executor + 'e) -> Records<'e, R> {
        Records::new(executor.into_handle(), self.question)
    }

    /// What must hold.
    pub(super) fn into_filter(self) -> Filter {
        self.question.query.filter
    }
}

/// All values of a record.
fn values<E: Crud>(record: &E) -> Row {
    let changes = record.to_changes();
    let value = |column| changes.get(column).cloned().unwrap_or(Value::Null);
    (0..E::TABLE.columns.len()).map(value).collect()
}

// Derives would ask the traits of `R`.
impl<R> Clone for Select<R> {
    fn clone(&self) -> Self {
        Self { question: self.question.clone(), is_sorted: self.is_sorted, marker: PhantomData }
    }
}

impl<R> fmt::Debug for Select<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Select").field(&self.question.query).finish()
    }
}
