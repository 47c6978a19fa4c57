//! What the typed API calls: the operations on rows, each behind a pointer.
//!
//! The compiler makes the code of a future where it is first polled, which is in the application.
//! Behind `dyn Future` it is made here, once: an application that calls one of these compiles its
//! own code alone, and not half of the store with it.

use futures_util::future::BoxFuture;

use super::place::Question;
use super::raw::{self, Columns};
use super::tree::{self, Found, Tree};
use crate::error::Result;
use crate::model::{Changes, Row, Table};
use crate::query::aggregate::Aggregate;
use crate::query::{Filter, Include, Query};
use crate::sql::{self, Arg};
use crate::store::dao::{self, Precondition, Rows, Update};
use crate::store::executor::Handle;

type Answer<'e, T> = BoxFuture<'e, Result<T>>;

pub(super) fn find<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    key: Row,
) -> Answer<'e, Option<Row>> {
    Box::pin(async move { dao::read(handle, table, &key, &Rows::of(table)).await })
}

pub(super) fn find_many<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    keys: Vec<Row>,
) -> Answer<'e, Vec<Row>> {
    Box::pin(dao::many_in_order(handle, table, keys))
}

/// The record of each key, if there is one.
pub(super) fn find_each<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    keys: Vec<Row>,
) -> Answer<'e, Vec<Found>> {
    Box::pin(async move {
        let rows = dao::many_in_order(handle, table, keys.clone()).await?;
        let mut rows = rows.into_iter().peekable();
        let is_of = |row: &Row, key: &Row| {
            table.key.iter().zip(key).all(|(&column, value)| row[column] == *value)
        };
        let found = keys.iter().map(|key| {
            let row = rows.next_if(|row| is_of(row, key));
            Found::of(table, row.into_iter().map(Tree::from).collect())
        });
        Ok(found.collect())
    })
}

pub(super) fn create<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    changes: Changes,
) -> Answer<'e, Row> {
    Box::pin(async move { dao::create(handle, table, changes, &Rows::of(table)).await })
}

pub(super) fn create_many<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    records: Vec<Changes>,
) -> Answer<'e, Vec<Row>> {
    Box::pin(async move { dao::create_many(handle, table, records, &Rows::of(table)).await })
}

pub(super) fn replace<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    key: Row,
    changes: Changes,
) -> Answer<'e, Row> {
    Box::pin(async move {
        let update = Update::new(table, changes);
        Ok(dao::replace(handle, table, &key, update, &Rows::of(table)).await?.record)
    })
}

pub(super) fn patch<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    key: Row,
    changes: Changes,
) -> Answer<'e, Row> {
    Box::pin(async move {
        let update = Update::new(table, changes);
        dao::patch(handle, table, &key, update, &Rows::of(table)).await
    })
}

pub(super) fn assign<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    key: Row,
    changes: Changes,
) -> Answer<'e, Row> {
    Box::pin(async move { dao::assign(handle, table, &key, changes, &Rows::of(table)).await })
}

pub(super) fn delete<'e>(handle: Handle<'e>, table: &'static Table, key: Row) -> Answer<'e, ()> {
    Box::pin(async move {
        let none = Precondition::default();
        dao::delete(handle, table, &key, none, &Rows::none(table)).await?;
        Ok(())
    })
}

/// Whether there is a record with this key.
pub(super) fn has<'e>(handle: Handle<'e>, table: &'static Table, key: Row) -> Answer<'e, bool> {
    Box::pin(async move { Ok(dao::read(handle, table, &key, &Rows::none(table)).await?.is_some()) })
}

/// How many records match.
pub(super) fn count<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    filter: Filter,
) -> Answer<'e, u64> {
    Box::pin(async move { dao::count(handle, table, &filter).await })
}

/// Whether any record matches.
pub(super) fn matches<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    filter: Filter,
) -> Answer<'e, bool> {
    Box::pin(async move { dao::exists(handle, table, &filter).await })
}

/// What is computed of groups of records.
pub(super) fn aggregate<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    aggregate: Aggregate,
) -> Answer<'e, Vec<Row>> {
    Box::pin(dao::aggregate_rows(handle, table, aggregate))
}

/// A page with what is included.
pub(super) fn list<'e>(
    mut handle: Handle<'e>,
    table: &'static Table,
    question: Question,
) -> Answer<'e, Vec<Tree>> {
    Box::pin(async move {
        let query = question.query(&mut handle, table).await?;
        Ok(page(handle, table, &query).await?.0)
    })
}

/// A page with what is included, and where the next one begins.
async fn page(
    handle: Handle<'_>,
    table: &'static Table,
    query: &Query,
) -> Result<(Vec<Tree>, Option<Row>)> {
    if query.include.is_empty() {
        let (rows, around) = dao::list_rows(handle, table, query).await?;
        return Ok((rows.into_iter().map(Tree::from).collect(), around.next));
    }
    handle.read(false, tree::List { table, query: query.clone() }).await
}

/// The records that belong to each of the parents.
pub(super) fn load<'e>(
    handle: Handle<'e>,
    table: &'static Table,
    include: Include,
    parents: Vec<Row>,
) -> Answer<'e, Vec<Found>> {
    Box::pin(async move { handle.read(false, tree::Load { table, include, parents }).await })
}

/// Links a record to another, by the relation at this position.
pub(super) fn link<'e>(
    handle: Handle<'e>,
    relation: (&'static Table, usize),
    (key, other): (Row, Row),
    members: Changes,
) -> Answer<'e, ()> {
    Box::pin(async move {
        let precondition = Precondition::default();
        dao::link(handle, relation, &key, &other, (members, true), precondition).await
    })
}

/// Removes a link.
pub(super) fn unlink<'e>(
    handle: Handle<'e>,
    relation: (&'static Table, usize),
    (key, other): (Row, Row),
) -> Answer<'e, ()> {
    Box::pin(
        async move { dao::unlink(handle, relation, &key, &other, Precondition::default()).await },
    )
}

/// Links a record to exactly these.
pub(super) fn set_links<'e>(
    handle: Handle<'e>,
    relation: (&'static Table, usize),
    key: Row,
    others: Vec<Row>,
) -> Answer<'e, ()> {
    Box::pin(async move {
        dao::set_links(handle, relation, &key, others, Precondition::default()).await
    })
}

/// The rows that a user's statement answers with.
pub(super) fn ask<'e>(
    handle: Handle<'e>,
    text: &'static str,
    args: Vec<Arg>,
    columns: Columns,
) -> Answer<'e, Vec<Row>> {
    Box::pin(async move {
        let work = raw::Ask { text, args, columns };
        if sql::writes(text) { handle.write(work).await } else { handle.read(false, work).await }
    })
}

/// Runs a user's statement; returns how many records it was about.
pub(super) fn execute<'e>(
    handle: Handle<'e>,
    text: &'static str,
    args: Vec<Arg>,
) -> Answer<'e, u64> {
    Box::pin(handle.write(raw::Execute { text, args }))
}

/// One part of a list, at most so many records, and what is to be asked for the rest.
pub(super) fn part<'e>(
    mut handle: Handle<'e>,
    table: &'static Table,
    question: Question,
    most: u32,
) -> Answer<'e, (Vec<Tree>, Option<Question>)> {
    Box::pin(async move {
        let mut query = question.query(&mut handle, table).await?;
        let left = query.limit;
        if query.before.is_none() {
            // The last records cannot be known before all of them are.
            query.limit = Some(left.map_or(most, |left| left.min(most)));
        }
        let (trees, next) = page(handle, table, &query).await?;
        let read = u32::try_from(trees.len()).unwrap_or(u32::MAX);
        let left = left.map(|left| left.saturating_sub(read));
        let is_done = query.before.is_some() || next.is_none() || left == Some(0);
        let query = if query.is_counted() {
            Query { limit: left, offset: query.offset + u64::from(read), ..query }
        } else {
            Query { limit: left, offset: 0, after: next, ..query }
        };
        Ok((trees, (!is_done).then_some(Question { query, after: None, before: None })))
    })
}
