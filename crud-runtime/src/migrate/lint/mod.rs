//! What a migration does to those who use the database meanwhile, to the release before it, and to
//! values; and how to do it without.
//!
//! It is read from the statements themselves, so that what a person wrote or edited is rated like
//! what was generated. The tables are known from the files before, which are read alike.

mod act;
mod cursor;
mod definition;
mod kind;
mod known;
mod mysql;
mod parse;
mod postgres;
mod release;
mod rule;
#[cfg(test)]
mod server_tests;
mod sqlite;
#[cfg(test)]
mod tests;
mod token;

use std::collections::{BTreeMap, BTreeSet};

use self::act::{Act, Change};
pub(crate) use self::known::Known;
pub(crate) use self::rule::RULES;
use super::file::Risk;
use super::folder::Migration;
use super::render::Transition;
use super::script::{Mode, Script, Step};
use crate::error::Result;
use crate::sql::Dialect;
use crate::sql::shape::Kind;

/// What is said of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Advice {
    pub(crate) risk: Risk,
    /// The step's place in the script, from 0.
    pub(crate) step: usize,
    /// The name of the rule, by which a file silences it. One of [`RULES`].
    pub(crate) rule: &'static str,
    pub(crate) why: String,
    /// What to do instead.
    pub(crate) instead: String,
}

/// What is to be said of a script that runs on these tables.
pub(crate) fn lint(dialect: Dialect, script: &Script, known: &Known) -> Vec<Advice> {
    let mut end = known.clone();
    end.run(dialect, script);
    let mut linter = Linter {
        dialect,
        mode: script.mode,
        step: 0,
        is_gentle: false,
        begin: known,
        now: known.clone(),
        end,
        rebuilds: BTreeMap::new(),
        locked: BTreeSet::new(),
        has_begun: false,
        advice: Vec::new(),
    };
    let statements: Vec<_> = script
        .steps
        .iter()
        .enumerate()
        .filter_map(|(place, step)| match step {
            Step::Sql(text) => Some((place, parse::statements(dialect, text))),
            // It runs in batches.
            Step::Rust(_) => None,
        })
        .collect();
    let acts = statements.iter().flat_map(|(_, all)| all).flat_map(|one| &one.acts);
    linter.rebuilds = rebuilds(acts, known);
    for (place, statements) in &statements {
        linter.step = *place;
        for statement in statements {
            linter.is_gentle = statement.is_gentle;
            for act in &statement.acts {
                linter.rate(act);
                linter.now.apply(act);
            }
        }
    }
    linter.advice
}

/// What is to be said of each of these migrations, without what their files allow.
pub(crate) fn of_all(dialect: Dialect, migrations: &[Migration]) -> Vec<Vec<Advice>> {
    let mut known = Known::default();
    let each = migrations.iter().map(|migration| {
        let mut advice = lint(dialect, &migration.up.script, &known);
        advice.retain(|advice| !migration.up.allowed.iter().any(|rule| rule == advice.rule));
        known.run(dialect, &migration.up.script);
        advice
    });
    each.collect()
}

/// What is to be said of a script that was made for a transition: also what a database with few
/// types does not show in SQL.
pub(crate) fn of_made(
    dialect: Dialect,
    script: &Script,
    transition: &Transition,
) -> Result<Vec<Advice>> {
    let known = Known::of(dialect, &transition.before)?;
    let mut advice = lint(dialect, script, &known);
    if dialect != Dialect::Sqlite {
        return Ok(advice);
    }
    for pair in transition.pairs() {
        let changed = pair.kept.iter().filter(|(before, after)| {
            before.kind != after.kind
                && !matches!((&before.kind, &after.kind), (Kind::Enum(_), Kind::Enum(_)))
        });
        for (before, after) in changed {
            advice.push(release::changed_kind(
                &pair.after.name,
                &after.name,
                &before.kind.to_string(),
                &after.kind.to_string(),
            ));
        }
    }
    Ok(advice)
}

/// The worst of what is said.
pub(crate) fn worst(advice: &[Advice]) -> Risk {
    advice.iter().map(|advice| advice.risk).max().unwrap_or_default()
}

/// What is known while a script is looked at.
struct Linter<'k> {
    dialect: Dialect,
    mode: Mode,
    step: usize,
    /// Whether the statement says that it rather fails than makes others wait.
    is_gentle: bool,
    /// The tables before the first step, before this one, and after the last.
    begin: &'k Known,
    now: Known,
    end: Known,
    /// Tables that take the place of others, and those.
    rebuilds: BTreeMap<String, String>,
    /// Tables that nobody else can even read until the transaction ends.
    locked: BTreeSet<String>,
    /// Whether the file has begun a transaction.
    has_begun: bool,
    advice: Vec<Advice>,
}

impl Advice {
    /// As people read it.
    pub(crate) fn text(&self) -> String {
        let word = if self.risk == Risk::Safe { "hint" } else { self.risk.word() };
        format!(
            "{word:<8} step {}, {}: {}\n         instead: {}\n",
            self.step + 1,
            self.rule,
            self.why,
            self.instead
        )
    }
}

impl Linter<'_> {
    fn say(&mut self, rule: &'static str, risk: Risk, why: String, instead: impl Into<String>) {
        let advice = Advice { risk, step: self.step, rule, why, instead: instead.into() };
        if !self.advice.contains(&advice) {
            self.advice.push(advice);
        }
    }

    fn rate(&mut self, act: &Act) {
        release::rate(self, act);
        match self.dialect {
            Dialect::Sqlite => sqlite::rate(self, act),
            Dialect::Postgres => postgres::rate(self, act),
            Dialect::Mysql if self.is_gentle => {}
            Dialect::Mysql => mysql::rate(self, act),
        }
        if let Act::Hold(what) = act {
            self.say(
                "hold-table",
                Risk::Locks,
                format!("{what} keeps others out until it is done"),
                "run it by hand at a quiet time, where PostgreSQL has it with CONCURRENTLY",
            );
        }
        let rewritten = match act {
            Act::Rewrite(what) => Some(what),
            Act::Alter(table, Change::Rewrite(what)) if self.now.is_used(table) => Some(what),
            _ => None,
        };
        if let Some(what) = rewritten.filter(|_| !self.is_gentle) {
            self.say(
                "rewrite-table",
                Risk::Rewrites,
                format!("{what} writes the whole table anew while others wait"),
                "run it by hand at a quiet time, not while a release goes out",
            );
        }
    }

    /// Whether the table takes the place of another, or is one whose place is taken.
    fn is_rebuilt(&self, table: &str) -> bool {
        self.rebuilds.iter().any(|(new, old)| new == table || old == table)
    }
}

/// The tables that are made, filled, and put in the place of one that is dropped.
fn rebuilds<'a>(acts: impl Iterator<Item = &'a Act>, known: &Known) -> BTreeMap<String, String> {
    let mut now = known.clone();
    let mut dropped = BTreeSet::new();
    let mut rebuilds = BTreeMap::new();
    for act in acts {
        match act {
            Act::DropTable(name) if now.tables.get(name).is_none_or(|table| !table.is_new) => {
                dropped.insert(name.clone());
            }
            Act::RenameTable { from, to }
                if dropped.contains(to) && now.tables.get(from).is_some_and(|new| new.is_new) =>
            {
                rebuilds.insert(from.clone(), to.clone());
            }
            _ => {}
        }
        now.apply(act);
    }
    rebuilds
}
