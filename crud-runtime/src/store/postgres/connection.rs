//! One session at the server.

use std::hash::Hasher;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use sqlx::postgres::{PgArguments, PgConnection, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Connection as _, Either, Executor as _, Postgres, Row as _};
use tokio::time::{Instant, timeout};

use super::error::{cannot_connect, error, failure};
use super::options::Options;
use super::value;
use crate::error::{Error, Result};
use crate::model::{Column, Table, Value};
use crate::sql::Statement;
use crate::store::connection::{Described, Shared};
use crate::store::failure::Failure;
use crate::store::fields;
use crate::store::network::{Health, Isolation, Peer, quiet};
use crate::store::stored;

/// How long a statement that nobody waits for may go on before the server is asked to stop it.
const PATIENCE: Duration = Duration::from_millis(20);

/// Takes the lock under which tables are made, until the transaction ends; its number is `crud` in
/// ASCII. Without it, two who make the same table at once get an error of the catalogue's.
pub(crate) const LOCK_SCHEMA: &str = "SELECT pg_advisory_xact_lock(1668445540)";

/// How many answers at most can be left unread: one, and those to what was sent to end it.
const UNREAD: u32 = 4;

/// An open session.
pub(crate) struct Connection {
    session: PgConnection,
    health: Health,
    shared: Arc<Shared>,
    /// The server's process, by which another session can stop what it does.
    process: i32,
    opened: Instant,
}

/// The columns of a row.
pub(crate) struct Fields<'row>(&'row PgRow);

impl Connection {
    pub(crate) async fn open(options: &Options, shared: &Arc<Shared>) -> Result<Self> {
        let cannot = |error| cannot_connect(options, &error);
        let mut session = PgConnection::connect_with(&options.connect).await.map_err(cannot)?;
        let pool = options.pool();
        // The session's own settings, whatever the server, the database or the role sets.
        let set_up = format!(
            "SET default_transaction_isolation = 'read committed';
             SET default_transaction_deferrable = off;
             SET statement_timeout = {};
             SET idle_in_transaction_session_timeout = {};
             SET standard_conforming_strings = on;
             SET bytea_output = 'hex';
             SET client_min_messages = 'error';
             SELECT pg_backend_pid()",
            pool.timeout.as_millis(),
            pool.transaction_timeout.as_millis(),
        );
        let row = sqlx::raw_sql(AssertSqlSafe(set_up))
            .fetch_one(&mut session)
            .await
            .map_err(|error| cannot_connect(options, &error))?;
        let process = row.try_get_unchecked::<i32, _>(0).map_err(|found| error(&found))?;
        Ok(Self {
            session,
            health: Health::default(),
            shared: Arc::clone(shared),
            opened: Instant::now(),
            process,
        })
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(crate) fn health(&mut self) -> &mut Health {
        &mut self.health
    }

    pub(crate) async fn each(
        &mut self,
        statement: &Statement,
        sink: &mut (dyn FnMut(&fields::Fields<'_>) -> Result<()> + Send),
    ) -> Result<(), Failure> {
        let query = query(statement)?;
        self.health.begin();
        let mut answer = quiet(|| self.session.fetch_many(query));
        let mut taken = Ok(());
        let outcome = loop {
            match answer.try_next().await {
                Ok(Some(Either::Right(row))) if taken.is_ok() => {
                    self.health.proceed();
                    taken = sink(&fields::Fields::Postgres(Fields(&row)));
                }
                // The answer is read to its end, so that the next statement finds its own.
                Ok(Some(_)) => {}
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        drop(answer);
        self.ended(outcome)?;
        taken.map_err(Failure::from)
    }

    /// The first row of an answer. As a stream, the driver sends an answer through another one.
    pub(crate) async fn first(
        &mut self,
        statement: &Statement,
        sink: &mut (dyn FnMut(&fields::Fields<'_>) -> Result<()> + Send),
    ) -> Result<(), Failure> {
        let query = query(statement)?;
        self.health.begin();
        let (row, outcome) = match quiet(|| self.session.fetch_optional(query)).await {
            Ok(row) => (row, Ok(())),
            Err(error) => (None, Err(error)),
        };
        self.ended(outcome)?;
        row.map_or(Ok(()), |row| Ok(sink(&fields::Fields::Postgres(Fields(&row)))?))
    }

    pub(crate) async fn run(&mut self, sql: &str) -> Result<()> {
        self.health.begin();
        let text = AssertSqlSafe(sql.to_owned());
        let outcome = self.session.execute(sqlx::raw_sql(text)).await.map(drop);
        self.ended(outcome).map_err(Error::from)
    }

    /// Takes note of how a call to the driver ended.
    fn ended(&mut self, outcome: Result<(), sqlx::Error>) -> Result<(), Failure> {
        self.health.end();
        outcome.map_err(|error| {
            let (failure, is_over) = failure(&error);
            if is_over {
                self.health.give_up();
            }
            failure
        })
    }

    /// What opens a transaction.
    pub(crate) fn opening(isolation: Isolation) -> &'static str {
        match isolation {
            Isolation::ReadCommitted => "BEGIN ISOLATION LEVEL READ COMMITTED",
            Isolation::Snapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ",
            Isolation::ReadOnly => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    pub(crate) async fn describe(&mut self, table: &Table) -> Result<Vec<Described>> {
        // What `create_tables` makes is found where names without a schema are looked for.
        const COLUMNS: &str = "
            SELECT attribute.attname::text,
                   format_type(attribute.atttypid, attribute.atttypmod),
                   attribute.attcollation::regcollation::text,
                   NOT attribute.attnotnull,
                   attribute.atthasdef OR attribute.attidentity <> '',
                   coalesce(attribute.attnum = ANY (key.conkey), FALSE)
              FROM pg_attribute AS attribute
              LEFT JOIN pg_constraint AS key
                ON key.conrelid = attribute.attrelid AND key.contype = 'p'
             WHERE attribute.attrelid = to_regclass(quote_ident($1))
               AND attribute.attnum > 0 AND NOT attribute.attisdropped
             ORDER BY attribute.attnum";
        self.health.begin();
        let rows = sqlx::query(COLUMNS).bind(table.name).fetch_all(&mut self.session).await;
        let (rows, outcome) = match rows {
            Ok(rows) => (rows, Ok(())),
            Err(error) => (Vec::new(), Err(error)),
        };
        self.ended(outcome)?;
        let describe = |row: &PgRow| {
            // As the DDL spells it.
            let mut column_type = match row.try_get(1)? {
                "timestamp with time zone" => "timestamptz".to_owned(),
                "time without time zone" => "time".to_owned(),
                other => other.to_owned(),
            };
            if row.try_get::<Option<String>, _>(2)?.as_deref() == Some("\"C\"") {
                column_type.push_str(" COLLATE \"C\"");
            }
            Ok(Described {
                name: row.try_get(0)?,
                column_type,
                nullable: row.try_get(3)?,
                has_default: row.try_get(4)?,
                in_key: row.try_get(5)?,
            })
        };
        rows.iter().map(describe).collect::<Result<_, _>>().map_err(|found| error(&found))
    }

    /// The secret kept in the database; made here when there is none. Two processes that begin at
    /// once agree, because the first to write wins.
    pub(crate) async fn secret(&mut self) -> Result<[u8; 16]> {
        const KEPT: &str = "SELECT value FROM _crud WHERE name = 'secret'";
        if let Ok(Some(secret)) = self.kept(KEPT).await {
            return Ok(secret);
        }
        let fresh = *uuid::Uuid::new_v4().as_bytes();
        let hex = fresh.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let make = format!(
            "BEGIN;
             {LOCK_SCHEMA};
             CREATE TABLE IF NOT EXISTS _crud (name text PRIMARY KEY, value bytea NOT NULL);
             INSERT INTO _crud (name, value) VALUES ('secret', '\\x{hex}') ON CONFLICT DO NOTHING;
             COMMIT"
        );
        match self.run(&make).await {
            Ok(()) => {}
            // Tags and cursors of a database that cannot be written live as long as we do.
            Err(Error::ReadOnly) => return Ok(fresh),
            Err(error) => return Err(error),
        }
        self.kept(KEPT).await?.ok_or_else(|| Error::Database("the secret was not kept".into()))
    }

    async fn kept(&mut self, query: &'static str) -> Result<Option<[u8; 16]>> {
        let row = sqlx::query(query).fetch_optional(&mut self.session).await;
        let row = row.map_err(|found| error(&found))?;
        let value = row.map(|row| row.try_get::<Vec<u8>, _>(0)).transpose();
        Ok(value.map_err(|found| error(&found))?.and_then(|value| value.try_into().ok()))
    }

    /// This session, for another.
    pub(crate) fn peer(&self) -> Peer {
        Peer { number: self.process.into(), opened: self.opened }
    }

    /// Whether the server does nothing for another session, or does not know it.
    pub(crate) async fn is_idle(&mut self, peer: Peer) -> Result<bool> {
        // What stands between us and the server may have other numbers than it. Then we do not see
        // ourselves at work either.
        const IDLE: &str = "
            SELECT count(*) FILTER (WHERE pid = $2 AND state = 'active') = 1
                   AND count(*) FILTER (WHERE pid = $1 AND coalesce(state, '') NOT LIKE 'idle%') = 0
              FROM pg_stat_activity WHERE pid IN ($1, $2)";
        let query = sqlx::query_scalar(IDLE).bind(peer.number).bind(i64::from(self.process));
        query.fetch_one(&mut self.session).await.map_err(|found| error(&found))
    }

    /// Ends another session, if the server does nothing for it.
    pub(crate) async fn end_idle(&mut self, peer: Peer) -> Result<()> {
        const END: &str = "
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE pid = $1 AND state LIKE 'idle%'
               AND backend_start < clock_timestamp() - make_interval(secs => $2)";
        self.tell(END, peer).await
    }

    /// Stops what the server does for another session, which lives on.
    pub(crate) async fn stop(&mut self, peer: Peer) -> Result<()> {
        const STOP: &str = "
            SELECT pg_cancel_backend(pid) FROM pg_stat_activity
             WHERE pid = $1 AND backend_start < clock_timestamp() - make_interval(secs => $2)";
        self.tell(STOP, peer).await
    }

    /// The time is a second short: the clocks of two machines are not one.
    async fn tell(&mut self, order: &'static str, peer: Peer) -> Result<()> {
        let age = peer.opened.elapsed().as_secs_f64() - 1.0;
        let order = sqlx::query(order).bind(peer.number).bind(age);
        self.session.execute(order).await.map(drop).map_err(|found| error(&found))
    }

    /// Gives up what is open, once what is under way is stopped.
    pub(crate) async fn recover(mut self, stop: impl Future<Output = bool>) -> Option<Self> {
        if timeout(PATIENCE, self.roll_back()).await.is_err() {
            if !stop.await {
                return None;
            }
            self.roll_back().await;
        }
        self.health.is_good().then_some(self)
    }

    /// Gives up what is open. What the driver finds unread it reads before it sends anything, and
    /// what fails there is the error of a statement that nobody waits for: that it was stopped.
    async fn roll_back(&mut self) {
        for _ in 0..UNREAD {
            let outcome = self.run("ROLLBACK").await;
            if outcome.is_ok() {
                self.health.close();
            }
            if outcome.is_ok() || self.health.is_broken() {
                return;
            }
        }
        self.health.give_up();
    }

    pub(crate) async fn close(self) {
        // The server finds out anyway.
        let _ = timeout(Duration::from_secs(1), self.session.close()).await;
    }
}

impl Fields<'_> {
    pub(crate) fn value(&self, index: usize, column: &Column) -> Result<Value> {
        value::read(column, self.raw(index)?)
    }

    pub(crate) fn write_json(
        &self,
        index: usize,
        column: &Column,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        value::write_json(column, self.raw(index)?, out)
    }

    pub(crate) fn hash(&self, index: usize, hasher: &mut impl Hasher) -> Result<()> {
        stored::hash(self.raw(index)?, hasher);
        Ok(())
    }

    pub(crate) fn integer(&self, index: usize) -> Result<i64> {
        self.0.try_get(index).map_err(|found| error(&found))
    }

    /// The value as the server sent it, in its binary form.
    fn raw(&self, index: usize) -> Result<Option<&[u8]>> {
        // By reference: to move it would take longer than all the rest.
        match &self.0.try_get_raw(index) {
            // Nothing but a null has no bytes.
            Ok(value) => Ok(value.as_bytes().ok()),
            Err(found) => Err(error(found)),
        }
    }
}

/// A statement with its arguments, as the driver takes it.
fn query(statement: &Statement) -> Result<Query<'static, Postgres, PgArguments>> {
    let mut arguments = PgArguments::default();
    for arg in &statement.args {
        value::bind(arg, &mut arguments)?;
    }
    Ok(sqlx::query_with(AssertSqlSafe(Arc::clone(&statement.text)), arguments))
}
