//! What serves the search of a table, told apart from what is the table's own.

use super::{Catalogue, Index, Table};
use crate::sql::{Dialect, search, search_ddl};

/// What serves the search of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) name: String,
    /// All of it, in the database's own spelling.
    pub(crate) definition: String,
}

impl Search {
    /// Whether it has the words of a column.
    pub(crate) fn has(&self, dialect: Dialect, column: &str) -> bool {
        let quoted = dialect.quoted(column);
        let all = match dialect {
            Dialect::Sqlite => vec![format!("coalesce(new.{quoted}, '')")],
            // A session of ours is shown names as in standard SQL.
            Dialect::Mysql => [quoted, Dialect::Postgres.quoted(column)]
                .map(|name| format!("convert({name} using utf8mb4)"))
                .into(),
            // It quotes what has to be, and says types that it was not told.
            Dialect::Postgres => [&quoted, column]
                .iter()
                .flat_map(|name| [format!("COALESCE({name}, "), format!("COALESCE(({name})::")])
                .collect(),
        };
        all.iter().any(|one| self.definition.contains(one.as_str()))
    }
}

/// A statement that `SQLite` keeps.
pub(super) struct Object {
    pub(super) name: String,
    pub(super) sql: String,
}

impl Catalogue {
    /// Puts together what a table of FTS5 (`objects` has it), a table of numbers and triggers are.
    pub(super) fn gather_objects(&mut self, objects: &[Object]) {
        let text = |name: &String| objects.iter().find(|one| one.name == *name);
        let names: Vec<_> = self.tables.iter().map(|table| table.name.clone()).collect();
        for table in names {
            let name = search::name(&table);
            if text(&name).is_none() {
                continue;
            }
            let triggers = search_ddl::TRIGGERS.map(|end| format!("{name}{end}"));
            let all = [name.clone(), search::numbers(&table)].into_iter().chain(triggers);
            let all: Vec<_> = all.collect();
            let texts: Vec<_> = all.iter().filter_map(text).map(|one| one.sql.as_str()).collect();
            let definition = texts.join(";\n");
            self.tables.retain(|one| !all[1..].contains(&one.name));
            self.triggers.retain(|one| !all.contains(&one.name));
            let other = format!("the virtual table `{name}`");
            self.others.retain(|one| *one != other);
            if let Some(table) = self.tables.iter_mut().find(|one| one.name == table) {
                table.search = Some(Search { name, definition });
            }
        }
    }

    /// Takes the index over words from the other indexes, and on `MySQL` the column from the others.
    pub(super) fn gather_indexes(&mut self) {
        let dialect = self.dialect;
        for table in &mut self.tables {
            table.gather(dialect);
        }
    }
}

impl Table {
    fn gather(&mut self, dialect: Dialect) {
        let name = search::name(&self.name);
        let is_it = |index: &Index| index.name == name && index.text.is_some();
        let Some(place) = self.indexes.iter().position(is_it) else { return };
        let definition = match dialect {
            Dialect::Mysql => {
                let is_it = |column: &super::Column| column.name == search::WORDS;
                let Some(column) = self.columns.iter().position(is_it) else { return };
                self.columns.remove(column).generated.unwrap_or_default()
            }
            Dialect::Sqlite | Dialect::Postgres => {
                // Of a temporary table it tells the whole statement.
                let text = self.indexes[place].text.clone().unwrap_or_default();
                text.find("USING ").map_or(text.clone(), |start| text[start..].to_owned())
            }
        };
        self.indexes.remove(place);
        self.search = Some(Search { name, definition });
    }
}
