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
mod stored;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::entity::Entity;
pub(crate) use self::stored::Stored;
use crate::store::catalogue::Catalogue;

/// Rust source.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Source {
    /// Names and texts of the files, `mod.rs` last.
    pub(crate) files: Vec<(String, String)>,
    /// What a person should know, a sentence each.
    pub(crate) notes: Vec<String>,
}

/// The structs of a database, of which it is known what it holds; `allow` is what stands in
/// `allow(…)` of each.
pub(crate) fn source(catalogue: &Catalogue, stored: &Stored, allow: &str) -> Source {
    let mut notes = Vec::new();
    let entities = entity::entities(catalogue, stored, &mut notes);
    for entity in &entities {
        notes.extend(about(entity));
    }
    for view in &catalogue.views {
        notes.push(format!("the view `{}` is left out: only tables have entities", view.name));
    }
    notes.extend(triggers(catalogue));
    let is_needed =
        |other: &String| entities.iter().flat_map(|entity| &entity.needs).any(|need| need == other);
    for other in catalogue.others.iter().filter(|other| !is_needed(other)) {
        notes.push(format!("{other} is left out"));
    }
    let mut files: Vec<_> = entities
        .iter()
        .map(|entity| (format!("{}.rs", entity.module), render::entity(entity, &entities, allow)))
        .collect();
    files.push(("mod.rs".to_owned(), render::module(&entities)));
    Source { files, notes }
}

/// The triggers, a sentence for each table.
fn triggers(catalogue: &Catalogue) -> Vec<String> {
    let mut tables: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for trigger in &catalogue.triggers {
        tables.entry(&trigger.table).or_default().push(format!("`{}`", trigger.name));
    }
    let sentence = |(table, names): (&str, Vec<String>)| {
        let what = if names.len() > 1 { "triggers" } else { "trigger" };
        format!(
            "`{table}` keeps its {what} {}, which migrations neither make nor change",
            names.join(", ")
        )
    };
    tables.into_iter().map(sentence).collect()
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
