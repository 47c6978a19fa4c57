//! Brings a database from one migration to another.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use super::data::Steps;
use super::direction::{Job, Outcome};
use super::history::{self, History};
use super::ledger::{Entry, State};
use super::report::{Say, duration};
use super::whole::Whole;
use super::work::{Insert, Prepare, Read, Tables, Unaccounted};
use super::{lock, stepwise};
use crate::error::{Error, Result};
use crate::migrate::folder::{Folder, Migration};
use crate::migrate::script::Mode;
use crate::sql::Dialect;
use crate::store::{Db, Session, Work};

/// How long others may keep what a step needs before it is given up, and how long to wait before
/// it is tried again.
const PATIENCE: Duration = Duration::from_mins(5);
const PAUSE: Duration = Duration::from_millis(200);

/// The migrations of a program, and a database.
pub(crate) struct Migrator<'m> {
    db: &'m Db,
    dialect: Dialect,
    migrations: Vec<Migration>,
    /// The tables that all of them make.
    tables: Vec<String>,
    steps: &'m Steps,
    say: &'m Say<'m>,
}

/// Which way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target<'t> {
    /// So many of them.
    Count(usize),
    /// Until this one is the last that is applied; `0` is none of them.
    Until(&'t str),
}

/// What to do about a step that was begun and may or may not have taken effect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Resume {
    /// What can be found out.
    #[default]
    Auto,
    /// Run it again.
    Retry,
    /// Go on behind the step of this number.
    After(usize),
}

/// A migration, and what the database says of it.
#[derive(Debug)]
pub(crate) struct Status {
    pub(crate) title: String,
    /// Nothing where it is pending.
    pub(crate) entry: Option<Entry>,
    pub(crate) steps: usize,
}

/// What runs migrations has at hand.
pub(super) struct Hands<'h> {
    pub(super) db: &'h Db,
    pub(super) dialect: Dialect,
    pub(super) session: &'h mut Session,
    pub(super) steps: &'h Steps,
    pub(super) say: &'h Say<'h>,
}

impl<'m> Migrator<'m> {
    /// The migrations of a folder for the database's dialect.
    ///
    /// # Errors
    /// [`Error::Config`] where the folder contradicts itself.
    pub(crate) fn new(
        db: &'m Db,
        folder: &Folder,
        steps: &'m Steps,
        say: &'m Say<'m>,
    ) -> Result<Self> {
        let dialect = db.dialect();
        let migrations = folder.of(dialect)?;
        let tables = folder.snapshot.iter().flat_map(|schema| &schema.tables);
        let tables = tables.map(|table| table.name.clone()).collect();
        Ok(Self { db, dialect, migrations, tables, steps, say })
    }

    /// Applies what is pending, up to the one that is named; returns how many that were.
    pub(crate) async fn up(&self, to: Option<&str>, resume: Resume) -> Result<usize> {
        let mut session = self.begin().await?;
        let outcome = self.climb(&mut session, to, resume).await;
        self.end(session, outcome).await
    }

    /// Takes back so many; returns how many that were.
    pub(crate) async fn down(&self, target: Target<'_>, resume: Resume) -> Result<usize> {
        let mut session = self.begin().await?;
        let outcome = self.descend(&mut session, target, resume).await;
        self.end(session, outcome).await
    }

    /// Takes the last one back and applies it again.
    pub(crate) async fn redo(&self) -> Result<()> {
        let mut session = self.begin().await?;
        let outcome = async {
            let last = self.history(&mut session).await?.applied.checked_sub(1);
            let last = last.map(|last| self.migrations[last].version.clone());
            let last = last.ok_or_else(nothing_applied)?;
            self.descend(&mut session, Target::Count(1), Resume::Auto).await?;
            self.climb(&mut session, Some(&last), Resume::Auto).await
        };
        let outcome = outcome.await.map(drop);
        self.end(session, outcome).await
    }

    /// What `up` would run.
    pub(crate) async fn pending(&self, to: Option<&str>) -> Result<Vec<Job>> {
        let mut session = self.db.session().await?;
        let history = self.history(&mut session).await;
        session.close().await;
        let history = history?;
        let goal = self.goal(&history, to)?;
        self.ahead(&history, goal)
    }

    fn ahead(&self, history: &History, goal: usize) -> Result<Vec<Job>> {
        self.migrations[history.applied.min(goal)..goal].iter().map(Job::up).collect()
    }

    /// What `down` would run.
    pub(crate) async fn way_back(&self, target: Target<'_>) -> Result<Vec<Job>> {
        let mut session = self.db.session().await?;
        let history = self.history(&mut session).await;
        session.close().await;
        self.back(&history?, target)
    }

    /// Writes that migrations are applied, without running them; returns how many that were.
    pub(crate) async fn baseline(&self, to: Option<&str>) -> Result<usize> {
        let mut session = self.begin().await?;
        let outcome = self.adopt(&mut session, to).await;
        self.end(session, outcome).await
    }

    /// All migrations, and those that the database alone knows.
    pub(crate) async fn status(&self) -> Result<Vec<Status>> {
        let entries = self.entries().await?;
        let known = self.migrations.iter().map(|migration| Status {
            title: migration.title(),
            entry: entries.iter().find(|entry| entry.version == migration.version).cloned(),
            steps: migration.up.script.steps.len(),
        });
        let is_known =
            |entry: &&Entry| self.migrations.iter().any(|one| one.version == entry.version);
        let unknown = entries.iter().filter(|entry| !is_known(entry)).map(|entry| Status {
            title: entry.title(),
            entry: Some(entry.clone()),
            steps: entry.step,
        });
        let mut all: Vec<_> = known.chain(unknown).collect();
        all.sort_by(|one, other| one.title.cmp(&other.title));
        Ok(all)
    }

    /// Everything in which the files and the database contradict each other.
    pub(crate) async fn problems(&self) -> Result<Vec<String>> {
        let entries = self.entries().await?;
        let mut problems = history::problems(self.dialect, &self.migrations, &entries);
        let unfinished = entries.iter().filter(|entry| entry.state != State::Applied);
        problems.extend(unfinished.map(interrupted));
        Ok(problems)
    }

    /// All that a migration would run.
    pub(crate) fn script(&self, job: &Job) -> String {
        job.script(self.dialect)
    }

    /// Whose migrations they are.
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// How many migrations there are.
    pub(crate) fn count(&self) -> usize {
        self.migrations.len()
    }

    async fn entries(&self) -> Result<Vec<Entry>> {
        let mut session = self.db.session().await?;
        let entries = session.run(Read).await;
        session.close().await;
        entries
    }

    /// A session that nobody else migrates beside.
    async fn begin(&self) -> Result<Session> {
        let mut session = self.db.session().await?;
        lock::acquire(&mut session, self.say).await?;
        self.hands(&mut session).patiently(Prepare).await?;
        Ok(session)
    }

    async fn end<T>(&self, mut session: Session, outcome: Result<T>) -> Result<T> {
        // It ends with the session, too; but a server takes its time to notice.
        let _ = session.run(lock::Release).await;
        session.close().await;
        outcome
    }

    fn hands<'h>(&'h self, session: &'h mut Session) -> Hands<'h> {
        Hands { db: self.db, dialect: self.dialect, session, steps: self.steps, say: self.say }
    }

    async fn history(&self, session: &mut Session) -> Result<History> {
        History::of(self.dialect, &self.migrations, &session.run(Read).await?)
    }

    /// How many are to be applied in the end.
    fn goal(&self, history: &History, to: Option<&str>) -> Result<usize> {
        let Some(to) = to else { return Ok(self.migrations.len()) };
        let goal = history::find(&self.migrations, to)? + 1;
        if goal < history.applied {
            return Err(Error::Config(format!(
                "the database is beyond `{to}` already: `migrate down --to {to}` takes back what \
                 came after it"
            )));
        }
        Ok(goal)
    }

    async fn climb(
        &self,
        session: &mut Session,
        to: Option<&str>,
        resume: Resume,
    ) -> Result<usize> {
        let mut resume = resume;
        let mut count = 0;
        loop {
            let history = self.history(session).await?;
            let goal = self.goal(&history, to)?;
            match &history.unfinished {
                Some(entry) if entry.state == State::Down => {
                    return Err(Error::Config(interrupted(entry)));
                }
                None if resume != Resume::Auto => return Err(nothing_interrupted()),
                _ => {}
            }
            if history.applied >= goal {
                return Ok(count);
            }
            if history.applied == 0 && history.unfinished.is_none() {
                self.refuse_occupied(session).await?;
            }
            let ahead = self.ahead(&history, goal)?;
            self.steps.check_jobs(&ahead)?;
            let Some(job) = ahead.into_iter().next() else { return Ok(count) };
            if self.go(session, &Arc::new(job), std::mem::take(&mut resume)).await? {
                count += 1;
            }
        }
    }

    async fn descend(
        &self,
        session: &mut Session,
        target: Target<'_>,
        resume: Resume,
    ) -> Result<usize> {
        let mut resume = resume;
        let back = self.back(&self.history(session).await?, target)?;
        self.steps.check_jobs(&back)?;
        let mut left = back.len();
        let mut count = 0;
        while left > 0 {
            let history = self.history(session).await?;
            if history.unfinished.is_none() && resume != Resume::Auto {
                return Err(nothing_interrupted());
            }
            let Some(job) = self.back(&history, Target::Count(1))?.pop() else { break };
            if self.go(session, &Arc::new(job), std::mem::take(&mut resume)).await? {
                count += 1;
                left -= 1;
            }
        }
        Ok(count)
    }

    /// What has to be run to go back.
    fn back(&self, history: &History, target: Target<'_>) -> Result<Vec<Job>> {
        let reached = match &history.unfinished {
            Some(entry) if entry.state == State::Up => {
                return Err(Error::Config(interrupted(entry)));
            }
            Some(_) => history.applied + 1,
            None => history.applied,
        };
        let rest = match target {
            Target::Count(count) => reached.saturating_sub(count),
            Target::Until("0") => 0,
            Target::Until(wanted) => history::find(&self.migrations, wanted)? + 1,
        };
        if reached == 0 {
            return Err(nothing_applied());
        }
        if let Target::Until(wanted) = target
            && rest > reached
        {
            return Err(Error::Config(format!(
                "`{wanted}` is not applied: `migrate up --to {wanted}` does that"
            )));
        }
        let back = self.migrations[rest..reached].iter().rev();
        back.map(|migration| Job::down(self.dialect, migration)).collect()
    }

    /// Runs one migration; whether it was this process that did.
    async fn go(&self, session: &mut Session, job: &Arc<Job>, resume: Resume) -> Result<bool> {
        let mut hands = self.hands(session);
        let outcome = if job.file.script.mode == Mode::Stepwise {
            stepwise::run(&mut hands, job, resume).await?
        } else {
            if resume != Resume::Auto {
                return Err(nothing_interrupted());
            }
            hands.patiently(Whole(Arc::clone(job))).await?
        };
        if let Outcome::Done(milliseconds) = outcome {
            (self.say)(&format!("ran {} in {}", job.title(), duration(milliseconds)));
        }
        Ok(matches!(outcome, Outcome::Done(_)))
    }

    /// Tables without a record of how they came about are somebody's: `migrate baseline` says that
    /// they are ours.
    async fn refuse_occupied(&self, session: &mut Session) -> Result<()> {
        let Some(there) = session.run(Unaccounted).await? else { return Ok(()) };
        let ours: Vec<_> = self.tables.iter().filter(|table| there.contains(table)).collect();
        let Some(first) = ours.first() else { return Ok(()) };
        let others =
            if ours.len() > 1 { format!(" and {} more", ours.len() - 1) } else { String::new() };
        Err(Error::Config(format!(
            "the database has the table `{first}`{others} already, and knows of no migration. If \
             its tables are those that the migrations make, say `migrate baseline` (or `migrate \
             baseline --to …`, as far as they are), which writes that down and runs nothing; \
             otherwise begin with another database"
        )))
    }

    async fn adopt(&self, session: &mut Session, to: Option<&str>) -> Result<usize> {
        let goal = match to {
            Some(to) => history::find(&self.migrations, to)? + 1,
            None => self.migrations.len(),
        };
        let entries = session.run(Read).await?;
        if let Some(entry) = entries.iter().find(|entry| entry.state != State::Applied) {
            return Err(Error::Config(interrupted(entry)));
        }
        if goal == self.migrations.len() {
            let there = session.run(Tables).await?;
            let is_missing = |table: &&String| !there.contains(table);
            let missing: Vec<_> = self.tables.iter().filter(is_missing).cloned().collect();
            if !missing.is_empty() {
                return Err(Error::Config(format!(
                    "the database has no table {}, which the migrations make: `migrate up` makes \
                     all of them in an empty database; `migrate baseline --to …` writes down those \
                     that it has",
                    missing.join(", ")
                )));
            }
        }
        let is_new = |migration: &&Migration| {
            !entries.iter().any(|entry| entry.version == migration.version)
        };
        let new: Vec<_> = self.migrations[..goal].iter().filter(is_new).collect();
        for migration in &new {
            let mut entry = Job::up(migration)?.entry(State::Applied);
            entry.finished.clone_from(&entry.started);
            entry.step = migration.up.script.steps.len();
            self.hands(session).patiently(Insert(entry)).await?;
            (self.say)(&format!("{} is written down as applied", migration.title()));
        }
        Ok(new.len())
    }
}

impl Hands<'_> {
    /// Runs work, again and again while others keep what it needs.
    pub(super) async fn patiently<W: Work + Clone>(&mut self, work: W) -> Result<W::Output> {
        let begun = Instant::now();
        let mut is_said = false;
        loop {
            match self.session.run(work.clone()).await {
                Err(error) if self.is_kept(&error) && begun.elapsed() < PATIENCE => {
                    if !is_said {
                        (self.say)("waiting for others who keep a table or the database locked");
                        is_said = true;
                    }
                    sleep(PAUSE).await;
                }
                outcome => return outcome,
            }
        }
    }

    /// Whether somebody else keeps what is needed. On `MySQL` a wait that took too long is an
    /// error of its own, and nothing else ends a statement here.
    fn is_kept(&self, error: &Error) -> bool {
        match error {
            Error::Busy => true,
            Error::Timeout => self.dialect == Dialect::Mysql,
            _ => false,
        }
    }
}

/// What is to be done about a migration that stands in the middle.
fn interrupted(entry: &Entry) -> String {
    let command = entry.state.word();
    let doing = if entry.state == State::Down { "taken back" } else { "applied" };
    let why = if entry.error.is_empty() {
        "was interrupted".to_owned()
    } else {
        format!("stopped: {}", entry.error)
    };
    format!(
        "{} is only half {doing}, with {} steps done: it {why}. `migrate {command}` goes on with it",
        entry.title(),
        entry.step
    )
}

fn nothing_interrupted() -> Error {
    Error::Config(
        "no migration was interrupted in the middle, so that there is nothing to resume: leave \
         --retry and --resume-after away"
            .to_owned(),
    )
}

fn nothing_applied() -> Error {
    Error::Config("no migration is applied, so that none can be taken back".to_owned())
}
