//! `MySQL` and `MariaDB`: each statement commits by itself, so what can be done at once to a table
//! is one statement.

use super::constraint::{Constraints, Fates, when_free};
use super::filler::filler;
use super::transition::{Pair, Transition};
use crate::error::Result;
use crate::migrate::script::{Mode, Script, Step};
use crate::sql::shape::{Column, Table};
use crate::sql::{self, Dialect, part, search_ddl as search};

const MYSQL: Dialect = Dialect::Mysql;

pub(super) fn render(transition: &Transition) -> Result<Script> {
    let pairs = transition.pairs();
    let constraints = Constraints::of(MYSQL, transition, &pairs)?;
    let mut steps = Vec::new();
    for (table, name) in &constraints.old_references {
        alter(table, &[format!("DROP FOREIGN KEY {}", quote(name))], &mut steps);
    }
    for table in part::in_order(&transition.dropped()).into_iter().rev() {
        steps.push(format!("DROP TABLE {}", quote(&table.name)));
    }
    for (pair, fates) in pairs.iter().zip(&constraints.tables) {
        if fates.search.goes {
            steps.extend(search::remove(MYSQL, pair.before));
        }
        leave(pair, fates, &mut steps);
    }
    for (from, to) in &transition.tables {
        steps.push(format!("RENAME TABLE {} TO {}", quote(from), quote(to)));
    }
    for pair in &pairs {
        for (from, to) in &pair.renamed {
            alter(
                &pair.after.name,
                &[format!("RENAME COLUMN {} TO {}", quote(from), quote(to))],
                &mut steps,
            );
        }
    }
    steps.extend(sql::create_tables_but(MYSQL, &constraints.created, &|reference| {
        constraints.is_put_off(reference)
    })?);
    for (pair, fates) in pairs.iter().zip(&constraints.tables) {
        columns(pair, &mut steps)?;
        join(pair, fates, &mut steps);
        if fates.search.comes {
            steps.extend(search::create(MYSQL, pair.after, true));
        }
    }
    for (table, reference) in &constraints.new_references {
        let add = format!("ADD {}", part::reference(MYSQL, reference));
        alter(&table.name, &[add], &mut steps);
    }
    Ok(Script { mode: Mode::Stepwise, steps: steps.into_iter().map(Step::Sql).collect() })
}

fn quote(name: &str) -> String {
    MYSQL.quoted(name)
}

/// `ALTER TABLE` with some actions, in one statement.
fn alter(table: &str, actions: &[String], steps: &mut Vec<String>) {
    if !actions.is_empty() {
        steps.push(format!("ALTER TABLE {} {}", quote(table), actions.join(",\n  ")));
    }
}

/// What goes, under its old name.
fn leave(pair: &Pair<'_>, fates: &Fates<'_>, steps: &mut Vec<String>) {
    let checks = fates.checks.gone.iter().map(|name| format!("DROP CONSTRAINT {}", quote(name)));
    let indexes = fates.uniques.gone.iter().chain(&fates.indexes.gone);
    let indexes = indexes.map(|name| format!("DROP INDEX {}", quote(name)));
    let columns = pair.dropped.iter().map(|column| format!("DROP COLUMN {}", quote(&column.name)));
    let actions: Vec<_> = checks.chain(indexes).chain(columns).collect();
    alter(&pair.before.name, &actions, steps);
}

/// Columns that are new, change or move.
fn columns(pair: &Pair<'_>, steps: &mut Vec<String>) -> Result<()> {
    let table = pair.after;
    let mut actions = Vec::new();
    // Columns that get a value before they refuse to have none.
    let mut filled = Vec::new();
    let mut order: Vec<&str> = pair
        .now
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .filter(|name| pair.kept.iter().any(|(_, kept)| kept.name == *name))
        .collect();
    for (place, column) in table.columns.iter().enumerate() {
        let behind = match place.checked_sub(1) {
            _ if place == order.len() => String::new(),
            Some(before) => format!(" AFTER {}", quote(&table.columns[before].name)),
            None => " FIRST".to_owned(),
        };
        let define = |nullable: bool| {
            let column = Column { nullable: column.nullable || nullable, ..column.clone() };
            part::define(MYSQL, table, &column)
        };
        let Some((before, _)) = pair.kept.iter().find(|(_, kept)| kept.name == column.name) else {
            let needs = !column.nullable && !column.auto && column.default.is_none();
            actions.push(format!("ADD COLUMN {}{behind}", define(needs)?));
            order.insert(place, &column.name);
            if needs {
                filled.push(column);
            }
            continue;
        };
        let is_moved = order[place] != column.name;
        let old = Column { name: column.name.clone(), ..(*before).clone() };
        let is_changed = part::define(MYSQL, pair.before, &old)? != define(false)?;
        let needs = before.nullable && !column.nullable;
        if needs {
            filled.push(column);
        }
        if is_moved {
            order.retain(|name| *name != column.name);
            order.insert(place, &column.name);
            actions.push(format!("MODIFY COLUMN {}{behind}", define(needs)?));
        } else if is_changed {
            actions.push(format!("MODIFY COLUMN {}", define(needs)?));
        }
    }
    if pair.before.sql_options.mysql != table.sql_options.mysql {
        actions.push(part::table_options(MYSQL, table).to_owned());
    }
    if pair.before.comment != table.comment {
        actions.push(part::table_comment(table));
    }
    alter(&table.name, &actions, steps);
    fill(table, &filled, steps)
}

/// Gives the records without a value one, and wants one from then on.
fn fill(table: &Table, columns: &[&Column], steps: &mut Vec<String>) -> Result<()> {
    let mut actions = Vec::new();
    for column in columns {
        let name = quote(&column.name);
        let value = filler(MYSQL, table, column);
        let of = quote(&table.name);
        steps.push(format!("UPDATE {of} SET {name} = {value} WHERE {name} IS NULL"));
        actions.push(format!("MODIFY COLUMN {}", part::define(MYSQL, table, column)?));
    }
    alter(&table.name, &actions, steps);
    Ok(())
}

/// Checks, unique columns and indexes that are new or get another name.
fn join(pair: &Pair<'_>, fates: &Fates<'_>, steps: &mut Vec<String>) {
    let table = pair.after;
    let searches = [&pair.before.search, &pair.after.search].map(Option::as_ref);
    let search = match searches {
        [Some(from), Some(to)] if fates.search.is_renamed => Some((&from.name, &to.name)),
        _ => None,
    };
    let renames = fates.uniques.renamed.iter().chain(&fates.indexes.renamed);
    let renames = renames.map(|(from, to)| (from, to)).chain(search).map(|(from, to)| {
        let rename = format!("RENAME INDEX {} TO {}", quote(from), quote(to));
        (from.clone(), to.clone(), rename)
    });
    // One after the other: within a statement a name may not be another's yet.
    for rename in when_free(renames.collect()) {
        alter(&table.name, &[rename], steps);
    }
    let checks = fates.checks.new.iter();
    let checks = checks.map(|(name, condition)| part::check(MYSQL, name, condition));
    let uniques = fates.uniques.new.iter().map(|unique| part::unique(MYSQL, unique));
    let indexes = fates.indexes.new.iter().map(|index| {
        let what = if index.unique { "UNIQUE INDEX" } else { "INDEX" };
        format!("{what} {} ({})", quote(&index.name), index.over(MYSQL))
    });
    let all = checks.chain(uniques).chain(indexes);
    let actions: Vec<_> = all.map(|constraint| format!("ADD {constraint}")).collect();
    alter(&table.name, &actions, steps);
}
