//! What can be done with the records of an entity.

use super::{Loader, Select, Sql, checked, concrete, entities, entity, sql};
use crate::codec::rules;
use crate::error::{Error, Result, Violation};
use crate::model::{Assignment, Changes, Crud, Dto as _, Shape, Table};
use crate::query::Filter;
use crate::store::Db;
use crate::store::executor::Executor;

/// Creates, reads, changes and deletes records; every entity has it.
///
/// Everything takes a `&Db`, where each call is a transaction of its own, or a
/// `&mut Transaction`. The rules of the columns hold as they do over HTTP; what `allow(…)` says
/// does not, because this is the application's own code.
///
/// ```
/// use crud_runtime::prelude::*;
///
/// #[derive(Crud)]
/// #[crud(allow(all = public))]
/// pub struct Book {
///     #[crud(primary_key, auto)]
///     pub id: i64,
///     #[crud(length(1..=200), filter, sort)]
///     pub title: String,
///     #[crud(default = 3, range(1..=5), filter)]
///     pub stars: i32,
///     #[crud(read_only, filter)]
///     pub lent_to: Option<String>,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> crud_runtime::Result<()> {
/// let db = Db::connect("sqlite::memory:").await?;
/// db.create_tables(&[Book::TABLE]).await?;
///
/// let lathe = Book::create(&db, NewBook::new("The Lathe of Heaven".to_owned())).await?;
/// assert_eq!((lathe.id, lathe.stars), (1, 3));
///
/// // A rule that is broken is the error that a client would get.
/// let nameless = Book::create(&db, NewBook::new(String::new())).await;
/// assert!(matches!(nameless, Err(crud_runtime::Error::Invalid(_))));
///
/// // Many are created together or not at all.
/// let titles = ["Always Coming Home", "The Dispossessed"];
/// let new = titles.map(|title| NewBook::new(title.to_owned()));
/// let books = Book::create_many(&db, new).await?;
///
/// // A patch sets what it names, a replace sets everything.
/// let patch = BookPatch { stars: Change::Set(5), ..BookPatch::default() };
/// let lathe = Book::patch(&db, lathe.id, patch).await?;
/// assert_eq!(lathe.stars, 5);
/// let lathe = Book::replace(&db, lathe.id, NewBook::new(lathe.title)).await?;
/// assert_eq!(lathe.stars, 3);
///
/// // No client may set this column; the application may.
/// let lent = Book::assign(&db, lathe.id, [Book::LENT_TO.set(Some("Ai".to_owned()))]).await?;
/// assert_eq!(lent.lent_to.as_deref(), Some("Ai"));
///
/// assert_eq!(Book::find(&db, lathe.id).await?.title, "The Lathe of Heaven");
/// assert_eq!(Book::find_many(&db, [3, 99, 1]).await?.len(), 2);
/// assert_eq!(Book::query().filter(Book::STARS.gte(3)).count(&db).await?, 3);
///
/// Book::delete(&db, books[0].id).await?;
/// assert!(!Book::exists(&db, books[0].id).await?);
/// assert_eq!(Book::count(&db).await?, 2);
/// # Ok(())
/// # }
/// ```
pub trait Dao: Crud {
    /// The record with this key.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    fn find(executor: impl Executor, key: Self::Key) -> impl Future<Output = Result<Self>> + Send {
        let key = Self::key_values(&key);
        async move {
            let row = concrete::find(executor.into_handle(), Self::TABLE, key).await?;
            entity(row.ok_or(Error::NotFound)?)
        }
    }

    /// The records with these keys, in the keys' order; keys without a record are passed over.
    ///
    /// # Errors
    /// Those of the database.
    fn find_many(
        executor: impl Executor,
        keys: impl IntoIterator<Item = Self::Key>,
    ) -> impl Future<Output = Result<Vec<Self>>> + Send {
        let keys: Vec<_> = keys.into_iter().map(|key| Self::key_values(&key)).collect();
        async move { entities(concrete::find_many(executor.into_handle(), Self::TABLE, keys).await?) }
    }

    /// Creates a record and returns it as it is stored.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every broken rule, [`Error::Unique`], [`Error::Reference`].
    fn create(
        executor: impl Executor,
        new: Self::New,
    ) -> impl Future<Output = Result<Self>> + Send {
        let changes = checked(Self::TABLE, Shape::Create, new.to_changes());
        async move { entity(concrete::create(executor.into_handle(), Self::TABLE, changes?).await?) }
    }

    /// Creates records in one transaction: all of them, or none.
    ///
    /// # Errors
    /// As [`create`](Self::create); the pointers of [`Error::Invalid`] begin with the record's
    /// position, `/3/title`.
    fn create_many(
        executor: impl Executor,
        new: impl IntoIterator<Item = Self::New>,
    ) -> impl Future<Output = Result<Vec<Self>>> + Send {
        let records: Vec<_> = new.into_iter().map(|new| new.to_changes()).collect();
        async move {
            let violations = violations(Self::TABLE, &records);
            if !violations.is_empty() {
                return Err(Error::Invalid(violations));
            }
            entities(concrete::create_many(executor.into_handle(), Self::TABLE, records).await?)
        }
    }

    /// Sets the whole writable state of a record: what `new` leaves out falls back to its
    /// default. Key and immutable members must be as they are stored.
    ///
    /// Where keys are not generated, an unknown key creates the record.
    ///
    /// # Errors
    /// [`Error::NotFound`] where keys are generated, and what [`create`](Self::create) returns.
    fn replace(
        executor: impl Executor,
        key: Self::Key,
        new: Self::New,
    ) -> impl Future<Output = Result<Self>> + Send {
        let key = Self::key_values(&key);
        let changes = checked(Self::TABLE, Shape::Replace, new.to_changes());
        async move {
            entity(concrete::replace(executor.into_handle(), Self::TABLE, key, changes?).await?)
        }
    }

    /// Sets some members of a record and returns it as it is then.
    ///
    /// # Errors
    /// [`Error::NotFound`], and what [`create`](Self::create) returns.
    fn patch(
        executor: impl Executor,
        key: Self::Key,
        patch: Self::Patch,
    ) -> impl Future<Output = Result<Self>> + Send {
        let key = Self::key_values(&key);
        let changes = checked(Self::TABLE, Shape::Patch, patch.to_changes());
        async move { entity(concrete::patch(executor.into_handle(), Self::TABLE, key, changes?).await?) }
    }

    /// Sets columns of a record, also those that clients may never set, and returns the record
    /// as it is then.
    ///
    /// # Errors
    /// As [`patch`](Self::patch).
    fn assign(
        executor: impl Executor,
        key: Self::Key,
        assignments: impl IntoIterator<Item = Assignment<Self>>,
    ) -> impl Future<Output = Result<Self>> + Send {
        let key = Self::key_values(&key);
        let mut changes = Changes::new(Self::TABLE);
        for assignment in assignments {
            changes.set(assignment.column, assignment.value);
        }
        let changes = checked(Self::TABLE, Shape::Patch, changes);
        async move {
            entity(concrete::assign(executor.into_handle(), Self::TABLE, key, changes?).await?)
        }
    }

    /// Deletes a record.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Restricted`] when other records refer to it.
    fn delete(executor: impl Executor, key: Self::Key) -> impl Future<Output = Result<()>> + Send {
        let key = Self::key_values(&key);
        async move { concrete::delete(executor.into_handle(), Self::TABLE, key).await }
    }

    /// How many records there are.
    ///
    /// # Errors
    /// Those of the database.
    fn count(executor: impl Executor) -> impl Future<Output = Result<u64>> + Send {
        async move {
            concrete::count(executor.into_handle(), Self::TABLE, Filter::And(Vec::new())).await
        }
    }

    /// Whether there is a record with this key.
    ///
    /// # Errors
    /// Those of the database.
    fn exists(
        executor: impl Executor,
        key: Self::Key,
    ) -> impl Future<Output = Result<bool>> + Send {
        let key = Self::key_values(&key);
        async move { concrete::has(executor.into_handle(), Self::TABLE, key).await }
    }

    /// Asks for records: `Book::query().filter(…).sort(…).limit(20).all(&db)`.
    fn query() -> Select<Self> {
        Select::new()
    }

    /// A loader of records by their keys, which asks for those of concurrent callers at once.
    #[must_use]
    fn loader(db: &Db) -> Loader<Self::Key, Option<Self>> {
        Loader::by_key(db)
    }

    /// Asks for records in SQL: `Book::sql("SELECT * FROM books WHERE price > ?").bind(10).all(&db)`.
    ///
    /// The columns of the answer are found by their names, which are those of the table: every
    /// column of the entity has to be there, in any order, and others may be.
    fn sql(text: &'static str) -> Sql<Self> {
        sql(text).rows()
    }
}

impl<E: Crud> Dao for E {}

fn violations(table: &'static Table, records: &[Changes]) -> Vec<Violation> {
    let mut all = Vec::new();
    for (index, changes) in records.iter().enumerate() {
        for mut violation in rules::check(table, Shape::Create, changes) {
            violation.pointer.insert_str(0, &format!("/{index}"));
            all.push(violation);
        }
    }
    all
}
