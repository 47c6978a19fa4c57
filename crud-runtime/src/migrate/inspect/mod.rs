//! From a database that is there to the structs that describe it.
//!
//! What the words of the attribute language cannot say of a table is named, never left out in
//! silence: the table is written `unmanaged` with the reasons above it, or not at all.

mod column;
mod constraint;
mod entity;
mod enumeration;
mod index;
mod mysql;
mod name;
mod postgres;
mod render;
mod sqlite;
#[cfg(test)]
mod tests;

use self::entity::Entity;
use crate::store::catalogue::Catalogue;

/// Rust source.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Source {
    /// Names and texts of the files, `mod.rs` last.
    pub(crate) files: Vec<(String, String)>,
    /// What a person should know, a sentence each.
    pub(crate) notes: Vec<String>,
}

/// The structs of a database; `allow` is what stands in `allow(…)` of each.
pub(crate) fn source(catalogue: &Catalogue, allow: &str) -> Source {
    let mut notes = Vec::new();
    let entities = entity::entities(catalogue, &mut notes);
    for entity in &entities {
        notes.extend(about(entity));
    }
    for view in &catalogue.views {
        notes.push(format!("the view `{}` is left out: only tables have entities", view.name));
    }
    for trigger in &catalogue.triggers {
        notes.push(format!(
            "the trigger `{}` on `{}` stays the database's own: migrations neither make nor change \
             it",
            trigger.name, trigger.table
        ));
    }
    for other in &catalogue.others {
        notes.push(format!("{other} is left out"));
    }
    let mut files: Vec<_> = entities
        .iter()
        .map(|entity| (format!("{}.rs", entity.module), render::entity(entity, &entities, allow)))
        .collect();
    files.push(("mod.rs".to_owned(), render::module(&entities)));
    Source { files, notes }
}

/// What is to be known of one table.
fn about(entity: &Entity) -> impl Iterator<Item = String> {
    let table = &entity.table.name;
    let unmanaged = entity.reasons.iter().map(move |reason| {
        format!("`{table}` is left unmanaged, so that migrations do not touch it: {reason}")
    });
    let needs = entity.needs.iter().map(move |need| {
        format!(
            "`{table}` needs {need}, which migrations do not make: a new database has to have it"
        )
    });
    unmanaged.chain(needs)
}
