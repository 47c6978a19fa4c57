//! The records that a join entity links to their parent: those that are listed and no others.

use super::{Children, Parent, What, write_children};
use crate::error::Result;
use crate::model::Row;
use crate::store::connection::Connection;
use crate::store::dao::form::Rows;
use crate::store::dao::links::{Links, Wanted};
use crate::store::dao::precondition::Precondition;
use crate::store::dao::write::insert;

/// What is new is created first; then all are linked.
pub(super) async fn write(
    connection: &mut Connection,
    parent: &Parent<'_>,
    children: &Children,
    pointer: &str,
) -> Result<()> {
    let links = Links::of(parent.table, children.relation, &[], Precondition::default())?;
    let (target, now) = (links.link.target, parent.now);
    let near: Row = links.link.near.iter().map(|&column| parent.row[column].clone()).collect();
    let (mut keys, mut wanted) = (Vec::new(), Vec::new());
    for (position, child) in children.records.iter().enumerate() {
        let place = children.pointer(parent.table, pointer, position);
        match &child.what {
            What::Link(key) => keys.push((position, key.clone())),
            What::New(changes) => {
                let form = Rows::of(target);
                let row = insert(connection, target, changes, now, &form).await;
                let row = row.map_err(|error| error.within(&place))?;
                let own = Parent { table: target, row: &row, is_new: true, now };
                let written = write_children(connection, own, &child.children).await;
                written.map_err(|error| error.within(&place))?;
                let far = links.link.far.iter().map(|&column| row[column].clone()).collect();
                wanted.push(Wanted { pointer: place, far });
            }
            What::Known { .. } => {}
        }
    }
    wanted.extend(links.wanted(connection, &keys, pointer).await?);
    links.set(connection, &near, wanted, now).await
}
