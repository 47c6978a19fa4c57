//! One session at the server.

use std::hash::Hasher;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use rust_decimal::Decimal;
use sqlx::mysql::{MySql, MySqlArguments, MySqlConnection, MySqlRow};
use sqlx::{
    AssertSqlSafe, Column as _, Connection as _, Either, Executor as _, Row as _, TypeInfo as _,
};
use tokio::time::timeout;
use uuid::Uuid;

use super::error::{cannot_connect, failure, own};
use super::options::Options;
use super::plain;
use super::quiet::quiet;
use super::session::{self, RESET, Session};
use super::value::{self, Binary};
use crate::error::{Error, Result};
use crate::model::{Column, Value};
use crate::sql::Statement;
use crate::store::binary;
use crate::store::connection::{Shared, Texts};
use crate::store::failure::Failure;
use crate::store::fields;
use crate::store::kind::Kind;
use crate::store::network::{Health, Isolation, Peer};
use crate::store::stored;

/// How long taking leave of a server may take, or ending a session there.
const PATIENCE: Duration = Duration::from_secs(2);

/// An open session.
pub(crate) struct Connection {
    driver: MySqlConnection,
    session: Session,
    health: Health,
    shared: Arc<Shared>,
}

/// What the server says of a statement that it ran.
#[derive(Default)]
struct Done {
    /// The key that it generated.
    generated: u64,
    /// How many records it was about.
    affected: u64,
}

/// The columns of a row.
pub(crate) struct Fields<'row>(&'row MySqlRow);

impl Connection {
    pub(crate) async fn open(options: &Options, shared: &Arc<Shared>) -> Result<Self> {
        let cannot = |error| cannot_connect(options, &error);
        let mut driver = MySqlConnection::connect_with(&options.connect).await.map_err(cannot)?;
        let session = Session::set_up(&mut driver, options.pool()).await.map_err(cannot)?;
        Ok(Self { driver, session, health: Health::default(), shared: Arc::clone(shared) })
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
        self.execute(statement, sink).await.map(drop)
    }

    pub(crate) async fn raw(
        &mut self,
        statement: &Statement,
        sink: &mut (dyn FnMut(&fields::Fields<'_>) -> Result<()> + Send),
    ) -> Result<u64, Failure> {
        self.execute(statement, sink).await.map(|done| done.affected)
    }

    /// Runs a statement; returns the key that the server generated.
    pub(crate) async fn insert(&mut self, statement: &Statement) -> Result<Option<i64>, Failure> {
        let done = self.execute(statement, &mut |_| Ok(())).await?;
        Ok(i64::try_from(done.generated).ok().filter(|key| *key > 0))
    }

    async fn execute(
        &mut self,
        statement: &Statement,
        sink: &mut (dyn FnMut(&fields::Fields<'_>) -> Result<()> + Send),
    ) -> Result<Done, Failure> {
        let mut arguments = MySqlArguments::default();
        for arg in &statement.args {
            value::bind(arg, &mut arguments)?;
        }
        let query = sqlx::query_with(AssertSqlSafe(Arc::clone(&statement.text)), arguments);
        self.health.begin();
        let mut answer = quiet(|| self.driver.fetch_many(query));
        let mut taken = Ok(());
        let mut end = Done::default();
        let outcome = loop {
            match answer.try_next().await {
                Ok(Some(Either::Right(row))) if taken.is_ok() => {
                    self.health.proceed();
                    taken = sink(&fields::Fields::Mysql(Fields(&row)));
                }
                // The answer is read to its end, so that the next statement finds its own.
                Ok(Some(Either::Right(_))) => {}
                Ok(Some(Either::Left(done))) => {
                    end = Done { generated: done.last_insert_id(), affected: done.rows_affected() };
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        drop(answer);
        self.health.end();
        outcome.map_err(|error| self.note(failure(&error)))?;
        taken?;
        Ok(end)
    }

    pub(crate) async fn texts(&mut self, sql: &str, arguments: &[Value]) -> Result<Vec<Texts>> {
        let text = AssertSqlSafe(sql.to_owned());
        let mut bound = MySqlArguments::default();
        for argument in arguments {
            plain::bind(argument, &mut bound)?;
        }
        self.health.begin();
        let rows = if arguments.is_empty() {
            // As one plain text, which the server answers in texts.
            sqlx::raw_sql(text).fetch_all(&mut self.driver).await
        } else {
            // Not kept prepared: what is asked about tables changes with them.
            sqlx::query_with(text, bound).persistent(false).fetch_all(&mut self.driver).await
        };
        self.health.end();
        let rows = rows.map_err(|error| self.note(own(&error)))?;
        rows.iter().map(|row| plain::texts(row, arguments.is_empty())).collect()
    }

    pub(crate) async fn run(&mut self, sql: &str) -> Result<()> {
        self.health.begin();
        let text = AssertSqlSafe(sql.to_owned());
        let outcome = self.driver.execute(sqlx::raw_sql(text)).await;
        self.health.end();
        outcome.map(drop).map_err(|error| self.note(own(&error)))
    }

    /// Takes note of an error that ends the session.
    fn note<E>(&mut self, (error, is_over): (E, bool)) -> E {
        if is_over {
            self.health.give_up();
        }
        error
    }

    /// What opens a transaction.
    pub(crate) fn opening(&self, isolation: Isolation) -> &'static str {
        self.session.opening(isolation)
    }

    /// The secret kept in the database; made here when there is none. Two processes that begin at
    /// once agree, because the first to write wins.
    pub(crate) async fn secret(&mut self) -> Result<[u8; 16]> {
        if let Ok(Some(secret)) = self.kept().await {
            return Ok(secret);
        }
        let fresh = *Uuid::new_v4().as_bytes();
        let hex = Uuid::from_bytes(fresh).simple();
        let make = format!(
            "CREATE TABLE IF NOT EXISTS _crud (
               name varchar(64) NOT NULL PRIMARY KEY, value varbinary(255) NOT NULL
             ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;
             INSERT IGNORE INTO _crud (name, value) VALUES ('secret', x'{hex}')"
        );
        match self.run(&make).await {
            Ok(()) => {}
            // Tags and cursors of a database that cannot be written live as long as we do.
            Err(Error::ReadOnly) => return Ok(fresh),
            Err(error) => return Err(error),
        }
        self.kept().await?.ok_or_else(|| Error::Database("the secret was not kept".into()))
    }

    async fn kept(&mut self) -> Result<Option<[u8; 16]>> {
        let query = sqlx::query("SELECT value FROM _crud WHERE name = 'secret'");
        self.health.begin();
        let rows = query.fetch_all(&mut self.driver).await;
        self.health.end();
        let rows = rows.map_err(|error| self.note(own(&error)))?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(raw(row, 0)?.and_then(|value| value.try_into().ok()))
    }

    /// This session, for another.
    pub(crate) fn peer(&self) -> Peer {
        let number = i64::try_from(self.session.id).unwrap_or(i64::MAX);
        Peer { number, opened: self.session.opened }
    }

    /// Whether the server does nothing for another session, or does not know it.
    pub(crate) async fn is_idle(&mut self, peer: Peer) -> Result<bool> {
        // What stands between us and the server may have other numbers than it. Then we do not see
        // ourselves at work either.
        const IDLE: &str = "
            SELECT CAST(count(CASE WHEN id = ? THEN 1 END) = 1
                        AND count(CASE WHEN id = ? THEN 1 END) = 0 AS signed)
              FROM information_schema.processlist WHERE command <> 'Sleep'";
        let query = sqlx::query(IDLE).bind(self.peer().number).bind(peer.number);
        let row = query.fetch_one(&mut self.driver).await.map_err(|error| own(&error).0)?;
        Ok(raw(&row, 0)?.and_then(value::plain_integer) == Some(1))
    }

    /// Ends another session, if the server does nothing for it.
    pub(crate) async fn end_idle(&mut self, peer: Peer) -> Result<()> {
        if self.is_idle(peer).await? { self.stop(peer).await } else { Ok(()) }
    }

    /// Ends another session, whatever it is doing.
    pub(crate) async fn stop(&mut self, peer: Peer) -> Result<()> {
        session::end(&mut self.driver, peer).await.map_err(|error| own(&error).0)
    }

    /// Gives up what is open. Where a statement is under way, its answer cannot be told from the
    /// next one's: the session is ended, at the server too, where it would go on working.
    pub(crate) async fn recover(mut self, stop: impl Future<Output = bool>) -> Option<Self> {
        if self.health.is_in_flight() {
            drop(self.driver);
            // Where that cannot be, the server ends the statement itself after its time.
            stop.await;
            return None;
        }
        self.run(RESET).await.ok()?;
        self.health.close();
        (!self.health.is_broken()).then_some(self)
    }

    pub(crate) async fn close(self) {
        // The server finds out anyway.
        let _ = timeout(PATIENCE, self.driver.close()).await;
    }
}

impl Fields<'_> {
    pub(crate) fn value(&self, index: usize, column: &Column) -> Result<Value> {
        binary::read::<Binary>(column, raw(self.0, index)?)
    }

    pub(crate) fn write_json(
        &self,
        index: usize,
        column: &Column,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        binary::write_json::<Binary>(column, raw(self.0, index)?, out)
    }

    pub(crate) fn hash(&self, index: usize, hasher: &mut impl Hasher) -> Result<()> {
        stored::hash(raw(self.0, index)?, hasher);
        Ok(())
    }

    pub(crate) fn integer(&self, index: usize) -> Result<i64> {
        raw(self.0, index)?
            .and_then(value::plain_integer)
            .ok_or_else(|| Error::Database("an integer was expected".into()))
    }
}

impl Fields<'_> {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn name(&self, index: usize) -> &str {
        self.0.columns().get(index).map_or("", sqlx::Column::name)
    }

    fn type_name(&self, index: usize) -> &str {
        self.0.columns().get(index).map_or("", |column| column.type_info().name())
    }

    pub(crate) fn kind(&self, index: usize) -> Result<Kind> {
        let Some(_) = raw(self.0, index)? else { return Ok(Kind::Null) };
        Ok(value::kind(self.type_name(index)))
    }

    pub(crate) fn whole(&self, index: usize) -> Result<Option<i64>> {
        let is_natural = self.type_name(index).contains("UNSIGNED");
        let read = if is_natural { value::plain_natural } else { value::plain_integer };
        Ok(raw(self.0, index)?.and_then(read))
    }

    pub(crate) fn number(&self, index: usize) -> Result<Option<Decimal>> {
        let text = raw(self.0, index)?.and_then(|bytes| std::str::from_utf8(bytes).ok());
        Ok(text.and_then(|text| text.parse().ok()))
    }
}

/// The value as the server sent it, in its binary form; none where it is null. The driver's own
/// `is_null` would take a zero date for one.
pub(super) fn raw(row: &MySqlRow, index: usize) -> Result<Option<&[u8]>> {
    let value = row.try_get_raw(index).map_err(|found| own(&found).0)?;
    Ok(<&[u8] as sqlx::Decode<MySql>>::decode(value).ok())
}
