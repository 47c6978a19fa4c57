//! What cannot be done to the columns of a table until the code says more.

use super::fit::{Fit, fit};
use crate::migrate::intent::Intents;
use crate::sql::shape::{Column, Kind, Table};

/// Refuses what would lose values, or would have to make some up. Both tables have the names of
/// now.
pub(super) fn refuse(before: &Table, after: &Table, intents: &Intents, refusals: &mut Vec<String>) {
    let entity = intents.entity(&after.name);
    if before.key.columns != after.key.columns {
        refusals.push(format!(
            "the key of `{entity}` changes from {} to {}, by which its records are known and \
             referred to: keep #[crud(primary_key)] where it is, or begin another table under \
             another name",
            before.key.columns.join(", "),
            after.key.columns.join(", ")
        ));
    }
    for old in &before.columns {
        match after.column(&old.name) {
            Some(new) => changed(entity, old, new, intents, refusals),
            // Why it is not renamed yet was said there.
            None if is_renamed(after, old, intents) => {}
            None if intents.dropped_columns.contains(&(after.name.clone(), old.name.clone())) => {}
            None => refusals.push(vanished(entity, old, before, after)),
        }
    }
    for new in &after.columns {
        let is_filled = new.nullable || new.auto || new.default.is_some();
        if before.column(&new.name).is_none() && !is_filled {
            refusals.push(format!(
                "`{}` of `{entity}` is new and takes no null, so the records that are there would \
                 have no value for it: make the field an `Option`, or write #[crud(default = …)] \
                 or #[crud(default_sql = \"…\")] on it",
                new.name
            ));
        }
    }
}

/// Whether a field says that it is the column.
fn is_renamed(table: &Table, old: &Column, intents: &Intents) -> bool {
    let mut said = intents.renamed_columns.iter();
    said.any(|((of, to), from)| {
        *of == table.name && *from == old.name && table.column(to).is_some()
    })
}

/// A column without a field, which alone says neither that it is renamed nor that it may go.
fn vanished(entity: &str, old: &Column, before: &Table, after: &Table) -> String {
    let new = after.columns.iter().filter(|new| before.column(&new.name).is_none());
    let whose = match new.max_by_key(|new| new.kind == old.kind) {
        Some(new) => format!("`{}` if that is its name now", new.name),
        None => "the field that has its values now".to_owned(),
    };
    let name = &old.name;
    format!(
        "`{entity}` has no field for the column `{name}` any more: write \
         #[crud(renamed_from = \"{name}\")] on {whose}, or #[crud(dropped(\"{name}\"))] on \
         `{entity}` to delete it with all its values"
    )
}

fn changed(
    entity: &str,
    old: &Column,
    new: &Column,
    intents: &Intents,
    refusals: &mut Vec<String>,
) {
    let name = &new.name;
    if old.nullable && !new.nullable && new.default.is_none() {
        refusals.push(format!(
            "`{name}` of `{entity}` may be null so far and would take no null any more: keep the \
             `Option`, or write #[crud(default = …)] or #[crud(default_sql = \"…\")] on it, which \
             the records without a value get"
        ));
    }
    match fit(&old.kind, &new.kind) {
        Fit::Whole => {}
        Fit::Partial if intents.narrow => {}
        Fit::Partial => refusals.push(match (&old.kind, &new.kind) {
            (Kind::Enum(before), Kind::Enum(after)) => words(entity, name, before, after),
            _ => format!(
                "`{name}` of `{entity}` changes from {} to {}, which not every value fits: keep \
                 the type; or, when all that are stored do, run this again with `--allow narrow`, \
                 and the migration stops at a record that does not",
                old.kind, new.kind
            ),
        }),
        Fit::None => refusals.push(format!(
            "`{name}` of `{entity}` changes from {} to {}, and nobody but you can say what becomes \
             of its values: keep it and add a field of the new type beside it; copy the values in \
             a migration of your own; then remove it with #[crud(dropped(\"{name}\"))] on \
             `{entity}`",
            old.kind, new.kind
        )),
    }
}

fn words(entity: &str, column: &str, before: &[String], after: &[String]) -> String {
    let gone: Vec<_> = before.iter().filter(|word| !after.contains(word)).collect();
    let list: Vec<_> = gone.iter().map(|word| format!("`{word}`")).collect();
    let list = list.join(", ");
    let keep = match after.iter().find(|word| !before.contains(word)) {
        Some(new) => format!(
            "if a variant has merely another name in Rust, write #[crud(rename = \"{}\")] on the \
             one that is stored as `{new}` now",
            gone[0]
        ),
        None => "keep the variant".to_owned(),
    };
    format!(
        "`{column}` of `{entity}` may hold {list}, which its enum does not have any more: {keep}; \
         or, when no record holds it, run this again with `--allow narrow`, and the migration stops \
         at a record that does"
    )
}
