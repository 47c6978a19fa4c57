//! A migration step by step, each with its record in the ledger, so that what was interrupted is
//! gone on with, or refused with what to do.

use std::sync::Arc;
use std::time::Instant;

use super::data;
use super::direction::{Direction, Job, Outcome};
use super::inflight::{Effect, Kind, Look, Recover, kind};
use super::ledger::{self, Entry, State};
use super::migrator::{Hands, Resume};
use super::report::{excerpt, whole};
use super::statement::is_several;
use super::whole::begin;
use crate::error::{Error, Result};
use crate::migrate::script::Step;
use crate::sql::Dialect;
use crate::store::{Connection, Run, Work};

/// Runs the steps that are left.
pub(super) async fn run(hands: &mut Hands<'_>, job: &Arc<Job>, resume: Resume) -> Result<Outcome> {
    let Some(mut entry) = hands.patiently(Begin(Arc::clone(job))).await? else {
        return Ok(Outcome::Moved);
    };
    resumed(hands, job, &mut entry, resume).await?;
    let before = entry.milliseconds;
    let begun = Instant::now();
    let spent =
        |begun: Instant| before + u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    while let Some(step) = job.steps().get(entry.step) {
        let place = entry.step;
        let done = match step {
            Step::Rust(name) => data::run(hands, job, &entry, name).await,
            Step::Sql(sql) => statement(hands, job, &mut entry, sql).await,
        };
        entry.milliseconds = spent(begun);
        match done {
            Ok(Some(next)) => {
                let milliseconds = entry.milliseconds;
                entry = Entry { milliseconds, ..next };
            }
            Ok(None) => return Ok(Outcome::Moved),
            Err(error) => return Err(stopped(hands, job, entry, place, &error).await),
        }
    }
    if hands.patiently(Finish { job: Arc::clone(job), entry: entry.clone() }).await? {
        Ok(Outcome::Done(entry.milliseconds))
    } else {
        Ok(Outcome::Moved)
    }
}

/// Settles what an earlier run left in doubt.
async fn resumed(
    hands: &mut Hands<'_>,
    job: &Job,
    entry: &mut Entry,
    resume: Resume,
) -> Result<()> {
    let title = job.title();
    let count = job.steps().len();
    match resume {
        Resume::Auto => {}
        Resume::Retry => entry.in_flight = 0,
        Resume::After(step) if step > count => {
            return Err(Error::Config(format!("{title} has {count} steps, and not {step}")));
        }
        Resume::After(step) => {
            entry.running.clone_from(&job.file.checksum);
            (entry.step, entry.in_flight) = (step, 0);
            entry.progress.clear();
        }
    }
    if entry.running != job.file.checksum {
        return Err(Error::Config(format!(
            "{title} was changed since it was interrupted, with {} of its steps done. If its first \
             {} are still those that were run, say `--resume-after {}`; otherwise take it back \
             from version control",
            entry.step, entry.step, entry.step
        )));
    }
    if resume != Resume::Auto {
        hands.patiently(Save(entry.clone())).await?;
    } else if entry.step > 0 || entry.in_flight > 0 {
        (hands.say)(&format!("going on with {title}, {} of {count} steps done", entry.step));
    }
    Ok(())
}

/// Runs a statement; the entry with it done, or nothing where another process was there first.
async fn statement(
    hands: &mut Hands<'_>,
    job: &Arc<Job>,
    entry: &mut Entry,
    sql: &str,
) -> Result<Option<Entry>> {
    let mut next = entry.clone();
    (next.step, next.in_flight) = (entry.step + 1, 0);
    next.mark.clear();
    next.progress.clear();
    next.error.clear();
    if kind(hands.dialect, sql) == Kind::Transaction {
        let step = InTransaction { job: Arc::clone(job), sql: sql.to_owned(), next };
        return hands.patiently(step).await;
    }
    if entry.in_flight == next.step {
        let recover = Recover { sql: sql.to_owned(), mark: entry.mark.clone() };
        match hands.patiently(recover).await? {
            Effect::Done => {
                hands.patiently(Save(next.clone())).await?;
                return Ok(Some(next));
            }
            Effect::None => {}
            Effect::Unknown => return Err(in_doubt(job, next.step, sql)),
        }
    }
    entry.mark = hands.patiently(Look(sql.to_owned())).await?;
    entry.in_flight = next.step;
    hands.patiently(Save(entry.clone())).await?;
    hands.patiently(Run(sql.to_owned())).await?;
    hands.patiently(Save(next.clone())).await?;
    Ok(Some(next))
}

fn in_doubt(job: &Job, number: usize, sql: &str) -> Error {
    Error::Config(format!(
        "it was interrupted here, and whether this step took effect cannot be seen from outside: \
         {}. Look at the database; then say `migrate {} --resume-after {number}` if it did, or \
         `migrate {} --retry` if it did not",
        excerpt(sql),
        job.state().word(),
        job.state().word()
    ))
}

/// Takes note of a failed step, and makes an error of it that says what to do.
async fn stopped(
    hands: &mut Hands<'_>,
    job: &Job,
    mut entry: Entry,
    place: usize,
    error: &Error,
) -> Error {
    let is_settled = match job.steps().get(place) {
        // A statement that the server refuses has done nothing; of an index that it could not
        // finish something is left, which is looked for when it is tried again.
        Some(Step::Sql(sql)) => {
            let is_refused = !matches!(
                error,
                Error::Unavailable(_) | Error::Timeout | Error::Busy | Error::Config(_)
            );
            hands.dialect == Dialect::Mysql && is_refused && !is_several(sql)
        }
        _ => false,
    };
    if is_settled {
        entry.in_flight = 0;
    }
    entry.error = whole(error);
    // Where that cannot be written, what is written there already is true as well.
    let noted = hands.patiently(Note(entry)).await;
    drop(noted);
    let rest = format!(
        "The steps before it are done, and kept. Correct what is in its way and say `migrate {}` \
         again: it goes on from here",
        job.state().word()
    );
    job.failed(place, error, &rest)
}

/// Writes that a migration has begun, if it has not; nothing where it is elsewhere by now.
#[derive(Clone)]
struct Begin(Arc<Job>);

impl Work for Begin {
    type Output = Option<Entry>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Option<Entry>> {
        let job = &self.0;
        connection.run(begin(connection.dialect())).await?;
        let there = ledger::lock(connection, &job.version).await?;
        let entry = match (there, job.direction) {
            (Some(entry), _) if entry.state == job.state() => Some(entry),
            (None, Direction::Up) => {
                let mut entry = job.entry(State::Up);
                entry.running.clone_from(&job.file.checksum);
                ledger::insert(connection, &entry).await?;
                Some(entry)
            }
            (Some(mut entry), Direction::Down) if entry.state == State::Applied => {
                entry.state = State::Down;
                entry.running.clone_from(&job.file.checksum);
                (entry.started, entry.milliseconds, entry.step) = (ledger::now(), 0, 0);
                ledger::update(connection, &entry).await?;
                Some(entry)
            }
            _ => None,
        };
        connection.run("COMMIT").await?;
        Ok(entry)
    }
}

/// Runs a statement and writes that it is done, both or neither.
#[derive(Clone)]
struct InTransaction {
    job: Arc<Job>,
    sql: String,
    next: Entry,
}

impl Work for InTransaction {
    type Output = Option<Entry>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Option<Entry>> {
        connection.run(begin(connection.dialect())).await?;
        let outcome = self.step(connection).await;
        let end = if matches!(outcome, Ok(true)) { "COMMIT" } else { "ROLLBACK" };
        let ended = connection.run(end).await;
        match outcome {
            Ok(is_ours) => ended.map(|()| is_ours.then(|| self.next.clone())),
            Err(error) => Err(error),
        }
    }
}

impl InTransaction {
    async fn step(&self, connection: &mut Connection) -> Result<bool> {
        let there = ledger::lock(connection, &self.next.version).await?;
        let is_next =
            |entry: Entry| entry.state == self.job.state() && entry.step + 1 == self.next.step;
        if !there.is_some_and(is_next) {
            return Ok(false);
        }
        connection.run(&self.sql).await?;
        ledger::update(connection, &self.next).await?;
        Ok(true)
    }
}

/// Writes how far a migration is.
#[derive(Clone)]
struct Save(Entry);

impl Work for Save {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        ledger::update(connection, &self.0).await
    }
}

/// Writes why a migration stopped, unless it is elsewhere by now.
#[derive(Clone)]
struct Note(Entry);

impl Work for Note {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        connection.run(begin(connection.dialect())).await?;
        if let Some(mut there) = ledger::lock(connection, &self.0.version).await?
            && (there.state, there.step) == (self.0.state, self.0.step)
        {
            there.in_flight = self.0.in_flight;
            there.error.clone_from(&self.0.error);
            there.milliseconds = self.0.milliseconds;
            ledger::update(connection, &there).await?;
        }
        connection.run("COMMIT").await
    }
}

/// Writes that a migration has arrived; whether it was still on its way.
#[derive(Clone)]
struct Finish {
    job: Arc<Job>,
    entry: Entry,
}

impl Work for Finish {
    type Output = bool;

    async fn run(&mut self, connection: &mut Connection) -> Result<bool> {
        connection.run(begin(connection.dialect())).await?;
        let there = ledger::lock(connection, &self.entry.version).await?;
        let is_ours = there.is_some_and(|entry| entry.state == self.job.state());
        if is_ours {
            match self.job.direction {
                Direction::Down => ledger::remove(connection, &self.entry.version).await?,
                Direction::Up => {
                    let mut entry = self.entry.clone();
                    entry.state = State::Applied;
                    entry.checksum.clone_from(&self.job.checksum);
                    entry.running.clear();
                    entry.error.clear();
                    entry.finished = ledger::now();
                    ledger::update(connection, &entry).await?;
                }
            }
        }
        connection.run("COMMIT").await?;
        Ok(is_ours)
    }
}
