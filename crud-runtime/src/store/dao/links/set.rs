//! All links of a record at once.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::{Links, THERE, key_of};
use crate::error::{Error, Result};
use crate::model::{Changes, Row, Table, Value};
use crate::sql;
use crate::store::connection::Connection;
use crate::store::dao::answered;
use crate::store::dao::form::Rows;
use crate::store::dao::precondition::Precondition;
use crate::store::dao::read::text_of;
use crate::store::dao::write::{insert, now};
use crate::store::executor::Handle;
use crate::store::fields::Fields;
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
    let others = others.into_iter().enumerate().collect();
    handle.write(Set { links, others, now: now() }).await
}

struct Set {
    links: Links,
    others: Vec<(usize, Vec<Value>)>,
    now: DateTime<Utc>,
}

impl Work for Set {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        let Self { links, others, now } = self;
        let near = links.near(connection).await?;
        links.precondition.check(Some(THERE))?;
        let wanted = links.wanted(connection, others, "/items").await?;
        links.set(connection, &near, wanted, *now).await
    }
}

/// A record to link to: its place in the body, and the values that the join refers to.
pub(in crate::store::dao) struct Wanted {
    pub(in crate::store::dao) pointer: String,
    pub(in crate::store::dao) far: Row,
}

impl Links {
    /// The records with these keys, each with its place; those that there are not are an error at their place.
    pub(in crate::store::dao) async fn wanted(
        &self,
        connection: &mut Connection,
        keys: &[(usize, Vec<Value>)],
        pointer: &str,
    ) -> Result<Vec<Wanted>> {
        let target = self.link.target;
        let mut columns = target.key.to_vec();
        columns.extend(self.link.far);
        let mut known: HashMap<String, Row> = HashMap::with_capacity(keys.len());
        for keys in keys.chunks(1000) {
            let keys: Vec<_> = keys.iter().map(|(_, key)| key.clone()).collect();
            let statement = sql::by_keys(connection.dialect(), target, &columns, &keys);
            let mut sink = |fields: &Fields<'_>| {
                let values = columns.iter().enumerate();
                let values: Result<Row> = values
                    .map(|(index, &column)| fields.value(index, &target.columns[column]))
                    .collect();
                let mut key = values?;
                let far = key.split_off(target.key.len());
                known.insert(text_of(target, target.key, key.iter()), far);
                Ok(())
            };
            connection.each(&statement, &mut sink).await?;
        }
        let wanted = keys.iter().map(|(position, key)| {
            let pointer = format!("{pointer}/{position}");
            match known.get(&text_of(target, target.key, key.iter())) {
                Some(far) => Ok(Wanted { pointer, far: far.clone() }),
                None => Err(Error::Reference(Vec::new()).within(&pointer)),
            }
        });
        wanted.collect()
    }

    /// Makes and removes what is to be made and removed.
    pub(in crate::store::dao) async fn set(
        &self,
        connection: &mut Connection,
        near: &Row,
        wanted: Vec<Wanted>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (join, via) = (self.via.table, self.via);
        let text = |values: &Row| text_of(join, via.far, values.iter());
        let mut missing: HashMap<String, Wanted> =
            wanted.into_iter().map(|wanted| (text(&wanted.far), wanted)).collect();
        let listed: HashSet<String> = missing.keys().cloned().collect();
        for row in self.rows(connection, &[(via.near, near)]).await? {
            let far: Row = via.far.iter().map(|&column| row[column].clone()).collect();
            if far.iter().any(Value::is_null) {
                continue;
            }
            let text = text(&far);
            if missing.remove(&text).is_none() && !listed.contains(&text) {
                answered::delete(connection, join, &key_of(join, &row), &Rows::none(join)).await?;
            }
        }
        // All go through the other side in one order, so that two sets do not wait for each other.
        let mut missing: Vec<_> = missing.into_iter().collect();
        missing.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (_, Wanted { pointer, far }) in missing {
            let record = self.record(&Changes::new(join), near, &far);
            let made = insert(connection, join, &record, now, &Rows::none(join)).await;
            made.map_err(|error| match self.lost(error) {
                // It was there a moment ago.
                Error::Reference(_) => Error::Reference(Vec::new()).within(&pointer),
                other => other.within(&pointer),
            })?;
        }
        Ok(())
    }
}
