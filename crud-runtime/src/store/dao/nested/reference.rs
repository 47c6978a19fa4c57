//! The records that others refer to and that stand in their bodies: created first, or found, so that
//! the reference can be set. They are not changed, and do not go when nothing refers to them.

use chrono::{DateTime, Utc};

use super::{Item, What, create_all};
use crate::error::{Error, Result, Violation};
use crate::model::{Row, Table, Value};
use crate::store::connection::Connection;
use crate::store::dao::links::keys_far;

/// Sets the references of records whose other sides stand in the body.
pub(super) async fn refer(
    connection: &mut Connection,
    table: &'static Table,
    items: &mut [Item<'_>],
    now: DateTime<Utc>,
) -> Result<()> {
    for (position, relation) in table.relations.iter().enumerate() {
        if !relation.is_stored() {
            continue;
        }
        let (target, far) = ((relation.target)(), relation.referenced());
        let (mut keys, mut new) = (Vec::new(), Vec::new());
        // Whose each of them is.
        let (mut of_keys, mut of_new) = (Vec::new(), Vec::new());
        for (index, item) in items.iter_mut().enumerate() {
            for children in item.all.iter().filter(|children| children.relation == position) {
                let pointer = format!("{}/{}", item.pointer, relation.name);
                let Some(child) = children.records.first() else {
                    for &column in relation.columns {
                        item.changes.set(column, Value::Null);
                    }
                    continue;
                };
                match &child.what {
                    What::Link(key) => {
                        of_keys.push(index);
                        keys.push((pointer, key.clone()));
                    }
                    What::New(changes) => {
                        of_new.push((index, pointer.clone()));
                        new.push(Item { pointer, changes: changes.clone(), all: &child.children });
                    }
                    What::Known { .. } => {}
                }
            }
        }
        if keys.is_empty() && new.is_empty() {
            continue;
        }
        let rows = create_all(connection, target, new, now).await?;
        let values = |row: Row| far.iter().map(|&column| row[column].clone()).collect::<Row>();
        let mut found: Vec<_> = of_new.into_iter().zip(rows.into_iter().map(values)).collect();
        let rows = keys_far(connection, target, far, &keys).await?;
        let places = of_keys.into_iter().zip(keys).map(|(index, (pointer, _))| (index, pointer));
        found.extend(places.zip(rows));
        for ((index, pointer), values) in found {
            if values.iter().any(Value::is_null) {
                let detail =
                    "nothing can refer to this record, because the value to refer by is null";
                let (code, detail) = ("reference", detail.to_owned());
                return Err(Error::Invalid(vec![Violation { pointer, code, detail }]));
            }
            for (&column, value) in relation.columns.iter().zip(values) {
                items[index].changes.set(column, value);
            }
        }
    }
    Ok(())
}
