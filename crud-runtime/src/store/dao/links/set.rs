//! All links of a record at once.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::{Links, THERE, key_of};
use crate::error::{Error, Result};
use crate::model::{Changes, Row, Table, Value};
use crate::store::connection::Connection;
use crate::store::dao::batch::{delete_all, insert_all, rows_among, rows_by_keys};
use crate::store::dao::precondition::Precondition;
use crate::store::dao::read::text_of;
use crate::store::dao::write::now;
use crate::store::executor::Handle;
use crate::store::task::Work;

/// Links a record to exactly those with these keys. What is linked and listed keeps its link, with
/// all that the join's record says; what is linked and not listed is unlinked.
///
/// [`Error::NotFound`] where the record is missing; [`Error::Within`] `/items/3` where the fourth
/// key is nobody's.
pub(crate) async fn set_links(
    handle: Handle<'_>,
    (table, relation): (&'static Table, usize),
    key: &[Value],
    others: Vec<Vec<Value>>,
    precondition: Precondition,
) -> Result<()> {
    let links = Links::of(table, relation, key, precondition)?;
    let place = |(index, other)| (format!("/items/{index}"), other);
    let others = others.into_iter().enumerate().map(place).collect();
    handle.write(Set { links, others, now: now() }).await
}

struct Set {
    links: Links,
    /// The keys of the others, each with its place in the body.
    others: Vec<(String, Vec<Value>)>,
    now: DateTime<Utc>,
}

impl Work for Set {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        let Self { links, others, now } = self;
        let near = links.near(connection).await?;
        links.precondition.check(Some(THERE))?;
        let (target, far) = (links.link.target, links.link.far);
        let wanted = keys_far(connection, target, far, others).await?;
        let pairs = others.iter().zip(wanted);
        let wanted = pairs.map(|((pointer, _), far)| Wanted { pointer: pointer.clone(), far });
        let one = ToLink { near, is_new: false, wanted: wanted.collect() };
        links.set(connection, vec![one], *now).await
    }
}

/// A record to link to: its place in the body, and the values that the join refers to.
pub(in crate::store::dao) struct Wanted {
    pub(in crate::store::dao) pointer: String,
    pub(in crate::store::dao) far: Row,
}

/// All that one record is to be linked to.
pub(in crate::store::dao) struct ToLink {
    /// The values that the join refers to on its side.
    pub(in crate::store::dao) near: Row,
    /// Whether it was just created, so that it is not linked to anything.
    pub(in crate::store::dao) is_new: bool,
    pub(in crate::store::dao) wanted: Vec<Wanted>,
}

/// The values in the `far` columns of the records with these keys, in their order; those that there
/// are not are an error at their place.
pub(in crate::store::dao) async fn keys_far(
    connection: &mut Connection,
    target: &'static Table,
    far: &[usize],
    keys: &[(String, Vec<Value>)],
) -> Result<Vec<Row>> {
    let mut columns = target.key.to_vec();
    columns.extend(far);
    let all: Vec<_> = keys.iter().map(|(_, key)| key.clone()).collect();
    let mut known: HashMap<String, Row> = HashMap::with_capacity(keys.len());
    for mut key in rows_by_keys(connection, target, &columns, &all, false).await? {
        let far = key.split_off(target.key.len());
        known.insert(text_of(target, target.key, key.iter()), far);
    }
    let far = keys.iter().map(|(pointer, key)| {
        let far = known.get(&text_of(target, target.key, key.iter()));
        far.cloned().ok_or_else(|| Error::Reference(Vec::new()).within(pointer))
    });
    far.collect()
}

impl Links {
    /// Makes and removes what is to be made and removed.
    pub(in crate::store::dao) async fn set(
        &self,
        connection: &mut Connection,
        all: Vec<ToLink>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (join, via) = (self.via.table, self.via);
        let both = [via.near, via.far].concat();
        let text = |near: &Row, far: &Row| text_of(join, &both, near.iter().chain(far));
        let stored: Vec<Row> =
            all.iter().filter(|one| !one.is_new).map(|one| one.near.clone()).collect();
        let mut missing: HashMap<String, (Row, Wanted)> = HashMap::new();
        for ToLink { near, wanted, .. } in all {
            for wanted in wanted {
                missing.insert(text(&near, &wanted.far), (near.clone(), wanted));
            }
        }
        let listed: HashSet<String> = missing.keys().cloned().collect();
        let mut gone = Vec::new();
        for row in rows_among(connection, join, via.near, &stored).await? {
            let values = |columns: &[usize]| -> Row {
                columns.iter().map(|&column| row[column].clone()).collect()
            };
            let (near, far) = (values(via.near), values(via.far));
            if far.iter().any(Value::is_null) {
                continue;
            }
            let text = text(&near, &far);
            if missing.remove(&text).is_none() && !listed.contains(&text) {
                gone.push(("", key_of(join, &row)));
            }
        }
        delete_all(connection, join, &gone).await?;
        // All go through the other side in one order, so that two sets do not wait for each other.
        let mut missing: Vec<_> = missing.into_values().collect();
        missing.sort_by_cached_key(|(_, wanted)| text_of(join, via.far, wanted.far.iter()));
        let records = missing.iter().map(|(near, wanted)| {
            (wanted.pointer.as_str(), self.record(&Changes::new(join), near, &wanted.far))
        });
        let records: Vec<_> = records.collect();
        let records: Vec<_> = records.iter().map(|(place, record)| (*place, record)).collect();
        let made = insert_all(connection, join, &records, now, false).await;
        made.map(drop).map_err(|error| match error {
            Error::Within { pointer, source } => match self.lost(*source) {
                Error::Busy => Error::Busy,
                // It was there a moment ago.
                Error::Reference(_) => Error::Reference(Vec::new()).within(&pointer),
                other => other.within(&pointer),
            },
            other => other,
        })
    }
}
