//! Writing records: each function is one transaction, or part of the one that is open.

use chrono::{DateTime, SubsecRound as _, Utc};
use uuid::Uuid;

use super::answered;
use super::form::{Form, TaggedRows};
use super::precondition::Precondition;
use super::read::find;
use super::settle::{Update, assignments, default_value, replacement};
use crate::error::{Error, Result};
use crate::model::{Changes, ColumnType, Default, Generated, Row, Table, Value};
use crate::sql::{Assignment, Dialect};
use crate::store::connection::Connection;
use crate::store::executor::Handle;
use crate::store::task::Work;

/// What a replace did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written<A> {
    /// The record as it is now.
    pub(crate) record: A,
    /// Whether there was none before.
    pub(crate) created: bool,
}

/// Creates a record.
pub(crate) async fn create<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    changes: Changes,
    form: &F,
) -> Result<F::Answer> {
    handle.write(Create { table, changes, form: form.clone(), now: now() }).await
}

/// Creates records: all, or none of them.
pub(crate) async fn create_many<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    records: Vec<Changes>,
    form: &F,
) -> Result<Vec<F::Answer>> {
    handle.write(CreateMany { table, records, form: form.clone(), now: now() }).await
}

/// Sets the whole writable state of a record; where keys are not generated, an unknown key
/// creates one.
pub(crate) async fn replace<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    update: Update,
    form: &F,
) -> Result<Written<F::Answer>> {
    let target = Target { table, key: key.to_vec(), form: form.clone(), now: now() };
    handle.write(Replace { target, update }).await
}

/// Sets some values of a record.
pub(crate) async fn patch<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    update: Update,
    form: &F,
) -> Result<F::Answer> {
    let target = Target { table, key: key.to_vec(), form: form.clone(), now: now() };
    handle.write(Patch { target, update }).await
}

/// Sets columns of a record, whoever may change them over HTTP.
pub(crate) async fn assign<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    changes: Changes,
    form: &F,
) -> Result<F::Answer> {
    let target = Target { table, key: key.to_vec(), form: form.clone(), now: now() };
    handle.write(Assign { target, changes }).await
}

/// Deletes a record and answers with what it was.
pub(crate) async fn delete<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    precondition: Precondition,
    form: &F,
) -> Result<F::Answer> {
    let target = Target { table, key: key.to_vec(), form: form.clone(), now: now() };
    handle.write(Delete { target, precondition }).await
}

struct Create<F> {
    table: &'static Table,
    changes: Changes,
    form: F,
    now: DateTime<Utc>,
}

impl<F: Form> Work for Create<F> {
    type Output = F::Answer;

    fn is_single(&self, dialect: Dialect) -> bool {
        dialect.has_returning() && !self.table.triggers
    }

    async fn run(&mut self, connection: &mut Connection) -> Result<F::Answer> {
        insert(connection, self.table, &self.changes, self.now, &self.form).await
    }
}

struct CreateMany<F> {
    table: &'static Table,
    records: Vec<Changes>,
    form: F,
    now: DateTime<Utc>,
}

impl<F: Form> Work for CreateMany<F> {
    type Output = Vec<F::Answer>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Vec<F::Answer>> {
        let mut created = Vec::with_capacity(self.records.len());
        for changes in &self.records {
            created.push(insert(connection, self.table, changes, self.now, &self.form).await?);
        }
        Ok(created)
    }
}

/// The record that is written, and the form it is answered in.
pub(super) struct Target<F> {
    pub(super) table: &'static Table,
    pub(super) key: Vec<Value>,
    pub(super) form: F,
    pub(super) now: DateTime<Utc>,
}

struct Replace<F> {
    target: Target<F>,
    update: Update,
}

impl<F: Form> Work for Replace<F> {
    type Output = Written<F::Answer>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Written<F::Answer>> {
        let Self { target, update } = self;
        let Some((row, tag)) = target.locked(connection).await? else {
            if target.table.generated(Generated::Auto).is_some() {
                return Err(Error::NotFound);
            }
            update.precondition.check(None)?;
            let record = update.record(target.table, &target.key)?;
            let record =
                insert(connection, target.table, &record, target.now, &target.form).await?;
            return Ok(Written { record, created: true });
        };
        let changes = update.settle(target.table, &row, &tag)?;
        let record = target.modify(connection, replacement(target.table, &changes)?).await?;
        Ok(Written { record, created: false })
    }
}

struct Patch<F> {
    target: Target<F>,
    update: Update,
}

impl<F: Form> Work for Patch<F> {
    type Output = F::Answer;

    fn is_single(&self, dialect: Dialect) -> bool {
        dialect.has_returning() && !self.target.table.triggers && self.update.is_plain()
    }

    async fn run(&mut self, connection: &mut Connection) -> Result<F::Answer> {
        let Self { target, update } = self;
        let assignments = if update.is_plain() {
            assignments(&update.changes)
        } else {
            let (row, tag) = target.locked(connection).await?.ok_or(Error::NotFound)?;
            assignments(&*update.settle(target.table, &row, &tag)?)
        };
        target.modify(connection, assignments).await
    }
}

struct Assign<F> {
    target: Target<F>,
    changes: Changes,
}

impl<F: Form> Work for Assign<F> {
    type Output = F::Answer;

    fn is_single(&self, dialect: Dialect) -> bool {
        dialect.has_returning() && !self.target.table.triggers
    }

    async fn run(&mut self, connection: &mut Connection) -> Result<F::Answer> {
        self.target.modify(connection, assignments(&self.changes)).await
    }
}

struct Delete<F> {
    target: Target<F>,
    precondition: Precondition,
}

impl<F: Form> Work for Delete<F> {
    type Output = F::Answer;

    fn is_single(&self, dialect: Dialect) -> bool {
        dialect.has_returning() && self.precondition.is_empty()
    }

    async fn run(&mut self, connection: &mut Connection) -> Result<F::Answer> {
        let Self { target, precondition } = &*self;
        let Target { table, key, form, .. } = target;
        if !precondition.is_empty() {
            let (_, tag) = target.locked(connection).await?.ok_or(Error::NotFound)?;
            precondition.check(Some(&tag))?;
        }
        answered::delete(connection, table, key, form).await
    }
}

impl<F: Form> Target<F> {
    /// The stored record with its tag, kept from other writers.
    pub(super) async fn locked(
        &self,
        connection: &mut Connection,
    ) -> Result<Option<(Row, String)>> {
        find(connection, self.table, &self.key, &TaggedRows::of(self.table), true).await
    }

    /// Sets some values of the record.
    pub(super) async fn change(
        &self,
        connection: &mut Connection,
        changes: &Changes,
    ) -> Result<F::Answer> {
        self.modify(connection, assignments(changes)).await
    }

    /// Updates the record, with what we keep on every write; nothing to set is no write.
    pub(super) async fn modify(
        &self,
        connection: &mut Connection,
        mut assignments: Vec<(usize, Assignment)>,
    ) -> Result<F::Answer> {
        let Self { table, key, form, now } = self;
        if assignments.is_empty() {
            return find(connection, table, key, form, false).await?.ok_or(Error::NotFound);
        }
        for (generated, assignment) in [
            (Generated::UpdatedAt, Assignment::Value(Value::Timestamp(*now))),
            (Generated::Version, Assignment::Increment),
        ] {
            if let Some(position) = table.generated(generated)
                && !assignments.iter().any(|(column, _)| *column == position)
            {
                assignments.push((position, assignment));
            }
        }
        answered::update(connection, table, key, assignments, form).await
    }
}

/// The one instant of an operation, with the precision that is stored.
pub(super) fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

pub(super) async fn insert<F: Form>(
    connection: &mut Connection,
    table: &'static Table,
    changes: &Changes,
    now: DateTime<Utc>,
    form: &F,
) -> Result<F::Answer> {
    answered::insert(connection, table, complete(table, changes, now), form).await
}

/// The values of a new record: what is given, what we generate, what the description says. Left
/// out is what the database itself generates.
pub(super) fn complete(
    table: &'static Table,
    changes: &Changes,
    now: DateTime<Utc>,
) -> Vec<(usize, Value)> {
    let mut values = Vec::with_capacity(table.columns.len());
    for (position, column) in table.columns.iter().enumerate() {
        let value = match (changes.get(position), column.generated, column.default) {
            (Some(value), ..) => value.clone(),
            (None, Some(Generated::Auto), _) => match column.column_type {
                ColumnType::Uuid => Value::Uuid(Uuid::now_v7()),
                _ => continue,
            },
            (None, Some(Generated::CreatedAt | Generated::UpdatedAt), _) => Value::Timestamp(now),
            (None, Some(Generated::Version), _) => Value::Int(1),
            (None, None, Some(Default::Sql(_))) => continue,
            // A value that must be there and is not breaks NOT NULL, which is reported as such.
            (None, None, default) => default_value(column, default).unwrap_or(Value::Null),
        };
        values.push((position, value));
    }
    values
}
