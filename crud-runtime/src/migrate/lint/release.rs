//! What the release before, which still runs while a new one goes out, does not survive; and what
//! is lost. The same on all databases.

use std::collections::BTreeSet;

use super::act::{Act, Change, Column, Constraint, Type, What};
use super::token::Token;
use super::{Advice, Linter};
use crate::migrate::file::Risk;
use crate::migrate::script::Mode;
use crate::sql::Dialect;

pub(super) fn rate(linter: &mut Linter<'_>, act: &Act) {
    match act {
        Act::DropTable(table) if linter.now.is_used(table) && !linter.is_rebuilt(table) => {
            linter.say(
                "drop-table",
                Risk::Loses,
                format!("all records of `{table}` are gone, and the release before asks for them"),
                "release the application without its entity first (`unmanaged` keeps the table), \
                 and drop the table in a later migration, after a backup",
            );
        }
        Act::RenameTable { from, to } if linter.now.is_used(from) && !linter.is_rebuilt(from) => {
            linter.say(
                "rename-table",
                Risk::Breaks,
                format!("the release before asks for `{from}`, which is called `{to}` then"),
                format!(
                    "leave the table its name (#[crud(table = \"{from}\")]); or stop the release \
                     before while this runs; or in two releases: add `{to}`, write both and copy \
                     the records, and drop `{from}` later"
                ),
            );
        }
        Act::Empty(table) if linter.now.is_used(table) => linter.say(
            "delete-all",
            Risk::Loses,
            format!("all records of `{table}` are gone"),
            "say with WHERE which; take a backup first",
        ),
        Act::DropSchema(name) => linter.say(
            "drop-schema",
            Risk::Loses,
            format!("`{name}` is gone with all tables in it"),
            "drop single tables, after a backup",
        ),
        Act::Transaction(word) => transaction(linter, word),
        Act::DropIndex { name, .. } => {
            let table = linter.now.table_of_index(name).filter(|table| !table.is_new).cloned();
            if let Some(table) = table {
                unindexed(linter, &table.name, name);
            }
        }
        Act::Alter(table, change) if linter.now.is_used(table) => alter(linter, table, change),
        _ => {}
    }
    let changes_tables = matches!(
        act,
        Act::CreateTable(_)
            | Act::DropTable(_)
            | Act::RenameTable { .. }
            | Act::Alter(..)
            | Act::CreateIndex { .. }
            | Act::DropIndex { .. }
            | Act::Empty(_)
    );
    if linter.dialect == Dialect::Mysql && linter.has_begun && changes_tables {
        linter.say(
            "implicit-commit",
            Risk::Breaks,
            "the transaction that was begun ends here, because MySQL commits before a statement \
             that changes a table; what fails later stays half done"
                .to_owned(),
            "leave out START TRANSACTION; make each step one that can stand by itself",
        );
    }
}

fn transaction(linter: &mut Linter<'_>, word: &str) {
    linter.has_begun = word == "BEGIN";
    if linter.mode != Mode::Stepwise {
        linter.say(
            "transaction-control",
            Risk::Breaks,
            format!("{word} meddles with the transaction around all steps of the file"),
            "leave it out; or write `-- crud: mode=stepwise`, where each step is for itself",
        );
    }
}

fn alter(linter: &mut Linter<'_>, table: &str, change: &Change) {
    match change {
        Change::Add(column, _) if !column.is_filled() => {
            require(linter, table, &column.name, true);
        }
        Change::Drop(column) => dropped(linter, table, column),
        Change::Rename { from, to } => renamed(linter, table, from, to),
        Change::Type { column, to, cast } => {
            let before = linter.now.column(table, column).map(|column| column.kind.clone());
            retyped(linter, table, column, before.as_ref(), to, cast.as_ref());
        }
        Change::NotNull(column) => {
            let is_old = linter.begin.column(table, column).is_some();
            let known = linter.now.column(table, column);
            let end = linter.end.column(table, column);
            if known.is_none_or(|column| column.nullable)
                && (is_old || known.is_none() || end.is_none_or(|end| !end.is_filled()))
            {
                require(linter, table, column, !is_old && known.is_some());
            }
        }
        Change::Null(column) => nullable(linter, table, column),
        Change::Default(column, None) => {
            let ends_filled = linter.end.column(table, column).is_some_and(Column::is_filled);
            if !ends_filled {
                undefaulted(linter, table, column);
            }
        }
        Change::Modify { old, column, .. } => {
            let before = linter.now.column(table, old).cloned();
            if *old != column.name {
                renamed(linter, table, old, &column.name);
            }
            match before {
                Some(before) => redefined(linter, table, &before, column),
                None => retyped(linter, table, old, None, &column.kind, None),
            }
        }
        Change::Constrain(constraint) => words(linter, table, constraint),
        Change::Unconstrain(name) => {
            let found = linter.now.tables.get(table).map(|table| table.constraint(name).cloned());
            match found {
                // An index, or a check: what is allowed from then on breaks nothing by itself.
                Some(None) => unindexed(linter, table, name),
                Some(Some(constraint)) => unconstrained(linter, table, name, &constraint.what),
                None => relied_on(linter, table, name),
            }
        }
        Change::DropKey => relied_on(linter, table, "PRIMARY KEY"),
        Change::DropIndex(name) => {
            let found = linter.now.tables.get(table).and_then(|table| table.constraint(name));
            match found.map(|constraint| constraint.what.clone()) {
                Some(what) => unconstrained(linter, table, name, &what),
                None => unindexed(linter, table, name),
            }
        }
        _ => {}
    }
}

/// What a column's new definition changes.
pub(super) fn redefined(linter: &mut Linter<'_>, table: &str, before: &Column, after: &Column) {
    retyped(linter, table, &after.name, Some(&before.kind), &after.kind, None);
    if before.nullable && !after.nullable {
        require(linter, table, &after.name, false);
    } else if !before.nullable && after.nullable {
        nullable(linter, table, &after.name);
    } else if before.default.is_some() && !after.is_filled() {
        undefaulted(linter, table, &after.name);
    }
}

pub(super) fn dropped(linter: &mut Linter<'_>, table: &str, column: &str) {
    linter.say(
        "drop-column",
        Risk::Loses,
        format!(
            "all values of `{column}` of `{table}` are gone, and the release before asks for them"
        ),
        "release the application without the field first: make it an `Option` or give it a \
         default, so that records can be written without it; and drop it in a later migration",
    );
}

pub(super) fn renamed(linter: &mut Linter<'_>, table: &str, from: &str, to: &str) {
    linter.say(
        "rename-column",
        Risk::Breaks,
        format!("the release before asks for `{from}` of `{table}`, which is called `{to}` then"),
        format!(
            "leave the column its name (#[crud(column = \"{from}\")]); or stop the release before \
             while this runs; or in two releases: add `{to}`, write both, copy the values in \
             batches, and drop `{from}` later"
        ),
    );
}

/// Another type.
pub(super) fn retyped(
    linter: &mut Linter<'_>,
    table: &str,
    column: &str,
    before: Option<&Type>,
    after: &Type,
    cast: Option<&Type>,
) {
    let Some(before) = before else {
        return linter.say(
            "change-type",
            Risk::Breaks,
            format!(
                "the release before may read and write `{column}` of `{table}` as another type"
            ),
            beside(column),
        );
    };
    if before.cuts(after, cast) {
        linter.say(
            "cut-values",
            Risk::Loses,
            format!(
                "values of `{column}` of `{table}` that do not fit {} are cut or rounded",
                after.show()
            ),
            "look for such values first; keep the old column until nobody misses them",
        );
    }
    if !before.reads_as(after) {
        let advice = changed_kind(table, column, &before.show(), &after.show());
        linter.say(advice.rule, advice.risk, advice.why, advice.instead);
    }
}

/// That a column has another type.
pub(super) fn changed_kind(table: &str, column: &str, before: &str, after: &str) -> Advice {
    Advice {
        risk: Risk::Breaks,
        step: 0,
        rule: "change-type",
        why: format!(
            "the release before reads and writes `{column}` of `{table}` as {before}, which is \
             {after} then"
        ),
        instead: beside(column),
    }
}

fn beside(column: &str) -> String {
    format!(
        "add a column of the new type beside `{column}`, write both, copy the values in batches \
         (a Rust step), read the new one in the next release, and drop the old one later"
    )
}

fn require(linter: &mut Linter<'_>, table: &str, column: &str, is_new: bool) {
    let why = if is_new {
        format!(
            "the release before knows nothing of `{column}` of `{table}` and writes records \
             without it, which are refused"
        )
    } else {
        format!(
            "the release before may write records without a value in `{column}` of `{table}`, \
             which are refused"
        )
    };
    linter.say(
        "require-value",
        Risk::Breaks,
        why,
        "give it a default in this release, and demand a value in a later one, when nobody writes \
         records without it any more and those that are there have got one",
    );
}

pub(super) fn nullable(linter: &mut Linter<'_>, table: &str, column: &str) {
    linter.say(
        "allow-null",
        Risk::Breaks,
        format!(
            "the release before cannot read a record that has no value in `{column}` of `{table}`"
        ),
        "write no null until the release before is gone: allow it in this release, use it in the \
         next",
    );
}

fn undefaulted(linter: &mut Linter<'_>, table: &str, column: &str) {
    linter.say(
        "drop-default",
        Risk::Breaks,
        format!(
            "the release before leaves `{column}` of `{table}` to its default, and such records \
             are refused"
        ),
        "keep the default until nobody leaves the value out any more",
    );
}

pub(super) fn unconstrained(linter: &mut Linter<'_>, table: &str, name: &str, what: &What) {
    let is_like = |other: &Constraint| match (what, &other.what) {
        (What::Refers { table: one, .. }, What::Refers { table: other, .. }) => one == other,
        (What::Unique(one), What::Unique(other)) | (What::Key(one), What::Key(other)) => {
            one.len() == other.len()
        }
        _ => false,
    };
    let comes_back = linter
        .end
        .tables
        .values()
        .any(|end| end.name == table && end.all_constraints().any(is_like));
    if !comes_back && !matches!(what, What::Check(_) | What::Exclude) {
        relied_on(linter, table, name);
    }
}

/// A unique index that goes and does not come back.
fn unindexed(linter: &mut Linter<'_>, table: &str, name: &str) {
    let of = |known: &super::Known| known.tables.get(table).cloned().unwrap_or_default();
    let (now, end) = (of(&linter.now), of(&linter.end));
    let gone = now.indexes.iter().find(|index| index.name == name && index.unique);
    if gone.is_some_and(|gone| !end.indexes.iter().any(|own| own.columns == gone.columns)) {
        relied_on(linter, table, name);
    }
}

fn relied_on(linter: &mut Linter<'_>, table: &str, name: &str) {
    linter.say(
        "drop-constraint",
        Risk::Breaks,
        format!(
            "the release before relies on `{name}` of `{table}`: it does not look for what the \
             database refused or deleted for it"
        ),
        "release the application that does not need it first, and drop it in a later migration",
    );
}

/// A check of the same name over other words.
pub(super) fn words(linter: &mut Linter<'_>, table: &str, constraint: &Constraint) {
    let (Some(name), What::Check(after)) = (&constraint.name, &constraint.what) else { return };
    let before = linter.begin.tables.get(table).and_then(|table| table.constraint(name));
    let Some(What::Check(before)) = before.map(|before| &before.what) else { return };
    let [before, after] = [before, after].map(|condition| {
        let texts = condition.iter().filter_map(|token| match token {
            Token::Text(text) => Some(text.clone()),
            _ => None,
        });
        texts.collect::<BTreeSet<_>>()
    });
    if before.is_empty() || after.is_empty() {
        return;
    }
    let list = |words: Vec<&String>| {
        let words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
        words.join(", ")
    };
    let gone: Vec<_> = before.difference(&after).collect();
    let new: Vec<_> = after.difference(&before).collect();
    let why = match (gone.is_empty(), new.is_empty()) {
        (true, true) => return,
        (true, false) => format!("the release before cannot read {}", list(new)),
        (false, _) => format!("the release before may write {}, which is refused", list(gone)),
    };
    linter.say(
        "change-words",
        Risk::Breaks,
        format!("{why} (`{name}` of `{table}`)"),
        "in two releases: one that can read all words and writes none of those that come or go; \
         then one that writes the new ones",
    );
}
