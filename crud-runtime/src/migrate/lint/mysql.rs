//! `MySQL` 8.0 and `MariaDB` 10.11: what is done at once, what writes the table anew, and what
//! copies it while nobody writes. Where they differ, the worse of both is said.

use super::Linter;
use super::act::{Act, Change, Column, Constraint, Index, Type, What};
use super::postgres::integer_key;
use super::token::Token;
use crate::migrate::file::Risk;
use crate::sql::search;

/// What makes a statement fail instead of making others wait.
const GENTLY: &str = "write `, ALGORITHM=INPLACE, LOCK=NONE` behind it, so that it rather fails \
                      than makes others wait; and do it at a quiet time, or with gh-ost or \
                      pt-online-schema-change";

pub(super) fn rate(linter: &mut Linter<'_>, act: &Act) {
    match act {
        Act::CreateTable(table) => integer_key(linter, table),
        Act::Alter(table, change) if linter.now.is_used(table) => alter(linter, table, change),
        Act::CreateIndex { table, index, .. } if linter.now.is_used(table) => {
            indexed(linter, table, index);
        }
        Act::Fill(table) if linter.now.is_used(table) => linter.say(
            "fill-at-once",
            Risk::Locks,
            format!("the records of `{table}` stay locked until all are written"),
            "write them in batches, in a Rust step (`-- crud: rust …`) of a migration of its own",
        ),
        Act::Set(name, value)
            if name == "lock_wait_timeout"
                && value.parse::<u64>().map_or(true, |seconds| seconds > 60) =>
        {
            linter.say(
                "lock-timeout",
                Risk::Locks,
                "what waits for a lock keeps all others waiting behind it".to_owned(),
                "leave it out: 5 seconds are set where migrations run",
            );
        }
        _ => {}
    }
}

fn alter(linter: &mut Linter<'_>, table: &str, change: &Change) {
    match change {
        Change::Add(column, is_moved) => {
            if column.name == search::WORDS {
                copied(
                    linter,
                    "fill-column",
                    &format!("each record of `{table}` gets the words that a search looks for"),
                    "do it at a quiet time if there are many records",
                );
            } else if column.auto || column.stored || is_computed(column) {
                copied(
                    linter,
                    "fill-column",
                    &format!("each record of `{table}` gets a `{}` of its own", column.name),
                    "add it without a default, fill it in batches (a Rust step), and give it its \
                     default in a later migration",
                );
            }
            if *is_moved {
                moved(linter, table, &column.name);
            }
            for own in &column.constraints {
                constrain(linter, table, own);
            }
        }
        Change::Modify { old, column, is_moved } => {
            let before = linter.now.column(table, old).cloned();
            modified(linter, table, before.as_ref(), column);
            if *is_moved {
                moved(linter, table, &column.name);
            }
        }
        Change::Charset => charset(linter, table),
        Change::DropKey => key(linter, table),
        Change::Constrain(constraint) => constrain(linter, table, constraint),
        Change::Index(index) => indexed(linter, table, index),
        _ => {}
    }
}

fn copied(linter: &mut Linter<'_>, rule: &'static str, why: &str, instead: &str) {
    let why = format!("{why}: the table is copied while nobody writes to it");
    linter.say(rule, Risk::Rewrites, why, instead);
}

fn moved(linter: &mut Linter<'_>, table: &str, column: &str) {
    linter.say(
        "column-position",
        Risk::Rewrites,
        format!(
            "`{column}` is not the last column of `{table}`: before MySQL 8.0.29 the table is \
             written anew for it"
        ),
        "put a new field behind all others",
    );
}

fn modified(linter: &mut Linter<'_>, table: &str, before: Option<&Column>, after: &Column) {
    let name = &after.name;
    let Some(before) = before else {
        return copied(
            linter,
            "rewrite-type",
            &format!("`{name}` of `{table}` may get another type"),
            GENTLY,
        );
    };
    if before.kind.collation != after.kind.collation {
        charset(linter, table);
    }
    if before.auto != after.auto || is_copied(&before.kind, &after.kind) {
        copied(
            linter,
            "rewrite-type",
            &format!("`{name}` of `{table}` becomes {}", after.kind.show()),
            "add a column of the new type beside it, copy the values in batches (a Rust step), and \
             drop the old one in a later release",
        );
    } else if before.nullable != after.nullable {
        linter.say(
            "rewrite-null",
            Risk::Rewrites,
            format!(
                "`{table}` is written anew for whether `{name}` takes null; MySQL lets others \
                 write meanwhile"
            ),
            GENTLY,
        );
    }
}

/// Whether all values have to be written in another form.
fn is_copied(before: &Type, after: &Type) -> bool {
    if before.name != after.name {
        return true;
    }
    let length = |kind: &Type| kind.arguments.first()?.parse::<u32>().ok();
    match (before.name.as_str(), length(before), length(after)) {
        // Four bytes to a character; beyond 255 bytes a length takes one byte more.
        ("varchar", Some(before), Some(after)) => {
            after < before || (before * 4 < 256) != (after * 4 < 256)
        }
        ("varbinary", Some(before), Some(after)) => {
            after < before || (before < 256) != (after < 256)
        }
        ("enum" | "set", ..) => !after.arguments.starts_with(&before.arguments),
        _ => before.arguments != after.arguments,
    }
}

fn charset(linter: &mut Linter<'_>, table: &str) {
    copied(
        linter,
        "change-charset",
        &format!("texts of `{table}` get another character set or collation"),
        GENTLY,
    );
}

fn key(linter: &mut Linter<'_>, table: &str) {
    copied(
        linter,
        "primary-key",
        &format!("`{table}` is stored in the order of its key"),
        "do both, DROP and ADD, in one statement; or begin another table under another name",
    );
}

fn constrain(linter: &mut Linter<'_>, table: &str, constraint: &Constraint) {
    let name = constraint.name.as_deref().unwrap_or("the constraint");
    match &constraint.what {
        What::Key(_) => key(linter, table),
        What::Unique(columns) => {
            let (name, columns) = (name.to_owned(), columns.clone());
            let index = Index { name, columns, unique: true, special: false };
            indexed(linter, table, &index);
        }
        What::Refers { .. } => copied(
            linter,
            "add-foreign-key",
            &format!("`{name}` of `{table}` is checked against all records"),
            "do it at a quiet time; or, where you know that all records keep it, SET SESSION \
             foreign_key_checks = 0 before, which adds it at once and unchecked",
        ),
        What::Check(_) => copied(
            linter,
            "add-check",
            &format!("`{name}` of `{table}` is checked against all records"),
            "do it at a quiet time; meanwhile the application keeps the rule",
        ),
        What::Exclude => {}
    }
}

fn indexed(linter: &mut Linter<'_>, table: &str, index: &Index) {
    let name = &index.name;
    if index.special {
        linter.say(
            "create-index",
            Risk::Locks,
            format!("nobody writes to `{table}` while `{name}` is made"),
            "do it at a quiet time",
        );
    } else if index.unique {
        linter.say(
            "add-unique",
            Risk::Safe,
            format!(
                "`{name}` of `{table}` is made while others write; it fails at the first two \
                 records that agree, also where one comes meanwhile"
            ),
            "look for such records first, and clear them in a migration before",
        );
    }
}

/// Whether a default is more than a literal, in parentheses maybe.
fn is_computed(column: &Column) -> bool {
    let Some(default) = &column.default else { return false };
    default.windows(2).any(|two| match two {
        [Token::Word(_), open] => open.is_sign('('),
        _ => false,
    })
}
