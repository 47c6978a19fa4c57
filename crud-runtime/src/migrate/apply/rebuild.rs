//! What a table of `SQLite` takes along when it is dropped to be made anew, and what stands in the
//! way of giving another its name: indexes and triggers that somebody made by hand, and views,
//! which no file can know.

use super::statement::dropped_table;
use crate::error::{Error, Result};
use crate::model::Value;
use crate::store::Connection;

/// What is kept across the steps of a file.
#[derive(Default)]
pub(super) struct Kept {
    objects: Vec<Object>,
    /// The numbers that tables have given out: of records that are gone, too.
    sequences: Vec<(String, String)>,
}

/// An index, a trigger or a view.
struct Object {
    kind: String,
    name: String,
    table: String,
    sql: String,
    /// Whether it could be read before, which a view of a table that is long gone cannot.
    is_sound: bool,
}

impl Kept {
    /// Takes away what belongs to, or speaks of, the table that the next step drops.
    pub(super) async fn before(&mut self, connection: &mut Connection, sql: &str) -> Result<()> {
        // A view that reads from a table that is not there keeps every other from being renamed,
        // and a view may read from a view: so all of them go, with their triggers.
        const CONCERNED: &str = "
            SELECT type, name, tbl_name, sql FROM sqlite_schema
             WHERE sql IS NOT NULL
               AND (type IN ('index', 'trigger') AND lower(tbl_name) = lower(?1)
                    OR type = 'trigger' AND instr(lower(sql), lower(?1)) > 0
                    OR type = 'trigger' AND tbl_name IN
                       (SELECT name FROM sqlite_schema WHERE type = 'view')
                    OR type = 'view')
             ORDER BY type, rowid";
        let Some(table) = dropped_table(sql) else { return Ok(()) };
        let table = Value::Text(table);
        let has_sequences = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'";
        if !connection.texts(has_sequences, &[]).await?.is_empty() {
            let given = "SELECT name, seq FROM sqlite_sequence WHERE lower(name) = lower(?1)";
            for row in connection.texts(given, std::slice::from_ref(&table)).await? {
                let [name, number] = texts(row);
                self.sequences.push((name, number));
            }
        }
        let mut concerned = Vec::new();
        for row in connection.texts(CONCERNED, &[table]).await? {
            let [kind, name, table, sql] = texts(row);
            let mut object = Object { kind, name, table, sql, is_sound: true };
            object.is_sound = object.is_readable(connection).await;
            concerned.push(object);
        }
        // Triggers stand before views, whose own they may be.
        for object in concerned.iter().filter(|object| object.kind != "index") {
            let drop = format!("DROP {} {}", object.kind, quoted(&object.name));
            connection.run(&drop).await?;
        }
        self.objects.append(&mut concerned);
        Ok(())
    }

    /// Gives back what the file has not made itself, as far as its table is there again.
    pub(super) async fn restore(&mut self, connection: &mut Connection) -> Result<()> {
        const IS_THERE: &str = "SELECT 1 FROM sqlite_schema WHERE lower(name) = lower(?1)";
        let order = |object: &Object| match object.kind.as_str() {
            "index" => 0,
            "view" => 1,
            _ => 2,
        };
        self.objects.sort_by_key(order);
        for object in &self.objects {
            let name = [Value::Text(object.name.clone())];
            let table = [Value::Text(object.table.clone())];
            let is_made = !connection.texts(IS_THERE, &name).await?.is_empty();
            let is_orphan =
                object.kind != "view" && connection.texts(IS_THERE, &table).await?.is_empty();
            if !is_made && !is_orphan {
                connection.run(&object.sql).await.map_err(|error| object.lost(&error))?;
            }
        }
        for object in self.objects.iter().filter(|object| object.is_sound) {
            if !object.is_readable(connection).await {
                return Err(object.lost(&Error::Config("it cannot be read any more".to_owned())));
            }
        }
        for (table, number) in &self.sequences {
            let table = Value::Text(table.clone());
            let number: i64 = number.parse().unwrap_or_default();
            let raised = "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1";
            let new = "
                INSERT INTO sqlite_sequence (name, seq)
                SELECT ?1, ?2 FROM sqlite_schema
                 WHERE type = 'table' AND name = ?1 AND instr(upper(sql), 'AUTOINCREMENT') > 0
                   AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)";
            for sql in [raised, new] {
                connection.texts(sql, &[table.clone(), Value::Int(number)]).await?;
            }
        }
        Ok(())
    }
}

impl Object {
    async fn is_readable(&self, connection: &mut Connection) -> bool {
        let look = format!("SELECT 1 FROM {} LIMIT 0", quoted(&self.name));
        self.kind != "view" || connection.texts(&look, &[]).await.is_ok()
    }

    fn lost(&self, error: &Error) -> Error {
        let Self { kind, name, .. } = self;
        Error::Config(format!(
            "the {kind} `{name}` does not fit the tables any more ({}). The file has to say what \
             becomes of it: a step `DROP {} {}` at its beginning, and one that makes it anew at \
             its end",
            super::report::whole(error),
            kind.to_uppercase(),
            quoted(name)
        ))
    }
}

/// Sets whether references are held, and returns what was set before.
pub(super) async fn set_foreign_keys(connection: &mut Connection, value: &str) -> Result<String> {
    let rows = connection.texts("PRAGMA foreign_keys", &[]).await?;
    let before = rows.into_iter().next().map(texts::<1>).unwrap_or_default();
    connection.run(&format!("PRAGMA foreign_keys = {value}")).await?;
    let [before] = before;
    Ok(before)
}

/// Refuses references that lead nowhere.
pub(super) async fn check(connection: &mut Connection) -> Result<()> {
    let broken = connection.texts("PRAGMA foreign_key_check", &[]).await?;
    if broken.is_empty() {
        return Ok(());
    }
    let count = broken.len();
    let mut some: Vec<_> = broken
        .into_iter()
        .map(|row| {
            let [table, row, target, _] = texts(row);
            format!("row {row} of `{table}` refers to nothing in `{target}`")
        })
        .take(5)
        .collect();
    if count > some.len() {
        some.push(format!("and {} more", count - some.len()));
    }
    Err(Error::Config(format!(
        "references would lead nowhere: {}. Correct or delete these rows first, in a migration of \
         their own (`migrate new`)",
        some.join("; ")
    )))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A row of this many columns.
fn texts<const COUNT: usize>(row: Vec<Option<String>>) -> [String; COUNT] {
    let mut row = row.into_iter();
    std::array::from_fn(|_| row.next().flatten().unwrap_or_default())
}
