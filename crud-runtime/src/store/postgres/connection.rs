//! One session at the server.

use std::hash::Hasher;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;
use tokio::time::{Instant, timeout};

use super::argument;
use super::error::{cannot_connect, failure};
use super::options::Options;
use super::plain;
use super::value::{self, Binary};
use super::wire::{self, Frame, Row, Session};
use crate::error::{Error, Result};
use crate::model::{Column, Value};
use crate::sql::{Arg, Statement};
use crate::store::binary;
use crate::store::connection::{Shared, Texts};
use crate::store::failure::Failure;
use crate::store::fields;
use crate::store::kind::Kind;
use crate::store::network::{Health, Isolation, Peer};
use crate::store::stored;

/// How long a statement that nobody waits for may go on before the server is asked to stop it.
const PATIENCE: Duration = Duration::from_millis(20);

/// Takes the lock under which tables are made, until the transaction ends; its number is `crud` in
/// ASCII. Without it, two who make the same table at once get an error of the catalogue's.
pub(crate) const LOCK_SCHEMA: &str = "SELECT pg_advisory_xact_lock(1668445540)";

/// How often to roll back: what stops a statement may come late, and stop what rolls it back.
const ATTEMPTS: u32 = 4;

/// An open session.
pub(crate) struct Connection {
    /// In a box, because connections move from hand to hand.
    session: Box<Session>,
    health: Health,
    /// What is sent with the next statement.
    frame: Frame,
    shared: Arc<Shared>,
    /// The server's process, by which another session can stop what it does.
    process: i32,
    opened: Instant,
}

/// The columns of a row.
pub(crate) struct Fields<'row>(Row<'row>);

impl Connection {
    pub(crate) async fn open(options: &Options, shared: &Arc<Shared>) -> Result<Self> {
        let cannot = |error| cannot_connect(options, error);
        // Rare and large.
        let session = Box::pin(Session::open(&options.target)).await;
        let mut session = Box::new(session.map_err(cannot)?);
        let pool = options.pool();
        // The session's own settings, whatever the server, the database or the role sets. What
        // stands between us and the server may have called its process by another number.
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
        let mut process = None;
        let mut take =
            |row: Row<'_>| process = text(row, 0).ok().and_then(|text| text.parse().ok());
        session.run(&set_up, &mut take).await.map_err(cannot)?;
        Ok(Self {
            session,
            health: Health::default(),
            frame: Frame::default(),
            shared: Arc::clone(shared),
            opened: Instant::now(),
            process: process.ok_or_else(unexpected)?,
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
        self.health.begin();
        let Self { session, health, frame, .. } = self;
        let mut taken = Ok(());
        // The answer is read to its end, so that the next statement finds its own.
        let mut take = |row: Row<'_>| {
            health.proceed();
            if taken.is_ok() {
                taken = sink(&fields::Fields::Postgres(Fields(row)));
            }
        };
        let frame = mem::take(frame);
        let outcome = session.query(statement, frame, &mut take).await;
        self.ended(outcome)?;
        if frame.after.is_some() {
            self.health.close();
        }
        taken.map_err(Failure::from)
    }

    pub(crate) async fn raw(
        &mut self,
        statement: &Statement,
        sink: &mut (dyn FnMut(&fields::Fields<'_>) -> Result<()> + Send),
    ) -> Result<u64, Failure> {
        self.begin_now().await?;
        self.health.begin();
        let Self { session, health, .. } = self;
        let mut taken = Ok(());
        let mut take = |row: Row<'_>| {
            health.proceed();
            if taken.is_ok() {
                taken = sink(&fields::Fields::Postgres(Fields(row)));
            }
        };
        let (outcome, affected) = match session.query_described(statement, &mut take).await {
            Ok(affected) => (Ok(()), affected),
            Err(error) => (Err(error), 0),
        };
        self.ended(outcome)?;
        taken?;
        Ok(affected)
    }

    /// Opens a transaction together with the next statement.
    pub(crate) fn begin_with_next(&mut self, isolation: Isolation) {
        self.frame.before = Some(Self::opening(isolation));
    }

    /// Sets a savepoint together with the next statement.
    pub(crate) fn mark_with_next(&mut self) {
        self.frame.before = Some("SAVEPOINT before");
    }

    /// Goes back to that savepoint; nothing else brings a transaction in which a statement failed
    /// on.
    pub(crate) async fn undo(&mut self) -> Result<()> {
        self.run("ROLLBACK TO SAVEPOINT before").await
    }

    /// Commits the transaction together with the next statement.
    pub(crate) fn commit_with_next(&mut self) {
        self.frame.after = Some("COMMIT");
    }

    /// Whether a transaction was to be opened, and no statement came.
    pub(crate) fn is_yet_to_begin(&mut self) -> bool {
        self.frame.before.take().is_some()
    }

    /// Opens the transaction that was to be opened together with another statement.
    async fn begin_now(&mut self) -> Result<(), Failure> {
        let Some(begin) = self.frame.before.take() else { return Ok(()) };
        self.health.begin();
        let outcome = self.session.run(begin, &mut |_| ()).await;
        self.ended(outcome)
    }

    pub(crate) async fn texts(&mut self, sql: &str, arguments: &[Value]) -> Result<Vec<Texts>> {
        let arguments = arguments.iter().map(plain::argument).collect::<Result<Vec<_>>>()?;
        let mut texts = Ok(Vec::new());
        let mut take = |row: Row<'_>| {
            if let Ok(rows) = &mut texts {
                match plain::texts(row) {
                    Ok(row) => rows.push(row),
                    Err(error) => texts = Err(error),
                }
            }
        };
        self.begin_now().await?;
        self.health.begin();
        let outcome = self.session.texts(sql, &arguments, &mut take).await;
        self.ended(outcome)?;
        texts
    }

    pub(crate) async fn run(&mut self, sql: &str) -> Result<()> {
        self.begin_now().await?;
        self.health.begin();
        let outcome = self.session.run(sql, &mut |_| ()).await;
        self.ended(outcome).map_err(Error::from)
    }

    /// Runs a statement of our own, and reads each row of its answer.
    async fn ask<T: Send>(
        &mut self,
        sql: &str,
        args: Vec<Arg>,
        read: impl Fn(Row<'_>) -> Result<T> + Send + Sync,
    ) -> Result<Vec<T>> {
        let statement = Statement { text: sql.into(), args };
        let mut answer = Vec::new();
        let mut take = |row: Row<'_>| answer.push(read(row));
        self.health.begin();
        let outcome = self.session.query(&statement, Frame::default(), &mut take).await;
        self.ended(outcome)?;
        answer.into_iter().collect()
    }

    /// Takes note of how a call to the session ended.
    fn ended(&mut self, outcome: Result<(), wire::Error>) -> Result<(), Failure> {
        self.health.end();
        outcome.map_err(|error| {
            let (failure, is_over) = failure(error);
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
        let kept = self.ask(query, Vec::new(), |row| Ok(row.get(0)?.map(<[u8]>::to_vec)));
        let kept = kept.await?.pop().flatten();
        Ok(kept.and_then(|value| value.try_into().ok()))
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
        let args = vec![Arg::Integer(peer.number), Arg::Integer(self.process.into())];
        let answer = self.ask(IDLE, args, |row| truth(row, 0)).await?;
        answer.first().copied().ok_or_else(unexpected)
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

    /// The time is a second short, and more: the clocks of two machines are not one.
    async fn tell(&mut self, order: &'static str, peer: Peer) -> Result<()> {
        let age = i64::try_from(peer.opened.elapsed().as_secs()).unwrap_or(i64::MAX) - 1;
        let args = vec![Arg::Integer(peer.number), Arg::Integer(age)];
        self.ask(order, args, |_| Ok(())).await.map(drop)
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

    /// Gives up what is open, once the answer is read that is still to come.
    async fn roll_back(&mut self) {
        self.frame = Frame::default();
        for _ in 0..ATTEMPTS {
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
        binary::read::<Binary>(column, self.raw(index)?)
    }

    pub(crate) fn write_json(
        &self,
        index: usize,
        column: &Column,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        binary::write_json::<Binary>(column, self.raw(index)?, out)
    }

    pub(crate) fn hash(&self, index: usize, hasher: &mut impl Hasher) -> Result<()> {
        stored::hash(self.raw(index)?, hasher);
        Ok(())
    }

    pub(crate) fn integer(&self, index: usize) -> Result<i64> {
        let bytes = self.raw(index)?.and_then(|bytes| bytes.try_into().ok());
        bytes.map(i64::from_be_bytes).ok_or_else(unexpected)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn name(&self, index: usize) -> &str {
        self.0.heading(index).map_or("", |(name, _)| name)
    }

    pub(crate) fn kind(&self, index: usize) -> Result<Kind> {
        let Some(_) = self.raw(index)? else { return Ok(Kind::Null) };
        Ok(self.0.heading(index).map_or(Kind::Other, |(_, oid)| argument::kind(oid)))
    }

    pub(crate) fn whole(&self, index: usize) -> Result<Option<i64>> {
        Ok(self.raw(index)?.and_then(value::whole))
    }

    pub(crate) fn number(&self, index: usize) -> Result<Option<Decimal>> {
        Ok(self.raw(index)?.and_then(value::number))
    }

    /// The value as the server sent it, in its binary form.
    fn raw(&self, index: usize) -> Result<Option<&[u8]>> {
        self.0.get(index)
    }
}

fn text(row: Row<'_>, index: usize) -> Result<&str> {
    let text = row.get(index)?.and_then(|bytes| std::str::from_utf8(bytes).ok());
    text.ok_or_else(unexpected)
}

fn truth(row: Row<'_>, index: usize) -> Result<bool> {
    match row.get(index)? {
        Some([truth]) => Ok(*truth != 0),
        _ => Err(unexpected()),
    }
}

/// The error of an answer that is not one to what was asked.
fn unexpected() -> Error {
    Error::Database("the server answers something else".into())
}
