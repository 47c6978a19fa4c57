//! In what the three differ that are to say the same: the structs, the snapshot of the migrations,
//! and a live database.

use serde_json::{Map, Value as Json};

use crate::error::{Error, Result};
use crate::model::Table;
use crate::sql::shape::{self, Schema};
use crate::store::Db;
use crate::store::catalogue::{Catalogue, Difference};

/// In what the structs differ from the snapshot, each as a sentence.
pub(crate) fn of_structs(snapshot: &Schema, structs: &Schema) -> Vec<String> {
    let mut told = Vec::new();
    for table in &structs.tables {
        match snapshot.table(&table.name) {
            Some(old) if old == table => {}
            Some(old) => {
                let place = format!("table `{}`", table.name);
                let before = told.len();
                walk(&place, &json(old), &json(table), &mut told);
                if told.len() == before {
                    told.push(format!("{place}: the order of what it has is another"));
                }
            }
            None => told.push(format!("table `{}`: is not in schema.json", table.name)),
        }
    }
    for old in &snapshot.tables {
        if structs.table(&old.name).is_none() {
            told.push(format!("table `{}`: is in schema.json, and no entity has it", old.name));
        }
    }
    told
}

/// What a live database says, held against the structs.
#[derive(Debug, Default)]
pub(crate) struct Live {
    /// Tables that are not there.
    pub(crate) missing: Vec<&'static str>,
    pub(crate) differences: Vec<Difference>,
    /// Indexes and constraints that somebody has added, and what could not be compared, for people.
    pub(crate) notes: Vec<String>,
}

/// Compares a live database with the structs: expressions too, in its own spelling, where it lets
/// us make temporary tables.
///
/// # Errors
/// Those of the database.
pub(crate) async fn of_database(db: &Db, tables: &[&'static Table]) -> Result<Live> {
    let found = db.catalogue().await?;
    let mut live = Live::default();
    let (theirs, ours): (Vec<_>, Vec<_>) = tables
        .iter()
        .filter(|table| {
            let is_there = found.table(table.name).is_some();
            if !is_there {
                live.missing.push(table.name);
            }
            is_there
        })
        .partition(|table| table.unmanaged);
    let shapes = |tables: &[&&'static Table]| -> Vec<_> {
        tables.iter().map(|table| shape::Table::of(table)).collect()
    };
    let ours = shapes(&ours);
    let expected = match db.expected_catalogue(ours.clone()).await {
        Ok(expected) => expected,
        Err(error @ Error::Config(_)) => return Err(error),
        Err(error) => {
            live.notes.push(format!(
                "defaults and checks were compared by being there alone, because no temporary \
                 table could be made: {error}"
            ));
            Catalogue::expected(found.dialect, &ours)?
        }
    };
    for difference in found.compare(&expected) {
        match &difference.besides {
            Some(_) => live.notes.push(difference.to_string()),
            None => live.differences.push(difference),
        }
    }
    // Of what is left to others, it matters whether it can be read and written.
    let expected = Catalogue::expected(found.dialect, &shapes(&theirs))?;
    let matters = |one: &Difference| {
        tables.iter().any(|table| table.name == one.table && one.matters_to(table))
    };
    live.differences.extend(found.compare(&expected).into_iter().filter(matters));
    Ok(live)
}

fn json(table: &shape::Table) -> Json {
    serde_json::to_value(table).unwrap_or_default()
}

/// Tells in what two values differ, down to what is no list and no object any more.
fn walk(place: &str, before: &Json, after: &Json, told: &mut Vec<String>) {
    match (before, after) {
        (Json::Object(before), Json::Object(after)) => {
            let names =
                before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
            for name in names {
                member(place, name, [before, after], told);
            }
        }
        (before, after) if before != after => {
            told.push(format!("{place} is {before} in schema.json, and {after} in the struct"));
        }
        _ => {}
    }
}

/// Tells in what two objects differ in a member that one of them has.
fn member(
    place: &str,
    name: &str,
    [before, after]: [&Map<String, Json>; 2],
    told: &mut Vec<String>,
) {
    let nothing = Json::Array(Vec::new());
    let pair = [before, after].map(|object| object.get(name));
    let kind = match name {
        "columns" => "column",
        "uniques" => "unique constraint",
        "references" => "foreign key",
        "checks" => "check",
        "indexes" => "index",
        "key" => "primary key",
        other => other,
    };
    match pair.map(|value| value.unwrap_or(&nothing)) {
        // The members of a table that are lists are lists of what has a name.
        [Json::Array(before), Json::Array(after)]
            if before.iter().chain(after).all(|one| one.get("name").is_some()) =>
        {
            let called = |one: &Json| one["name"].as_str().unwrap_or_default().to_owned();
            for old in before {
                let place = format!("{place}, {kind} `{}`", called(old));
                match after.iter().find(|new| called(new) == called(old)) {
                    Some(new) => walk(&place, old, new, told),
                    None => told.push(format!("{place}: is in schema.json, and not in the struct")),
                }
            }
            let is_new = |new: &&Json| !before.iter().any(|old| called(old) == called(new));
            for new in after.iter().filter(is_new) {
                let name = called(new);
                told.push(format!(
                    "{place}, {kind} `{name}`: is in the struct, and not in schema.json"
                ));
            }
        }
        _ => match pair {
            [Some(before), Some(after)] => {
                walk(&format!("{place}, {kind}"), before, after, told);
            }
            [Some(before), None] => {
                told.push(format!(
                    "{place}, {kind}: is {before} in schema.json, and not in the struct"
                ));
            }
            [None, Some(after)] => {
                told.push(format!(
                    "{place}, {kind}: is {after} in the struct, and not in schema.json"
                ));
            }
            [None, None] => {}
        },
    }
}

#[cfg(test)]
#[path = "drift_tests.rs"]
mod tests;
