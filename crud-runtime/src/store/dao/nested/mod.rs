//! Records that are written together with the one that they belong to, in one transaction.

mod has;
mod links;
mod write;

pub(crate) use write::{create_nested, patch_nested, replace_nested};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use super::settle::Update;
use crate::error::Result;
use crate::model::{Changes, Row, Table, Value};
use crate::store::connection::Connection;

/// The records of one relation that a body has.
#[derive(Debug, Clone)]
pub(crate) struct Children {
    /// The relation's position.
    pub(crate) relation: usize,
    /// The records in the body's order: all that there are to be.
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

/// One relation of a record that was just written.
struct Parent<'a> {
    table: &'static Table,
    row: &'a Row,
    /// Whether it was just created, so that nothing belongs to it yet.
    is_new: bool,
    now: DateTime<Utc>,
}

/// Writes what belongs to a record. A future in a box, because what belongs to it may have
/// something that belongs to it.
fn write_children<'a>(
    connection: &'a mut Connection,
    parent: Parent<'a>,
    all: &'a [Children],
) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        for children in all {
            let relation = &parent.table.relations[children.relation];
            let pointer = format!("/{}", relation.name);
            if relation.join.is_some() {
                links::write(connection, &parent, children, &pointer).await?;
            } else {
                has::write(connection, &parent, children, &pointer).await?;
            }
        }
        Ok(())
    })
}

impl Children {
    /// Where a record stands in the body, from its parent.
    fn pointer(&self, table: &'static Table, relation: &str, position: usize) -> String {
        if table.relations[self.relation].is_to_many() {
            format!("{relation}/{position}")
        } else {
            relation.to_owned()
        }
    }
}
