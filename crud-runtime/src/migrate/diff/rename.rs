//! Renames: those that the code says and that are still to be done.

use std::collections::BTreeMap;

use super::{Change, Plan, find};
use crate::migrate::intent::Intents;
use crate::sql::shape::{Index, Schema};

/// Something gets another name.
#[derive(Debug, Clone)]
pub(super) enum Rename {
    Table {
        from: String,
        to: String,
    },
    /// Of the table with this name now.
    Column {
        table: String,
        from: String,
        to: String,
    },
}

/// The tables that have to be renamed, in an order in which each name is free when it is given.
pub(super) fn tables(
    before: &Schema,
    after: &Schema,
    intents: &Intents,
    refusals: &mut Vec<String>,
) -> Vec<Rename> {
    let said: Vec<_> = intents
        .renamed_tables
        .iter()
        .filter(|(to, _)| find(after, to).is_some())
        .map(|(to, from)| (from.as_str(), to.as_str()))
        .collect();
    let stays = |name: &str| find(after, name).is_some();
    let is_there = |name: &str| find(before, name).is_some();
    if let Some(name) = circle(&said, is_there) {
        refusals.push(format!(
            "`renamed_from` on `{}` and others goes round in a circle: rename one of them to a \
             name of its own in a migration before",
            intents.entity(name)
        ));
    }
    let due = due(&said, is_there, |from, one, other| {
        let (one, other) = (intents.entity(one), intents.entity(other));
        refusals.push(format!(
            "`{one}` and `{other}` both say #[crud(renamed_from = \"{from}\")]: only one of them \
             can have the records; remove it from the other"
        ));
    });
    for (from, to) in blocked(&said, &due, is_there, stays) {
        refusals.push(format!(
            "`{}` says #[crud(renamed_from = \"{from}\")], and there is a table `{to}` already: \
             if that is to be deleted, do so in a migration before",
            intents.entity(to)
        ));
    }
    due.into_iter()
        .map(|(from, to)| Rename::Table { from: from.to_owned(), to: to.to_owned() })
        .collect()
}

/// The columns that have to be renamed, likewise; the tables have their names of now.
pub(super) fn columns(
    before: &Schema,
    after: &Schema,
    intents: &Intents,
    refusals: &mut Vec<String>,
) -> Vec<Rename> {
    let mut said: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for ((table, to), from) in &intents.renamed_columns {
        if find(after, table).is_some_and(|table| table.column(to).is_some()) {
            said.entry(table).or_default().push((from, to));
        }
    }
    let mut renames = Vec::new();
    for (table, said) in said {
        let Some(old) = find(before, table) else { continue };
        let is_there = |name: &str| old.column(name).is_some();
        let stays =
            |name: &str| find(after, table).is_some_and(|table| table.column(name).is_some());
        if let Some(name) = circle(&said, is_there) {
            refusals.push(format!(
                "`renamed_from` on `{name}` and others of `{}` goes round in a circle: rename one \
                 of them to a name of its own in a migration before",
                intents.entity(table)
            ));
        }
        let due = due(&said, is_there, |from, one, other| {
            refusals.push(format!(
                "`{one}` and `{other}` of `{}` both say #[crud(renamed_from = \"{from}\")]: only \
                 one of them can have the values; remove it from the other",
                intents.entity(table)
            ));
        });
        for (from, to) in blocked(&said, &due, is_there, stays) {
            refusals.push(format!(
                "`{to}` of `{}` says #[crud(renamed_from = \"{from}\")], and there is a column \
                 `{to}` already: if that is to be deleted, do so in a migration before",
                intents.entity(table)
            ));
        }
        renames.extend(due.into_iter().map(|(from, to)| Rename::Column {
            table: table.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        }));
    }
    renames
}

/// A name that is given up to a circle of renames. After a circle everything is called as before,
/// so it cannot be told whether it is still to be done.
fn circle<'n>(said: &[(&'n str, &'n str)], is_there: impl Fn(&str) -> bool) -> Option<&'n str> {
    let comes_from = |name: &str| {
        said.iter().find(|(from, to)| *to == name && is_there(from)).map(|(from, _)| *from)
    };
    said.iter().map(|(_, to)| *to).find(|start| {
        let mut name = *start;
        (0..said.len()).any(|_| match comes_from(name) {
            Some(from) => {
                name = from;
                name == *start
            }
            None => false,
        })
    })
}

/// Of renames that are said, those whose old name is there and whose new name is not, or is about
/// to be given up. The others have been done.
fn due<'n>(
    said: &[(&'n str, &'n str)],
    is_there: impl Fn(&str) -> bool,
    mut clash: impl FnMut(&str, &str, &str),
) -> Vec<(&'n str, &'n str)> {
    let mut due: Vec<(&str, &str)> = Vec::new();
    loop {
        let known = due.len();
        for &(from, to) in said {
            let is_free = !is_there(to) || due.iter().any(|(given_up, _)| *given_up == to);
            let is_known = due.iter().any(|(_, known)| *known == to);
            if is_known || !is_there(from) || !is_free {
                continue;
            }
            match due.iter().find(|(taken, _)| *taken == from) {
                Some((_, other)) => clash(from, other, to),
                None => due.push((from, to)),
            }
        }
        if due.len() == known {
            return due;
        }
    }
}

/// Renames whose old name is there and given up, and whose new name is another's.
fn blocked<'n>(
    said: &[(&'n str, &'n str)],
    due: &[(&'n str, &'n str)],
    is_there: impl Fn(&str) -> bool,
    stays: impl Fn(&str) -> bool,
) -> Vec<(&'n str, &'n str)> {
    let is_blocked = |(from, _): &(&str, &str)| {
        is_there(from) && !stays(from) && due.iter().all(|(taken, _)| taken != from)
    };
    said.iter().copied().filter(is_blocked).collect()
}

/// Gives the schema the new name wherever the old one stands.
pub(super) fn apply(schema: &mut Schema, rename: &Rename) {
    for owner in &mut schema.tables {
        match rename {
            Rename::Table { from, to } => {
                let targets = owner.references.iter_mut().map(|reference| &mut reference.table);
                targets.chain([&mut owner.name]).for_each(|name| replace(name, from, to));
            }
            Rename::Column { table, from, to } => {
                for reference in &mut owner.references {
                    if reference.table == *table {
                        reference.target.iter_mut().for_each(|name| replace(name, from, to));
                    }
                }
                if owner.name != *table {
                    continue;
                }
                let all = |indexes: &mut Vec<Index>| {
                    let names = indexes
                        .iter_mut()
                        .flat_map(|index| index.columns.iter_mut().chain(&mut index.descending));
                    names.for_each(|name| replace(name, from, to));
                };
                all(&mut owner.uniques);
                all(&mut owner.indexes);
                let searched = owner.search.iter_mut().flat_map(|search| &mut search.columns);
                searched.for_each(|name| replace(name, from, to));
                let key = owner.key.columns.iter_mut();
                let references = owner.references.iter_mut().flat_map(|own| &mut own.columns);
                let columns = owner.columns.iter_mut().map(|column| &mut column.name);
                key.chain(references).chain(columns).for_each(|name| replace(name, from, to));
            }
        }
    }
}

fn replace(name: &mut String, from: &str, to: &str) {
    if name == from {
        to.clone_into(name);
    }
}

/// What the code still says although it has been done.
pub(super) fn served(before: &Schema, plan: &Plan, intents: &Intents) -> Vec<String> {
    let has = |change: &dyn Fn(&Change) -> bool| plan.changes.iter().any(change);
    let mut notes = Vec::new();
    for (table, old) in &intents.renamed_tables {
        if !has(&|change| matches!(change, Change::RenameTable { to, .. } if to == table)) {
            let entity = intents.entity(table);
            notes.push(format!(
                "`renamed_from = \"{old}\"` on `{entity}` has served: it can be removed"
            ));
        }
    }
    for ((table, column), old) in &intents.renamed_columns {
        let is_this = |change: &Change| matches!(change, Change::RenameColumn { table: of, to, .. } if of == table && to == column);
        if !has(&is_this) {
            let entity = intents.entity(table);
            notes.push(format!(
                "`renamed_from = \"{old}\"` on `{column}` of `{entity}` has served: it can be \
                 removed"
            ));
        }
    }
    for (table, column) in &intents.dropped_columns {
        let is_this = |change: &Change| {
            matches!(change, Change::Alter(alter)
                if alter.before.name == *table && alter.before.column(column).is_some())
        };
        if !has(&is_this) {
            let entity = intents.entity(table);
            notes.push(format!(
                "`dropped(\"{column}\")` on `{entity}` has served: it can be removed"
            ));
        }
    }
    for table in &intents.dropped_tables {
        if find(before, table).is_none() {
            notes.push(format!("`.dropped(\"{table}\")` has served: it can be removed"));
        }
    }
    notes
}
