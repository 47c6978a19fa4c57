//! One record that embeds others.

use super::fetch::fetch;
use super::tree::Tree;
use crate::error::Result;
use crate::model::{Row, Table, Value};
use crate::query::Include;
use crate::sql;
use crate::store::connection::Connection;
use crate::store::dao::form::Projection;
use crate::store::executor::Handle;
use crate::store::task::Work;

/// The record with this key as a JSON object with all that is included.
pub(crate) async fn read_with(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    projection: &Projection,
    include: Vec<Include>,
) -> Result<Option<Vec<u8>>> {
    let (key, projection) = (key.to_vec(), projection.clone());
    handle.read(false, ReadWith { table, key, projection, include }).await
}

struct ReadWith {
    table: &'static Table,
    key: Row,
    projection: Projection,
    include: Vec<Include>,
}

impl Work for ReadWith {
    type Output = Option<Vec<u8>>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Option<Vec<u8>>> {
        let Self { table, key, projection, include } = self;
        connection.begin_snapshot().await?;
        let body = embedded(connection, table, key, projection, include).await?;
        connection.end_snapshot().await?;
        Ok(body)
    }
}

/// The same in the transaction that is open.
pub(in crate::store::dao) async fn embedded(
    connection: &mut Connection,
    table: &'static Table,
    key: &[Value],
    projection: &Projection,
    include: &[Include],
) -> Result<Option<Vec<u8>>> {
    let mut tree = Tree::of(table, projection, include, connection.shared());
    let root = &mut tree.nodes[0];
    let columns = root.columns.clone();
    let statement = sql::by_key(connection.dialect(), table, &columns, key, false);
    let mut text = Vec::new();
    connection.each(&statement, &mut |fields| root.push(fields, &mut text)).await?;
    fetch(connection, &mut tree).await?;
    if tree.nodes[0].len() == 0 {
        return Ok(None);
    }
    let mut body = Vec::with_capacity(1024);
    tree.write(0, &mut body)?;
    Ok(Some(body))
}
