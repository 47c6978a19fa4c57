//! What a statement does, read from its words. What is not known is [`Act::Other`].

use super::act::{Act, Change, Index, Statement};
use super::cursor::{Cursor, split};
use super::definition;
use super::token::{self, Token};
use crate::sql::{Dialect, search};

/// What the statements of a text do.
pub(super) fn statements(dialect: Dialect, text: &str) -> Vec<Statement> {
    token::statements(dialect, text).iter().map(|tokens| statement(tokens)).collect()
}

/// Whether a table of `SQLite` is what serves a search: it has nothing that the records have not.
fn is_search(name: &str) -> bool {
    name.starts_with("_search_")
}

fn statement(tokens: &[Token]) -> Statement {
    let mut cursor = Cursor::new(tokens);
    let mut is_gentle = false;
    let acts = if cursor.eat("ALTER TABLE") {
        alter_table(&mut cursor, &mut is_gentle)
    } else {
        acts(&mut cursor)
    };
    Statement { acts, is_gentle }
}

fn acts(cursor: &mut Cursor<'_>) -> Vec<Act> {
    let all = if cursor.eat("CREATE") {
        create(cursor).into_iter().collect()
    } else if cursor.eat("DROP") {
        drop(cursor)
    } else if cursor.eat("RENAME TABLE") {
        let renames = split(cursor.rest).into_iter();
        renames.filter_map(|part| rename_table(&mut Cursor::new(part))).collect()
    } else if cursor.eat("ALTER INDEX") || cursor.eat("ALTER TYPE") {
        Vec::new()
    } else if cursor.eat_any(&["ALTER SCHEMA", "ALTER DATABASE"]) {
        let from = cursor.name().unwrap_or_default();
        if cursor.eat("RENAME TO") {
            vec![Act::RenameTable { from, to: cursor.name().unwrap_or_default() }]
        } else {
            Vec::new()
        }
    } else if cursor.eat_any(&["INSERT INTO", "INSERT IGNORE INTO", "INSERT OR IGNORE INTO"]) {
        copy(cursor).into_iter().collect()
    } else if cursor.eat("UPDATE") {
        cursor.eat("ONLY");
        let is_part = cursor.has("LIMIT") || cursor.has("BETWEEN");
        cursor.name().filter(|_| !is_part).map(Act::Fill).into_iter().collect()
    } else if cursor.eat("DELETE FROM") {
        let table = cursor.name().unwrap_or_default();
        vec![if cursor.has("WHERE") { Act::Fill(table) } else { Act::Empty(table) }]
    } else if cursor.eat("TRUNCATE") {
        cursor.eat("TABLE");
        cursor.eat("ONLY");
        let names = split(cursor.rest).into_iter();
        names.filter_map(|part| Cursor::new(part).name()).map(Act::Empty).collect()
    } else if cursor.eat_any(&["SET", "PRAGMA"]) {
        setting(cursor).into_iter().collect()
    } else if cursor.eat_any(&["BEGIN", "START TRANSACTION"]) {
        vec![Act::Transaction("BEGIN".to_owned())]
    } else if cursor.eat_any(&["COMMIT", "END"]) {
        vec![Act::Transaction("COMMIT".to_owned())]
    } else if cursor.peek("ROLLBACK") && !cursor.has("TO") {
        vec![Act::Transaction("ROLLBACK".to_owned())]
    } else {
        command(cursor).into_iter().collect()
    };
    if all.is_empty() { vec![Act::Other] } else { all }
}

fn create(cursor: &mut Cursor<'_>) -> Option<Act> {
    cursor.eat("OR REPLACE");
    let unique = cursor.eat("UNIQUE");
    let special = cursor.eat_any(&["FULLTEXT", "SPATIAL"]);
    if cursor.eat("INDEX") {
        let concurrently = cursor.eat("CONCURRENTLY");
        cursor.eat("IF NOT EXISTS");
        let name = if cursor.peek("ON") { String::new() } else { cursor.name()? };
        cursor.find("ON");
        cursor.eat("ONLY");
        let table = cursor.name()?;
        if cursor.eat("USING") {
            cursor.next();
        }
        let index = Index { name, columns: cursor.names(), unique, special };
        return Some(Act::CreateIndex { table, index, concurrently });
    }
    let is_passing = cursor.eat_any(&["TEMPORARY", "TEMP"]);
    cursor.eat("UNLOGGED");
    if !cursor.eat("TABLE") || is_passing {
        return None;
    }
    cursor.eat("IF NOT EXISTS");
    let name = cursor.name().filter(|name| !is_search(name))?;
    Some(Act::CreateTable(definition::table(name, cursor.group().unwrap_or_default())))
}

fn drop(cursor: &mut Cursor<'_>) -> Vec<Act> {
    let names = |cursor: &mut Cursor<'_>| {
        cursor.eat("IF EXISTS");
        split(cursor.rest)
            .into_iter()
            .filter_map(|part| Cursor::new(part).name())
            .collect::<Vec<_>>()
    };
    if cursor.eat("TEMPORARY") {
        return Vec::new();
    }
    if cursor.eat("TABLE") {
        let names = names(cursor).into_iter().filter(|name| !is_search(name));
        return names.map(Act::DropTable).collect();
    }
    if cursor.eat("INDEX") {
        let concurrently = cursor.eat("CONCURRENTLY");
        let names = names(cursor).into_iter();
        return names.map(|name| Act::DropIndex { name, concurrently }).collect();
    }
    if cursor.eat_any(&["SCHEMA", "DATABASE"]) {
        return names(cursor).into_iter().map(Act::DropSchema).collect();
    }
    Vec::new()
}

fn rename_table(cursor: &mut Cursor<'_>) -> Option<Act> {
    let from = cursor.name()?;
    cursor.eat("TO").then(|| cursor.name())?.map(|to| Act::RenameTable { from, to })
}

/// `INSERT … SELECT`.
fn copy(cursor: &mut Cursor<'_>) -> Option<Act> {
    let to = cursor.name()?;
    let columns = cursor.names();
    if !cursor.eat("SELECT") {
        return None;
    }
    let selected = cursor.rest;
    if !cursor.find("FROM") {
        return None;
    }
    if is_search(&to) {
        let is_words = columns.iter().any(|column| column == "words");
        let table = cursor.name().filter(|_| is_words)?;
        let index = Index { name: to, special: true, ..Index::default() };
        return Some(Act::CreateIndex { table, index, concurrently: false });
    }
    let selected = &selected[..selected.len() - cursor.rest.len() - 1];
    let values = columns.into_iter().zip(split(selected)).map(|(column, value)| {
        // What it is made from is the one column that it names.
        let mut names = value.iter().filter_map(|token| match token {
            Token::Name(name) => Some(name.clone()),
            Token::Word(name) if value.len() == 1 => Some(name.clone()),
            _ => None,
        });
        (column, names.next())
    });
    Some(Act::Copy { to, values: values.collect() })
}

fn setting(cursor: &mut Cursor<'_>) -> Option<Act> {
    cursor.eat_any(&["LOCAL", "SESSION", "GLOBAL"]);
    let name = cursor.name()?.to_lowercase();
    cursor.eat("TO");
    let rest: Vec<_> = cursor.rest.iter().filter_map(Token::text).collect();
    Some(Act::Set(name, rest.join(" ").to_lowercase()))
}

/// What maintains a table and stops its users.
fn command(cursor: &mut Cursor<'_>) -> Option<Act> {
    let first = cursor.clone();
    if cursor.eat("VACUUM") {
        let is_full = first.has("FULL") || first.rest.iter().any(|token| token.is("FULL"));
        // SQLite has no other.
        return (is_full || cursor.rest.is_empty()).then(|| Act::Rewrite("VACUUM".to_owned()));
    }
    for (words, name) in [("CLUSTER", "CLUSTER"), ("OPTIMIZE TABLE", "OPTIMIZE TABLE")] {
        if cursor.eat(words) {
            return Some(Act::Rewrite(name.to_owned()));
        }
    }
    for words in ["REINDEX", "REFRESH MATERIALIZED VIEW", "LOCK TABLE", "LOCK TABLES", "LOCK"] {
        if cursor.eat(words) {
            return (!first.has("CONCURRENTLY")).then(|| Act::Hold(words.to_owned()));
        }
    }
    None
}

fn alter_table(cursor: &mut Cursor<'_>, is_gentle: &mut bool) -> Vec<Act> {
    cursor.eat("IF EXISTS");
    cursor.eat("ONLY");
    let Some(table) = cursor.name() else { return vec![Act::Other] };
    let mut acts = Vec::new();
    for part in split(cursor.rest) {
        let mut cursor = Cursor::new(part);
        if cursor.eat_any(&["ALGORITHM", "LOCK"]) {
            let is = |word: &str| cursor.rest.last().is_some_and(|last| last.is(word));
            *is_gentle |= is("INSTANT") || is("NONE");
            continue;
        }
        if cursor.eat_any(&["RENAME TO", "RENAME AS"]) {
            let to = cursor.name().unwrap_or_default();
            acts.push(Act::RenameTable { from: table.clone(), to });
            continue;
        }
        acts.extend(
            change(&mut cursor).into_iter().map(|change| Act::Alter(table.clone(), change)),
        );
    }
    acts
}

fn change(cursor: &mut Cursor<'_>) -> Vec<Change> {
    let one = if cursor.eat("ADD") {
        return add(cursor);
    } else if cursor.eat("DROP") {
        drop_from(cursor)
    } else if cursor.eat("RENAME") {
        rename_in(cursor)
    } else if cursor.eat("ALTER") {
        alter_column(cursor)
    } else if cursor.eat("MODIFY") {
        cursor.eat("COLUMN");
        cursor.eat("IF EXISTS");
        definition::column(cursor).map(|column| Change::Modify {
            old: column.name.clone(),
            column,
            is_moved: !cursor.rest.is_empty(),
        })
    } else if cursor.eat("CHANGE") {
        cursor.eat("COLUMN");
        cursor.name().and_then(|old| {
            let column = definition::column(cursor)?;
            Some(Change::Modify { old, column, is_moved: !cursor.rest.is_empty() })
        })
    } else if cursor.eat("VALIDATE CONSTRAINT") {
        cursor.name().map(Change::Validate)
    } else {
        option(cursor)
    };
    vec![one.unwrap_or(Change::Other)]
}

fn add(cursor: &mut Cursor<'_>) -> Vec<Change> {
    if let Some(constraint) = definition::constraint(&mut cursor.clone()) {
        return vec![Change::Constrain(constraint)];
    }
    if let Some(index) = definition::index(&mut cursor.clone()) {
        return vec![Change::Index(index)];
    }
    cursor.eat("COLUMN");
    cursor.eat("IF NOT EXISTS");
    // MySQL: several in parentheses.
    if let Some(inside) = cursor.group() {
        let columns = split(inside).into_iter();
        let columns = columns.filter_map(|part| definition::column(&mut Cursor::new(part)));
        return columns.map(|column| Change::Add(column, false)).collect();
    }
    match definition::column(cursor) {
        Some(column) => vec![Change::Add(column, !cursor.rest.is_empty())],
        None => vec![Change::Other],
    }
}

fn drop_from(cursor: &mut Cursor<'_>) -> Option<Change> {
    if cursor.eat("PRIMARY KEY") {
        return Some(Change::DropKey);
    }
    if cursor.eat_any(&["CONSTRAINT", "FOREIGN KEY", "CHECK"]) {
        cursor.eat("IF EXISTS");
        return cursor.name().map(Change::Unconstrain);
    }
    if cursor.eat_any(&["INDEX", "KEY"]) {
        cursor.eat("IF EXISTS");
        return cursor.name().map(Change::DropIndex);
    }
    cursor.eat("COLUMN");
    cursor.eat("IF EXISTS");
    let name = cursor.name()?;
    // Its values are made of others.
    Some(if name == search::WORDS { Change::Other } else { Change::Drop(name) })
}

fn rename_in(cursor: &mut Cursor<'_>) -> Option<Change> {
    let is_constraint = cursor.eat("CONSTRAINT");
    if !is_constraint && cursor.eat_any(&["INDEX", "KEY"]) {
        return Some(Change::Other);
    }
    cursor.eat("COLUMN");
    let from = cursor.name()?;
    let to = cursor.eat("TO").then(|| cursor.name())??;
    Some(if is_constraint {
        Change::RenameConstraint { from, to }
    } else {
        Change::Rename { from, to }
    })
}

fn alter_column(cursor: &mut Cursor<'_>) -> Option<Change> {
    if cursor.eat_any(&["INDEX", "CONSTRAINT", "CHECK"]) {
        return None;
    }
    cursor.eat("COLUMN");
    let column = cursor.name()?;
    Some(if cursor.eat("SET NOT NULL") {
        Change::NotNull(column)
    } else if cursor.eat("DROP NOT NULL") {
        Change::Null(column)
    } else if cursor.eat("SET DEFAULT") {
        Change::Default(column, Some(cursor.rest.to_vec()))
    } else if cursor.eat("DROP DEFAULT") {
        Change::Default(column, None)
    } else if cursor.eat("ADD GENERATED") {
        Change::Identity(column)
    } else if cursor.eat_any(&["SET DATA TYPE", "TYPE"]) {
        let mut to = definition::type_name(cursor);
        if cursor.eat("COLLATE") {
            to.collation = cursor.name().unwrap_or_default();
        }
        let mut cast = None;
        if cursor.eat("USING") {
            let marks =
                cursor.rest.windows(2).rposition(|two| two.iter().all(|one| one.is_sign(':')));
            cast = marks.map(|at| definition::type_name(&mut Cursor::new(&cursor.rest[at + 2..])));
        }
        Change::Type { column, to, cast }
    } else {
        return None;
    })
}

/// Options of the whole table.
fn option(cursor: &mut Cursor<'_>) -> Option<Change> {
    if cursor.eat("CONVERT TO") {
        return Some(Change::Charset);
    }
    for words in [
        "ENGINE",
        "ROW_FORMAT",
        "FORCE",
        "SET LOGGED",
        "SET UNLOGGED",
        "SET TABLESPACE",
        "SET ACCESS METHOD",
    ] {
        if cursor.eat(words) {
            return Some(Change::Rewrite(words.to_owned()));
        }
    }
    None
}
