//! Reads what is embedded: a statement for each place in the tree.

use std::mem;

use super::tree::{Origin, Tree, key_text, place};
use crate::error::Result;
use crate::model::{Column, Link};
use crate::sql::{self, Related};
use crate::store::connection::Connection;
use crate::store::fields::Fields;

/// The most records of one relation that one answer embeds.
const MOST: usize = 10_000;

/// Bytes of all records that are embedded: memory stays bounded whatever they hold.
const LARGEST: usize = 32 << 20;

/// Reads all that belongs to the records of the root.
pub(super) async fn fetch(connection: &mut Connection, tree: &mut Tree<'_>) -> Result<()> {
    let (mut size, last) = (0, tree.nodes.len() - 1);
    for at in 1..tree.nodes.len() {
        if let Some(most) = embed(connection, tree, at, at == last, &mut size).await? {
            return Err(tree.too_many(at, most));
        }
    }
    Ok(())
}

/// Reads the records of one place; returns the bound that they exceed.
async fn embed(
    connection: &mut Connection,
    tree: &mut Tree<'_>,
    at: usize,
    is_last: bool,
    size: &mut usize,
) -> Result<Option<&'static str>> {
    let Origin { node, branch } = tree.origins[at - 1];
    let (before, rest) = tree.nodes.split_at_mut(at);
    let (branch, node) = (&mut before[node].branches[branch], &mut rest[0]);
    let key = key_columns(branch.link, &mut node.columns);
    let columns = node.columns.clone();
    let related = Related {
        link: branch.link,
        columns: &columns,
        query: &branch.include.query,
        relation: branch.relation,
        most: Some(MOST + 1),
    };
    let dialect = connection.dialect();
    let most_keys = sql::most_keys(dialect, &branch.link).saturating_mul(branch.link.near.len());
    let mut values = mem::take(&mut branch.values);
    let (mut keys, mut text, mut exceeded) = (Vec::new(), Vec::new(), None);
    while !values.is_empty() {
        let later = values.split_off(most_keys.min(values.len()));
        if is_last && later.is_empty() {
            connection.end_snapshot_with_next();
        }
        let statement = related.statement(dialect, mem::replace(&mut values, later));
        let mut sink = |fields: &Fields<'_>| {
            key_text(fields, key.iter().copied(), &mut text)?;
            let Some(number) = branch.slots.find(&text).filter(|_| exceeded.is_none()) else {
                return Ok(());
            };
            if keys.len() == MOST {
                exceeded = Some("10,000 records");
                return Ok(());
            }
            let held = node.size();
            node.push(fields, &mut text)?;
            keys.push(number);
            *size += node.size() - held;
            if *size > LARGEST {
                exceeded = Some("32 MiB");
            }
            Ok(())
        };
        connection.each(&statement, &mut sink).await?;
    }
    branch.attach(&keys);
    Ok(exceeded)
}

/// The columns by which a record is led back to what it belongs to, with their places in the
/// answer; those of the target are selected where they are not yet.
pub(super) fn key_columns(link: Link, columns: &mut Vec<usize>) -> Vec<(usize, &'static Column)> {
    if let Some(via) = link.via {
        let own = via.near.iter().map(|&column| &via.table.columns[column]);
        (columns.len()..).zip(own).collect()
    } else {
        let far = link.far.iter();
        far.map(|&column| (place(columns, column), &link.target.columns[column])).collect()
    }
}
