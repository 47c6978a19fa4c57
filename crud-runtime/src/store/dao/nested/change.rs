//! Records that are there already, changed together.

use chrono::{DateTime, Utc};

use crate::error::{Error, Result};
use crate::model::{Row, Table, Value};
use crate::sql::Assignment;
use crate::store::connection::Connection;
use crate::store::dao::form::Rows;
use crate::store::dao::write::Target;

/// A record that is to change.
pub(super) struct Changing {
    pub(super) pointer: String,
    pub(super) key: Vec<Value>,
    /// Not empty.
    pub(super) assigned: Vec<(usize, Assignment)>,
    /// Where the caller has it.
    pub(super) index: usize,
}

/// Changes records; answers with their rows, each with its index.
///
/// A unique value that one gives up is free for the others, wherever they stand: what fails for
/// such a value is tried again behind all others, the last first, so that positions may move up or
/// down by one. What goes around in a circle fails.
pub(super) async fn change_all(
    connection: &mut Connection,
    table: &'static Table,
    all: Vec<Changing>,
    now: DateTime<Utc>,
) -> Result<Vec<(usize, Row)>> {
    let is_one = all.len() == 1;
    let mut rows = Vec::with_capacity(all.len());
    let mut blocked = Vec::new();
    for changing in all {
        if !is_one {
            connection.mark_with_next();
        }
        match change(connection, table, &changing, now).await {
            Ok(row) => rows.push((changing.index, row)),
            Err(Error::Unique(_)) if !is_one => {
                connection.undo().await?;
                blocked.push(changing);
            }
            Err(error) => return Err(error.within(&changing.pointer)),
        }
    }
    while let Some(changing) = blocked.pop() {
        let row = change(connection, table, &changing, now).await;
        rows.push((changing.index, row.map_err(|error| error.within(&changing.pointer))?));
    }
    Ok(rows)
}

async fn change(
    connection: &mut Connection,
    table: &'static Table,
    changing: &Changing,
    now: DateTime<Utc>,
) -> Result<Row> {
    let target = Target { table, key: changing.key.clone(), form: Rows::of(table), now };
    target.modify(connection, changing.assigned.clone()).await.map_err(|error| match error {
        // Somebody who does not hold its parent has deleted what was there a moment ago: all is
        // done anew.
        Error::NotFound => Error::Busy,
        other => other,
    })
}
