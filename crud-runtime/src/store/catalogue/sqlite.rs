//! The catalogue of `SQLite`: its pragmas, and the texts of the statements that made the tables.

use super::search::Object;
use super::text::{Definition, Key, KeyKind, index};
use super::{Catalogue, Column, Identity, Index, Table, Trigger, View};
use crate::error::Result;
use crate::model::Value;
use crate::sql::Dialect;
use crate::store::connection::Connection;

/// Everything that has a text; names that begin with `sqlite_` are `SQLite`'s own.
const OBJECTS: &str = "
    SELECT type, name, tbl_name, sql FROM sqlite_schema
     WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql IS NOT NULL ORDER BY tbl_name, name";

/// Virtual tables, and the tables that they keep their data in.
const VIRTUAL: &str = "
    SELECT name, type FROM pragma_table_list
     WHERE schema = 'main' AND type IN ('virtual', 'shadow') ORDER BY name";

const COLUMNS: &str = "
    SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)
     ORDER BY cid";

pub(super) async fn read(connection: &mut Connection) -> Result<Catalogue> {
    let mut catalogue = Catalogue::new(Dialect::Sqlite);
    let mut virtuals = Vec::new();
    let mut objects = Vec::new();
    for row in connection.texts(VIRTUAL, &[]).await? {
        if let [Some(name), Some(kind)] = row.as_slice() {
            if kind == "virtual" {
                catalogue.others.push(format!("the virtual table `{name}`"));
            }
            virtuals.push(name.clone());
        }
    }
    let mut indexes = Vec::new();
    for row in connection.texts(OBJECTS, &[]).await? {
        let [Some(kind), Some(name), Some(table), Some(sql)] = row.as_slice() else { continue };
        objects.push(Object { name: name.clone(), sql: sql.clone() });
        match kind.as_str() {
            "table" if virtuals.contains(name) => {}
            "table" => catalogue.tables.extend(table_of(connection, name, sql).await?),
            "index" => indexes.push((table.clone(), index_of(name, sql))),
            "view" => {
                catalogue.views.push(View { name: name.clone(), definition: sql.clone() });
            }
            _ => catalogue.triggers.push(Trigger {
                table: table.clone(),
                name: name.clone(),
                definition: sql.clone(),
            }),
        }
    }
    for (table, index) in indexes {
        let table = catalogue.tables.iter_mut().find(|one| one.name == table);
        if let (Some(table), Some(index)) = (table, index) {
            let is_plain = index.is_unique && index.text.is_none();
            let place = if is_plain { &mut table.uniques } else { &mut table.indexes };
            place.push(index);
        }
    }
    refer_to_keys(&mut catalogue);
    catalogue.gather_objects(&objects);
    Ok(catalogue)
}

async fn table_of(connection: &mut Connection, name: &str, sql: &str) -> Result<Option<Table>> {
    let Some(definition) = Definition::read(Dialect::Sqlite, sql) else { return Ok(None) };
    let rows = connection.texts(COLUMNS, &[Value::Text(name.to_owned())]).await?;
    let mut table = constraints_of(name, &definition);
    let has_rowid = !table.options.iter().any(|option| option == "WITHOUT ROWID");
    let is_strict = table.options.iter().any(|option| option == "STRICT");
    // One integer that is the key is the record's own number.
    let alone =
        table.key.as_ref().filter(|key| has_rowid && key.columns.len() == 1 && key.text.is_none());
    let alone = alone.map(|key| key.columns[0].clone());
    for row in rows {
        let [Some(name), type_name, not_null, default, place, hidden] = row.as_slice() else {
            continue;
        };
        let says = |text: &Option<String>| text.as_deref().unwrap_or("0") != "0";
        let defined = definition.columns.iter().find(|column| column.name == *name);
        let type_name = type_name.clone().unwrap_or_default();
        let is_alone = alone.as_ref().is_some_and(|key| key.eq_ignore_ascii_case(name));
        let identity = match defined {
            Some(defined) if defined.is_counted => Some(Identity::Auto),
            _ if is_alone && type_name.eq_ignore_ascii_case("INTEGER") => Some(Identity::Rowid),
            _ => None,
        };
        // A key of these tables takes null by an old error of SQLite's, in others it does not.
        let in_key = says(place) && (!has_rowid || is_strict || identity.is_some());
        table.columns.push(Column {
            name: name.clone(),
            type_name,
            nullable: !says(not_null) && !in_key,
            default: defined.map_or_else(|| default.clone(), |column| column.default.clone()),
            generated: defined.and_then(|column| column.generated.clone()).filter(|_| says(hidden)),
            identity,
            collation: defined
                .and_then(|column| column.collation.clone())
                .filter(|collation| !collation.eq_ignore_ascii_case("BINARY")),
            on_update: None,
            comment: String::new(),
        });
    }
    Ok(Some(table))
}

/// The table as its text says it, without its columns.
pub(super) fn constraints_of(name: &str, definition: &Definition) -> Table {
    let mut table = Table {
        name: name.to_owned(),
        options: definition.options.iter().map(|option| option.to_uppercase()).collect(),
        references: definition.references.clone(),
        checks: definition.checks.clone(),
        ..Table::default()
    };
    table.options.sort();
    for key in &definition.keys {
        let index = Index {
            name: key.name.clone(),
            columns: key.columns.clone(),
            descending: key.descending.clone(),
            is_unique: true,
            is_constraint: true,
            text: key.text.clone(),
        };
        match key.kind {
            KeyKind::Primary => table.key = Some(index),
            KeyKind::Unique | KeyKind::Index => table.uniques.push(index),
        }
    }
    table
}

fn index_of(name: &str, sql: &str) -> Option<Index> {
    let is_unique =
        sql.split_whitespace().nth(1).is_some_and(|two| two.eq_ignore_ascii_case("UNIQUE"));
    let Key { columns, descending, text, .. } = index(sql, is_unique)?;
    let name = name.to_owned();
    Some(Index { name, columns, descending, is_unique, is_constraint: false, text })
}

/// A reference that names no columns is to the key. Names of tables have no case here.
fn refer_to_keys(catalogue: &mut Catalogue) {
    let keys: Vec<_> = catalogue
        .tables
        .iter()
        .map(|table| {
            let key = table.key.as_ref();
            (table.name.clone(), key.map(|key| key.columns.clone()).unwrap_or_default())
        })
        .collect();
    for reference in catalogue.tables.iter_mut().flat_map(|table| &mut table.references) {
        let Some((name, key)) =
            keys.iter().find(|(name, _)| name.eq_ignore_ascii_case(&reference.table))
        else {
            continue;
        };
        reference.table.clone_from(name);
        if reference.target.is_empty() {
            reference.target.clone_from(key);
        }
    }
}
