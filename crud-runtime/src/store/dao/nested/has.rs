//! The records that refer to their parent: those that are listed and no others.

use std::collections::HashMap;

use super::{Child, Children, Parent, What, write_children};
use crate::codec::key::{is_generated, own_part};
use crate::error::{Error, Result, Violation};
use crate::model::{Changes, Link, Row, Table, Value};
use crate::sql::Assignment;
use crate::store::connection::Connection;
use crate::store::dao::answered;
use crate::store::dao::form::Rows;
use crate::store::dao::links::rows_with;
use crate::store::dao::read::{find, text_of};
use crate::store::dao::settle::{Update, assignments, replacement, same, unchangeable};
use crate::store::dao::write::{Target, insert};

/// The tag of a record of which no condition asks.
const TAG: &str = " ";

/// First goes what is not listed, so that its unique values are free; then what is there is
/// changed, then what is new is created.
pub(super) async fn write(
    connection: &mut Connection,
    parent: &Parent<'_>,
    children: &Children,
    pointer: &str,
) -> Result<()> {
    let relation = &parent.table.relations[children.relation];
    let link = relation.link(parent.table);
    let near: Row = link.near.iter().map(|&column| parent.row[column].clone()).collect();
    if !children.records.is_empty() && near.iter().any(Value::is_null) {
        let detail = "nothing can refer to this record, because the value to refer by is null";
        let violation = Violation::member(relation.name, "reference", detail);
        return Err(Error::Invalid(vec![violation]));
    }
    let own = own_part(link.target, link.far);
    let is_one = !relation.is_to_many();
    let work = Has { parent, link, near, own };

    let mut stored: HashMap<String, Row> = HashMap::new();
    if !parent.is_new {
        for row in rows_with(connection, link.target, &[(link.far, &work.near)]).await? {
            stored.insert(work.name(work.own.iter().map(|&column| &row[column])), row);
        }
    }
    let (mut known, mut new) = (Vec::new(), Vec::new());
    for (position, child) in children.records.iter().enumerate() {
        let place = children.pointer(parent.table, pointer, position);
        let row = match &child.what {
            What::Known { .. } if is_one => {
                let only = stored.keys().next().cloned();
                only.and_then(|only| stored.remove(&only))
            }
            What::Known { own, .. } => stored.remove(&work.name(own.iter())),
            What::New(_) | What::Link(_) => None,
        };
        match row {
            Some(row) => known.push((place, child, row)),
            None => new.push((place, child)),
        }
    }
    for row in stored.into_values() {
        let key = key_of(link.target, &row);
        let gone = answered::delete(connection, link.target, &key, &Rows::none(link.target)).await;
        gone.map_err(|error| lost(error).within(pointer))?;
    }
    for (place, child, row) in known {
        work.change(connection, child, row).await.map_err(|error| error.within(&place))?;
    }
    for (place, child) in new {
        work.create(connection, child).await.map_err(|error| error.within(&place))?;
    }
    Ok(())
}

struct Has<'a> {
    parent: &'a Parent<'a>,
    link: Link,
    /// The values that refer to the parent.
    near: Row,
    /// The rest of the key.
    own: Vec<usize>,
}

impl Has<'_> {
    fn name<'v>(&self, own: impl Iterator<Item = &'v Value>) -> String {
        text_of(self.link.target, &self.own, own)
    }

    async fn change(&self, connection: &mut Connection, child: &Child, row: Row) -> Result<()> {
        let What::Known { update, is_whole, .. } = &child.what else { return Ok(()) };
        let (target, now) = (self.link.target, self.parent.now);
        let key = key_of(target, &row);
        let form = Rows::of(target);
        let row = find(connection, target, &key, &form, true).await?.ok_or(Error::Busy)?;
        let mut changes = update.settle(target, &row, TAG)?.into_owned();
        let mut assigned = if *is_whole {
            self.refer(&mut changes);
            replacement(target, &changes)?
        } else {
            assignments(&changes)
        };
        // What is as it is to be is not written, so that its version tells of true changes.
        assigned.retain(|(column, assignment)| {
            !matches!(assignment, Assignment::Value(value) if same(&row[*column], value))
        });
        let row = if assigned.is_empty() {
            row
        } else {
            let target = Target { table: target, key, form, now };
            target.modify(connection, assigned).await.map_err(lost)?
        };
        let own = Parent { table: target, row: &row, is_new: false, now };
        write_children(connection, own, &child.children).await
    }

    async fn create(&self, connection: &mut Connection, child: &Child) -> Result<()> {
        let (target, now) = (self.link.target, self.parent.now);
        let mut changes = match &child.what {
            What::New(changes) => changes.clone(),
            What::Known { own, update, .. } => self.chosen(connection, own, update).await?,
            What::Link(_) => return Ok(()),
        };
        self.refer(&mut changes);
        let row = insert(connection, target, &changes, now, &Rows::of(target)).await?;
        let own = Parent { table: target, row: &row, is_new: true, now };
        write_children(connection, own, &child.children).await
    }

    /// The record that is created because the one that was meant is not there: under a key that
    /// the client chose, or as the only one.
    async fn chosen(
        &self,
        connection: &mut Connection,
        own: &[Value],
        update: &Update,
    ) -> Result<Changes> {
        let target = self.link.target;
        if !own.is_empty() && self.is_elsewhere(connection, own).await? {
            let place = self.own.first().copied().unwrap_or_default();
            let detail = "no record that belongs to this one has this key";
            return Err(Error::Invalid(vec![target.violation(place, "reference", detail)]));
        }
        let mut update = update.clone();
        let mut violations = Vec::new();
        update.echoes.retain(|(column, value)| {
            let far = self.link.far.iter().position(|far| far == column);
            if far.is_some_and(|index| !same(&self.near[index], value)) {
                violations.push(unchangeable(target, *column));
            }
            far.is_none()
        });
        self.refer(&mut update.changes);
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

    /// Whether the key is one that only we give out, or another parent's record has it.
    async fn is_elsewhere(&self, connection: &mut Connection, own: &[Value]) -> Result<bool> {
        let target = self.link.target;
        if is_generated(target, &self.own) {
            return Ok(true);
        }
        let part = |columns: &[usize], values: &[Value], column: usize| {
            columns.iter().position(|one| *one == column).map(|index| values[index].clone())
        };
        let key = target.key.iter().map(|&column| {
            part(self.link.far, &self.near, column).or_else(|| part(&self.own, own, column))
        });
        let Some(key) = key.collect::<Option<Vec<_>>>() else { return Ok(false) };
        Ok(find(connection, target, &key, &Rows::none(target), false).await?.is_some())
    }

    /// Sets the reference to the parent.
    fn refer(&self, changes: &mut Changes) {
        for (&column, value) in self.link.far.iter().zip(&self.near) {
            changes.set(column, value.clone());
        }
    }
}

fn key_of(table: &'static Table, row: &Row) -> Vec<Value> {
    table.key.iter().map(|&column| row[column].clone()).collect()
}

/// A record that was there a moment ago has been deleted by somebody who does not hold its parent:
/// all is done anew.
fn lost(error: Error) -> Error {
    if matches!(error, Error::NotFound) { Error::Busy } else { error }
}
