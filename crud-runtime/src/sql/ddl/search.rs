//! What serves the search of a table, as statements.

use crate::sql::shape::{Index, Table};
use crate::sql::{Dialect, search};

/// What the triggers of `SQLite` are called behind the name of the index.
pub(crate) const TRIGGERS: [&str; 3] = ["_insert", "_update", "_delete"];

/// The statements that make it, of the records that are there too where they are to be `filled`.
/// A new table of `MySQL` is made with it.
pub(crate) fn create(dialect: Dialect, table: &Table, filled: bool) -> Vec<String> {
    let Some(search) = &table.search else { return Vec::new() };
    match dialect {
        Dialect::Sqlite => Sqlite::of(table, search).create(filled),
        Dialect::Postgres => {
            let [name, of] = [&search.name, &table.name].map(|name| dialect.quoted(name));
            let words = search::postgres(search.columns.iter().map(|name| {
                let column = table.column(name);
                let native = column.and_then(|column| column.sql_type.on(dialect));
                (dialect.quoted(name), native.is_some())
            }));
            vec![format!("CREATE INDEX {name} ON {of} USING gin (({words}))")]
        }
        Dialect::Mysql => {
            let [column, index] = mysql(search);
            let of = dialect.quoted(&table.name);
            vec![format!("ALTER TABLE {of} ADD COLUMN {column},\n  ADD {index}")]
        }
    }
}

/// The statements that do away with it.
pub(crate) fn remove(dialect: Dialect, table: &Table) -> Vec<String> {
    let Some(search) = &table.search else { return Vec::new() };
    let name = dialect.quoted(&search.name);
    match dialect {
        Dialect::Sqlite => Sqlite::of(table, search).drop(),
        Dialect::Postgres => vec![format!("DROP INDEX {name}")],
        Dialect::Mysql => {
            let [of, words] = [&*table.name, search::WORDS].map(|name| dialect.quoted(name));
            vec![format!("ALTER TABLE {of} DROP INDEX {name},\n  DROP COLUMN {words}")]
        }
    }
}

/// `MySQL`: the column of the words, and the index over it.
pub(crate) fn mysql(search: &Index) -> [String; 2] {
    let dialect = Dialect::Mysql;
    let [words, name] = [search::WORDS, &search.name].map(|name| dialect.quoted(name));
    let made = search::mysql(search.columns.iter().map(|name| dialect.quoted(name)));
    [
        format!(
            "{words} longtext CHARACTER SET ascii COLLATE ascii_bin \
             GENERATED ALWAYS AS ({made}) STORED"
        ),
        format!("FULLTEXT INDEX {name} ({words})"),
    ]
}

/// `SQLite`: whether records have a number of their own that lasts: an integer that is the key.
/// Others get another when the file is vacuumed, or have none.
fn is_numbered(table: &Table) -> bool {
    let dialect = Dialect::Sqlite;
    let [key] = table.key.columns.as_slice() else { return false };
    let options = super::part::table_options(dialect, table).to_ascii_uppercase();
    !options.contains("WITHOUT ROWID")
        && table.column(key).is_some_and(|column| {
            let type_name = column.sql_type.on(dialect).unwrap_or("INTEGER");
            column.kind.is_integer() && type_name.eq_ignore_ascii_case("INTEGER")
        })
}

/// A table of FTS5 with words alone, by numbers of records; a table of these numbers where records
/// have none that lasts; and triggers that keep both. All names are quoted.
struct Sqlite<'t> {
    search: &'t Index,
    table: String,
    index: String,
    numbers: Option<String>,
    key: Vec<String>,
    columns: Vec<String>,
}

impl<'t> Sqlite<'t> {
    fn of(table: &Table, search: &'t Index) -> Self {
        let quote = |name: &String| Dialect::Sqlite.quoted(name);
        Self {
            search,
            table: quote(&table.name),
            index: quote(&search.name),
            numbers: (!is_numbered(table)).then(|| quote(&search::numbers(&table.name))),
            key: table.key.columns.iter().map(quote).collect(),
            columns: search.columns.iter().map(quote).collect(),
        }
    }

    fn create(&self, filled: bool) -> Vec<String> {
        let Self { index, table, .. } = self;
        let mut steps = vec![format!(
            "CREATE VIRTUAL TABLE {index} USING fts5(words, content='', contentless_delete=1, \
             tokenize='ascii', prefix='2 3')"
        )];
        let (key, text) = (self.key.join(", "), self.text(""));
        if let Some(numbers) = &self.numbers {
            let columns: Vec<_> = self.key.iter().map(|name| format!("{name} NOT NULL")).collect();
            steps.push(format!(
                "CREATE TABLE {numbers} (\"_search\" INTEGER PRIMARY KEY, {}, UNIQUE ({key}))",
                columns.join(", ")
            ));
            if filled {
                steps.push(format!("INSERT INTO {numbers} ({key})\nSELECT {key} FROM {table}"));
                steps.push(format!(
                    "INSERT INTO {index} (rowid, words)\nSELECT \"_search\", {text}\n\
                     FROM {table} JOIN {numbers} USING ({key})"
                ));
            }
        } else if filled {
            steps.push(format!(
                "INSERT INTO {index} (rowid, words)\nSELECT {key}, {text}\nFROM {table}"
            ));
        }
        steps.extend(self.triggers());
        steps
    }

    fn drop(&self) -> Vec<String> {
        let triggers = TRIGGERS.map(|end| format!("DROP TRIGGER {}", self.trigger(end)));
        let tables = [&self.index].into_iter().chain(&self.numbers);
        let tables = tables.map(|name| format!("DROP TABLE {name}"));
        triggers.into_iter().chain(tables).collect()
    }

    fn triggers(&self) -> impl Iterator<Item = String> {
        let watched: Vec<_> = self.key.iter().chain(&self.columns).map(String::as_str).collect();
        let update = format!("UPDATE OF {}", watched.join(", "));
        let mut inserted = vec![self.add()];
        let mut updated = vec![self.remove(), self.add()];
        let mut deleted = vec![self.remove()];
        if let Some(numbers) = &self.numbers {
            let key = self.key.join(", ");
            let new = self.each(", ", |name| format!("new.{name}"));
            inserted.insert(0, format!("INSERT INTO {numbers} ({key}) VALUES ({new})"));
            let set = self.each(", ", |name| format!("{name} = new.{name}"));
            let old = self.has_key("old.");
            updated.insert(1, format!("UPDATE {numbers} SET {set} WHERE {old}"));
            deleted.push(format!("DELETE FROM {numbers} WHERE {old}"));
        }
        let events = ["INSERT".to_owned(), update, "DELETE".to_owned()];
        let acts = [inserted, updated, deleted];
        TRIGGERS.into_iter().zip(events).zip(acts).map(|((end, event), acts)| {
            let (name, table) = (self.trigger(end), &self.table);
            let acts = acts.join(";\n  ");
            format!("CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN\n  {acts};\nEND")
        })
    }

    fn trigger(&self, end: &str) -> String {
        Dialect::Sqlite.quoted(&format!("{}{end}", self.search.name))
    }

    /// Puts in the words of the record that is new.
    fn add(&self) -> String {
        let (index, text) = (&self.index, self.text("new."));
        match &self.numbers {
            None => {
                let key = self.each(", ", |name| format!("new.{name}"));
                format!("INSERT INTO {index} (rowid, words) VALUES ({key}, {text})")
            }
            Some(numbers) => format!(
                "INSERT INTO {index} (rowid, words) SELECT \"_search\", {text} FROM {numbers} \
                 WHERE {}",
                self.has_key("new.")
            ),
        }
    }

    /// Takes out those of the record that was.
    fn remove(&self) -> String {
        let index = &self.index;
        let number = match &self.numbers {
            None => self.each(", ", |name| format!("old.{name}")),
            Some(numbers) => {
                format!("(SELECT \"_search\" FROM {numbers} WHERE {})", self.has_key("old."))
            }
        };
        format!("DELETE FROM {index} WHERE rowid = {number}")
    }

    fn text(&self, row: &str) -> String {
        search::sqlite(self.columns.iter().map(|name| format!("{row}{name}")))
    }

    fn has_key(&self, row: &str) -> String {
        self.each(" AND ", |name| format!("{name} = {row}{name}"))
    }

    fn each(&self, between: &str, part: impl Fn(&String) -> String) -> String {
        self.key.iter().map(part).collect::<Vec<_>>().join(between)
    }
}
