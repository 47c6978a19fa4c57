//! Makes the files of a migration, as texts: from what the structs say now and what is in the
//! folder, without a database.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::diff::{Plan, diff};
use super::file::{File, Risk};
use super::folder::{Folder, SNAPSHOT};
use super::intent::Intents;
use super::lint::{self, Advice};
use super::render::{Loss, Manner, Transition, losses, render};
use super::script::{Mode, Script};
use super::snapshot;
use crate::error::{Error, Result};
use crate::sql::Dialect;
use crate::sql::shape::Schema;

/// What is to be written.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Each text by its path in the folder; the snapshot is the last.
    pub(crate) files: Vec<(String, String)>,
    /// What need not be said any more, for the user to read.
    pub(crate) notes: Vec<String>,
    /// What is to be said of the way there, by the path of its file.
    pub(crate) advice: Vec<(String, Vec<Advice>)>,
}

/// What a migration is made of.
pub(crate) struct Maker<'m> {
    pub(crate) folder: &'m Folder,
    /// Databases that get files, besides those that have some.
    pub(crate) dialects: &'m [Dialect],
    pub(crate) name: &'m str,
    pub(crate) now: DateTime<Utc>,
}

impl Maker<'_> {
    /// The migration that leads to these tables.
    ///
    /// # Errors
    /// [`Error::Config`] with what the code has to say first, for a name that is none, and for a
    /// folder that contradicts itself.
    pub(crate) fn diff(&self, after: &Schema, intents: &Intents, manner: Manner) -> Result<Draft> {
        let title = self.title()?;
        let before = self.snapshot()?;
        let plan = diff(&before, after, intents)?;
        let mut made = Made::default();
        for dialect in self.all_dialects()? {
            if !self.folder.has(dialect) {
                // What others have done long since, these databases do at once.
                let nothing = Schema { tables: Vec::new() };
                if after == &nothing {
                    continue;
                }
                let plan = diff(&nothing, after, &Intents::default())?;
                let way = Way { before: &nothing, after, plan: &plan };
                way.files(dialect, &title, manner, &mut made)?;
            } else if before != *after {
                let way = Way { before: &before, after, plan: &plan };
                way.files(dialect, &title, manner, &mut made)?;
            }
        }
        let draft = Self::draft(made.files, &title, after, plan);
        Ok(Draft { advice: made.advice, ..draft })
    }

    /// A migration without steps, which somebody writes by hand: for data.
    ///
    /// # Errors
    /// [`Error::Config`] for a name that is none, and for a folder that contradicts itself.
    pub(crate) fn blank(&self) -> Result<Draft> {
        let title = self.title()?;
        let schema = self.snapshot()?;
        let hash = snapshot::hash(&schema);
        let mut files = Vec::new();
        for dialect in self.all_dialects()? {
            let mode = match dialect {
                Dialect::Sqlite | Dialect::Postgres => Mode::Whole,
                Dialect::Mysql => Mode::Stepwise,
            };
            let script = Script { mode, steps: Vec::new() };
            let head = File::new(&hash, &hash, Risk::Safe, script).text();
            let note = match mode {
                Mode::Stepwise => "one statement behind each",
                Mode::Whole | Mode::Rebuild => {
                    "all of it or nothing; a step in Rust, `-- crud: rust NAME`, wants \
                     mode=stepwise"
                }
            };
            for (way, what) in [("up", "What it does"), ("down", "What undoes it")] {
                let text = format!("{head}\n-- {what}: {note}.\n-- crud: step\n");
                files.push((format!("{}/{title}.{way}.sql", dialect.name()), text));
            }
        }
        Ok(Self::draft(files, &title, &schema, Plan::default()))
    }

    fn draft(mut files: Vec<(String, String)>, title: &str, schema: &Schema, plan: Plan) -> Draft {
        if !files.is_empty() {
            files.push((SNAPSHOT.to_owned(), snapshot::write(schema, Some(title))));
        }
        Draft { files, notes: plan.notes, advice: Vec::new() }
    }

    /// The tables that the folder leads to.
    fn snapshot(&self) -> Result<Schema> {
        match &self.folder.snapshot {
            Some(schema) => Ok(schema.clone()),
            None if self.folder.sources.is_empty() => Ok(Schema { tables: Vec::new() }),
            None => Err(Error::Config(format!(
                "there are migrations and no {SNAPSHOT}, which says what tables they lead to: take \
                 it from version control"
            ))),
        }
    }

    /// The databases that have files, and those that are to have some.
    fn all_dialects(&self) -> Result<Vec<Dialect>> {
        let mut all = Vec::new();
        for dialect in Dialect::ALL {
            if self.folder.has(dialect) {
                // What is there has to hold together before anything is built on it.
                self.folder.of(dialect)?;
            } else if !self.dialects.contains(&dialect) {
                continue;
            }
            all.push(dialect);
        }
        Ok(all)
    }

    /// `<version>_<name>`: later than all others.
    fn title(&self) -> Result<String> {
        const FORM: &str = "%Y%m%d%H%M%S";
        let mut name = String::new();
        for character in self.name.chars().flat_map(char::to_lowercase) {
            if character.is_ascii_alphanumeric() {
                name.push(character);
            } else if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
        }
        let name = name.trim_end_matches('_');
        if name.is_empty() {
            return Err(Error::Config(format!(
                "`{}` is no name for a file: say in a few words what changes, as in `add isbn`",
                self.name
            )));
        }
        let versions = self.folder.sources.iter().filter_map(|(path, _)| {
            let version = path.split_once('/')?.1.split('_').next()?;
            NaiveDateTime::parse_from_str(version, FORM).ok()
        });
        let after_last = versions.max().map(|last| last + TimeDelta::seconds(1));
        let version = self.now.naive_utc().max(after_last.unwrap_or_default());
        Ok(format!("{}_{name}", version.format(FORM)))
    }
}

/// Files, and what is to be said of them.
#[derive(Default)]
struct Made {
    files: Vec<(String, String)>,
    advice: Vec<(String, Vec<Advice>)>,
}

/// The way from some tables to others.
struct Way<'w> {
    before: &'w Schema,
    after: &'w Schema,
    plan: &'w Plan,
}

impl Way<'_> {
    /// Makes the files of one dialect, there and back.
    fn files(&self, dialect: Dialect, title: &str, manner: Manner, made: &mut Made) -> Result<()> {
        let there = Transition::of(self.before, self.after, self.plan);
        let back = there.reversed();
        let (lost, lost_again) = (losses(&there), losses(&back));
        let goes = |loss: &Loss| format!("{} are lost", loss.what());
        let stays_away = |loss: &Loss| {
            let instead = if self.is_made_up(loss) {
                "; each record gets one that is made up, because the column takes no null"
            } else {
                ""
            };
            format!("{} do not come back{instead}", loss.what())
        };
        let [before, after] = [self.before, self.after].map(snapshot::hash);
        let mut file = |way: &str, transition: &Transition, [parent, result]: [&str; 2], lost| {
            let script = render(dialect, transition, manner)?;
            let advice = lint::of_made(dialect, &script, transition)?;
            let risk = lint::worst(&advice);
            let risk = if losses(transition).is_empty() { risk } else { Risk::Loses };
            let file = File::new(parent, result, risk, script).irreversible(lost);
            let path = format!("{}/{title}.{way}.sql", dialect.name());
            made.files.push((path.clone(), legible(dialect, &path, &file)?));
            if way == "up" {
                made.advice.push((path, advice));
            }
            Ok::<_, Error>(())
        };
        let up = lost.iter().map(goes).collect();
        let down = lost_again.iter().map(goes).chain(lost.iter().map(stays_away)).collect();
        file("up", &there, [&before, &after], up)?;
        file("down", &back, [&after, &before], down)
    }

    /// Whether something has to stand, on the way back, for what is lost.
    fn is_made_up(&self, loss: &Loss) -> bool {
        let Loss::Column(table, column) = loss else { return false };
        let table = self.before.tables.iter().find(|before| before.name == *table);
        let column = table.and_then(|table| table.column(column));
        column.is_some_and(|column| !column.nullable && column.default.is_none())
    }
}

/// The text of a file that is read as it is written.
fn legible(dialect: Dialect, path: &str, file: &File) -> Result<String> {
    let text = file.text();
    if File::read(dialect, path, &text).is_ok_and(|read| read == *file) {
        return Ok(text);
    }
    Err(Error::Config(format!(
        "{path} would not be read as it is written: a default, a check or a comment has a line that \
         begins with `-- crud:`, or ends in a carriage return; write it without"
    )))
}

#[cfg(test)]
#[path = "make_tests.rs"]
mod tests;
