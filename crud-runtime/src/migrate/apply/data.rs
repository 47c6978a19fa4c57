//! Steps in Rust, which the application has by name.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;

use super::batch::{Batch, Counted, Next, Progress};
use super::direction::Job;
use super::ledger::{self, Entry};
use super::migrator::Hands;
use crate::error::{Error, Result};
use crate::migrate::folder::Migration;
use crate::migrate::script::Step;
use crate::store::{Connection, Executor as _, Run, Transaction, Work};

/// How often it is said how far a step is.
const PERIOD: Duration = Duration::from_secs(1);

/// The steps that an application has.
#[derive(Default)]
pub(crate) struct Steps(BTreeMap<String, Body>);

type Body = Box<dyn Fn(Batch) -> BoxFuture<'static, Result<Progress>> + Send + Sync>;

impl Steps {
    /// Adds a step.
    pub(crate) fn add<W, F>(&mut self, name: String, work: W)
    where
        W: Fn(Batch) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Progress>> + Send + 'static,
    {
        self.0.insert(name, Box::new(move |batch| Box::pin(work(batch))));
    }

    /// Refuses migrations with a step that is not there, which a new database would need.
    pub(crate) fn check<'m>(
        &self,
        migrations: impl IntoIterator<Item = &'m Migration>,
    ) -> Result<()> {
        for migration in migrations {
            for file in [Some(&migration.up), migration.down.as_ref()].into_iter().flatten() {
                self.demand(&migration.title(), &file.script.steps)?;
            }
        }
        Ok(())
    }

    /// The same of what is to be run now.
    pub(super) fn check_jobs(&self, jobs: &[Job]) -> Result<()> {
        jobs.iter().try_for_each(|job| self.demand(&job.title(), job.steps()))
    }

    fn demand(&self, title: &str, steps: &[Step]) -> Result<()> {
        for step in steps {
            if let Step::Rust(name) = step
                && !self.0.contains_key(name)
            {
                return Err(Error::Config(format!(
                    "{title} has the step `{name}` in Rust, which the application does not have: \
                     add `.step(\"{name}\", async |batch| …)` where it is built"
                )));
            }
        }
        Ok(())
    }
}

/// Runs what is left of a step; the entry with it done, or nothing where another process was there
/// first.
pub(super) async fn run(
    hands: &mut Hands<'_>,
    job: &Arc<Job>,
    entry: &Entry,
    name: &str,
) -> Result<Option<Entry>> {
    let Some(step) = hands.steps.0.get(name) else {
        return Err(Error::Config(format!("the application has no step `{name}`")));
    };
    let counted = Counted::default();
    let begun = Instant::now();
    let mut said = begun;
    let mut batches: u64 = 0;
    loop {
        let batch = hands.db.transaction(async |mut transaction| {
            let Some(entry) = current(&mut transaction, job, entry.step).await? else {
                return Ok(None);
            };
            let batch = Batch::new(transaction, entry, Arc::clone(&counted));
            step(batch).await.map(Some)
        });
        let Some(Progress(Next { entry, is_done })) = batch.await? else { return Ok(None) };
        batches += 1;
        if is_done {
            return Ok(Some(entry));
        }
        if said.elapsed() >= PERIOD {
            said = Instant::now();
            let counted = *counted.lock().unwrap_or_else(PoisonError::into_inner);
            let how_far = match counted {
                Some((done, all)) => {
                    let percent = done.saturating_mul(100).checked_div(all).unwrap_or(100);
                    format!("{done} of {all} ({percent} %)")
                }
                None => format!("{batches} batches"),
            };
            (hands.say)(&format!("{name}: {how_far} after {} s", begun.elapsed().as_secs()));
            // The lock is worth as much as the session that has it.
            hands.session.run(Run("SELECT 1".to_owned())).await?;
        }
    }
}

/// What is written of the migration, where this step is still its next.
async fn current(
    transaction: &mut Transaction<'static>,
    job: &Job,
    place: usize,
) -> Result<Option<Entry>> {
    let lock = Lock(job.version.clone());
    let there = transaction.into_handle().write(lock).await?;
    Ok(there.filter(|entry| entry.state == job.state() && entry.step == place))
}

struct Lock(String);

impl Work for Lock {
    type Output = Option<Entry>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Option<Entry>> {
        ledger::lock(connection, &self.0).await
    }
}
