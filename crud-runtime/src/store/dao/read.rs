//! Reading records.

use std::collections::HashMap;

use super::form::{Form, Projection, Rows};
use crate::codec;
use crate::error::Result;
use crate::model::{Row, Table, Value};
use crate::query::{Comparison, Filter, Query, SortKey};
use crate::sql;
use crate::store::connection::Connection;
use crate::store::executor::Handle;
use crate::store::fields::Fields;
use crate::store::task::Work;

/// Keys that one statement asks for at most; `SQLite` takes 32766 arguments.
const KEYS: usize = 1024;

/// The longest page that is read in place.
const SHORT: u32 = 100;

/// Bytes of a page behind which it ends early: memory stays bounded whatever records hold.
pub(super) const FULL: usize = 8 << 20;

/// A page as JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Listing {
    /// What was to open it, then a JSON array.
    pub(crate) items: Vec<u8>,
    /// Where the next page begins: the last record's values of [`Query::order`]'s columns.
    pub(crate) next: Option<Row>,
    /// How many match in all, where that was asked.
    pub(crate) total: Option<u64>,
    /// How many are on the page: the limit, unless they ended or filled it before.
    pub(crate) read: usize,
}

/// The record with this key.
pub(crate) async fn read<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    form: &F,
) -> Result<Option<F::Answer>> {
    handle.read(true, Find { table, key: key.to_vec(), form: form.clone() }).await
}

/// The records with these keys, in no order; keys without a record are passed over.
pub(crate) async fn many<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    keys: Vec<Vec<Value>>,
    form: &F,
) -> Result<Vec<F::Answer>> {
    let bounded = keys.len() <= SHORT as usize;
    handle.read(bounded, Many { table, keys, form: form.clone() }).await
}

/// The rows with these keys, in the keys' order; keys without a record are passed over.
pub(crate) async fn many_in_order(
    handle: Handle<'_>,
    table: &'static Table,
    keys: Vec<Row>,
) -> Result<Vec<Row>> {
    let rows = many(handle, table, keys.clone(), &Rows::of(table)).await?;
    let rows: HashMap<_, _> = rows
        .into_iter()
        .map(|row| (key_text(table, table.key.iter().map(|&column| &row[column])), row))
        .collect();
    let found = keys.iter().filter_map(|key| rows.get(&key_text(table, key.iter())).cloned());
    Ok(found.collect())
}

/// A text that is the same for equal keys alone.
fn key_text<'k>(table: &'static Table, key: impl Iterator<Item = &'k Value>) -> String {
    let mut all = String::new();
    for (column, value) in table.key_columns().zip(key) {
        let mut part = String::new();
        codec::text::write(column, value, &mut part);
        // The length keeps `a` + `bc` apart from `ab` + `c`.
        all.push_str(&part.len().to_string());
        all.push(':');
        all.push_str(&part);
    }
    all
}

/// A page as JSON, shorter than asked for where its records are large. It begins with `opening`,
/// so that whoever puts the array into a document need not copy it.
pub(crate) async fn list(
    handle: Handle<'_>,
    table: &'static Table,
    query: &Query,
    projection: &Projection,
    opening: &'static [u8],
) -> Result<Listing> {
    let work = List { table, query: query.clone(), projection: projection.clone(), opening };
    handle.read(is_bounded(table, query), work).await
}

/// A page as rows, and where the next one begins.
pub(crate) async fn list_rows(
    handle: Handle<'_>,
    table: &'static Table,
    query: &Query,
) -> Result<(Vec<Row>, Option<Row>)> {
    let work = ListRows { table, query: query.clone() };
    handle.read(is_bounded(table, query), work).await
}

/// How many records match.
pub(crate) async fn count(
    handle: Handle<'_>,
    table: &'static Table,
    filter: &Filter,
) -> Result<u64> {
    handle.read(false, Count { table, filter: filter.clone() }).await
}

/// Whether a record matches.
pub(crate) async fn exists(
    handle: Handle<'_>,
    table: &'static Table,
    filter: &Filter,
) -> Result<bool> {
    handle.read(false, Exists { table, filter: filter.clone() }).await
}

struct Find<F> {
    table: &'static Table,
    key: Row,
    form: F,
}

impl<F: Form> Work for Find<F> {
    type Output = Option<F::Answer>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Option<F::Answer>> {
        find(connection, self.table, &self.key, &self.form, false).await
    }
}

struct Many<F> {
    table: &'static Table,
    keys: Vec<Row>,
    form: F,
}

impl<F: Form> Work for Many<F> {
    type Output = Vec<F::Answer>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Vec<F::Answer>> {
        let Self { table, keys, form } = self;
        let shared = connection.shared().clone();
        let mut answers = Vec::with_capacity(keys.len());
        for keys in keys.chunks(KEYS) {
            let statement = sql::by_keys(connection.dialect(), table, form.columns(), keys);
            let mut sink = |fields: &Fields<'_>| {
                answers.push(form.read(fields, &shared)?);
                Ok(())
            };
            connection.each(&statement, &mut sink).await?;
        }
        Ok(answers)
    }
}

struct List {
    table: &'static Table,
    query: Query,
    projection: Projection,
    opening: &'static [u8],
}

impl Work for List {
    type Output = Listing;

    async fn run(&mut self, connection: &mut Connection) -> Result<Listing> {
        let Self { table, query, projection, opening } = self;
        let size = opening.len() + projection.list_size(query.limit);
        let mut items = Vec::with_capacity(size);
        items.extend_from_slice(opening);
        items.push(b'[');
        let empty = items.len();
        let mut write = |fields: &Fields<'_>| {
            if items.len() > empty {
                items.push(b',');
            }
            projection.write(fields, &mut items)?;
            Ok(items.len() >= FULL)
        };
        let page = page(connection, table, query, projection.shown(), &mut write).await?;
        items.push(b']');
        projection.note_list(items.len(), page.read);
        Ok(Listing { items, next: page.next, total: page.total, read: page.read })
    }
}

struct ListRows {
    table: &'static Table,
    query: Query,
}

impl Work for ListRows {
    type Output = (Vec<Row>, Option<Row>);

    async fn run(&mut self, connection: &mut Connection) -> Result<(Vec<Row>, Option<Row>)> {
        let form = Rows::of(self.table);
        let shared = connection.shared().clone();
        let mut rows = Vec::new();
        let mut push = |fields: &Fields<'_>| {
            rows.push(form.read(fields, &shared)?);
            Ok(false)
        };
        let page = page(connection, self.table, &self.query, form.columns(), &mut push).await?;
        Ok((rows, page.next))
    }
}

struct Count {
    table: &'static Table,
    filter: Filter,
}

impl Work for Count {
    type Output = u64;

    async fn run(&mut self, connection: &mut Connection) -> Result<u64> {
        count_in(connection, self.table, &self.filter).await
    }
}

struct Exists {
    table: &'static Table,
    filter: Filter,
}

impl Work for Exists {
    type Output = bool;

    async fn run(&mut self, connection: &mut Connection) -> Result<bool> {
        let statement = sql::exists(connection.dialect(), self.table, &self.filter);
        Ok(connection.first(&statement, |_| Ok(())).await?.is_some())
    }
}

/// The record with this key; `lock` keeps it from others until the transaction ends.
pub(crate) async fn find<F: Form>(
    connection: &mut Connection,
    table: &'static Table,
    key: &[Value],
    form: &F,
    lock: bool,
) -> Result<Option<F::Answer>> {
    let dialect = connection.dialect();
    let statement = if lock {
        sql::by_key(dialect, table, form.columns(), key, true)
    } else {
        form.by_key(dialect, table, key)
    };
    let shared = connection.shared().clone();
    Ok(connection.first(&statement, |fields| form.read(fields, &shared)).await?)
}

/// What reading a page tells apart from its records.
struct Page {
    next: Option<Row>,
    total: Option<u64>,
    read: usize,
}

/// Reads a page; each record's selected columns come first in its fields. `write` says whether the
/// page is full before its limit.
async fn page(
    connection: &mut Connection,
    table: &'static Table,
    query: &Query,
    selected: &[usize],
    write: &mut (dyn FnMut(&Fields<'_>) -> Result<bool> + Send),
) -> Result<Page> {
    if !query.count {
        return records(connection, table, query, selected, write).await;
    }
    // The page and the count describe one state of the database.
    connection.begin_snapshot().await?;
    let mut page = records(connection, table, query, selected, write).await?;
    page.total = Some(count_in(connection, table, &query.filter).await?);
    connection.end_snapshot().await?;
    Ok(page)
}

async fn records(
    connection: &mut Connection,
    table: &'static Table,
    query: &Query,
    selected: &[usize],
    write: &mut (dyn FnMut(&Fields<'_>) -> Result<bool> + Send),
) -> Result<Page> {
    let mut columns = selected.to_vec();
    let order: Vec<_> = query
        .order(table)
        .iter()
        .filter_map(|sort| {
            // What the database makes of a search is no record's.
            let SortKey::Column(sorted) = sort.key else { return None };
            let position = columns.iter().position(|&column| column == sorted);
            let position = position.unwrap_or_else(|| {
                columns.push(sorted);
                columns.len() - 1
            });
            Some((position, sort.key.of(table)))
        })
        .collect();
    // One more than asked for tells whether there is a next page.
    let limit = query.limit.map(|limit| u64::from(limit) + 1);
    let statement = sql::page(connection.dialect(), table, &columns, query, limit);
    let last = query.limit.map(|limit| limit as usize);
    let (mut read, mut position, mut next) = (0, None, None);
    let mut ended = last == Some(0);
    let mut sink = |fields: &Fields<'_>| {
        if ended {
            next = next.take().or_else(|| position.take());
            return Ok(());
        }
        read += 1;
        ended = write(fields)? || Some(read) == last;
        if ended {
            let values = order.iter().map(|(index, column)| fields.value(*index, column));
            position = Some(values.collect::<Result<Row>>()?);
        }
        Ok(())
    };
    connection.each(&statement, &mut sink).await?;
    Ok(Page { next, total: None, read })
}

async fn count_in(
    connection: &mut Connection,
    table: &'static Table,
    filter: &Filter,
) -> Result<u64> {
    let statement = sql::count(connection.dialect(), table, filter);
    let count = connection.first(&statement, |fields| fields.integer(0)).await?;
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
}

/// Whether the page is short and an index leads to it, so that no more is read than is shown.
fn is_bounded(table: &'static Table, query: &Query) -> bool {
    let is_short = query.limit.is_some_and(|limit| limit <= SHORT);
    if !is_short || query.offset > 0 || query.count {
        return false;
    }
    let order = query.order(table);
    let one_way = order.windows(2).all(|pair| pair[0].descending == pair[1].descending);
    let sorts: Vec<_> = order
        .iter()
        .map(|sort| {
            let SortKey::Column(column) = sort.key else { return usize::MAX };
            column
        })
        .collect();
    let has_index = |column: usize| table.columns[column].indexed || table.columns[column].unique;
    let Filter::And(parts) = &query.filter else { return false };
    match (parts.as_slice(), sorts.as_slice()) {
        _ if !one_way => false,
        // The key's own index, or one that ends in the key.
        ([], sorts) if sorts == table.key => true,
        // The order of nulls is not that of the index.
        ([], [first, rest @ ..]) => {
            has_index(*first) && !table.columns[*first].nullable && rest == table.key
        }
        ([Filter::Compare(column, Comparison::Eq, _)], sorts) => {
            has_index(*column) && sorts == table.key
        }
        _ => false,
    }
}
