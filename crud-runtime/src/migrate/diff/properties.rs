//! Chains of random edits: what is planned leads exactly from one schema to the next, and back;
//! and what the code goes on saying after it has been done changes nothing.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Change, Plan, diff, rename};
use crate::migrate::intent::Intents;
use crate::model::{OnDelete, OnUpdate};
use crate::sql::shape::{Column, Index, Kind, Native, Reference, Schema, Table};

/// Few names, so that they are given again.
const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// An entity as its author sees it.
#[derive(Debug, Clone, Default)]
struct Entity {
    fields: BTreeMap<&'static str, Field>,
    /// The name in the last snapshot.
    was: Option<&'static str>,
}

#[derive(Debug, Clone, Default)]
struct Field {
    wide: bool,
    unique: bool,
    refers: Option<&'static str>,
    was: Option<&'static str>,
}

/// The code: its entities, and what it says to migrations, which nobody ever tidies up.
#[derive(Default)]
struct Code {
    entities: BTreeMap<&'static str, Entity>,
    intents: Intents,
    /// The tables of the last snapshot, and their columns.
    known: BTreeMap<&'static str, Vec<&'static str>>,
}

#[derive(Debug, Clone, Copy)]
enum Edit {
    AddEntity,
    RenameEntity,
    DropEntity,
    AddField,
    RenameField,
    DropField,
    Widen,
    Unique,
    Refer,
}

impl Code {
    fn schema(&self) -> Schema {
        let tables = self.entities.iter().map(|(name, entity)| table(name, entity));
        Schema { tables: tables.collect() }
    }

    /// Makes an edit where it can be made.
    fn edit(&mut self, edit: Edit, [entity, field, name]: [&'static str; 3]) {
        let is_free = !self.entities.contains_key(name);
        match edit {
            // What is gone and comes back at once would be taken for the same.
            Edit::AddEntity if is_free && !self.known.contains_key(name) => {
                self.intents.dropped_tables.remove(name);
                self.entities.insert(name, Entity::default());
            }
            Edit::RenameEntity if is_free => {
                // Likewise what is new and gets the name of what is gone.
                let is_new = self.entities.get(entity).is_some_and(|entity| entity.was.is_none());
                if is_new && self.known.contains_key(name) {
                    return;
                }
                let Some(moved) = self.entities.remove(entity) else { return };
                self.intents.dropped_tables.remove(name);
                self.intents.renamed_tables.remove(entity);
                self.say_table(name, moved.was);
                let columns = std::mem::take(&mut self.intents.renamed_columns);
                let rename = |table: String| if table == entity { name.to_owned() } else { table };
                self.intents.renamed_columns =
                    columns.into_iter().map(|((of, to), from)| ((rename(of), to), from)).collect();
                let dropped = std::mem::take(&mut self.intents.dropped_columns);
                self.intents.dropped_columns =
                    dropped.into_iter().map(|(of, column)| (rename(of), column)).collect();
                let all = self.entities.values_mut().flat_map(|entity| entity.fields.values_mut());
                for own in all.filter(|own| own.refers == Some(entity)) {
                    own.refers = Some(name);
                }
                let mut moved = moved;
                for own in moved.fields.values_mut().filter(|own| own.refers == Some(entity)) {
                    own.refers = Some(name);
                }
                self.entities.insert(name, moved);
            }
            Edit::DropEntity => {
                let Some(gone) = self.entities.remove(entity) else { return };
                self.intents.renamed_tables.remove(entity);
                self.intents.renamed_columns.retain(|(table, _), _| table != entity);
                self.intents.dropped_columns.retain(|(table, _)| table != entity);
                self.intents.dropped_tables.extend(gone.was.map(str::to_owned));
                let all = self.entities.values_mut().flat_map(|entity| entity.fields.values_mut());
                for own in all.filter(|own| own.refers == Some(entity)) {
                    own.refers = None;
                }
            }
            _ => self.edit_fields(edit, entity, field, name),
        }
    }

    fn edit_fields(
        &mut self,
        edit: Edit,
        entity: &'static str,
        field: &'static str,
        name: &'static str,
    ) {
        let has_target = self.entities.contains_key(name);
        let Some(owner) = self.entities.get_mut(entity) else { return };
        let column = |name: &str| (entity.to_owned(), name.to_owned());
        match edit {
            Edit::AddField => {
                if !owner.fields.contains_key(name) {
                    self.intents.dropped_columns.remove(&column(name));
                    owner.fields.insert(name, Field::default());
                }
            }
            Edit::RenameField => {
                if owner.fields.contains_key(name) {
                    return;
                }
                let Some(moved) = owner.fields.remove(field) else { return };
                self.intents.dropped_columns.remove(&column(name));
                self.intents.renamed_columns.remove(&column(field));
                if let Some(was) = moved.was.filter(|was| *was != name) {
                    self.intents.renamed_columns.insert(column(name), was.to_owned());
                }
                owner.fields.insert(name, moved);
            }
            Edit::DropField => {
                let Some(gone) = owner.fields.remove(field) else { return };
                self.intents.renamed_columns.remove(&column(field));
                // What another field is called now cannot be said to be gone.
                if let Some(was) = gone.was.filter(|was| !owner.fields.contains_key(was)) {
                    self.intents.dropped_columns.insert(column(was));
                }
            }
            _ => {
                let Some(field) = owner.fields.get_mut(field) else { return };
                match edit {
                    Edit::Widen => field.wide = true,
                    Edit::Unique => field.unique = !field.unique,
                    _ => field.refers = has_target.then_some(name),
                }
            }
        }
    }

    fn say_table(&mut self, name: &'static str, was: Option<&'static str>) {
        if let Some(was) = was.filter(|was| *was != name) {
            self.intents.renamed_tables.insert(name.to_owned(), was.to_owned());
        }
    }

    /// Says of what is gone that it is, also where something else had the name meanwhile.
    fn say_dropped(&mut self) {
        for &table in self.known.keys() {
            let is_there = self.entities.contains_key(table)
                || self.entities.values().any(|entity| entity.was == Some(table));
            if !is_there {
                self.intents.dropped_tables.insert(table.to_owned());
            }
        }
        for (name, entity) in &self.entities {
            let columns = entity.was.and_then(|was| self.known.get(was));
            for &column in columns.into_iter().flatten() {
                let is_there = entity.fields.contains_key(column)
                    || entity.fields.values().any(|field| field.was == Some(column));
                if !is_there {
                    let column = ((*name).to_owned(), column.to_owned());
                    self.intents.dropped_columns.insert(column);
                }
            }
        }
    }

    /// The snapshot has been written.
    fn snapshot(&mut self) {
        let columns = |entity: &Entity| entity.fields.keys().copied().collect();
        self.known = self.entities.iter().map(|(name, entity)| (*name, columns(entity))).collect();
        for (name, entity) in &mut self.entities {
            entity.was = Some(name);
            for (name, field) in &mut entity.fields {
                field.was = Some(name);
            }
        }
    }
}

fn table(name: &str, entity: &Entity) -> Table {
    let column = |name: &str, kind, nullable, auto| Column {
        name: name.to_owned(),
        kind,
        nullable,
        auto,
        default: None,
        length: None,
        range: None,
        longest: None,
        comment: String::new(),
        sql_type: Native::default(),
    };
    let index = |kind: &str, column: &str| Index {
        name: format!("{kind}_{name}_{column}"),
        columns: vec![column.to_owned()],
        descending: Vec::new(),
        bare: false,
    };
    let fields = &entity.fields;
    let all = fields.iter().map(|(name, field)| {
        column(name, if field.wide { Kind::I64 } else { Kind::I32 }, true, false)
    });
    let references = fields.iter().filter_map(|(column, field)| {
        Some(Reference {
            name: format!("fk_{name}_{column}"),
            columns: vec![(*column).to_owned()],
            table: field.refers?.to_owned(),
            target: vec!["id".to_owned()],
            on_delete: OnDelete::Restrict,
            on_update: OnUpdate::NoAction,
        })
    });
    Table {
        name: name.to_owned(),
        comment: String::new(),
        columns: [column("id", Kind::I64, false, true)].into_iter().chain(all).collect(),
        key: index("pk", "id"),
        uniques: fields
            .iter()
            .filter(|(_, field)| field.unique)
            .map(|(name, _)| index("uq", name))
            .collect(),
        references: references.collect(),
        checks: Vec::new(),
        indexes: Vec::new(),
        search: None,
        sql_options: Native::default(),
    }
}

/// Does to a schema what is planned, as a database would.
fn perform(schema: &Schema, changes: &[Change]) -> Schema {
    let mut schema = schema.clone();
    for change in changes {
        match change.clone() {
            Change::RenameTable { from, to } => {
                assert!(!has(&schema, &to), "the name {to} is taken");
                assert!(has(&schema, &from), "there is no {from}");
                rename::apply(&mut schema, &rename::Rename::Table { from, to });
            }
            Change::RenameColumn { table, from, to } => {
                let owner = schema.tables.iter().find(|owner| owner.name == table);
                let owner = owner.expect("the table is there");
                assert!(owner.column(&to).is_none() && owner.column(&from).is_some());
                rename::apply(&mut schema, &rename::Rename::Column { table, from, to });
            }
            Change::Create(table) => {
                assert!(!has(&schema, &table.name), "{} is there", table.name);
                schema.tables.push(table);
            }
            Change::Alter(alter) => {
                let found = schema.tables.iter_mut().find(|table| **table == alter.before);
                *found.expect("the table is as it is said to be") = alter.after;
            }
            Change::Drop(table) => {
                let place = schema.tables.iter().position(|other| *other == table);
                schema.tables.remove(place.expect("the table is as it is said to be"));
            }
        }
    }
    schema.tables.sort_by(|one, other| one.name.cmp(&other.name));
    schema
}

fn has(schema: &Schema, table: &str) -> bool {
    schema.tables.iter().any(|other| other.name == table)
}

fn name() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(&NAMES[..])
}

fn edit() -> impl Strategy<Value = Edit> {
    proptest::sample::select(vec![
        Edit::AddEntity,
        Edit::RenameEntity,
        Edit::DropEntity,
        Edit::AddField,
        Edit::AddField,
        Edit::RenameField,
        Edit::RenameField,
        Edit::DropField,
        Edit::Widen,
        Edit::Unique,
        Edit::Refer,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_chain_of_edits_is_planned_there_and_back(
        migrations in vec(vec((edit(), [name(), name(), name()]), 1..6), 30)
    ) {
        let mut code = Code::default();
        let mut before = code.schema();
        for edits in migrations {
            for (edit, names) in edits {
                code.edit(edit, names);
            }
            code.say_dropped();
            let after = code.schema();
            let plan = match diff(&before, &after, &code.intents) {
                Ok(plan) => plan,
                // What cannot be told is refused; the author does it in another way.
                Err(error) => {
                    let told = error.to_string();
                    let known = ["in a migration before", "--allow narrow"];
                    prop_assert!(known.iter().any(|known| told.contains(known)), "{}", told);
                    return Ok(());
                }
            };
            prop_assert_eq!(&perform(&before, &plan.changes), &after);
            let back: Vec<_> = plan.changes.iter().rev().map(Change::reversed).collect();
            prop_assert_eq!(&perform(&after, &back), &before);
            code.snapshot();
            // All that is still said has been done.
            let again = diff(&after, &after, &code.intents);
            prop_assert_eq!(again.map(|plan| Plan { notes: Vec::new(), ..plan }).ok(), Some(Plan::default()));
            before = after;
        }
    }
}
