//! `SQLite`: one writer at a time, so that whatever takes long keeps all others from writing; and
//! what `ALTER TABLE` cannot do is done by a copy of the table.

use super::Linter;
use super::act::{Act, Change, Column, Table};
use super::release;
use super::token::Token;
use crate::migrate::file::Risk;
use crate::migrate::script::Mode;

pub(super) fn rate(linter: &mut Linter<'_>, act: &Act) {
    match act {
        Act::Copy { to, values } => {
            if let Some(old) = linter.rebuilds.get(to).cloned() {
                rebuilt(linter, &old, to, values);
            }
        }
        Act::DropTable(table) if linter.now.is_used(table) => cascade(linter, table),
        Act::RenameTable { from, to }
            if linter.now.is_used(from)
                && linter.end.tables.contains_key(from)
                && linter.now.referring(from).next().is_some() =>
        {
            linter.say(
                "old-first",
                Risk::Breaks,
                format!(
                    "foreign keys of other tables follow `{from}` to `{to}`, and do not refer \
                     to the table that takes its place"
                ),
                "make the new table under another name, copy, drop the old one, and rename the \
                 new one in the end",
            );
        }
        Act::Alter(table, Change::Add(column, _)) if linter.now.is_used(table) => {
            cannot_add(linter, table, column);
        }
        Act::CreateIndex { table, index, .. }
            if linter.now.is_used(table) && !linter.is_rebuilt(table) =>
        {
            linter.say(
                "create-index",
                Risk::Locks,
                format!("nobody writes while `{}` of `{table}` is made", index.name),
                "SQLite knows no other way: do it at a quiet time if there are many records",
            );
        }
        Act::Fill(table) if linter.now.is_used(table) && table != "sqlite_sequence" => linter.say(
            "fill-at-once",
            Risk::Locks,
            format!("nobody writes while all records of `{table}` are written"),
            "write them in batches, in a Rust step (`-- crud: rust …`) of a migration of its own",
        ),
        Act::Set(name, _) if name == "foreign_keys" && linter.mode != Mode::Stepwise => {
            linter.say(
                "foreign-keys-pragma",
                Risk::Breaks,
                "PRAGMA foreign_keys does nothing inside a transaction".to_owned(),
                "leave it out, and write `-- crud: mode=rebuild`: foreign keys are off around the \
                 transaction, and checked before its end",
            );
        }
        _ => {}
    }
}

/// A table is copied into another that takes its place.
fn rebuilt(linter: &mut Linter<'_>, old: &str, new: &str, values: &[(String, Option<String>)]) {
    linter.say(
        "rebuild",
        Risk::Rewrites,
        format!("`{old}` is copied into a new table, and nobody writes meanwhile"),
        "do it at a quiet time if there are many records; what only adds columns at the end needs \
         no copy",
    );
    let table = |name: &str| linter.now.tables.get(name).cloned().unwrap_or_default();
    let (before, after): (Table, Table) = (table(old), table(new));
    for own in &before.columns {
        let from_it = |(_, from): &&(String, Option<String>)| from.as_deref() == Some(&*own.name);
        let mut taken = values.iter().filter(from_it);
        let same = taken.clone().find(|(to, _)| *to == own.name);
        match same.or_else(|| taken.next()).and_then(|(to, _)| after.column(to)) {
            None => release::dropped(linter, old, &own.name),
            Some(to) => {
                if to.name != own.name {
                    release::renamed(linter, old, &own.name, &to.name);
                }
                release::redefined(linter, old, own, to);
            }
        }
    }
    for constraint in before.all_constraints() {
        let name = constraint.name.as_deref().unwrap_or("a constraint");
        release::unconstrained(linter, old, name, &constraint.what);
    }
    for constraint in after.all_constraints() {
        release::words(linter, old, constraint);
    }
    for added in &after.columns {
        let is_taken = values.iter().any(|(to, _)| *to == added.name);
        if !is_taken && before.column(&added.name).is_none() && !added.is_filled() {
            cannot_add(linter, old, added);
        }
    }
}

/// What refers to a table that is dropped with foreign keys on.
fn cascade(linter: &mut Linter<'_>, table: &str) {
    if linter.mode != Mode::Whole {
        return;
    }
    let referring = linter.now.referring(table).find(|(_, cascades)| *cascades);
    if let Some(other) = referring.map(|(other, _)| other.to_owned()) {
        linter.say(
            "cascade",
            Risk::Loses,
            format!(
                "SQLite deletes all records of `{table}` before it drops it, and with them what \
                 refers to them in `{other}`"
            ),
            "write `-- crud: mode=rebuild`: foreign keys are off around the transaction",
        );
    }
}

fn cannot_add(linter: &mut Linter<'_>, table: &str, column: &Column) {
    let is_call = |two: &[Token]| matches!(two, [Token::Word(_), open] if open.is_sign('('));
    let is_moving = |token: &Token| {
        ["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"].iter().any(|word| token.is(word))
    };
    let default = column.default.as_deref().unwrap_or_default();
    let why = if !column.is_filled() {
        "takes no null and has no default"
    } else if default.windows(2).any(is_call) || default.iter().any(is_moving) {
        "has a default that is no constant"
    } else if column.stored || column.auto {
        "is computed or counted"
    } else {
        return;
    };
    linter.say(
        "cannot-add",
        Risk::Breaks,
        format!("`{}` of `{table}` {why}: SQLite refuses to add it", column.name),
        "give it a constant default, or copy the table into a new one (`migrate diff` does)",
    );
}
