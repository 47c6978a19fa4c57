//! `SQLite`: what it changes by itself where that gives the very table that would be created, and
//! else a new table in place of the old one.

use super::filler::filler;
use super::form::converted;
use super::search::{self, Fate};
use super::transition::{Pair, Transition};
use crate::error::Result;
use crate::migrate::script::{Mode, Script, Step};
use crate::sql::shape::{Column, Default, Table};
use crate::sql::{self, Dialect, part, search_ddl};

const SQLITE: Dialect = Dialect::Sqlite;

/// How a table becomes what it shall be.
enum Way<'p> {
    Nothing,
    Add(Vec<&'p Column>),
    Drop(Vec<&'p Column>),
    Rebuild,
}

pub(super) fn render(transition: &Transition) -> Result<Script> {
    let mut steps = Vec::new();
    let pairs = transition.pairs();
    let ways = pairs.iter().map(way).collect::<Result<Vec<_>>>()?;
    let dropped = transition.dropped();

    let is_referred = |gone: &Table| {
        transition
            .before
            .tables
            .iter()
            .any(|table| table.references.iter().any(|reference| reference.table == gone.name))
    };
    let is_rebuild = ways.iter().any(|way| matches!(way, Way::Rebuild));
    // With foreign keys on, SQLite deletes the records of a table before it drops it.
    let mode =
        if is_rebuild || dropped.iter().any(is_referred) { Mode::Rebuild } else { Mode::Whole };

    let searches = pairs.iter().zip(&ways).map(|(pair, way)| match way {
        // Triggers go with the table that is copied.
        Way::Rebuild => Ok(Fate {
            goes: pair.before.search.is_some(),
            is_renamed: false,
            comes: pair.after.search.is_some(),
        }),
        _ => search::fate(SQLITE, pair),
    });
    let searches = searches.collect::<Result<Vec<_>>>()?;
    let gone = pairs.iter().zip(&searches).filter(|(_, fate)| fate.goes);
    let gone = gone.map(|(pair, _)| pair.before).chain(&dropped);
    steps.extend(gone.flat_map(|table| search_ddl::remove(SQLITE, table)));
    // Triggers first: whoever runs the steps of a rebuild keeps those that speak of a table that
    // goes, and would give them back.
    steps.sort_by_key(|step| !step.starts_with("DROP TRIGGER"));
    for pair in &pairs {
        let new = part::indexes(SQLITE, pair.after);
        for index in part::indexes(SQLITE, &pair.now).iter().filter(|old| !new.contains(old)) {
            steps.push(format!("DROP INDEX {}", SQLITE.quoted(&index.name)));
        }
    }
    for table in part::in_order(&dropped).into_iter().rev() {
        steps.push(format!("DROP TABLE {}", SQLITE.quoted(&table.name)));
    }
    // These are done even where a table is rebuilt: triggers and views follow them.
    for (from, to) in &transition.tables {
        let [from, to] = [from, to].map(|name| SQLITE.quoted(name));
        steps.push(format!("ALTER TABLE {from} RENAME TO {to}"));
    }
    for pair in pairs.iter().filter(|pair| !pair.is_in_the_way()) {
        for (from, to) in &pair.renamed {
            let [table, from, to] = [&*pair.after.name, from, to].map(|name| SQLITE.quoted(name));
            steps.push(format!("ALTER TABLE {table} RENAME COLUMN {from} TO {to}"));
        }
    }
    steps.extend(sql::create_tables(SQLITE, &transition.created())?);
    for (pair, way) in pairs.iter().zip(&ways) {
        let table = SQLITE.quoted(&pair.after.name);
        match way {
            Way::Nothing => {}
            Way::Add(columns) => {
                for column in columns {
                    let column = part::define(SQLITE, pair.after, column)?;
                    steps.push(format!("ALTER TABLE {table} ADD COLUMN {column}"));
                }
            }
            Way::Drop(columns) => {
                for column in columns {
                    let column = SQLITE.quoted(&column.name);
                    steps.push(format!("ALTER TABLE {table} DROP COLUMN {column}"));
                }
            }
            Way::Rebuild => rebuild(pair, &mut steps)?,
        }
    }
    for (pair, way) in pairs.iter().zip(&ways) {
        let old = part::indexes(SQLITE, &pair.now);
        for index in part::indexes(SQLITE, pair.after) {
            if matches!(way, Way::Rebuild) || !old.contains(&index) {
                steps.push(index.create(SQLITE, &pair.after.name));
            }
        }
    }
    for (pair, _) in pairs.iter().zip(&searches).filter(|(_, fate)| fate.comes) {
        steps.extend(search_ddl::create(SQLITE, pair.after, true));
    }
    Ok(Script { mode, steps: steps.into_iter().map(Step::Sql).collect() })
}

fn way<'p>(pair: &'p Pair<'_>) -> Result<Way<'p>> {
    if pair.is_same() {
        return Ok(Way::Nothing);
    }
    let (now, after) = (&pair.now, pair.after);
    let is_same = now.key == after.key
        && part::uniques(now) == part::uniques(after)
        && now.sql_options.sqlite == after.sql_options.sqlite
        && now.references == after.references
        && checks(pair) == part::checks(SQLITE, after);
    if !is_same || pair.is_in_the_way() {
        return Ok(Way::Rebuild);
    }
    let define = |table: &Table, columns: &mut dyn Iterator<Item = &Column>| {
        columns.map(|column| part::define(SQLITE, table, column)).collect::<Result<Vec<_>>>()
    };
    let stays = |column: &&Column| after.column(&column.name).is_some();
    let stay = define(now, &mut now.columns.iter().filter(stays))?;
    let become_ = define(after, &mut after.columns.iter())?;
    Ok(match (pair.dropped.as_slice(), pair.added.as_slice()) {
        ([], []) if stay == become_ => Way::Nothing,
        ([], added)
            if become_.starts_with(&stay) && added.iter().all(|column| can_be_added(column)) =>
        {
            Way::Add(added.to_vec())
        }
        (dropped, [])
            if stay == become_ && dropped.iter().all(|column| can_be_dropped(after, column)) =>
        {
            Way::Drop(dropped.to_vec())
        }
        _ => Way::Rebuild,
    })
}

/// The checks as they stand in the database, where it has followed renames.
fn checks(pair: &Pair<'_>) -> Vec<(String, String)> {
    let named = part::checks(SQLITE, pair.before).into_iter().map(|(name, _)| name);
    let conditions = part::checks(SQLITE, &pair.now).into_iter().map(|(_, condition)| condition);
    named.zip(conditions).collect()
}

/// Whether `ALTER TABLE` adds the column: every record gets null, or the same value.
fn can_be_added(column: &Column) -> bool {
    match &column.default {
        None => column.nullable && !column.auto,
        Some(Default::Value(_)) => true,
        Some(Default::Sql(_)) => false,
    }
}

/// Whether `ALTER TABLE` drops the column: nothing names it. Constraints are known not to.
fn can_be_dropped(table: &Table, column: &Column) -> bool {
    table.checks.iter().all(|check| !check.expression.contains(&column.name))
}

/// A new table with the records of the old one, in its place: <https://www.sqlite.org/lang_altertable.html#otheralter>.
fn rebuild(pair: &Pair<'_>, steps: &mut Vec<String>) -> Result<()> {
    let after = pair.after;
    let new_name = format!("_crud_new_{}", after.name);
    let [old, new] = [&after.name, &new_name].map(|name| SQLITE.quoted(name));
    let is_renamed = !pair.is_in_the_way();
    steps.push(part::table(SQLITE, after, &new_name)?);

    let (mut columns, mut values) = (Vec::new(), Vec::new());
    for column in &after.columns {
        let kept = pair.kept.iter().find(|(_, kept)| kept.name == column.name);
        let value = match kept {
            Some((before, _)) => {
                let name = if is_renamed { &column.name } else { &before.name };
                let value = converted(&SQLITE.quoted(name), before, column);
                if before.nullable && !column.nullable {
                    format!("coalesce({value}, {})", filler(SQLITE, after, column))
                } else {
                    value
                }
            }
            // The others get their default, or null.
            None if column.nullable || column.auto || column.default.is_some() => continue,
            None => filler(SQLITE, after, column),
        };
        columns.push(column.name.clone());
        values.push(value);
    }
    steps.push(format!(
        "INSERT INTO {new} ({})\nSELECT {}\nFROM {old}",
        part::columns(SQLITE, &columns),
        values.join(", ")
    ));
    let counts = |table: &Table| table.columns.iter().any(|column| column.is_counted(SQLITE));
    if counts(pair.before) && counts(after) {
        // Keys of deleted records are not given again.
        let [old, new] = [&after.name, &new_name].map(|name| part::text(SQLITE, name));
        steps.push(format!("DELETE FROM sqlite_sequence WHERE name = {new}"));
        steps.push(format!(
            "INSERT INTO sqlite_sequence (name, seq)\n\
             SELECT {new}, seq FROM sqlite_sequence WHERE name = {old}"
        ));
    }
    steps.push(format!("DROP TABLE {old}"));
    // Otherwise SQLite looks at views and triggers, and does not find the old table.
    steps.push("PRAGMA legacy_alter_table = ON".to_owned());
    steps.push(format!("ALTER TABLE {new} RENAME TO {old}"));
    steps.push("PRAGMA legacy_alter_table = OFF".to_owned());
    Ok(())
}
