//! A migration's file: SQL that people read and edit, with lines that say what it leads from and
//! to, and where each step begins.
//!
//! ```text
//! -- crud: parent=57f9bf6390bb37d9 result=77d269c4d1e41f9d risk=safe
//! -- crud: mode=whole
//! -- crud: irreversible: what cannot come back
//! -- crud: allow rename-column
//!
//! -- crud: step
//! ALTER TABLE "books" ADD COLUMN "isbn" text;
//!
//! -- crud: rust fill_isbn
//! ```
//!
//! A line that begins with `-- crud:` is ours; all else is the database's.

use std::fmt::Write as _;
use std::hash::Hasher as _;

use siphasher::sip::SipHasher13;

use super::lint;
use super::script::{Mode, Script, Step};
use crate::config::nearest;
use crate::error::{Error, Result};
use crate::sql::Dialect;

/// What one file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// The hash of the schema that it changes; empty in a file that does not say, as one that
    /// moves data alone need not.
    pub(crate) parent: String,
    /// The hash of the schema that it leads to.
    pub(crate) result: String,
    pub(crate) risk: Risk,
    /// What running it backwards does not bring back.
    pub(crate) irreversible: Vec<String>,
    /// The rules of [`lint`](super::lint) that its author knows of and does not want to hear of.
    pub(crate) allowed: Vec<String>,
    pub(crate) script: Script,
    /// Of the text, however its lines end.
    pub(crate) checksum: String,
}

/// What happens to those who use the database meanwhile, or to their data.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Risk {
    /// Nobody waits for long. What a person writes is theirs to rate.
    #[default]
    Safe,
    /// Others wait while it runs.
    Locks,
    /// Others wait while whole tables are written anew.
    Rewrites,
    /// The release before it cannot go on.
    Breaks,
    /// Values are gone.
    Loses,
}

/// What a line of ours begins with.
const MARK: &str = "-- crud:";

impl Risk {
    /// All of them, the least first.
    pub(crate) const ALL: [Self; 5] =
        [Self::Safe, Self::Locks, Self::Rewrites, Self::Breaks, Self::Loses];

    /// How a file says it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Locks => "locks",
            Self::Rewrites => "rewrites",
            Self::Breaks => "breaks",
            Self::Loses => "loses",
        }
    }
}

impl File {
    /// A file with these steps; its checksum is made from its text.
    pub(crate) fn new(parent: &str, result: &str, risk: Risk, script: Script) -> Self {
        let (parent, result) = (parent.to_owned(), result.to_owned());
        let checksum = String::new();
        let (irreversible, allowed) = (Vec::new(), Vec::new());
        let mut file = Self { parent, result, risk, irreversible, allowed, script, checksum };
        file.checksum = checksum_of(&file.text());
        file
    }

    /// The same, saying what it does not bring back.
    pub(crate) fn irreversible(mut self, what: Vec<String>) -> Self {
        self.irreversible = what;
        self.checksum = checksum_of(&self.text());
        self
    }

    /// The text of the file.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a `String` cannot fail.
        let _ = writeln!(
            text,
            "{MARK} parent={} result={} risk={}",
            self.parent,
            self.result,
            self.risk.word()
        );
        let _ = writeln!(text, "{MARK} mode={}", self.script.mode.word());
        for what in &self.irreversible {
            let _ = writeln!(text, "{MARK} irreversible: {what}");
        }
        for rule in &self.allowed {
            let _ = writeln!(text, "{MARK} allow {rule}");
        }
        for step in &self.script.steps {
            let _ = match step {
                Step::Sql(sql) => writeln!(text, "\n{MARK} step\n{sql};"),
                Step::Rust(name) => writeln!(text, "\n{MARK} rust {name}"),
            };
        }
        text
    }

    /// Reads a file's text; `path` is for errors.
    ///
    /// # Errors
    /// [`Error::Config`] with the file, the line and what to write.
    pub(crate) fn read(dialect: Dialect, path: &str, text: &str) -> Result<Self> {
        let text = normal(text);
        let mut reading = Reading { path, ..Reading::default() };
        for (number, line) in text.lines().enumerate() {
            reading.line(number + 1, line)?;
        }
        reading.finish(dialect, checksum_of(&text))
    }
}

/// A file as far as it has been read.
#[derive(Default)]
struct Reading<'t> {
    path: &'t str,
    parent: Option<&'t str>,
    result: Option<&'t str>,
    risk: Risk,
    mode: Option<Mode>,
    irreversible: Vec<String>,
    allowed: Vec<String>,
    steps: Vec<Step>,
    /// The lines since the last of ours.
    sql: Vec<&'t str>,
    is_marked: bool,
}

impl<'t> Reading<'t> {
    fn line(&mut self, number: usize, line: &'t str) -> Result<()> {
        let Some(said) = line.strip_prefix(MARK) else {
            self.sql.push(line);
            return Ok(());
        };
        let said = said.trim();
        let path = self.path;
        let refuse = |why: String| {
            Err(Error::Config(format!("line {number} of {path} says `{line}`: {why}")))
        };
        if said == "step" || said == "rust" || said.starts_with("rust ") {
            self.end_step(number)?;
            if let Some(name) = said.strip_prefix("rust") {
                let name = name.trim();
                if name.is_empty() || name.contains(char::is_whitespace) {
                    return refuse(format!(
                        "write `{MARK} rust …` with the name that the application gives the step \
                         in `.step(\"…\", …)`"
                    ));
                }
                self.steps.push(Step::Rust(name.to_owned()));
            }
            return Ok(());
        }
        if self.is_marked || self.has_sql() {
            return refuse(format!(
                "after the first step there are `{MARK} step` and `{MARK} rust …` alone; move the \
                 line to the top"
            ));
        }
        if let Some(what) = said.strip_prefix("irreversible:") {
            self.irreversible.push(what.trim().to_owned());
            return Ok(());
        }
        if let Some(rules) = said.strip_prefix("allow ") {
            let rules = rules.split([',', ' ']).filter(|rule| !rule.is_empty());
            self.allowed.extend(rules.map(str::to_owned));
            let known = |rule: &String| lint::RULES.iter().any(|(name, _)| name == rule);
            if let Some(rule) = self.allowed.iter().find(|rule| !known(rule)) {
                let near = nearest(rule, lint::RULES.iter().map(|(name, _)| *name));
                let near =
                    near.map_or_else(String::new, |near| format!(", did you mean `{near}`?"));
                return refuse(format!(
                    "there is no rule `{rule}`{near} `migrate lint --rules` lists them"
                ));
            }
            return Ok(());
        }
        for word in said.split_whitespace() {
            let known = match word.split_once('=') {
                Some(("parent", hash)) => self.parent.replace(hash).is_none(),
                Some(("result", hash)) => self.result.replace(hash).is_none(),
                Some(("risk", risk)) => {
                    let risk = Risk::ALL.into_iter().find(|one| one.word() == risk);
                    risk.map(|risk| self.risk = risk).is_some()
                }
                Some(("mode", mode)) => {
                    let mode = Mode::ALL.into_iter().find(|one| one.word() == mode);
                    mode.is_some_and(|mode| self.mode.replace(mode).is_none())
                }
                _ => false,
            };
            if !known {
                return refuse(format!(
                    "`{word}` is not understood, or is said twice. There are `parent=…`, \
                     `result=…`, `risk=safe|locks|rewrites|breaks|loses`, \
                     `mode=whole|rebuild|stepwise`, `irreversible: …`, `allow …`, `step` and \
                     `rust …`"
                ));
            }
        }
        Ok(())
    }

    fn has_sql(&self) -> bool {
        self.sql.iter().any(|line| !is_remark(line))
    }

    /// A line of ours ends what stands before it.
    fn end_step(&mut self, number: usize) -> Result<()> {
        if !self.is_marked && self.has_sql() {
            return Err(Error::Config(format!(
                "line {number} of {} begins a step, and what stands before it belongs to none: \
                 write `{MARK} step` before it too",
                self.path
            )));
        }
        self.take_step();
        self.is_marked = true;
        Ok(())
    }

    fn take_step(&mut self) {
        let mut lines = std::mem::take(&mut self.sql);
        if lines.iter().all(|line| is_remark(line)) {
            return;
        }
        // What is said between a statement and the next is no part of it; that a line ends in `;`
        // says that it is one, inside a text of many lines.
        while lines.last().is_some_and(|line| is_remark(line) && !line.trim_end().ends_with(';')) {
            lines.pop();
        }
        let sql = lines.join("\n");
        let sql = sql.trim_start_matches('\n').trim_end();
        let sql = sql.strip_suffix(';').unwrap_or(sql).trim_end();
        self.steps.push(Step::Sql(sql.to_owned()));
    }

    fn finish(mut self, dialect: Dialect, checksum: String) -> Result<File> {
        let path = self.path;
        let refuse = |why: &str| Err(Error::Config(format!("{path}: {why}")));
        if !self.is_marked && self.has_sql() && dialect == Dialect::Mysql {
            return refuse(&format!(
                "MySQL and MariaDB run one statement at a time, so that one that fails can be gone \
                 on from: write a line `{MARK} step` before each statement"
            ));
        }
        self.take_step();
        let (parent, result) = match (self.parent, self.result) {
            (Some(parent), Some(result)) => (parent, result),
            (None, None) => ("", ""),
            _ => return refuse("`parent=…` and `result=…` are said both, or neither of them"),
        };
        let has_rust = self.steps.iter().any(|step| matches!(step, Step::Rust(_)));
        let default = match dialect {
            Dialect::Mysql => Mode::Stepwise,
            _ if has_rust => Mode::Stepwise,
            Dialect::Sqlite | Dialect::Postgres => Mode::Whole,
        };
        let mode = self.mode.unwrap_or(default);
        match (mode, dialect) {
            (Mode::Whole | Mode::Rebuild, Dialect::Mysql) => {
                return refuse(
                    "MySQL and MariaDB commit each statement that changes a table: write \
                     `mode=stepwise`",
                );
            }
            (Mode::Rebuild, Dialect::Postgres) => {
                return refuse("`mode=rebuild` is SQLite's: write `mode=whole`");
            }
            (Mode::Whole | Mode::Rebuild, _) if has_rust => {
                return refuse(
                    "a step in Rust commits as it goes along: write `mode=stepwise`, or give it a \
                     migration of its own",
                );
            }
            _ => {}
        }
        Ok(File {
            parent: parent.to_owned(),
            result: result.to_owned(),
            risk: self.risk,
            irreversible: self.irreversible,
            allowed: self.allowed,
            script: Script { mode, steps: self.steps },
            checksum,
        })
    }
}

/// Whether a line is empty or a comment.
fn is_remark(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with("--")
}

/// The text as it is hashed and read: git and editors change how lines end.
fn normal(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n")
}

fn checksum_of(text: &str) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
