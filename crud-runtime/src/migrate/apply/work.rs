//! What a session is asked and told around migrations.

use super::ledger::{self, Entry};
use crate::error::Result;
use crate::sql::Dialect;
use crate::store::{Connection, Work};

/// Reads the ledger.
pub(super) struct Read;

impl Work for Read {
    type Output = Vec<Entry>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Vec<Entry>> {
        ledger::read(connection).await
    }
}

/// Makes the ledger where there is none.
#[derive(Clone)]
pub(super) struct Prepare;

impl Work for Prepare {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        if ledger::exists(connection).await? { Ok(()) } else { ledger::create(connection).await }
    }
}

/// Writes a migration down.
#[derive(Clone)]
pub(super) struct Insert(pub(super) Entry);

impl Work for Insert {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        ledger::insert(connection, &self.0).await
    }
}

/// The names of all tables, where no migration is accounted for.
pub(super) struct Unaccounted;

impl Work for Unaccounted {
    type Output = Option<Vec<String>>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Option<Vec<String>>> {
        // One state of both: on SQLite another process may migrate meanwhile.
        connection.begin_snapshot().await?;
        let is_new = ledger::read(connection).await?.is_empty();
        let there = if is_new { Some(Tables.run(connection).await?) } else { None };
        connection.end_snapshot().await?;
        Ok(there)
    }
}

/// The names of all tables.
pub(super) struct Tables;

impl Work for Tables {
    type Output = Vec<String>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Vec<String>> {
        let sql = match connection.dialect() {
            Dialect::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table'",
            Dialect::Postgres => {
                "SELECT relname::text FROM pg_class
                  WHERE relkind IN ('r', 'p') AND pg_table_is_visible(oid)"
            }
            Dialect::Mysql => {
                "SELECT table_name FROM information_schema.tables WHERE table_schema = database()"
            }
        };
        let rows = connection.texts(sql, &[]).await?;
        Ok(rows.into_iter().flatten().flatten().collect())
    }
}
