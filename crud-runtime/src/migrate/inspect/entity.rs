//! The entities of a database, each with what cannot be said of its table.

use std::collections::{BTreeMap, BTreeSet};

use super::column::{Fit, Type, fit};
use super::constraint::{self, Constraints};
use super::enumeration::{self, Enumeration};
use super::name;
use super::stored::Stored;
use crate::sql::Dialect;
use crate::store::catalogue::{Catalogue, Column, Table};

/// A struct to be written.
pub(super) struct Entity<'c> {
    pub(super) dialect: Dialect,
    pub(super) table: &'c Table,
    /// The struct's name.
    pub(super) name: String,
    /// The name of the module and of its file.
    pub(super) module: String,
    pub(super) fields: Vec<Field<'c>>,
    pub(super) enumerations: Vec<Enumeration>,
    pub(super) constraints: Constraints,
    /// Whether a record can be made of the fields that are there.
    pub(super) is_creatable: bool,
    /// Whether triggers change records behind what a write can answer with.
    pub(super) has_triggers: bool,
    /// Why migrations leave the table alone.
    pub(super) reasons: Vec<String>,
    /// What the table needs and migrations do not make.
    pub(super) needs: Vec<String>,
}

/// A field to be written.
pub(super) struct Field<'c> {
    pub(super) column: &'c Column,
    pub(super) ident: String,
    pub(super) fit: Fit,
    pub(super) is_key: bool,
    /// Whether the database makes the key.
    pub(super) is_auto: bool,
    /// The Rust name of the enum, where it is one.
    pub(super) enumeration: Option<String>,
}

impl Entity<'_> {
    /// The field of this column.
    pub(super) fn field(&self, column: &str) -> Option<&Field<'_>> {
        self.fields.iter().find(|field| is_same(self.dialect, &field.column.name, column))
    }

    /// The names of the key's columns.
    pub(super) fn key(&self) -> &[String] {
        self.table.key.as_ref().map_or(&[], |key| &key.columns)
    }
}

impl Field<'_> {
    /// Whether the field takes no null.
    pub(super) fn is_required(&self) -> bool {
        self.is_key || !self.column.nullable
    }
}

/// Whether two texts name the same column.
pub(super) fn is_same(dialect: Dialect, one: &str, other: &str) -> bool {
    match dialect {
        Dialect::Postgres => one == other,
        Dialect::Sqlite | Dialect::Mysql => one.eq_ignore_ascii_case(other),
    }
}

/// The entities, by the names of their tables; what has none is noted.
pub(super) fn entities<'c>(
    catalogue: &'c Catalogue,
    stored: &Stored,
    notes: &mut Vec<String>,
) -> Vec<Entity<'c>> {
    let (mut names, mut modules) = (BTreeSet::new(), BTreeSet::new());
    modules.insert("mod".to_owned());
    let mut entities = Vec::new();
    for table in &catalogue.tables {
        let is_part = |option: &String| option.starts_with("PARTITION OF ");
        if let Some(part) = table.options.iter().find(|option| is_part(option)) {
            let whole = part.trim_start_matches("PARTITION OF ");
            notes.push(format!(
                "the table `{}` is left out: it is a partition of `{whole}`, which has its records",
                table.name
            ));
            continue;
        }
        match entity(catalogue, stored, table, &mut names, &mut modules) {
            Ok(entity) => entities.push(entity),
            Err(reason) => notes.push(format!("the table `{}` is left out: {reason}", table.name)),
        }
    }
    agree(catalogue.dialect, &mut entities);
    let known: Vec<_> = entities.iter().map(constraint::Target::of).collect();
    for (entity, place) in entities.iter_mut().zip(0..) {
        constraint::settle(entity, &known, place);
    }
    entities
}

fn entity<'c>(
    catalogue: &'c Catalogue,
    stored: &Stored,
    table: &'c Table,
    names: &mut BTreeSet<String>,
    modules: &mut BTreeSet<String>,
) -> Result<Entity<'c>, String> {
    let Some(key) = &table.key else {
        return Err("it has no primary key, by which records are known".to_owned());
    };
    if key.columns.len() > 6 {
        return Err("a key has at most six columns here".to_owned());
    }
    let dialect = catalogue.dialect;
    let (mut reasons, mut needs) = (Vec::new(), Vec::new());
    reasons.extend(key.text.iter().map(|text| format!("its key is more than columns: {text}")));
    let mut is_creatable = true;
    let mut idents = BTreeSet::new();
    let mut fields = Vec::new();
    for column in &table.columns {
        let is_key = key.columns.iter().any(|name| is_same(dialect, name, &column.name));
        let fit = match left_out(column, is_key, key.columns.len())
            .map_or_else(|| fit(catalogue, column, &stored.of(&table.name, &column.name)), Err)
        {
            Ok(fit) => fit,
            Err(reason) if is_key => return Err(format!("in its key, {reason}")),
            Err(reason) => {
                is_creatable &= column.nullable || column.default.is_some() || is_made(column);
                reasons.push(format!("{reason}; the struct has no field for it"));
                continue;
            }
        };
        if is_key && matches!(fit.rust, Type::Json | Type::Bool) {
            return Err(format!("its key `{}` is {}", column.name, column.type_name));
        }
        needs.extend(fit.need.clone());
        needs.extend(sequence(column));
        fields.push(Field {
            column,
            ident: name::apart(name::field(&column.name), &mut idents),
            is_key,
            is_auto: column.identity.is_some(),
            enumeration: None,
            fit,
        });
    }
    in_key_order(dialect, &key.columns, &mut fields);
    let mut wide = fields.iter().filter(|field| field.column.name.len() > 63);
    if let Some(field) = wide.next() {
        return Err(format!(
            "the name of its column `{}` is longer than 63 bytes",
            field.column.name
        ));
    }
    let name = name::apart(name::entity(&table.name), names);
    let module = name::apart(name::module(&name), modules);
    let enumerations = enumeration::of(&name, &mut fields, names);
    Ok(Entity {
        dialect,
        table,
        name,
        module,
        fields,
        enumerations,
        constraints: Constraints::default(),
        is_creatable,
        has_triggers: catalogue.triggers.iter().any(|trigger| {
            is_same(dialect, &trigger.table, &table.name) && is_behind(dialect, &trigger.definition)
        }),
        reasons,
        needs,
    })
}

/// The key's fields in the key's order, which is that of a struct's fields.
fn in_key_order(dialect: Dialect, key: &[String], fields: &mut [Field]) {
    let place =
        |field: &Field| key.iter().position(|name| is_same(dialect, name, &field.column.name));
    let places: Vec<_> = fields.iter().filter_map(place).collect();
    if !places.is_sorted() {
        // Those that are no part of it keep their order behind.
        fields.sort_by_key(|field| place(field).unwrap_or(key.len()));
    }
}

/// Whether a trigger acts behind what a write answers with. `MySQL` is asked behind everything
/// anyway.
fn is_behind(dialect: Dialect, definition: &str) -> bool {
    match dialect {
        Dialect::Mysql => false,
        Dialect::Sqlite => true,
        Dialect::Postgres => !definition.contains(" BEFORE "),
    }
}

/// Whether the database makes the value.
fn is_made(column: &Column) -> bool {
    column.generated.is_some() || column.identity.is_some()
}

/// Why a column cannot be a field, whatever its type.
fn left_out(column: &Column, is_key: bool, parts: usize) -> Option<String> {
    if let Some(expression) = &column.generated {
        return Some(format!("the column `{}` is generated: {expression}", column.name));
    }
    if column.identity.is_some() && !(is_key && parts == 1) {
        return Some(format!(
            "the database counts the column `{}`, which is not the key",
            column.name
        ));
    }
    None
}

/// A sequence that the default takes from and that does not belong to the column.
fn sequence(column: &Column) -> Option<String> {
    let default = column.default.as_deref()?;
    let name = default.strip_prefix("nextval('")?.split('\'').next()?;
    Some(format!("the sequence `{name}`"))
}

/// Gives keys that count, and all that refers to one another, one Rust type.
fn agree(dialect: Dialect, entities: &mut [Entity]) {
    // `auto` makes i32 and i64.
    for field in entities.iter_mut().flat_map(|entity| &mut entity.fields) {
        if field.is_auto {
            let rust = match field.fit.rust {
                Type::I16 | Type::I32 => Type::I32,
                _ => Type::I64,
            };
            field.fit = field.fit.clone().widened(&rust);
        }
    }
    // A chain of references may be as long as there are entities; the widest type wins.
    for _ in 0..=entities.len() {
        let mut widest: BTreeMap<(String, String), Type> = BTreeMap::new();
        let fold = |name: &str| match dialect {
            Dialect::Postgres => name.to_owned(),
            Dialect::Sqlite | Dialect::Mysql => name.to_ascii_lowercase(),
        };
        let mut offer = |table: &str, column: &str, rust: &Type| {
            let place = widest.entry((fold(table), fold(column))).or_insert_with(|| rust.clone());
            if rust.width() > place.width() {
                *place = rust.clone();
            }
        };
        for entity in entities.iter() {
            for reference in &entity.table.references {
                for (column, target) in reference.columns.iter().zip(&reference.target) {
                    let here = entity.field(column).map(|field| field.fit.rust.clone());
                    let there = entities
                        .iter()
                        .find(|other| is_same(dialect, &other.table.name, &reference.table))
                        .and_then(|other| other.field(target))
                        .map(|field| field.fit.rust.clone());
                    let (Some(here), Some(there)) = (here, there) else { continue };
                    // What SQLite calls NUMERIC is an integer where it refers to one.
                    let is_number = |rust: &Type| {
                        rust.is_integer() || dialect == Dialect::Sqlite && *rust == Type::F64
                    };
                    let is_one = here.is_integer() || there.is_integer();
                    if is_one && is_number(&here) && is_number(&there) {
                        offer(&entity.table.name, column, &there);
                        offer(&entity.table.name, column, &here);
                        offer(&reference.table, target, &here);
                        offer(&reference.table, target, &there);
                    }
                }
            }
        }
        let mut changed = false;
        for entity in entities.iter_mut() {
            let table = fold(&entity.table.name);
            for field in &mut entity.fields {
                let wanted = widest.get(&(table.clone(), fold(&field.column.name)));
                if let Some(wanted) = wanted.filter(|wanted| **wanted != field.fit.rust) {
                    // `auto` makes no u32.
                    let wanted =
                        if field.is_auto && *wanted == Type::U32 { &Type::I64 } else { wanted };
                    field.fit = field.fit.clone().widened(wanted);
                    changed = true;
                }
            }
        }
        if !changed {
            return;
        }
    }
}
