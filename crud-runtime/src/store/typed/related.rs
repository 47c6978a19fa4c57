//! Relations that are loaded, and which of their records.

use std::fmt;
use std::marker::PhantomData;

use super::record::Entity;
use super::{Loaded, Loader, Record, With, concrete};
use crate::error::Result;
use crate::model::{Crud, Holder, Many, Multiplicity, Reference, Row, ToMany, ToOne, Value};
use crate::query::{Condition, Filter, Include, Query, SortBy};
use crate::store::Db;
use crate::store::executor::Executor;

/// A relation of the entity `E` that can be loaded: its constant, such as `Author::BOOKS`, or what
/// its methods make of that, such as `Author::BOOKS.sort(Book::TITLE.asc()).limit(3)`.
///
/// One statement reads a relation, whatever the number of records.
///
/// ```
/// use crud_runtime::prelude::*;
///
/// #[derive(Crud)]
/// #[crud(allow(all = public), has_many(books: Book::AUTHOR_ID))]
/// pub struct Author {
///     #[crud(primary_key, auto)]
///     pub id: i64,
///     pub name: String,
/// }
///
/// #[derive(Crud)]
/// #[crud(allow(all = public), has_many(reviews: Review::BOOK_ID))]
/// pub struct Book {
///     #[crud(primary_key, auto)]
///     pub id: i64,
///     pub title: String,
///     #[crud(references = Author)]
///     pub author_id: i64,
///     #[crud(references = Author)]
///     pub translator_id: Option<i64>,
/// }
///
/// #[derive(Crud)]
/// #[crud(allow(all = public))]
/// pub struct Review {
///     #[crud(primary_key, auto)]
///     pub id: i64,
///     pub stars: i16,
///     #[crud(references = Book)]
///     pub book_id: i64,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> crud_runtime::Result<()> {
/// # let db = Db::connect("sqlite::memory:").await?;
/// # db.create_tables(&[Author::TABLE, Book::TABLE, Review::TABLE]).await?;
/// let lem = Author::create(&db, NewAuthor::new("Lem".to_owned())).await?;
/// for title in ["Solaris", "Fiasco"] {
///     Book::create(&db, NewBook::new(title.to_owned(), lem.id)).await?;
/// }
/// Review::create(&db, NewReview::new(5, 1)).await?;
///
/// // A reference that is never null leads to a record, one that may be null to an `Option`.
/// let books: Vec<(Book, Author, Option<Author>)> =
///     Book::query().include(Book::AUTHOR).include(Book::TRANSLATOR).all(&db).await?;
/// assert_eq!(books[0].1.name, "Lem");
///
/// // Which of them, in which order, how many for each, and what with them.
/// let books = Author::BOOKS.sort(Book::TITLE.asc()).limit(1).include(Book::REVIEWS);
/// let (author, books): (Author, Vec<(Book, Vec<Review>)>) =
///     Author::query().include(books).one(&db).await?;
/// assert_eq!((books[0].0.title.as_str(), books[0].1.len()), ("Fiasco", 0));
///
/// // Conditions go as deep.
/// let praised = Author::BOOKS.some(Book::REVIEWS.every(Review::STARS.gte(5)));
/// assert_eq!(Author::query().filter(praised).count(&db).await?, 1);
///
/// // Of records at hand, in their order.
/// let reviews: Vec<Vec<Review>> = Book::REVIEWS.load(&db, [&books[0].0]).await?;
/// assert!(reviews[0].is_empty());
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no relation of `{E}`",
    label = "expected a relation's constant of `{E}`"
)]
pub trait Related<E: Crud>: Sized + Send {
    /// What it is answered as.
    type Loaded: Loaded;

    #[doc(hidden)]
    fn into_include(self) -> Include;

    /// The related records of each of these, in their order: one statement for all, and one for
    /// each relation below that is included.
    ///
    /// # Errors
    /// Those of the database.
    fn load<'p>(
        self,
        executor: impl Executor,
        parents: impl IntoIterator<Item = &'p E>,
    ) -> impl Future<Output = Result<Vec<Self::Loaded>>> + Send {
        let include = self.into_include();
        let parents = parents.into_iter().map(|parent| near(parent, include.relation)).collect();
        async move {
            let found = concrete::load(executor.into_handle(), E::TABLE, include, parents).await?;
            found.into_iter().map(Self::Loaded::read).collect()
        }
    }

    /// A loader of what is related to records, which asks for those of concurrent callers at once.
    #[must_use]
    fn loader(self, db: &Db) -> Loader<E, Self::Loaded> {
        let include = self.into_include();
        let relation = include.relation;
        Loader::new(db, E::TABLE, Some(include), move |record| near(record, relation))
    }
}

/// A relation of `E` that is loaded, and which of its records, as what: `R` each, and so many as
/// `M` says.
#[must_use = "nothing is loaded before it is included"]
pub struct Branch<E, R, M> {
    include: Include,
    is_sorted: bool,
    marker: PhantomData<Marker<E, R, M>>,
}

/// Neither owned nor borrowed.
type Marker<E, R, M> = fn() -> (E, R, M);

/// The values of a record's columns that the relation compares.
pub(super) fn near<E: Crud>(record: &E, relation: usize) -> Row {
    let changes = record.to_changes();
    let near = E::TABLE.relations[relation].link(E::TABLE).near;
    near.iter().map(|&column| changes.get(column).cloned().unwrap_or(Value::Null)).collect()
}

impl<E: Crud, R: Record, M: Multiplicity> Branch<E, R, M> {
    fn of(relation: usize) -> Self {
        let include = Include { relation, query: Query::all(R::Entity::TABLE) };
        Self { include, is_sorted: false, marker: PhantomData }
    }

    fn turn<S, N>(self) -> Branch<E, S, N> {
        Branch { include: self.include, is_sorted: self.is_sorted, marker: PhantomData }
    }

    /// Only records for which this holds, and whatever was asked before. Where there always is one,
    /// there may be none then.
    pub fn filter(mut self, condition: Condition<R::Entity>) -> Branch<E, R, M::Filtered> {
        if let Filter::And(all) = &mut self.include.query.filter {
            all.push(condition.into_filter());
        }
        self.turn()
    }

    /// With what is on the other side of a relation of these records.
    pub fn include<X>(mut self, relation: X) -> Branch<E, R::Record, M>
    where
        X: Related<Entity<R>>,
        R: With<<X as Related<Entity<R>>>::Loaded>,
    {
        self.include.query.include.push(relation.into_include());
        self.turn()
    }
}

impl<E: Crud, R: Record> Branch<E, R, Many> {
    /// In this order; further calls order what is equal so far. Without one, the entity's own
    /// order holds; in any case the key comes last.
    pub fn sort(mut self, sort: SortBy<R::Entity>) -> Self {
        if !self.is_sorted {
            self.include.query.sort.clear();
            self.is_sorted = true;
        }
        self.include.query.sort.push(sort.into_sort());
        self
    }

    /// At most so many for each parent.
    pub fn limit(mut self, limit: u32) -> Self {
        self.include.query.limit = Some(limit);
        self
    }
}

impl<E: Crud, R: Record, M: Multiplicity> Related<E> for Branch<E, R, M>
where
    M::Of<R>: Loaded,
{
    type Loaded = M::Of<R>;

    fn into_include(self) -> Include {
        self.include
    }
}

/// Emits what a relation's handle begins.
macro_rules! handle {
    ([$($generic:ident $(: $bound:ident)?),+] $type:ty, $multiplicity:ty) => {
        impl<$($generic $(: $bound)?),+> $type {
            /// Only related records for which this holds.
            pub fn filter(
                self,
                condition: Condition<A>,
            ) -> Branch<E, A, <$multiplicity as Multiplicity>::Filtered> {
                Branch::<E, A, $multiplicity>::of(self.relation).filter(condition)
            }

            /// With what is on the other side of a relation of the related records.
            pub fn include<X: Related<A>>(
                self,
                relation: X,
            ) -> Branch<E, (A, X::Loaded), $multiplicity> {
                Branch::<E, A, $multiplicity>::of(self.relation).include(relation)
            }
        }

        impl<$($generic $(: $bound)?),+> Related<E> for $type
        where
            <$multiplicity as Multiplicity>::Of<A>: Loaded,
        {
            type Loaded = <$multiplicity as Multiplicity>::Of<A>;

            fn into_include(self) -> Include {
                Branch::<E, A, $multiplicity>::of(self.relation).include
            }
        }
    };
}

handle!([E: Crud, A: Crud, T: Holder] ToOne<E, A, T>, T::Presence);
handle!([E: Crud, A: Crud, T: Holder] Reference<E, A, T>, T::Presence);
handle!([E: Crud, A: Crud, J] ToMany<E, A, J>, Many);

impl<E: Crud, A: Crud, J> ToMany<E, A, J> {
    /// Related records in this order.
    pub fn sort(self, sort: SortBy<A>) -> Branch<E, A, Many> {
        Branch::of(self.relation).sort(sort)
    }

    /// At most so many related records for each parent.
    pub fn limit(self, limit: u32) -> Branch<E, A, Many> {
        Branch::of(self.relation).limit(limit)
    }
}

// Derives would ask the traits of the type parameters.
impl<E, R, M> Clone for Branch<E, R, M> {
    fn clone(&self) -> Self {
        Self { include: self.include.clone(), is_sorted: self.is_sorted, marker: PhantomData }
    }
}

impl<E, R, M> fmt::Debug for Branch<E, R, M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Branch").field(&self.include).finish()
    }
}
