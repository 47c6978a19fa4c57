//! The records that refer to their parents: those that are listed and no others.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::change::{Changing, change_all};
use super::{Child, Family, Group, Item, What, insert_all, reference, write_children};
use crate::codec::key::{is_generated, own_part};
use crate::error::{Error, Result, Violation};
use crate::model::{Changes, Link, Row, Table, Value};
use crate::sql::Assignment;
use crate::store::connection::Connection;
use crate::store::dao::batch::{delete_all, rows_among, rows_by_keys};
use crate::store::dao::read::text_of;
use crate::store::dao::settle::{Update, assignments, replacement, same, unchangeable};

/// The tag of a record of which no condition asks.
const TAG: &str = " ";

/// First goes what is not listed, so that its unique values are free; then what is there is
/// changed, then what is new is created, and then all of them have what belongs to them.
pub(super) async fn write(
    connection: &mut Connection,
    (table, relation): (&'static Table, usize),
    groups: &[Group<'_>],
    now: DateTime<Utc>,
) -> Result<()> {
    let relation = &table.relations[relation];
    let link = relation.link(table);
    let nears: Vec<Row> = groups.iter().map(|group| group.values(link.near)).collect();
    for (group, near) in groups.iter().zip(&nears) {
        if !group.children.records.is_empty() && near.iter().any(Value::is_null) {
            let detail = "nothing can refer to this record, because the value to refer by is null";
            let violation = Violation::member(relation.name, "reference", detail);
            return Err(Error::Invalid(vec![violation]).within(&group.family.pointer));
        }
    }
    let own = own_part(link.target, link.far);
    let work = Has { link, nears, own, is_to_many: relation.is_to_many(), now };
    let Sorted { gone, known, new } = work.sort(connection, groups).await?;
    delete_all(connection, link.target, &gone).await?;
    let mut families = work.change(connection, known).await?;
    families.extend(work.create(connection, new).await?);
    write_children(connection, link.target, &families, now).await
}

struct Has {
    link: Link,
    /// The values that refer to the parents.
    nears: Vec<Row>,
    /// The rest of the key.
    own: Vec<usize>,
    is_to_many: bool,
    now: DateTime<Utc>,
}

/// A record of the body, and which of the parents it belongs to.
struct Listed<'a> {
    pointer: String,
    child: &'a Child,
    parent: usize,
}

/// What is to be done with which record.
struct Sorted<'g, 'a> {
    /// Each with the place of the array that does not list it.
    gone: Vec<(&'g str, Vec<Value>)>,
    /// Each with what is stored.
    known: Vec<(Listed<'a>, Row)>,
    new: Vec<Listed<'a>>,
}

impl Has {
    fn name<'v>(&self, own: impl Iterator<Item = &'v Value>) -> String {
        text_of(self.link.target, &self.own, own)
    }

    async fn sort<'g, 'a>(
        &self,
        connection: &mut Connection,
        groups: &'g [Group<'a>],
    ) -> Result<Sorted<'g, 'a>> {
        let mut stored = self.stored(connection, groups).await?;
        let mut sorted = Sorted { gone: Vec::new(), known: Vec::new(), new: Vec::new() };
        for (parent, (group, stored)) in groups.iter().zip(&mut stored).enumerate() {
            for (pointer, child) in group.records(self.is_to_many) {
                let listed = Listed { pointer, child, parent };
                let row = match &child.what {
                    What::Known { .. } if !self.is_to_many => {
                        let only = stored.keys().next().cloned();
                        only.and_then(|only| stored.remove(&only))
                    }
                    What::Known { own, .. } => stored.remove(&self.name(own.iter())),
                    What::New(_) | What::Link(_) => None,
                };
                match row {
                    Some(row) => sorted.known.push((listed, row)),
                    None => sorted.new.push(listed),
                }
            }
            let keys = stored.values().map(|row| key_of(self.link.target, row));
            sorted.gone.extend(keys.map(|key| (group.pointer.as_str(), key)));
        }
        Ok(sorted)
    }

    /// What belongs to each of the parents now, by the rest of its key.
    async fn stored(
        &self,
        connection: &mut Connection,
        groups: &[Group<'_>],
    ) -> Result<Vec<HashMap<String, Row>>> {
        let Link { target, far, .. } = self.link;
        let far_text = |row: &Row| text_of(target, far, far.iter().map(|&column| &row[column]));
        let mut stored: Vec<HashMap<_, _>> = groups.iter().map(|_| HashMap::new()).collect();
        let old = (0..groups.len()).filter(|&parent| !groups[parent].family.is_new);
        let old: Vec<usize> = old.collect();
        let parents: HashMap<String, usize> =
            old.iter().map(|&at| (text_of(target, far, self.nears[at].iter()), at)).collect();
        let nears: Vec<Row> = old.iter().map(|&parent| self.nears[parent].clone()).collect();
        // A database that compares texts in a way of its own may find them written otherwise.
        let only = if let [only] = old[..] { Some(only) } else { None };
        for row in rows_among(connection, target, far, &nears).await? {
            if let Some(parent) = only.or_else(|| parents.get(&far_text(&row)).copied()) {
                stored[parent].insert(self.name(self.own.iter().map(|&column| &row[column])), row);
            }
        }
        Ok(stored)
    }

    /// Changes what is there, as far as it is not as it is to be.
    async fn change<'a>(
        &self,
        connection: &mut Connection,
        known: Vec<(Listed<'a>, Row)>,
    ) -> Result<Vec<Family<'a>>> {
        let (target, now) = (self.link.target, self.now);
        let keys: Vec<_> = known.iter().map(|(_, row)| key_of(target, row)).collect();
        let all: Vec<usize> = (0..target.columns.len()).collect();
        let name = |key: &[Value]| text_of(target, target.key, key.iter());
        let locked = rows_by_keys(connection, target, &all, &keys, true).await?;
        let mut locked: HashMap<String, Row> =
            locked.into_iter().map(|row| (name(&key_of(target, &row)), row)).collect();
        let item = |(listed, _): &(Listed<'a>, Row)| match &listed.child.what {
            What::Known { update, .. } => Some(Item {
                pointer: listed.pointer.clone(),
                changes: update.changes.clone(),
                all: &listed.child.children,
            }),
            _ => None,
        };
        let mut items: Vec<_> = known.iter().filter_map(item).collect();
        reference::refer(connection, target, &mut items, now).await?;
        let (mut families, mut changing) = (Vec::new(), Vec::new());
        for (((listed, _), key), item) in known.into_iter().zip(keys).zip(items) {
            let What::Known { update, is_whole, .. } = &listed.child.what else { continue };
            // Whoever deleted it meanwhile does not hold its parent.
            let row = locked.remove(&name(&key)).ok_or(Error::Busy)?;
            let Item { pointer, changes, all } = item;
            let update = Update { changes, ..update.clone() };
            let assigned = self.assigned(&update, *is_whole, listed.parent, &row);
            let assigned = assigned.map_err(|error| error.within(&pointer))?;
            if !assigned.is_empty() {
                let (pointer, index) = (pointer.clone(), families.len());
                changing.push(Changing { pointer, key, assigned, index });
            }
            families.push(Family { pointer, row, is_new: false, all });
        }
        for (index, row) in change_all(connection, target, changing, now).await? {
            families[index].row = row;
        }
        Ok(families)
    }

    /// What is written of a record that is there: what is as it is to be is not, so that its
    /// version tells of true changes.
    fn assigned(
        &self,
        update: &Update,
        is_whole: bool,
        parent: usize,
        row: &Row,
    ) -> Result<Vec<(usize, Assignment)>> {
        let target = self.link.target;
        let mut changes = update.settle(target, row, TAG)?.into_owned();
        let mut assigned = if is_whole {
            self.refer(parent, &mut changes);
            replacement(target, &changes)?
        } else {
            assignments(&changes)
        };
        assigned.retain(|(column, assignment)| {
            !matches!(assignment, Assignment::Value(value) if same(&row[*column], value))
        });
        Ok(assigned)
    }

    async fn create<'a>(
        &self,
        connection: &mut Connection,
        new: Vec<Listed<'a>>,
    ) -> Result<Vec<Family<'a>>> {
        let target = self.link.target;
        self.none_is_elsewhere(connection, &new).await?;
        let item = |listed: &Listed<'a>| Item {
            pointer: listed.pointer.clone(),
            changes: match &listed.child.what {
                What::New(changes) => changes.clone(),
                What::Known { update, .. } => update.changes.clone(),
                What::Link(_) => Changes::new(target),
            },
            all: &listed.child.children,
        };
        let mut items: Vec<_> = new.iter().map(item).collect();
        reference::refer(connection, target, &mut items, self.now).await?;
        for (item, listed) in items.iter_mut().zip(&new) {
            if let What::Known { update, .. } = &listed.child.what {
                let update = Update { changes: item.changes.clone(), ..update.clone() };
                let chosen = self.chosen(update, listed.parent);
                item.changes = chosen.map_err(|error| error.within(&item.pointer))?;
            }
            self.refer(listed.parent, &mut item.changes);
        }
        insert_all(connection, target, items, self.now, false).await
    }

    /// The record that is created because the one that was meant is not there: under a key that
    /// the client chose, or as the only one.
    fn chosen(&self, mut update: Update, parent: usize) -> Result<Changes> {
        let target = self.link.target;
        let mut violations = Vec::new();
        update.echoes.retain(|(column, value)| {
            let far = self.link.far.iter().position(|far| far == column);
            if far.is_some_and(|index| !same(&self.nears[parent][index], value)) {
                violations.push(unchangeable(target, *column));
            }
            far.is_none()
        });
        self.refer(parent, &mut update.changes);
        match update.fresh(target) {
            Ok(record) if violations.is_empty() => Ok(record),
            Ok(_) => Err(Error::Invalid(violations)),
            Err(Error::Invalid(more)) => {
                violations.extend(more);
                Err(Error::Invalid(violations))
            }
            Err(error) => Err(error),
        }
    }

    /// Refuses those whose key is one that only we give out, or that another parent's record has.
    async fn none_is_elsewhere(
        &self,
        connection: &mut Connection,
        new: &[Listed<'_>],
    ) -> Result<()> {
        let target = self.link.target;
        let key = |listed: &Listed<'_>| match &listed.child.what {
            What::Known { own, .. } if !own.is_empty() => Some(self.key(listed.parent, own)),
            _ => None,
        };
        let name = |key: &Vec<Value>| text_of(target, target.key, key.iter());
        let keys: Vec<Vec<Value>> = new.iter().filter_map(key).collect();
        let is_ours = is_generated(target, &self.own);
        let taken = if is_ours {
            Vec::new()
        } else {
            rows_by_keys(connection, target, target.key, &keys, false).await?
        };
        let taken: HashSet<String> = taken.iter().map(name).collect();
        let is_elsewhere = |listed: &&Listed<'_>| {
            key(listed).is_some_and(|key| is_ours || taken.contains(&name(&key)))
        };
        let Some(listed) = new.iter().find(is_elsewhere) else { return Ok(()) };
        let place = self.own.first().copied().unwrap_or_default();
        let detail = "no record that belongs to this one has this key";
        let violation = target.violation(place, "reference", detail);
        Err(Error::Invalid(vec![violation]).within(&listed.pointer))
    }

    /// The whole key of a record of this parent, by the rest of it.
    fn key(&self, parent: usize, own: &[Value]) -> Vec<Value> {
        let part = |columns: &[usize], values: &[Value], column: usize| {
            columns.iter().position(|one| *one == column).map(|index| values[index].clone())
        };
        let part = |&column: &usize| {
            let far = part(self.link.far, &self.nears[parent], column);
            far.or_else(|| part(&self.own, own, column)).unwrap_or(Value::Null)
        };
        self.link.target.key.iter().map(part).collect()
    }

    /// Sets the reference to the parent.
    fn refer(&self, parent: usize, changes: &mut Changes) {
        for (&column, value) in self.link.far.iter().zip(&self.nears[parent]) {
            changes.set(column, value.clone());
        }
    }
}

fn key_of(table: &'static Table, row: &Row) -> Vec<Value> {
    table.key.iter().map(|&column| row[column].clone()).collect()
}
