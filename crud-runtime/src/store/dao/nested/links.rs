//! The records that a join entity links to their parents: those that are listed and no others.

use chrono::{DateTime, Utc};

use super::{Group, Item, What, create_all};
use crate::error::Result;
use crate::model::Table;
use crate::store::connection::Connection;
use crate::store::dao::links::{Links, ToLink, Wanted, keys_far};
use crate::store::dao::precondition::Precondition;

/// What is new is created first; then all are linked.
pub(super) async fn write(
    connection: &mut Connection,
    (table, relation): (&'static Table, usize),
    groups: &[Group<'_>],
    now: DateTime<Utc>,
) -> Result<()> {
    let links = Links::of(table, relation, &[], Precondition::default())?;
    let (target, far) = (links.link.target, links.link.far);
    let (mut keys, mut items) = (Vec::new(), Vec::new());
    // Whose each of them is.
    let (mut of_keys, mut of_items) = (Vec::new(), Vec::new());
    for (index, group) in groups.iter().enumerate() {
        for (pointer, child) in group.records(true) {
            match &child.what {
                What::Link(key) => {
                    of_keys.push(index);
                    keys.push((pointer, key.clone()));
                }
                What::New(changes) => {
                    of_items.push((index, pointer.clone()));
                    items.push(Item { pointer, changes: changes.clone(), all: &child.children });
                }
                What::Known { .. } => {}
            }
        }
    }
    let to_link = |group: &Group<'_>| ToLink {
        near: group.values(links.link.near),
        is_new: group.family.is_new,
        wanted: Vec::new(),
    };
    let mut all: Vec<_> = groups.iter().map(to_link).collect();
    for ((index, pointer), row) in
        of_items.into_iter().zip(create_all(connection, target, items, now).await?)
    {
        let far = far.iter().map(|&column| row[column].clone()).collect();
        all[index].wanted.push(Wanted { pointer, far });
    }
    let found = keys_far(connection, target, far, &keys).await?;
    for ((index, (pointer, _)), far) in of_keys.into_iter().zip(keys).zip(found) {
        all[index].wanted.push(Wanted { pointer, far });
    }
    links.set(connection, all, now).await
}
