//! Links of n-m relations: records of the join entity that two records are joined by.
//!
//! Each change holds the record whose links they are until it ends, so that two that change the
//! same links do so one after the other, whatever constraints the join entity has.

mod one;
mod set;

pub(crate) use one::{link, unlink};
pub(crate) use set::set_links;
pub(super) use set::{ToLink, Wanted, keys_far};

use super::batch::rows_among;
use super::form::Rows;
use super::precondition::Precondition;
use super::read::find;
use crate::error::{Error, Result};
use crate::model::{Changes, Link, Row, Table, Value, Via};
use crate::store::connection::Connection;

/// The tag of what is there but has no tag of its own: none that a client can send.
const THERE: &str = " ";

/// The links of one record.
#[derive(Clone)]
pub(super) struct Links {
    table: &'static Table,
    key: Vec<Value>,
    pub(super) link: Link,
    via: Via,
    precondition: Precondition,
}

impl Links {
    /// The links by this relation, which is n-m, of the record with this key.
    pub(super) fn of(
        table: &'static Table,
        relation: usize,
        key: &[Value],
        precondition: Precondition,
    ) -> Result<Self> {
        let relation = &table.relations[relation];
        let link = relation.link(table);
        let name = relation.name;
        let via = link.via.ok_or_else(|| {
            Error::Config(format!("`{}.{name}` has no join entity", table.entity))
        })?;
        Ok(Self { table, key: key.to_vec(), link, via, precondition })
    }

    /// The values that the join refers to on this side; the record is kept from others.
    async fn near(&self, connection: &mut Connection) -> Result<Row> {
        let form = Rows::only(self.table, self.link.near);
        let near = find(connection, self.table, &self.key, &form, true).await?;
        near.ok_or(Error::NotFound)
    }

    /// The values that the join refers to on the other side.
    async fn far(&self, connection: &mut Connection, key: &[Value]) -> Result<Row> {
        let form = Rows::only(self.link.target, self.link.far);
        let far = find(connection, self.link.target, key, &form, false).await?;
        far.ok_or(Error::NotFound)
    }

    /// The join's records that have these values in these columns.
    async fn rows(
        &self,
        connection: &mut Connection,
        values: &[(&[usize], &Row)],
    ) -> Result<Vec<Row>> {
        rows_with(connection, self.via.table, values).await
    }

    /// The join's record between these two, with these members besides.
    fn record(&self, members: &Changes, near: &Row, far: &Row) -> Changes {
        let mut record = members.clone();
        for (columns, values) in [(self.via.near, near), (self.via.far, far)] {
            for (&column, value) in columns.iter().zip(values) {
                record.set(column, value.clone());
            }
        }
        record
    }

    /// What a failed insert means: nothing was linked when it was looked for, so that a link that
    /// is there now was made meanwhile by somebody who does not hold the record. All is done anew.
    fn lost(&self, error: Error) -> Error {
        let columns = self.via.table.columns;
        let both = || self.via.near.iter().chain(self.via.far);
        match error {
            Error::Unique(members)
                if members.len() == both().count()
                    && both().all(|&column| members.contains(&columns[column].member)) =>
            {
                Error::Busy
            }
            other => other,
        }
    }
}

/// The key of one of a table's rows.
fn key_of(table: &'static Table, row: &Row) -> Vec<Value> {
    table.key.iter().map(|&column| row[column].clone()).collect()
}

/// A table's records that have these values in these columns.
async fn rows_with(
    connection: &mut Connection,
    table: &'static Table,
    values: &[(&[usize], &Row)],
) -> Result<Vec<Row>> {
    let columns: Vec<usize> = values.iter().flat_map(|(columns, _)| *columns).copied().collect();
    let values: Row = values.iter().flat_map(|(_, row)| *row).cloned().collect();
    rows_among(connection, table, &columns, &[values]).await
}
