//! Reading pages of a list.

use super::form::{Form as _, Projection, Rows};
use super::include::ListWith;
use super::read::count_in;
use crate::error::Result;
use crate::model::{Column, Row, Table};
use crate::query::{Around, Comparison, Filter, Query, Sort, SortKey};
use crate::sql;
use crate::store::connection::Connection;
use crate::store::executor::Handle;
use crate::store::fields::Fields;
use crate::store::task::Work;

/// The longest page that is read in place.
pub(super) const SHORT: u32 = 100;

/// Bytes of a page behind which it ends early: memory stays bounded whatever records hold.
pub(super) const FULL: usize = 8 << 20;

/// A page as JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Listing {
    /// What was to open it, then a JSON array.
    pub(crate) items: Vec<u8>,
    /// What is in front of it and behind it.
    pub(crate) around: Around,
    /// How many match in all, where that was asked.
    pub(crate) total: Option<u64>,
    /// How many are on the page: the limit, unless they ended or filled it before.
    pub(crate) read: usize,
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
    let (query, projection) = (query.clone(), projection.clone());
    if !query.include.is_empty() {
        return handle.read(false, ListWith { table, query, projection, opening }).await;
    }
    let bounded = is_bounded(table, &query);
    handle.read(bounded, List { table, query, projection, opening }).await
}

/// A page as rows, and what is around it.
pub(crate) async fn list_rows(
    handle: Handle<'_>,
    table: &'static Table,
    query: &Query,
) -> Result<(Vec<Row>, Around)> {
    let work = ListRows { table, query: query.clone() };
    handle.read(is_bounded(table, query), work).await
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
        // Where each record begins, for those that come backwards.
        let mut begins = Vec::new();
        let is_backward = query.before.is_some();
        let mut write = |fields: &Fields<'_>| {
            if items.len() > empty {
                items.push(b',');
            }
            if is_backward {
                begins.push(items.len());
            }
            projection.write(fields, &mut items)?;
            Ok(items.len() >= FULL)
        };
        let page = page(connection, table, query, projection.shown(), &mut write).await?;
        if is_backward {
            reverse(&mut items, &begins);
        }
        items.push(b']');
        projection.note_list(items.len(), page.read);
        Ok(Listing { items, around: page.around, total: page.total, read: page.read })
    }
}

/// Turns the order of texts around that begin at these places and have a comma between them.
pub(super) fn reverse(items: &mut Vec<u8>, begins: &[usize]) {
    let Some(&first) = begins.first() else { return };
    let written = items.split_off(first);
    let mut end = first + written.len();
    for &begin in begins.iter().rev() {
        if items.len() > first {
            items.push(b',');
        }
        items.extend_from_slice(&written[begin - first..end - first]);
        end = begin.saturating_sub(1);
    }
}

struct ListRows {
    table: &'static Table,
    query: Query,
}

impl Work for ListRows {
    type Output = (Vec<Row>, Around);

    async fn run(&mut self, connection: &mut Connection) -> Result<(Vec<Row>, Around)> {
        list_rows_in(connection, self.table, &self.query).await
    }
}

/// A page as rows, and what is around it, for work that reads more besides.
pub(crate) async fn list_rows_in(
    connection: &mut Connection,
    table: &'static Table,
    query: &Query,
) -> Result<(Vec<Row>, Around)> {
    let form = Rows::of(table);
    let shared = connection.shared().clone();
    let mut rows = Vec::new();
    let mut push = |fields: &Fields<'_>| {
        rows.push(form.read(fields, &shared)?);
        Ok(false)
    };
    let page = page(connection, table, query, form.columns(), &mut push).await?;
    if query.before.is_some() {
        rows.reverse();
    }
    Ok((rows, page.around))
}

/// What reading a page tells apart from its records.
pub(super) struct Page {
    pub(super) around: Around,
    pub(super) total: Option<u64>,
    pub(super) read: usize,
}

/// Reads a page; each record's selected columns come first in its fields. `write` says whether the
/// page is full before its limit. What is in front of a position comes backwards.
pub(super) async fn page(
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

/// Reads the records of a page.
pub(super) async fn records(
    connection: &mut Connection,
    table: &'static Table,
    query: &Query,
    selected: &[usize],
    write: &mut (dyn FnMut(&Fields<'_>) -> Result<bool> + Send),
) -> Result<Page> {
    let (columns, order) = places(table, query, selected);
    let place = |fields: &Fields<'_>| {
        let values = order.iter().map(|(index, column)| fields.value(*index, column));
        values.collect::<Result<Row>>()
    };
    // One more than asked for tells whether there is a next page.
    let limit = query.limit.map(|limit| u64::from(limit) + 1);
    let statement = sql::page(connection.dialect(), table, &columns, query, limit);
    let last_of_page = query.limit.map(|limit| limit as usize);
    let is_backward = query.before.is_some();
    let is_first = !is_backward && query.after.is_none() && query.offset == 0;
    let (mut read, mut first, mut last, mut more) = (0, None, None, false);
    let mut ended = last_of_page == Some(0);
    let mut sink = |fields: &Fields<'_>| {
        if ended {
            more = true;
            return Ok(());
        }
        if read == 0 && !is_first {
            first = Some(place(fields)?);
        }
        read += 1;
        ended = write(fields)? || Some(read) == last_of_page;
        if ended {
            last = Some(place(fields)?);
        }
        Ok(())
    };
    connection.each(&statement, &mut sink).await?;
    let last = last.filter(|_| more);
    // On an empty page, all that there is lies on the other side of its position.
    let other = || (!is_first).then(|| first.unwrap_or_default());
    let around = if is_backward {
        Around { prev: last, next: other() }
    } else {
        Around { prev: other(), next: last }
    };
    Ok(Page { around, total: None, read })
}

/// What is selected, and where the order's values are in the answer.
fn places(
    table: &'static Table,
    query: &Query,
    selected: &[usize],
) -> (Vec<usize>, Vec<(usize, &'static Column)>) {
    let mut columns = selected.to_vec();
    let sorts = query.order(table);
    for sort in &sorts {
        if let SortKey::Column(column) = sort.key
            && !columns.contains(&column)
        {
            columns.push(column);
        }
    }
    // Those of other tables come behind all columns.
    let mut others = columns.len()..;
    let place = |sort: &Sort| {
        let index = match sort.key {
            SortKey::Column(sorted) => columns.iter().position(|&column| column == sorted),
            SortKey::Related { .. } => others.next(),
            // What the database makes of a search is no record's.
            SortKey::Relevance => None,
        };
        index.map(|index| (index, sort.key.of(table)))
    };
    let order = sorts.iter().filter_map(place).collect();
    (columns, order)
}

/// Whether the page is short and an index leads to it, so that no more is read than is shown.
fn is_bounded(table: &'static Table, query: &Query) -> bool {
    let is_short = query.limit.is_some_and(|limit| limit <= SHORT);
    if !is_short || query.offset > 0 || query.count {
        return false;
    }
    let order = query.order(table);
    let one_way = order.windows(2).all(|pair| pair[0].descending == pair[1].descending);
    let column = |key: SortKey| match key {
        SortKey::Column(column) => Some(column),
        SortKey::Related { .. } | SortKey::Relevance => None,
    };
    let Some(sorts) = order.iter().map(|sort| column(sort.key)).collect::<Option<Vec<_>>>() else {
        return false;
    };
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
