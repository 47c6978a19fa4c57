//! Records that are written together with the one that they belong to, in one transaction: level by
//! level, each relation of all records of a level at once.

mod change;
mod has;
mod links;
mod reference;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use write::{create_nested, patch_nested, replace_nested};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use super::batch;
use super::settle::Update;
use crate::error::Result;
use crate::model::{Changes, Row, Table, Value};
use crate::store::connection::Connection;

/// The records of one relation that a body has.
#[derive(Debug, Clone)]
pub(crate) struct Children {
    /// The relation's position.
    pub(crate) relation: usize,
    /// The records in the body's order: all that there are to be. Where the relation leads to one
    /// record there is one at most.
    pub(crate) records: Vec<Child>,
}

/// One record in a body of another.
#[derive(Debug, Clone)]
pub(crate) struct Child {
    pub(crate) what: What,
    /// What belongs to it in turn.
    pub(crate) children: Vec<Children>,
}

/// What a body asks for with a record.
#[derive(Debug, Clone)]
pub(crate) enum What {
    /// Create it.
    New(Changes),
    /// Change the one that has these values in the part of the key that its parent does not say;
    /// where clients choose keys, create it when there is none.
    Known {
        /// The values of [`own_part`](crate::codec::key::own_part).
        own: Vec<Value>,
        update: Update,
        /// Whether absent members fall back to their defaults.
        is_whole: bool,
    },
    /// Link the one with this key.
    Link(Vec<Value>),
}

/// A record to be written: its place in the body, what it is set to, and what stands in it.
struct Item<'a> {
    pointer: String,
    changes: Changes,
    all: &'a [Children],
}

/// A record that was just written, and what stands in it.
struct Family<'a> {
    pointer: String,
    row: Row,
    /// Whether it was just created, so that nothing belongs to it yet.
    is_new: bool,
    all: &'a [Children],
}

/// The records of one relation of one record.
struct Group<'a> {
    family: &'a Family<'a>,
    children: &'a Children,
    /// The relation's place in the body.
    pointer: String,
}

/// Creates records with all that stands in them; answers with their rows.
fn create_all<'a>(
    connection: &'a mut Connection,
    table: &'static Table,
    mut items: Vec<Item<'a>>,
    now: DateTime<Utc>,
) -> BoxFuture<'a, Result<Vec<Row>>> {
    Box::pin(async move {
        reference::refer(connection, table, &mut items, now).await?;
        let families = insert_all(connection, table, items, now, true).await?;
        write_children(connection, table, &families, now).await?;
        Ok(families.into_iter().map(|family| family.row).collect())
    })
}

/// Creates records, but nothing yet of what refers to them. Answers with nothing where nobody
/// `wants` it and nothing refers to them.
async fn insert_all<'a>(
    connection: &mut Connection,
    table: &'static Table,
    items: Vec<Item<'a>>,
    now: DateTime<Utc>,
    wants: bool,
) -> Result<Vec<Family<'a>>> {
    let is_behind = |children: &Children| !table.relations[children.relation].is_stored();
    let wants = wants || items.iter().any(|item| item.all.iter().any(is_behind));
    let records: Vec<_> = items.iter().map(|item| (item.pointer.as_str(), &item.changes)).collect();
    let rows = batch::insert_all(connection, table, &records, now, wants).await?;
    let family = |(row, item): (Row, Item<'a>)| {
        let Item { pointer, all, .. } = item;
        Family { pointer, row, is_new: true, all }
    };
    Ok(rows.into_iter().zip(items).map(family).collect())
}

/// Writes what refers to records, one relation of all of them after the other. A future in a box,
/// because something may refer to it in turn.
fn write_children<'a>(
    connection: &'a mut Connection,
    table: &'static Table,
    families: &'a [Family<'a>],
    now: DateTime<Utc>,
) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        for (position, relation) in table.relations.iter().enumerate() {
            let of_family = |family: &'a Family<'a>| {
                let of_relation = |children: &&Children| children.relation == position;
                family.all.iter().filter(of_relation).map(move |children| {
                    let pointer = format!("{}/{}", family.pointer, relation.name);
                    Group { family, children, pointer }
                })
            };
            let groups: Vec<_> = families.iter().flat_map(of_family).collect();
            if groups.is_empty() || relation.is_stored() {
                continue;
            }
            if relation.join.is_some() {
                links::write(connection, (table, position), &groups, now).await?;
            } else {
                has::write(connection, (table, position), &groups, now).await?;
            }
        }
        Ok(())
    })
}

impl<'a> Group<'a> {
    /// The records, each with its place in the body.
    fn records(&self, is_to_many: bool) -> impl Iterator<Item = (String, &'a Child)> + use<'a, '_> {
        self.children.records.iter().enumerate().map(move |(position, child)| {
            let pointer = &self.pointer;
            (if is_to_many { format!("{pointer}/{position}") } else { pointer.clone() }, child)
        })
    }

    /// The values of its record in these columns.
    fn values(&self, columns: &[usize]) -> Row {
        columns.iter().map(|&column| self.family.row[column].clone()).collect()
    }
}
