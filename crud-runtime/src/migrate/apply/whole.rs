//! A migration in one transaction, with its record in the ledger: it is there, or nothing is.

use std::sync::Arc;
use std::time::Instant;

use super::direction::{Direction, Job, Outcome};
use super::ledger::{self, State};
use super::rebuild::{self, Kept};
use crate::error::{Error, Result};
use crate::migrate::script::{Mode, Step};
use crate::sql::Dialect;
use crate::store::{Connection, Work};

/// Runs a migration in one transaction.
#[derive(Clone)]
pub(super) struct Whole(pub(super) Arc<Job>);

/// What is said of a transaction that failed.
const NOTHING: &str = "Nothing of it was kept: correct it and run it again";

impl Work for Whole {
    type Output = Outcome;

    async fn run(&mut self, connection: &mut Connection) -> Result<Outcome> {
        if self.0.file.script.mode != Mode::Rebuild {
            return self.transact(connection).await;
        }
        // Inside a transaction the pragma does nothing.
        let previous = rebuild::set_foreign_keys(connection, "OFF").await?;
        let outcome = self.transact(connection).await;
        rebuild::set_foreign_keys(connection, &previous).await?;
        outcome
    }
}

impl Whole {
    async fn transact(&self, connection: &mut Connection) -> Result<Outcome> {
        connection.run(begin(connection.dialect())).await?;
        let outcome = match self.steps(connection).await {
            Ok(Outcome::Done(time)) => connection.run("COMMIT").await.map(|()| Outcome::Done(time)),
            other => other,
        };
        if !matches!(outcome, Ok(Outcome::Done(_))) {
            // Where that fails, the session is gone, and the transaction with it.
            let _ = connection.run("ROLLBACK").await;
        }
        outcome
    }

    async fn steps(&self, connection: &mut Connection) -> Result<Outcome> {
        let job = &self.0;
        let there = ledger::lock(connection, &job.version).await?.map(|entry| entry.state);
        let expected = match job.direction {
            Direction::Up => None,
            Direction::Down => Some(State::Applied),
        };
        if there != expected {
            return Ok(Outcome::Moved);
        }
        let begun = Instant::now();
        let started = ledger::now();
        let mut kept = Kept::default();
        for (place, step) in job.steps().iter().enumerate() {
            let Step::Sql(sql) = step else {
                return Err(Error::Config(format!(
                    "{} has a step in Rust, which commits as it goes along: write `mode=stepwise`",
                    job.title()
                )));
            };
            let run = async {
                if job.file.script.mode == Mode::Rebuild {
                    kept.before(connection, sql).await?;
                }
                connection.run(sql).await
            };
            match run.await {
                // It is tried again.
                Err(Error::Busy) => return Err(Error::Busy),
                Err(error) => return Err(job.failed(place, &error, NOTHING)),
                Ok(()) => {}
            }
        }
        if job.file.script.mode == Mode::Rebuild {
            kept.restore(connection)
                .await
                .and(rebuild::check(connection).await)
                .map_err(|error| Error::Config(format!("{}: {error}\n{NOTHING}", job.title())))?;
        }
        let time = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        match job.direction {
            Direction::Down => ledger::remove(connection, &job.version).await?,
            Direction::Up => {
                let mut entry = job.entry(State::Applied);
                (entry.started, entry.finished) = (started, ledger::now());
                (entry.milliseconds, entry.step) = (time, job.steps().len());
                ledger::insert(connection, &entry).await?;
            }
        }
        Ok(Outcome::Done(time))
    }
}

/// What opens a transaction that will write.
pub(super) const fn begin(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "BEGIN IMMEDIATE",
        Dialect::Postgres => "BEGIN",
        Dialect::Mysql => "START TRANSACTION",
    }
}
