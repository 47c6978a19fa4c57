//! A record and all that belongs to it in the body that writes it.

use chrono::{DateTime, Utc};

use super::reference::refer;
use super::{Children, Family, Item, write_children};
use crate::error::{Error, Result};
use crate::model::{Changes, Generated, Row, Table, Value};
use crate::query::{Include, include};
use crate::sql::Assignment;
use crate::store::connection::Connection;
use crate::store::dao::form::{Record, Rows};
use crate::store::dao::include::embedded;
use crate::store::dao::keyed::Keyed;
use crate::store::dao::read::find;
use crate::store::dao::settle::{Update, assignments, replacement};
use crate::store::dao::write::{Target, Written, insert, now};
use crate::store::executor::Handle;
use crate::store::task::Work;

/// A record that was written with others, with its key; these others are embedded.
pub(crate) type Nested = (Record, Vec<Value>);

/// Creates a record with what belongs to it.
pub(crate) async fn create_nested(
    handle: Handle<'_>,
    table: &'static Table,
    changes: Changes,
    children: Vec<Children>,
    form: &Keyed,
) -> Result<Nested> {
    let work = Write::new(table, Ask::Create(changes), children, form);
    handle.write(work).await.map(|written| written.record)
}

/// Replaces a record with what belongs to it; where keys are not generated, an unknown key creates
/// one.
pub(crate) async fn replace_nested(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    (update, children): (Update, Vec<Children>),
    form: &Keyed,
) -> Result<Written<Nested>> {
    handle.write(Write::new(table, Ask::Replace(key.to_vec(), update), children, form)).await
}

/// Changes a record and what belongs to it.
pub(crate) async fn patch_nested(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    (update, children): (Update, Vec<Children>),
    form: &Keyed,
) -> Result<Nested> {
    let work = Write::new(table, Ask::Patch(key.to_vec(), update), children, form);
    handle.write(work).await.map(|written| written.record)
}

struct Write {
    table: &'static Table,
    ask: Ask,
    children: Vec<Children>,
    /// What the answer embeds.
    include: Vec<Include>,
    form: Keyed,
    now: DateTime<Utc>,
}

enum Ask {
    Create(Changes),
    Replace(Vec<Value>, Update),
    Patch(Vec<Value>, Update),
}

impl Write {
    fn new(table: &'static Table, ask: Ask, children: Vec<Children>, form: &Keyed) -> Self {
        let mut paths = Vec::new();
        paths_of(table, &children, "", &mut paths);
        let offered = include::paths(table);
        paths.retain(|path| offered.contains(path));
        paths.truncate(include::INCLUDES);
        let include = if paths.is_empty() {
            Vec::new()
        } else {
            include::parse(table, &paths.join(",")).unwrap_or_default()
        };
        Self { table, ask, children, include, form: form.clone(), now: now() }
    }

    /// Writes the record itself, and before it what it refers to; says whether it is new.
    async fn own(&self, connection: &mut Connection) -> Result<(Row, bool)> {
        let (table, now) = (self.table, self.now);
        let form = Rows::of(table);
        let (key, update, is_whole) = match &self.ask {
            Ask::Create(changes) => {
                let changes = self.referring(connection, changes).await?;
                return Ok((insert(connection, table, &changes, now, &form).await?, true));
            }
            Ask::Replace(key, update) => (key, update, true),
            Ask::Patch(key, update) => (key, update, false),
        };
        let target = Target { table, key: key.clone(), form, now };
        let locked = target.locked(connection).await?;
        if locked.is_none() && (!is_whole || table.generated(Generated::Auto).is_some()) {
            return Err(Error::NotFound);
        }
        update.precondition.check(locked.as_ref().map(|(_, tag)| tag.as_str()))?;
        let changes = self.referring(connection, &update.changes).await?;
        let update = Update { changes, ..update.clone() };
        let Some((row, tag)) = locked else {
            let record = update.record(table, key)?;
            return Ok((insert(connection, table, &record, now, &target.form).await?, true));
        };
        let changes = update.settle(table, &row, &tag)?;
        let mut assigned =
            if is_whole { replacement(table, &changes)? } else { assignments(&changes) };
        if assigned.is_empty() {
            assigned.extend(self.touch());
        }
        Ok((target.modify(connection, assigned).await?, false))
    }

    /// What is asked of the record, with the references to what stands in its body.
    async fn referring(&self, connection: &mut Connection, changes: &Changes) -> Result<Changes> {
        let (pointer, all) = (String::new(), &self.children[..]);
        let mut item = Item { pointer, changes: changes.clone(), all };
        refer(connection, self.table, std::slice::from_mut(&mut item), self.now).await?;
        Ok(item.changes)
    }

    /// What tells that something changed, where only what belongs to the record did.
    fn touch(&self) -> Option<(usize, Assignment)> {
        let version = self.table.generated(Generated::Version);
        let updated_at = self.table.generated(Generated::UpdatedAt);
        version.map(|position| (position, Assignment::Increment)).or_else(|| {
            let now = Assignment::Value(Value::Timestamp(self.now));
            updated_at.map(|position| (position, now))
        })
    }
}

impl Work for Write {
    type Output = Written<Nested>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Written<Nested>> {
        let table = self.table;
        let (row, created) = self.own(connection).await?;
        let key: Vec<_> = table.key.iter().map(|&column| row[column].clone()).collect();
        let (pointer, all) = (String::new(), &self.children[..]);
        let family = Family { pointer, row, is_new: created, all };
        write_children(connection, table, &[family], self.now).await?;
        let record = find(connection, table, &key, &self.form, false).await?;
        let (mut record, key) = record.ok_or(Error::NotFound)?;
        if !self.include.is_empty() {
            let projection = self.form.projection();
            let body = embedded(connection, table, &key, projection, &self.include).await?;
            record.body = body.ok_or(Error::NotFound)?;
        }
        Ok(Written { record: (record, key), created })
    }
}

/// The paths of all that the body has.
fn paths_of(table: &'static Table, all: &[Children], prefix: &str, paths: &mut Vec<String>) {
    for children in all {
        let relation = &table.relations[children.relation];
        let path = format!("{prefix}{}", relation.name);
        let below = format!("{path}.");
        if !paths.contains(&path) {
            paths.push(path);
        }
        for child in &children.records {
            paths_of((relation.target)(), &child.children, &below, paths);
        }
    }
}
