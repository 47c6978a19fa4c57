//! The catalogue of `MySQL` and `MariaDB`: what `SHOW CREATE TABLE` shows, and of columns what
//! `information_schema` knows.

use super::text::{Definition, KeyKind};
use super::{Catalogue, Column, Identity, Index, Table, Trigger, View};
use crate::error::Result;
use crate::sql::Dialect;
use crate::store::connection::Connection;

const TABLES: &str = "
    SELECT table_name, table_type, engine, table_comment, create_options
      FROM information_schema.tables WHERE table_schema = database()";

const COLUMNS: &str = "
    SELECT table_name, column_name, column_type, is_nullable, collation_name, column_comment, extra
      FROM information_schema.columns WHERE table_schema = database()
     ORDER BY table_name, ordinal_position";

const VIEWS: &str = "
    SELECT table_name, view_definition
      FROM information_schema.views WHERE table_schema = database()";

const TRIGGERS: &str = "
    SELECT event_object_table, trigger_name, action_timing, event_manipulation, action_statement
      FROM information_schema.triggers WHERE trigger_schema = database()";

const OTHERS: &str = "
    SELECT lower(routine_type), routine_name
      FROM information_schema.routines WHERE routine_schema = database()
    UNION ALL
    SELECT 'event', event_name FROM information_schema.events WHERE event_schema = database()";

/// Reads all tables, or those of these names alone.
pub(super) async fn read(connection: &mut Connection, names: Option<&[&str]>) -> Result<Catalogue> {
    let mut catalogue = Catalogue::new(Dialect::Mysql);
    let rows = connection.texts("SELECT @@lower_case_table_names, version()", &[]).await?;
    if let [Some(says), Some(version)] = rows.first().map(Vec::as_slice).unwrap_or_default() {
        catalogue.is_caseless = says != "0";
        catalogue.is_ascending = is_ascending(version);
    }
    let is_caseless = catalogue.is_caseless;
    let is_asked = |name: &String| {
        let same = |asked: &&str| {
            *asked == name.as_str() || is_caseless && asked.eq_ignore_ascii_case(name)
        };
        names.is_none_or(|names| names.iter().any(same))
    };
    for row in connection.texts(TABLES, &[]).await? {
        let [Some(name), Some(kind), engine, comment, options] = row.as_slice() else { continue };
        match kind.as_str() {
            "BASE TABLE" | "SYSTEM VERSIONED" if is_asked(name) => {
                let Some(definition) = show(connection, name).await? else { continue };
                let mut table = table_of(name, &definition);
                table.comment = comment.clone().unwrap_or_default();
                if let Some(engine) = engine.as_ref().filter(|engine| *engine != "InnoDB") {
                    table.options.push(format!("ENGINE={engine}"));
                }
                if kind == "SYSTEM VERSIONED" {
                    table.options.push("WITH SYSTEM VERSIONING".to_owned());
                }
                if options.as_ref().is_some_and(|options| options.contains("partitioned")) {
                    table.options.push(partitions(&definition));
                }
                catalogue.tables.push(table);
            }
            "SEQUENCE" => catalogue.others.push(format!("the sequence `{name}`")),
            _ => {}
        }
    }
    for row in connection.texts(COLUMNS, &[]).await? {
        add_column(&mut catalogue, &row);
    }
    catalogue.gather_indexes();
    if names.is_none() {
        beside(connection, &mut catalogue).await?;
    }
    Ok(catalogue)
}

/// Whether a server of this version reads `DESC` in an index and forgets it: `MariaDB` before 10.8.
fn is_ascending(version: &str) -> bool {
    let mut numbers = version.split('.').map_while(|number| number.parse::<u32>().ok());
    let version_of = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    version.contains("MariaDB") && version_of < (10, 8)
}

/// What there is besides tables.
async fn beside(connection: &mut Connection, catalogue: &mut Catalogue) -> Result<()> {
    for row in connection.texts(VIEWS, &[]).await? {
        if let [Some(name), definition] = row.as_slice() {
            let definition = definition.clone().unwrap_or_default();
            catalogue.views.push(View { name: name.clone(), definition });
        }
    }
    for row in connection.texts(TRIGGERS, &[]).await? {
        if let [Some(table), Some(name), Some(timing), Some(event), Some(statement)] =
            row.as_slice()
        {
            catalogue.triggers.push(Trigger {
                table: table.clone(),
                name: name.clone(),
                definition: format!("{timing} {event} {statement}"),
            });
        }
    }
    for row in connection.texts(OTHERS, &[]).await? {
        if let [Some(kind), Some(name)] = row.as_slice() {
            catalogue.others.push(format!("the {kind} `{name}`"));
        }
    }
    Ok(())
}

/// A table taken apart; nothing where there is none of this name.
pub(super) async fn show(connection: &mut Connection, name: &str) -> Result<Option<Definition>> {
    let mut show = String::from("SHOW CREATE TABLE ");
    Dialect::Mysql.quote(name, &mut show);
    let rows = connection.texts(&show, &[]).await?;
    let text = rows.first().and_then(|row| row.get(1)).and_then(Option::as_ref);
    Ok(text.and_then(|text| Definition::read(Dialect::Mysql, text)))
}

/// The table as its text says it.
fn table_of(name: &str, definition: &Definition) -> Table {
    let mut table = Table {
        name: name.to_owned(),
        references: definition.references.clone(),
        checks: definition.checks.clone(),
        ..Table::default()
    };
    for column in &definition.columns {
        table.columns.push(Column {
            name: column.name.clone(),
            type_name: column.type_name.clone(),
            nullable: true,
            default: column.default.clone(),
            generated: column.generated.clone(),
            identity: column.is_counted.then_some(Identity::Auto),
            collation: None,
            on_update: column.on_update.clone(),
            comment: String::new(),
        });
    }
    for key in &definition.keys {
        let index = Index {
            name: key.name.clone(),
            columns: key.columns.clone(),
            descending: key.descending.clone(),
            is_unique: key.kind != KeyKind::Index,
            is_constraint: key.kind != KeyKind::Index,
            text: key.text.clone(),
        };
        match key.kind {
            KeyKind::Primary => table.key = Some(index),
            KeyKind::Unique if index.text.is_none() => table.uniques.push(index),
            KeyKind::Unique | KeyKind::Index => table.indexes.push(index),
        }
    }
    table
}

/// What `information_schema` knows better than the text: the collation that a column has because
/// its table has it.
fn add_column(catalogue: &mut Catalogue, row: &[Option<String>]) {
    let [Some(table), Some(name), Some(type_name), nullable, collation, comment, extra] = row
    else {
        return;
    };
    let table = catalogue.tables.iter_mut().find(|one| one.name == *table);
    let Some(column) =
        table.and_then(|table| table.columns.iter_mut().find(|column| column.name == *name))
    else {
        return;
    };
    column.type_name = plain(type_name);
    column.nullable = nullable.as_deref() == Some("YES");
    column.collation.clone_from(collation);
    column.comment = comment.clone().unwrap_or_default();
    if extra.as_deref().is_some_and(|extra| extra.contains("INVISIBLE")) {
        column.type_name.push_str(" INVISIBLE");
    }
}

/// A type without the width at which `MariaDB` would print an integer, which `MySQL` does not say
/// any more; but for `tinyint(1)`, which is a truth value.
fn plain(type_name: &str) -> String {
    match type_name.split_once('(') {
        Some((kind @ ("tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year"), rest))
            if !type_name.starts_with("tinyint(1)") && !type_name.contains("zerofill") =>
        {
            let behind = rest.split_once(')').map_or("", |(_, behind)| behind);
            format!("{kind}{behind}")
        }
        _ => type_name.to_owned(),
    }
}

fn partitions(definition: &Definition) -> String {
    let options = definition.options.join(" ");
    options
        .find("PARTITION BY")
        .map_or_else(|| "PARTITION BY".to_owned(), |start| options[start..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::is_ascending;

    #[test]
    fn servers_that_forget_directions_are_known() {
        assert!(is_ascending("10.5.29-MariaDB-1:10.5.29+maria~ubu2004"));
        assert!(!is_ascending("10.11.19-MariaDB-0+deb12u1"));
        assert!(!is_ascending("11.4.2-MariaDB"));
        assert!(!is_ascending("8.0.36"));
    }
}
