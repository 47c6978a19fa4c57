//! The catalogue of `PostgreSQL`: `pg_catalog`, of what is found by a name without a schema.

mod query;

use std::collections::BTreeMap;

use super::{
    Action, Catalogue, Check, Column, Domain, Identity, Index, Reference, Table, Trigger, View,
};
use crate::error::Result;
use crate::sql::Dialect;
use crate::store::connection::{Connection, Texts};

/// Which tables are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Those that are found by a name without a schema.
    Current,
    /// The temporary ones of this session.
    Temporary,
}

/// Reads tables, and on demand what there is besides.
pub(super) async fn read(
    connection: &mut Connection,
    place: Place,
    with_rest: bool,
) -> Result<Catalogue> {
    let mut reading = Reading { connection, place };
    let mut tables = BTreeMap::new();
    for row in reading.rows(query::TABLES).await? {
        tables.extend(table(&row));
    }
    for row in reading.rows(query::COLUMNS).await? {
        if let Some(table) = table_of(&mut tables, &row) {
            table.columns.extend(column(&row));
        }
    }
    for row in reading.rows(query::INDEXES).await? {
        if let (Some(table), Some((is_key, index))) = (table_of(&mut tables, &row), index(&row)) {
            if is_key {
                table.key = Some(index);
            } else if index.is_unique && index.text.is_none() {
                table.uniques.push(index);
            } else {
                table.indexes.push(index);
            }
        }
    }
    for row in reading.rows(query::REFERENCES).await? {
        if let Some(table) = table_of(&mut tables, &row) {
            table.references.extend(reference(&row));
        }
    }
    for row in reading.rows(query::CHECKS).await? {
        if let (Some(table), [_, Some(name), Some(expression)]) =
            (table_of(&mut tables, &row), row.as_slice())
        {
            table.checks.push(Check { name: name.clone(), expression: expression.clone() });
        }
    }
    for row in reading.rows(query::EXCLUSIONS).await? {
        if let (Some(table), [_, Some(text)]) = (table_of(&mut tables, &row), row.as_slice()) {
            table.options.push(text.clone());
        }
    }
    let mut catalogue = Catalogue::new(Dialect::Postgres);
    catalogue.tables = tables.into_values().collect();
    catalogue.gather_indexes();
    if with_rest {
        reading.beside(&mut catalogue).await?;
    }
    Ok(catalogue)
}

struct Reading<'c> {
    connection: &'c mut Connection,
    place: Place,
}

impl Reading<'_> {
    async fn rows(&mut self, query: &str) -> Result<Vec<Texts>> {
        // What belongs to an extension is no part of an application.
        let (table, kind) = match self.place {
            Place::Current => (
                "pg_table_is_visible(class.oid)
                 AND (SELECT nspname FROM pg_namespace WHERE oid = class.relnamespace)
                     = ANY (current_schemas(FALSE))
                 AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                                    AND objid = class.oid AND deptype = 'e')",
                "pg_type_is_visible(type.oid)
                 AND (SELECT nspname FROM pg_namespace WHERE oid = type.typnamespace)
                     = ANY (current_schemas(FALSE))
                 AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_type'::regclass
                                    AND objid = type.oid AND deptype = 'e')",
            ),
            Place::Temporary => ("class.relnamespace = pg_my_temp_schema()", "FALSE"),
        };
        let query = query.replace("{table}", table).replace("{type}", kind);
        self.connection.texts(&query, &[]).await
    }

    /// What there is besides tables.
    async fn beside(&mut self, catalogue: &mut Catalogue) -> Result<()> {
        for row in self.rows(query::VIEWS).await? {
            if let [Some(name), Some(definition)] = row.as_slice() {
                let (name, definition) = (name.clone(), definition.clone());
                catalogue.views.push(View { name, definition });
            }
        }
        for row in self.rows(query::TRIGGERS).await? {
            if let [Some(table), Some(name), Some(definition)] = row.as_slice() {
                catalogue.triggers.push(Trigger {
                    table: table.clone(),
                    name: name.clone(),
                    definition: definition.clone(),
                });
            }
        }
        for row in self.rows(query::ENUMS).await? {
            if let [Some(name), Some(words)] = row.as_slice() {
                catalogue.enums.push((name.clone(), list(words)));
            }
        }
        for row in self.rows(query::DOMAINS).await? {
            catalogue.domains.extend(domain(&row));
        }
        for row in self.rows(query::OTHERS).await? {
            catalogue.others.extend(row.into_iter().flatten());
        }
        Ok(())
    }
}

fn table_of<'t>(tables: &'t mut BTreeMap<String, Table>, row: &Texts) -> Option<&'t mut Table> {
    tables.get_mut(row.first()?.as_ref()?)
}

fn table(row: &Texts) -> Option<(String, Table)> {
    let [Some(name), comment, options] = row.as_slice() else { return None };
    let table = Table {
        name: name.clone(),
        comment: comment.clone().unwrap_or_default(),
        options: options.as_deref().map(list).unwrap_or_default(),
        ..Table::default()
    };
    Some((name.clone(), table))
}

fn column(row: &Texts) -> Option<Column> {
    let [
        _,
        Some(name),
        Some(type_name),
        nullable,
        default,
        generated,
        identity,
        serial,
        collation,
        comment,
    ] = row.as_slice()
    else {
        return None;
    };
    let identity = match identity.as_deref() {
        Some("a") => Some(Identity::Always),
        Some("d") => Some(Identity::Auto),
        _ if is(serial.as_ref()) => Some(Identity::Serial),
        _ => None,
    };
    let generated = match generated.as_deref() {
        Some("s") => Some("STORED"),
        Some("v") => Some("VIRTUAL"),
        _ => None,
    };
    let expression = default.clone().unwrap_or_default();
    Some(Column {
        name: name.clone(),
        // As our DDL spells them.
        type_name: match type_name.as_str() {
            "timestamp with time zone" => "timestamptz".to_owned(),
            "time without time zone" => "time".to_owned(),
            other => other.to_owned(),
        },
        nullable: is(nullable.as_ref()),
        default: default.clone().filter(|_| generated.is_none() && identity.is_none()),
        generated: generated.map(|kind| format!("({expression}) {kind}")),
        identity,
        collation: collation.clone(),
        on_update: None,
        comment: comment.clone().unwrap_or_default(),
    })
}

/// Whether it is the key, and the index.
fn index(row: &Texts) -> Option<(bool, Index)> {
    let [
        _,
        Some(name),
        unique,
        key,
        constraint,
        Some(columns),
        plain,
        Some(definition),
        Some(place),
        invalid,
        Some(descending),
    ] = row.as_slice()
    else {
        return None;
    };
    let text = || {
        let start = definition.find(place.as_str()).map_or(0, |start| start + place.len());
        let behind = if is(invalid.as_ref()) { " INVALID" } else { "" };
        format!("{}{behind}", definition[start..].trim())
    };
    let is_more = !is(plain.as_ref()) || is(invalid.as_ref());
    let index = Index {
        name: name.clone(),
        columns: list(columns),
        descending: if is_more { Vec::new() } else { list(descending) },
        is_unique: is(unique.as_ref()),
        is_constraint: is(constraint.as_ref()),
        text: is_more.then(text),
    };
    Some((is(key.as_ref()), index))
}

fn reference(row: &Texts) -> Option<Reference> {
    let [_, Some(name), Some(columns), Some(table), Some(target), delete, update, options] =
        row.as_slice()
    else {
        return None;
    };
    Some(Reference {
        name: name.clone(),
        columns: list(columns),
        table: table.clone(),
        target: list(target),
        on_delete: action(delete.as_deref()),
        on_update: action(update.as_deref()),
        options: options.clone().unwrap_or_default(),
    })
}

fn action(code: Option<&str>) -> Action {
    match code {
        Some("r") => Action::Restrict,
        Some("c") => Action::Cascade,
        Some("n") => Action::SetNull,
        Some("d") => Action::SetDefault,
        _ => Action::NoAction,
    }
}

fn domain(row: &Texts) -> Option<Domain> {
    let [Some(name), Some(type_name), nullable, default, Some(checks)] = row.as_slice() else {
        return None;
    };
    let checks: Vec<(String, String)> = serde_json::from_str(checks).unwrap_or_default();
    let checks = checks.into_iter().map(|(name, expression)| Check { name, expression });
    Some(Domain {
        name: name.clone(),
        type_name: type_name.clone(),
        nullable: is(nullable.as_ref()),
        default: default.clone(),
        checks: checks.collect(),
    })
}

fn is(text: Option<&String>) -> bool {
    text.is_some_and(|text| text == "t")
}

/// A list of texts, which the queries write as JSON.
fn list(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_default()
}
