//! Rows with those that belong to them, read level by level: one statement for each relation,
//! whatever the number of records.

use futures_util::future::BoxFuture;

use crate::error::Result;
use crate::model::{Row, Table};
use crate::query::{Include, Query};
use crate::store::connection::Connection;
use crate::store::dao;
use crate::store::task::Work;

/// A row, and what was included with it.
#[derive(Debug)]
pub struct Tree {
    pub(super) row: Row,
    /// In the order in which it was asked for.
    pub(super) found: Vec<Found>,
}

/// The records on the other side of a relation.
#[derive(Debug)]
pub struct Found {
    table: &'static Table,
    relation: usize,
    pub(super) records: Vec<Tree>,
}

impl Default for Found {
    fn default() -> Self {
        Self { table: &Table::EMPTY, relation: 0, records: Vec::new() }
    }
}

impl Found {
    /// Records that no relation led to.
    pub(super) fn of(table: &'static Table, records: Vec<Tree>) -> Self {
        Self { table, relation: usize::MAX, records }
    }

    /// Names of the members that refer.
    pub(super) fn columns(&self) -> Vec<&'static str> {
        let relation = self.table.relations.get(self.relation);
        let columns = relation.map_or(&[][..], |relation| relation.columns);
        columns.iter().map(|&column| self.table.columns[column].member).collect()
    }
}

impl From<Row> for Tree {
    fn from(row: Row) -> Self {
        Self { row, found: Vec::new() }
    }
}

/// A page with what is included; all of it describes one state of the database.
pub(super) struct List {
    pub(super) table: &'static Table,
    pub(super) query: Query,
}

/// The records that belong to these parents, each the values of the columns that the relation
/// compares on this side.
pub(super) struct Load {
    pub(super) table: &'static Table,
    pub(super) include: Include,
    pub(super) parents: Vec<Row>,
}

impl Work for List {
    type Output = (Vec<Tree>, Option<Row>);

    async fn run(&mut self, connection: &mut Connection) -> Result<Self::Output> {
        let Self { table, query } = self;
        connection.begin_snapshot().await?;
        let (rows, around) = dao::list_rows_in(connection, table, query).await?;
        let trees = grow(connection, table, rows, &query.include).await?;
        connection.end_snapshot().await?;
        Ok((trees, around.next))
    }
}

impl Work for Load {
    type Output = Vec<Found>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Self::Output> {
        let Self { table, include, parents } = self;
        if include.query.include.is_empty() {
            return load(connection, table, include, parents).await;
        }
        connection.begin_snapshot().await?;
        let found = load(connection, table, include, parents).await?;
        connection.end_snapshot().await?;
        Ok(found)
    }
}

/// Adds to each row what is included.
fn grow<'c>(
    connection: &'c mut Connection,
    table: &'static Table,
    rows: Vec<Row>,
    includes: &'c [Include],
) -> BoxFuture<'c, Result<Vec<Tree>>> {
    Box::pin(async move {
        let mut trees: Vec<Tree> = rows.into_iter().map(Tree::from).collect();
        for include in includes {
            let near = table.relations[include.relation].link(table).near;
            let values =
                |tree: &Tree| near.iter().map(|&column| tree.row[column].clone()).collect();
            let parents: Vec<Row> = trees.iter().map(values).collect();
            let found = load(connection, table, include, &parents).await?;
            for (tree, found) in trees.iter_mut().zip(found) {
                tree.found.push(found);
            }
        }
        Ok(trees)
    })
}

/// The records that belong to each of the parents, with what is included with them.
async fn load(
    connection: &mut Connection,
    table: &'static Table,
    include: &Include,
    parents: &[Row],
) -> Result<Vec<Found>> {
    let Include { relation, query } = include;
    let groups = dao::related(connection, table, *relation, parents, query).await?;
    let sizes: Vec<_> = groups.iter().map(Vec::len).collect();
    let target = (table.relations[*relation].target)();
    let rows = groups.into_iter().flatten().collect();
    let mut trees = grow(connection, target, rows, &query.include).await?.into_iter();
    let found =
        |size| Found { table, relation: *relation, records: trees.by_ref().take(size).collect() };
    Ok(sizes.into_iter().map(found).collect())
}
