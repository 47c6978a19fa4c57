//! `PostgreSQL`: who waits for whom. What takes its strongest lock, and then looks at records or
//! writes them, stops everybody for as long as that takes.

use super::Linter;
use super::act::{Act, Change, Column, Constraint, Table, Type, What};
use super::token::Token;
use crate::migrate::file::Risk;
use crate::migrate::script::Mode;

/// How to have it made in steps.
const CONCURRENTLY: &str = "make the file with `migrate diff --concurrently`";

pub(super) fn rate(linter: &mut Linter<'_>, act: &Act) {
    match act {
        Act::CreateTable(table) => integer_key(linter, table),
        Act::DropTable(table) | Act::RenameTable { from: table, .. } => lock(linter, table),
        Act::Alter(table, change) if linter.now.is_used(table) => {
            alter(linter, table, change);
            let is_mild = match change {
                Change::Validate(_) => true,
                Change::Constrain(constraint) => matches!(constraint.what, What::Refers { .. }),
                _ => false,
            };
            if !is_mild {
                lock(linter, table);
            }
        }
        Act::CreateIndex { table, index, concurrently } if linter.now.is_used(table) => {
            if *concurrently {
                in_transaction(linter);
            } else {
                linter.say(
                    "create-index",
                    Risk::Locks,
                    format!("nobody writes to `{table}` while `{}` is made", index.name),
                    format!("CREATE INDEX CONCURRENTLY, outside of a transaction: {CONCURRENTLY}"),
                );
            }
        }
        Act::DropIndex { name, concurrently } => {
            if *concurrently {
                in_transaction(linter);
            } else if linter.now.table_of_index(name).is_none_or(|table| !table.is_new) {
                linter.say(
                    "drop-index",
                    Risk::Locks,
                    format!(
                        "`{name}` goes when nobody uses its table any more, and all others wait \
                         behind this"
                    ),
                    "DROP INDEX CONCURRENTLY, in a file with `-- crud: mode=stepwise`",
                );
            }
        }
        Act::Fill(table) if linter.now.is_used(table) => {
            let behind = if linter.mode == Mode::Whole && linter.locked.contains(table) {
                ", and the steps before keep everybody from the table meanwhile"
            } else {
                ""
            };
            linter.say(
                "fill-at-once",
                Risk::Locks,
                format!("the records of `{table}` stay locked until all are written{behind}"),
                "write them in batches, in a Rust step (`-- crud: rust …`) of a migration of its \
                 own",
            );
        }
        Act::Set(name, value)
            if name == "lock_timeout" && ["0", "default", "0s", "0ms"].contains(&&**value) =>
        {
            linter.say(
                "lock-timeout",
                Risk::Locks,
                "what waits for a lock without end keeps all others waiting behind it".to_owned(),
                "leave it out: 5 seconds are set where migrations run; or set a time of some \
                 seconds",
            );
        }
        _ => {}
    }
}

/// Nobody else reads the table until the transaction ends.
fn lock(linter: &mut Linter<'_>, table: &str) {
    if !linter.now.is_used(table) {
        return;
    }
    linter.locked.insert(table.to_owned());
    if linter.mode == Mode::Whole && linter.locked.len() == 2 && !has(linter, "several-tables") {
        let tables: Vec<_> = linter.locked.iter().map(|table| format!("`{table}`")).collect();
        linter.say(
            "several-tables",
            Risk::Locks,
            format!(
                "{} are locked in one transaction: others wait for both, and one that has them in \
                 another order ends in a deadlock",
                tables.join(" and ")
            ),
            "one migration for each table; or write `-- crud: mode=stepwise`",
        );
    }
}

fn has(linter: &Linter<'_>, rule: &str) -> bool {
    linter.advice.iter().any(|advice| advice.rule == rule)
}

fn in_transaction(linter: &mut Linter<'_>) {
    if linter.mode == Mode::Whole {
        linter.say(
            "concurrently-in-transaction",
            Risk::Breaks,
            "PostgreSQL refuses CONCURRENTLY inside a transaction, and the migration stops here"
                .to_owned(),
            "write `-- crud: mode=stepwise` at the top of the file",
        );
    }
}

fn alter(linter: &mut Linter<'_>, table: &str, change: &Change) {
    match change {
        Change::Add(column, _) => {
            fill(linter, table, column);
            for own in &column.constraints {
                constrain(linter, table, own);
            }
        }
        Change::Identity(column) => linter.say(
            "set-not-null",
            Risk::Locks,
            format!("`{column}` of `{table}` begins to count while nobody reads or writes"),
            "the table is looked at once: do it at a quiet time",
        ),
        Change::Type { column, to, .. } => {
            let before = linter.now.column(table, column).map(|column| &column.kind);
            if before.is_none_or(|before| is_rewritten(before, to)) {
                linter.say(
                    "rewrite-type",
                    Risk::Rewrites,
                    format!(
                        "`{table}` is written anew with `{column}` as {} while nobody reads or \
                         writes",
                        to.show()
                    ),
                    format!(
                        "add a column of the new type beside `{column}`, copy the values in \
                         batches, and drop the old one in a later release"
                    ),
                );
            }
        }
        Change::NotNull(column) if !linter.now.has_value_check(table, column) => {
            linter.say(
                "set-not-null",
                Risk::Locks,
                format!(
                    "all records of `{table}` are looked at for a null in `{column}` while \
                     nobody reads or writes"
                ),
                format!(
                    "ADD CONSTRAINT … CHECK (\"{column}\" IS NOT NULL) NOT VALID, then VALIDATE \
                     CONSTRAINT, then SET NOT NULL, which believes it: {CONCURRENTLY}"
                ),
            );
        }
        Change::Constrain(constraint) => constrain(linter, table, constraint),
        Change::Validate(name) => {
            let is_locked = linter.locked.contains(table);
            let was_there = linter
                .begin
                .tables
                .get(table)
                .is_some_and(|table| table.constraint(name).is_some());
            if linter.mode == Mode::Whole && (is_locked || !was_there) {
                linter.say(
                    "validate-in-transaction",
                    Risk::Locks,
                    format!(
                        "`{name}` is checked against all records of `{table}` while the lock is \
                         held that an earlier step of the transaction took"
                    ),
                    format!("validate it in a later migration, or step by step: {CONCURRENTLY}"),
                );
            }
        }
        _ => {}
    }
}

fn fill(linter: &mut Linter<'_>, table: &str, column: &Column) {
    let reason = if column.auto {
        "is counted"
    } else if column.stored {
        "is computed"
    } else if column.default.as_ref().is_some_and(|default| is_volatile(default)) {
        "has a default that is another one each time"
    } else {
        return;
    };
    linter.say(
        "fill-column",
        Risk::Rewrites,
        format!(
            "`{}` {reason}, so `{table}` is written anew while nobody reads or writes",
            column.name
        ),
        "add it without a default, SET DEFAULT for new records, fill the others in batches (a Rust \
         step), and SET NOT NULL in the end",
    );
}

/// Whether an expression may have another value for each record: it calls a function that is not
/// known to have one value.
fn is_volatile(expression: &[Token]) -> bool {
    const STEADY: [&str; 22] = [
        "now",
        "transaction_timestamp",
        "statement_timestamp",
        "abs",
        "lower",
        "upper",
        "coalesce",
        "round",
        "length",
        "char_length",
        "date_trunc",
        "to_char",
        "to_date",
        "make_date",
        "cast",
        "numeric",
        "varchar",
        "timestamptz",
        "timestamp",
        "time",
        "char",
        "concat",
    ];
    expression.windows(2).any(|two| match two {
        [Token::Word(name) | Token::Name(name), open] if open.is_sign('(') => {
            !STEADY.contains(&name.to_ascii_lowercase().as_str())
        }
        _ => false,
    })
}

fn constrain(linter: &mut Linter<'_>, table: &str, constraint: &Constraint) {
    let name = constraint.name.as_deref().unwrap_or("the constraint");
    let (rule, what, instead) = match &constraint.what {
        What::Key(_) if !constraint.using_index => (
            "primary-key",
            "is made while nobody reads or writes",
            "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … PRIMARY KEY USING INDEX"
                .to_owned(),
        ),
        What::Unique(_) if !constraint.using_index => (
            "add-unique",
            "gets its index while nobody reads or writes",
            format!(
                "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX: \
                 {CONCURRENTLY}"
            ),
        ),
        What::Refers { .. } if !constraint.not_valid => (
            "add-foreign-key",
            "is checked against all records while nobody writes to either table",
            format!("NOT VALID, and VALIDATE CONSTRAINT in a later migration: {CONCURRENTLY}"),
        ),
        What::Check(_) if !constraint.not_valid => (
            "add-check",
            "is checked against all records while nobody reads or writes",
            format!("NOT VALID, and VALIDATE CONSTRAINT in a later migration: {CONCURRENTLY}"),
        ),
        What::Exclude => (
            "add-exclusion",
            "gets its index while nobody reads or writes",
            "there is no other way: do it at a quiet time, or in a new table".to_owned(),
        ),
        _ => return,
    };
    let why = format!("`{name}` of `{table}` {what}");
    linter.say(rule, Risk::Locks, why, instead);
}

/// Whether a table is written anew in another type. It is not where the same bytes are of both.
fn is_rewritten(before: &Type, after: &Type) -> bool {
    let number = |kind: &Type, place: usize| kind.arguments.get(place)?.parse::<u32>().ok();
    let grows = |before: Option<u32>, after: Option<u32>| match (before, after) {
        (_, None) => true,
        (Some(before), Some(after)) => before <= after,
        (None, Some(_)) => false,
    };
    match (before.name.as_str(), after.name.as_str()) {
        ("varchar" | "text", "varchar" | "text") => !grows(number(before, 0), number(after, 0)),
        ("numeric", "numeric") => {
            let is_whole = after.arguments.is_empty();
            let has_scale = number(before, 1).unwrap_or(0) == number(after, 1).unwrap_or(0);
            !is_whole && (!has_scale || !grows(number(before, 0), number(after, 0)))
        }
        ("cidr", "inet") => false,
        (one, other) => one != other || !grows(number(before, 0), number(after, 0)),
    }
}

pub(super) fn integer_key(linter: &mut Linter<'_>, table: &Table) {
    let counts = table.columns.iter().find(|column| {
        let is_short = ["integer", "smallint", "serial", "smallserial", "mediumint"];
        column.auto && is_short.contains(&column.kind.name.as_str())
    });
    if let Some(column) = counts {
        linter.say(
            "integer-key",
            Risk::Safe,
            format!("`{}` of `{}` counts to 2,147,483,647 at most", column.name, table.name),
            "a key of i64 costs four bytes more, and is not to be changed in a table that is full",
        );
    }
}
