//! One link: made, changed, removed.

use chrono::{DateTime, Utc};

use super::{Links, THERE, key_of};
use crate::codec::rules;
use crate::error::{Error, Result};
use crate::model::{Changes, Shape, Table, Value};
use crate::store::connection::Connection;
use crate::store::dao::answered;
use crate::store::dao::form::Rows;
use crate::store::dao::precondition::Precondition;
use crate::store::dao::settle::Update;
use crate::store::dao::write::{Target, insert, now};
use crate::store::executor::Handle;
use crate::store::task::Work;

/// Links a record to another. The members are the join's own; where the two are linked already,
/// they change, unless nobody `may_change` them: then they must be what is stored.
///
/// [`Error::NotFound`] where one of the two records is missing.
pub(crate) async fn link(
    handle: Handle<'_>,
    (table, relation): (&'static Table, usize),
    key: &[Value],
    other: &[Value],
    (members, may_change): (Changes, bool),
    precondition: Precondition,
) -> Result<()> {
    let links = Links::of(table, relation, key, precondition)?;
    handle.write(Make { links, other: other.to_vec(), members, may_change, now: now() }).await
}

/// Removes the link between two records.
///
/// [`Error::NotFound`] where they are not linked, as where one of them is missing.
pub(crate) async fn unlink(
    handle: Handle<'_>,
    (table, relation): (&'static Table, usize),
    key: &[Value],
    other: &[Value],
    precondition: Precondition,
) -> Result<()> {
    let links = Links::of(table, relation, key, precondition)?;
    handle.write(Remove { links, other: other.to_vec() }).await
}

struct Make {
    links: Links,
    other: Vec<Value>,
    members: Changes,
    may_change: bool,
    now: DateTime<Utc>,
}

impl Work for Make {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        let Self { links, other, members, may_change, now } = self;
        let join = links.via.table;
        let near = links.near(connection).await?;
        let far = links.far(connection, other).await?;
        let rows =
            links.rows(connection, &[(links.via.near, &near), (links.via.far, &far)]).await?;
        links.precondition.check((!rows.is_empty()).then_some(THERE))?;
        if rows.is_empty() {
            let record = links.record(members, &near, &far);
            let violations = rules::check(join, Shape::Create, &record);
            if !violations.is_empty() {
                return Err(Error::Invalid(violations));
            }
            let form = Rows::none(join);
            let made = insert(connection, join, &record, *now, &form).await;
            return match made.map_err(|error| links.lost(error)) {
                // It was there a moment ago.
                Err(Error::Reference(_)) => Err(Error::NotFound),
                made => made.map(drop),
            };
        }
        if members.is_empty() {
            return Ok(());
        }
        for row in rows {
            let mut update = Update::new(join, members.clone());
            if !*may_change {
                update.freeze();
            }
            let key = key_of(join, &row);
            let target = Target { table: join, key, form: Rows::none(join), now: *now };
            let changes = update.settle(join, &row, THERE)?.into_owned();
            target.change(connection, &changes).await?;
        }
        Ok(())
    }
}

struct Remove {
    links: Links,
    other: Vec<Value>,
}

impl Work for Remove {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        let Self { links, other } = self;
        let join = links.via.table;
        let near = links.near(connection).await?;
        let far = links.far(connection, other).await?;
        let rows =
            links.rows(connection, &[(links.via.near, &near), (links.via.far, &far)]).await?;
        links.precondition.check((!rows.is_empty()).then_some(THERE))?;
        if rows.is_empty() {
            return Err(Error::NotFound);
        }
        for row in rows {
            answered::delete(connection, join, &key_of(join, &row), &Rows::none(join)).await?;
        }
        Ok(())
    }
}
