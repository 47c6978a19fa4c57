//! Lets one process at a time migrate a database.
//!
//! The lock belongs to a session, so that it ends with a process that is killed. It is tried again
//! and again rather than waited for: who waits inside a statement holds a snapshot, and
//! `CREATE INDEX CONCURRENTLY` waits for all of those, so that both would wait for ever.

use std::time::Duration;

use tokio::time::sleep;

use super::report::Say;
use crate::error::Result;
use crate::sql::Dialect;
use crate::store::{Connection, Session, Work};

/// How long to wait before the next attempt, and how many go by before the wait is said again.
const PAUSE: Duration = Duration::from_millis(200);
const PATIENCE: u32 = 150;

/// Waits until nobody else migrates the database. `SQLite` has no such lock and needs none: each
/// transaction there looks again at what was done, and whoever writes is alone.
pub(super) async fn acquire(session: &mut Session, say: &Say<'_>) -> Result<()> {
    let mut attempts = 0;
    while !session.run(Try).await? {
        if attempts % PATIENCE == 0 {
            say("waiting for another process that migrates this database");
        }
        attempts += 1;
        sleep(PAUSE).await;
    }
    Ok(())
}

/// Takes the lock, if it is to be had, on a session that is then set up for migrations.
struct Try;

impl Work for Try {
    type Output = bool;

    async fn run(&mut self, connection: &mut Connection) -> Result<bool> {
        let (lock, set_up) = match connection.dialect() {
            Dialect::Sqlite => return Ok(true),
            // Two numbers, `crud` and `migr` in ASCII; who makes tables takes another lock.
            // Who waits for a table has everybody else wait behind it: rather not for long.
            Dialect::Postgres => (
                "SELECT pg_try_advisory_lock(1668445540, 1835624306)::int",
                "SET lock_timeout = '5s'",
            ),
            // A step in Rust leaves the session idle. A lock's name has 64 characters at most.
            Dialect::Mysql => (
                "SELECT get_lock(concat('crud_m.', sha2(database(), 224)), 0)",
                "SET SESSION wait_timeout = 86400, lock_wait_timeout = 5, \
                 innodb_lock_wait_timeout = 5",
            ),
        };
        let rows = connection.texts(lock, &[]).await?;
        let is_ours =
            matches!(rows.as_slice(), [row] if row.first() == Some(&Some("1".to_owned())));
        if is_ours {
            connection.run(set_up).await?;
        }
        Ok(is_ours)
    }
}

/// Gives the lock back.
pub(super) struct Release;

impl Work for Release {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        match connection.dialect() {
            Dialect::Sqlite => Ok(()),
            Dialect::Postgres => {
                connection.run("SELECT pg_advisory_unlock(1668445540, 1835624306)").await
            }
            Dialect::Mysql => {
                connection.run("DO release_lock(concat('crud_m.', sha2(database(), 224)))").await
            }
        }
    }
}
