//! What has to be done to the tables that were so that they become those that the structs
//! describe; or why nothing can be done until the code says more.
//!
//! Nothing is guessed. What two schemas cannot tell apart, and what would lose values, is refused
//! with the attribute to write.

mod column;
mod fit;
#[cfg(test)]
mod properties;
mod rename;
#[cfg(test)]
mod tests;

use self::rename::{Rename, served};
use super::intent::Intents;
use crate::error::{Error, Result};
use crate::sql::shape::{Schema, Table};

/// What has to be done, in this order.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Plan {
    pub(crate) changes: Vec<Change>,
    /// What need not be said any more, for the user to read.
    pub(crate) notes: Vec<String>,
}

/// One thing that has to be done. Renames come first, so that in what follows a table and a
/// column has one name before and after.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    RenameTable {
        from: String,
        to: String,
    },
    RenameColumn {
        table: String,
        from: String,
        to: String,
    },
    Create(Table),
    Alter(Box<Alter>),
    /// Only what the code says is to be gone.
    Drop(Table),
}

/// Columns, constraints and indexes of one table. The names of its constraints may be all that
/// differs, where it was renamed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alter {
    pub(crate) before: Table,
    pub(crate) after: Table,
}

/// What leads from one schema to another.
///
/// # Errors
/// [`Error::Config`] with all that the code has to say first.
pub(crate) fn diff(before: &Schema, after: &Schema, intents: &Intents) -> Result<Plan> {
    let mut plan = Plan::default();
    let mut refusals = Vec::new();
    // What was, under the names of now.
    let mut renamed = before.clone();
    for change in rename::tables(before, after, intents, &mut refusals) {
        rename::apply(&mut renamed, &change);
        plan.changes.push(change.into());
    }
    for change in rename::columns(&renamed, after, intents, &mut refusals) {
        rename::apply(&mut renamed, &change);
        plan.changes.push(change.into());
    }
    for table in &after.tables {
        match find(&renamed, &table.name) {
            None => plan.changes.push(Change::Create(table.clone())),
            Some(old) if old == table => {}
            Some(old) => {
                column::refuse(old, table, intents, &mut refusals);
                plan.changes.push(Change::Alter(Box::new(Alter {
                    before: old.clone(),
                    after: table.clone(),
                })));
            }
        }
    }
    for old in &renamed.tables {
        if find(after, &old.name).is_some() || intents.unmanaged.contains(&old.name) {
            continue;
        }
        // Why it is not renamed yet was said there.
        let is_old =
            |(to, from): (&String, &String)| *from == old.name && find(after, to).is_some();
        if intents.renamed_tables.iter().any(is_old) {
            continue;
        }
        if intents.dropped_tables.contains(&old.name) {
            plan.changes.push(Change::Drop(old.clone()));
        } else {
            refusals.push(vanished(old, before, after, intents));
        }
    }
    plan.notes = served(before, &plan, intents);
    if refusals.is_empty() { Ok(plan) } else { Err(Error::Config(refusals.join("\n"))) }
}

fn find<'s>(schema: &'s Schema, table: &str) -> Option<&'s Table> {
    schema.tables.iter().find(|other| other.name == table)
}

/// A table without an entity, which alone says neither that it is renamed nor that it may go.
fn vanished(old: &Table, before: &Schema, after: &Schema, intents: &Intents) -> String {
    let alike = |new: &Table| {
        new.columns.iter().filter(|column| old.column(&column.name).is_some()).count()
    };
    let new = after
        .tables
        .iter()
        .filter(|new| find(before, &new.name).is_none())
        .filter(|new| !intents.renamed_tables.contains_key(&new.name));
    let whose = match new.max_by_key(|new| alike(new)) {
        Some(new) => format!("`{}`", intents.entity(&new.name)),
        None => "the entity that has its records now".to_owned(),
    };
    let name = &old.name;
    format!(
        "the table `{name}` is in schema.json, and no entity of the application is stored in it. \
         If it has another name now, write #[crud(renamed_from = \"{name}\")] on {whose}; if its \
         entity is merely not listed, add `.entity::<…>()` where the application is built; to \
         delete it with all its records, add `.dropped(\"{name}\")` there"
    )
}

impl From<Rename> for Change {
    fn from(rename: Rename) -> Self {
        match rename {
            Rename::Table { from, to } => Self::RenameTable { from, to },
            Rename::Column { table, from, to } => Self::RenameColumn { table, from, to },
        }
    }
}

#[cfg(test)]
impl Change {
    /// What undoes it in form; values that are gone stay gone.
    pub(crate) fn reversed(&self) -> Self {
        match self.clone() {
            Self::RenameTable { from, to } => Self::RenameTable { from: to, to: from },
            Self::RenameColumn { table, from, to } => {
                Self::RenameColumn { table, from: to, to: from }
            }
            Self::Create(table) => Self::Drop(table),
            Self::Drop(table) => Self::Create(table),
            Self::Alter(alter) => {
                let Alter { before, after } = *alter;
                Self::Alter(Box::new(Alter { before: after, after: before }))
            }
        }
    }
}
