//! Places in a list that are said by a record.

use crate::error::{Error, Result};
use crate::model::{Row, Table, Value};
use crate::query::{Comparison, Filter, Query, Sort, SortKey};
use crate::store::dao;
use crate::store::executor::Handle;

/// What is asked, with records in the place of positions.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) query: Query,
    /// All values of the record behind which the answer begins.
    pub(super) after: Option<Row>,
    /// All values of the record in front of which it ends.
    pub(super) before: Option<Row>,
}

impl Question {
    /// The query. Where the order goes over relations, what it is made of is read.
    ///
    /// # Errors
    /// [`Error::Config`] for a place in an order that has none, and those of the database.
    pub(super) async fn query(
        self,
        handle: &mut Handle<'_>,
        table: &'static Table,
    ) -> Result<Query> {
        let Self { mut query, after, before } = self;
        if after.is_none() && before.is_none() {
            return Ok(query);
        }
        if query.is_counted() {
            return Err(Error::Config(
                "records have no place in the order of relevance to go on from: use `offset`"
                    .to_owned(),
            ));
        }
        let order = query.order(table);
        if let Some(record) = after {
            query.after = Some(position(handle, table, &order, &record).await?);
        }
        if let Some(record) = before {
            query.before = Some(position(handle, table, &order, &record).await?);
        }
        Ok(query)
    }
}

/// The values of the order's columns.
async fn position(
    handle: &mut Handle<'_>,
    table: &'static Table,
    order: &[Sort],
    record: &Row,
) -> Result<Row> {
    let mut values = Row::with_capacity(order.len());
    for sort in order {
        values.push(match sort.key {
            SortKey::Column(column) => record[column].clone(),
            SortKey::Related { relation, column } => {
                related(handle, table, relation, column, record).await?
            }
            SortKey::Relevance => Value::Null,
        });
    }
    Ok(values)
}

/// A value of the one record on the other side of a relation.
async fn related(
    handle: &mut Handle<'_>,
    table: &'static Table,
    relation: usize,
    column: usize,
    record: &Row,
) -> Result<Value> {
    let link = table.relations[relation].link(table);
    if link.near.iter().any(|&near| record[near].is_null()) {
        return Ok(Value::Null);
    }
    let equal = link.far.iter().zip(link.near);
    let filter = equal
        .map(|(&far, &near)| Filter::Compare(far, Comparison::Eq, record[near].clone()))
        .collect();
    let query = Query {
        filter: Filter::And(filter),
        sort: Vec::new(),
        limit: Some(1),
        ..Query::all(link.target)
    };
    let (rows, _) = dao::list_rows(handle.reborrow(), link.target, &query).await?;
    Ok(rows.into_iter().next().map_or(Value::Null, |row| row[column].clone()))
}
