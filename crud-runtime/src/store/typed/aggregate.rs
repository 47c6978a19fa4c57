//! What is computed of records of an entity, all together or in groups.

use std::marker::PhantomData;

use super::Select;
use super::concrete;
use crate::error::{Error, Result};
use crate::model::Attribute;
use crate::model::{Crud, Field, FieldError, Row, Table, Value};
use crate::query::Filter;
use crate::query::aggregate::{
    Addend, Aggregate, Computable, Compute, Functions, GroupBy, GroupCondition, GroupSort, Groups,
    Ranked, is_to_one,
};
use crate::store::executor::Executor;

/// What is computed of all records for which the filters hold; their order, limit and position do
/// not count.
impl<E: Crud> Select<E> {
    /// What is computed of all of them: one function, or a tuple of them.
    ///
    /// ```
    /// # use crud_runtime::prelude::*;
    /// # #[derive(Crud)]
    /// # #[crud(allow(all = public))]
    /// # pub struct Book {
    /// #     #[crud(primary_key, auto)]
    /// #     pub id: i64,
    /// #     pub shelf: String,
    /// #     #[crud(decimal(10, 2))]
    /// #     pub price: Decimal,
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> crud_runtime::Result<()> {
    /// use crud_runtime::query::count;
    ///
    /// # let db = Db::connect("sqlite::memory:").await?;
    /// # db.create_tables(&[Book::TABLE]).await?;
    /// # for (shelf, cents) in [("A", 999), ("A", 1000), ("B", 500)] {
    /// #     Book::create(&db, NewBook { shelf: shelf.to_owned(), price: Decimal::new(cents, 2) }).await?;
    /// # }
    /// let (books, sum) = Book::query().compute(&db, (count(), Book::PRICE.sum())).await?;
    /// assert_eq!((books, sum), (3, Some(Decimal::new(2499, 2))));
    ///
    /// let shelves = Book::query()
    ///     .group_by(Book::SHELF)
    ///     .having(count().gt(1))
    ///     .sort(Book::PRICE.sum().desc())
    ///     .all(&db, Book::PRICE.avg())
    ///     .await?;
    /// assert_eq!(shelves, [("A".to_owned(), Some(Decimal::new(9_995_000, 6)))]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of the database.
    pub async fn compute<F: Compute<E>>(
        self,
        executor: impl Executor,
        functions: F,
    ) -> Result<F::Answer> {
        let aggregate = asked(&functions, self.into_filter());
        let rows = concrete::aggregate(executor.into_handle(), E::TABLE, aggregate).await?;
        let row = rows.into_iter().next().unwrap_or_default();
        F::read(&mut row.into_iter()).map_err(wrong)
    }

    /// The sum of a column; none where there is nothing to add. Of integers and decimals it is
    /// exact.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sum<T: Field>(
        self,
        executor: impl Executor,
        column: Attribute<E, T>,
    ) -> Result<Option<<T::Base as Addend>::Sum>>
    where
        T::Base: Addend,
    {
        self.compute(executor, column.sum()).await
    }

    /// The mean of a column; none where there is nothing. Of integers and decimals it has four
    /// digits more behind the point than the column, halves rounded away from zero.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn avg<T: Field>(
        self,
        executor: impl Executor,
        column: Attribute<E, T>,
    ) -> Result<Option<<T::Base as Addend>::Sum>>
    where
        T::Base: Addend,
    {
        self.compute(executor, column.avg()).await
    }

    /// The least value of a column; none where there is none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn min<T: Field>(
        self,
        executor: impl Executor,
        column: Attribute<E, T>,
    ) -> Result<Option<T::Inner>>
    where
        T::Base: Ranked,
        Option<T::Inner>: Computable,
    {
        self.compute(executor, column.min()).await
    }

    /// The greatest value of a column; none where there is none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn max<T: Field>(
        self,
        executor: impl Executor,
        column: Attribute<E, T>,
    ) -> Result<Option<T::Inner>>
    where
        T::Base: Ranked,
        Option<T::Inner>: Computable,
    {
        self.compute(executor, column.max()).await
    }

    /// How many different values a column has; nulls are none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_distinct<T: Field>(
        self,
        executor: impl Executor,
        column: Attribute<E, T>,
    ) -> Result<u64> {
        self.compute(executor, column.count_distinct()).await
    }

    /// Puts the records into groups that agree in a column, in a period of a date such as
    /// `Book::CREATED_AT.month()`, in a column of a related record, or in a tuple of these. Null is
    /// a group of its own.
    #[expect(clippy::needless_pass_by_value, reason = "callers make it for this call")]
    pub fn group_by<G: GroupBy<E>>(self, groups: G) -> Grouped<E, G> {
        let mut aggregate = Aggregate::of(Vec::new());
        aggregate.filter = self.into_filter();
        let mut all = Groups::default();
        groups.add_to(&mut all);
        aggregate.groups = all.0;
        Grouped { aggregate, sort: Vec::new(), marker: PhantomData }
    }
}

/// Groups of records of `E`; [`Select::group_by`] makes it.
#[must_use = "nothing is computed before `all`"]
pub struct Grouped<E, G> {
    aggregate: Aggregate,
    sort: Vec<GroupSort<E>>,
    marker: PhantomData<fn() -> G>,
}

impl<E: Crud, G: GroupBy<E>> Grouped<E, G> {
    /// Only groups for which this holds, and whatever was asked before.
    pub fn having(mut self, condition: GroupCondition<E>) -> Self {
        self.aggregate.having.push(condition.into_having());
        self
    }

    /// In this order; further calls order what is equal so far. The groups themselves come last,
    /// ascending.
    pub fn sort(mut self, sort: GroupSort<E>) -> Self {
        self.sort.push(sort);
        self
    }

    /// At most so many groups.
    pub fn limit(mut self, limit: u32) -> Self {
        self.aggregate.limit = Some(limit);
        self
    }

    /// Without the first so many groups.
    pub fn offset(mut self, offset: u64) -> Self {
        self.aggregate.offset = offset;
        self
    }

    /// What the records of each group agree in, and what is computed of them.
    ///
    /// # Errors
    /// Those of the database; [`Error::Config`] when groups are sorted by what they are not grouped
    /// by, or are grouped by a relation that may lead to more than one record.
    pub async fn all<F: Compute<E>>(
        self,
        executor: impl Executor,
        functions: F,
    ) -> Result<Vec<(G::Values, F::Answer)>> {
        let Self { mut aggregate, sort, .. } = self;
        for sort in sort {
            let sort = sort.of(&aggregate.groups).ok_or_else(|| {
                let what = "groups can only be sorted by functions and by what they are grouped by";
                Error::Config(format!("{}: {what}", E::TABLE.entity))
            })?;
            aggregate.sort.push(sort);
        }
        check(E::TABLE, &aggregate)?;
        let Aggregate { filter, .. } = &aggregate;
        aggregate.functions = asked(&functions, filter.clone()).functions;
        let rows = concrete::aggregate(executor.into_handle(), E::TABLE, aggregate).await?;
        rows.into_iter().map(read::<E, G, F>).collect()
    }
}

fn asked<E, F: Compute<E>>(functions: &F, filter: Filter) -> Aggregate {
    let mut all = Functions::default();
    functions.add_to(&mut all);
    Aggregate { filter, ..Aggregate::of(all.0) }
}

fn read<E, G: GroupBy<E>, F: Compute<E>>(row: Row) -> Result<(G::Values, F::Answer)> {
    let mut values = row.into_iter();
    let values: &mut dyn Iterator<Item = Value> = &mut values;
    let group = G::read(values).map_err(wrong)?;
    Ok((group, F::read(values).map_err(wrong)?))
}

fn check(table: &'static Table, aggregate: &Aggregate) -> Result<()> {
    let to_many = aggregate.groups.iter().filter_map(|group| group.relation).find(|&relation| {
        let is_one = is_to_one(table, relation);
        !is_one
    });
    to_many.map_or(Ok(()), |relation| {
        Err(Error::Config(format!(
            "records of {} are not grouped by `{}`, which nothing holds to one record",
            table.entity, table.relations[relation].name
        )))
    })
}

fn wrong(source: FieldError) -> Error {
    Error::Stored { column: "a function", source }
}
