//! A chain on a database: each change made, judged, and taken back.

use std::collections::BTreeSet;

use crud_test_databases::{Database, Kind};

use super::begin::begin;
use super::code::{Chance, Code, Entity};
use super::edit::{Records, edit};
use super::intent::intents;
use super::record::{Record, converted, count, inserts, value};
use super::search;
use crate::migrate::apply::{Migrator, Resume, Steps, Target};
use crate::migrate::folder::Folder;
use crate::migrate::make::Maker;
use crate::migrate::render::Manner;
use crate::model::Value;
use crate::sql::shape::{Default, Schema};
use crate::sql::{self, Dialect};
use crate::store::catalogue::Catalogue;
use crate::store::{Connection, Db, Run, Work};

/// A chain that is being run.
pub(super) struct Chain {
    kind: Kind,
    db: Db,
    dialect: Dialect,
    folder: tempfile::TempDir,
    code: Code,
    records: Records,
    chance: Chance,
    /// Schema changes that were made and taken back.
    pub(super) changes: usize,
    /// How many times a record was compared.
    pub(super) records_compared: usize,
}

/// A state to come back to.
struct State {
    code: Code,
    catalogue: Catalogue,
}

struct Texts(String);

impl Work for Texts {
    type Output = Vec<Vec<Option<String>>>;

    async fn run(&mut self, connection: &mut Connection) -> crate::Result<Self::Output> {
        connection.texts(&self.0, &[]).await
    }
}

struct Read;

impl Work for Read {
    type Output = Catalogue;

    async fn run(&mut self, connection: &mut Connection) -> crate::Result<Catalogue> {
        let mut catalogue = Catalogue::read(connection).await?;
        if catalogue.dialect == Dialect::Postgres {
            // It puts no column anywhere but behind the others.
            for table in &mut catalogue.tables {
                table.columns.sort_by(|one, other| one.name.cmp(&other.name));
            }
        }
        Ok(catalogue)
    }
}

async fn catalogue(db: &Db) -> Catalogue {
    let mut session = db.session().await.expect("a session");
    let read = session.run(Read).await;
    session.close().await;
    read.expect("a catalogue")
}

async fn run(db: &Db, statements: Vec<String>) {
    let mut session = db.session().await.expect("a session");
    for sql in statements {
        let ran = session.run(Run(sql.clone())).await;
        ran.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }
    session.close().await;
}

impl Chain {
    pub(super) async fn run(kind: Kind, seed: u64, changes: usize) -> Self {
        let database = Database::new(kind).await;
        let db = Db::connect(&database.url_with("")).await.expect("it opens");
        let mut chain = Self {
            kind,
            dialect: db.dialect(),
            db,
            folder: tempfile::tempdir().expect("a folder"),
            code: begin(),
            records: Records::default(),
            chance: Chance::new(seed),
            changes: 0,
            records_compared: 0,
        };
        let mut states = Vec::new();
        chain.migrate(&Schema { tables: Vec::new() }).await;
        chain.populate().await;
        chain.code.snapshot();
        while chain.changes < changes {
            let before = chain.code.schema();
            let state = State { code: chain.code.clone(), catalogue: catalogue(&chain.db).await };

            if !chain.change(&before).await {
                chain.code = state.code;
                continue;
            }
            let old = state.code.clone();
            states.push(state);
            chain.changes += 1;
            chain.carry(&old, false);
            let now = chain.fresh().await;
            chain.judge(&now, "up", chain.changes - 1).await;
            chain.populate().await;
            chain.code.snapshot();
        }
        while let Some(state) = states.pop() {
            println!("down {}", states.len());
            let folder = Folder::read(chain.folder.path()).expect("a folder");
            let steps = Steps::default();
            let migrator = Migrator::new(&chain.db, &folder, &steps, &|_| {}).expect("files");
            let done = migrator.down(Target::Count(1), Resume::Auto).await;
            done.unwrap_or_else(|error| panic!("{error:?}\n{}", chain.text("down", states.len())));
            let later = std::mem::replace(&mut chain.code, state.code);
            chain.carry(&later, true);
            chain.judge(&state.catalogue, "down", states.len()).await;
        }
        chain.db.close().await;
        chain
    }

    /// Makes some edits and brings the database there; whether the plan was taken.
    async fn change(&mut self, before: &Schema) -> bool {
        let mut made = Vec::new();
        let wanted = 1 + self.chance.below(4);
        for _ in 0..100 {
            let kept = self.code.clone();
            match edit(&mut self.code, &mut self.chance, before, &self.records) {
                Some(what) => made.push(what),
                None => self.code = kept,
            }
            if made.len() >= wanted {
                break;
            }
        }
        println!("{}: {}", self.changes, made.join(", "));
        self.code.schema() != *before && self.migrate(before).await
    }

    /// Writes the files and runs them.
    async fn migrate(&mut self, before: &Schema) -> bool {
        let folder = Folder::read(self.folder.path()).expect("a folder");
        let dialects = [self.dialect];
        let name = if before.tables.is_empty() {
            "begin".to_owned()
        } else {
            format!("change {}", self.changes)
        };
        let maker =
            Maker { folder: &folder, dialects: &dialects, name: &name, now: chrono::Utc::now() };
        let manner = if self.chance.is(2) { Manner::Whole } else { Manner::Concurrently };
        let draft = match maker.diff(&self.code.schema(), &intents(&self.code, before), manner) {
            Ok(draft) => draft,
            Err(error) => {
                // What cannot be told is refused; the author does it in another way.
                let told = error.to_string();
                assert!(told.contains("in a migration before"), "{told}");
                return false;
            }
        };
        for (path, text) in &draft.files {
            let path = self.folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        let folder = Folder::read(self.folder.path())
            .unwrap_or_else(|error| panic!("{error}\n{:#?}", self.code.schema()));
        let steps = Steps::default();
        let migrator = Migrator::new(&self.db, &folder, &steps, &|_| {}).expect("the files");
        let done = migrator.up(None, Resume::Auto).await;
        let count =
            done.unwrap_or_else(|error| panic!("{error:?}\n{}", self.text("up", self.changes)));
        assert_eq!(count, 1, "one migration is new");
        true
    }

    /// A direction's file of this change.
    fn text(&self, way: &str, change: usize) -> String {
        let folder = Folder::read(self.folder.path()).expect("a folder");
        let end = format!("_change_{change}.{way}.sql");
        let found = folder.sources.iter().find(|(path, _)| path.ends_with(&end));
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    }

    /// What all tables are when they are created anew in an empty database.
    async fn fresh(&self) -> Catalogue {
        let kind = if self.kind.is_served() { self.kind } else { Kind::Memory };
        let database = Database::new(kind).await;
        let db = Db::connect(&database.url_with("")).await.expect("it opens");
        let tables = self.code.schema().tables;
        run(&db, sql::create_tables(self.dialect, &tables).expect("such tables")).await;
        let fresh = catalogue(&db).await;
        db.close().await;
        fresh
    }

    /// Compares tables and records with what they should be.
    async fn judge(&mut self, expected: &Catalogue, way: &str, change: usize) {
        let found = catalogue(&self.db).await;
        let differences = found.differences(expected);
        assert!(
            differences.is_empty() && found == *expected,
            "{way}: {differences:#?}\n{}\n{}",
            first_difference(&found, expected),
            self.text(way, change)
        );
        for entity in &self.code.entities {
            let records = self.records.get(&entity.id).map_or(&[][..], Vec::as_slice);
            let sql = count(self.dialect, entity, records);
            let mut session = self.db.session().await.expect("a session");
            let answer = session.run(Texts(sql.clone())).await;
            session.close().await;
            let answer = answer.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
            let all = Some(records.len().to_string());
            assert_eq!(
                answer,
                vec![vec![all.clone(), all]],
                "{way}: records of {}\n{sql}\n{}",
                entity.name,
                self.text(way, change)
            );
            self.records_compared += records.len();
            let table = self.code.table(entity);
            for (sql, expected) in search::counts(self.dialect, &table, entity, records) {
                let mut session = self.db.session().await.expect("a session");
                let answer = session.run(Texts(sql.clone())).await;
                session.close().await;
                let answer = answer.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
                let text = self.text(way, change);
                let expected = vec![vec![Some(expected.to_string())]];
                assert_eq!(answer, expected, "{way}: {sql}\n{text}");
            }
        }
    }

    /// The records after a change, or after it was taken back.
    fn carry(&mut self, before: &Code, is_back: bool) {
        let mut carried = Records::default();
        for entity in &self.code.entities {
            let Some(old) = before.entity(entity.id) else { continue };
            let records = self.records.remove(&entity.id).unwrap_or_default();
            let records = records.into_iter().map(|record| carry(old, entity, record, is_back));
            carried.insert(entity.id, records.collect());
        }
        self.records = carried;
    }

    /// Gives new tables records, and some others too; and new references something to refer to.
    async fn populate(&mut self) {
        let mut statements = Vec::new();
        let mut done = BTreeSet::new();
        // Those that others refer to come first.
        while done.len() < self.code.entities.len() {
            let code = self.code.clone();
            let is_ready = |entity: &&Entity| {
                !done.contains(&entity.id)
                    && entity.references.iter().all(|refers| {
                        done.contains(&refers.entity)
                            || refers.entity == entity.id
                            || is_nullable(entity, &refers.fields)
                    })
            };
            let entity = code.entities.iter().find(is_ready).expect("no circle takes no null");
            done.insert(entity.id);
            let is_new = self.records.get(&entity.id).is_none_or(Vec::is_empty);
            let wanted = if is_new { 5 } else { usize::from(self.chance.is(3)) };
            let mut new = Vec::new();
            for _ in 0..wanted {
                let number = self.code.next();
                new.extend(self.record(entity, number));
            }
            statements.extend(inserts(self.dialect, &code.table(entity), entity, &new));
            self.records.entry(entity.id).or_default().extend(new);
        }
        for entity in self.code.entities.clone() {
            for refers in entity.references.iter().filter(|one| is_nullable(&entity, &one.fields)) {
                let targets = self.records.get(&refers.entity).cloned().unwrap_or_default();
                let records = self.records.entry(entity.id).or_default();
                for record in records.iter_mut() {
                    let is_free =
                        refers.fields.iter().all(|field| record.get(field) == Some(&Value::Null));
                    let Some(target) = self.chance.pick(&targets) else { continue };
                    if !is_free || self.chance.is(3) {
                        continue;
                    }
                    let key: Vec<_> = entity.fields[..entity.key]
                        .iter()
                        .map(|field| set(self.dialect, &entity, field.id, &record[&field.id]))
                        .collect();
                    for (field, target_field) in refers.fields.iter().zip(&refers.targets) {
                        record.insert(*field, target[target_field].clone());
                    }
                    let values = refers.fields.iter();
                    let values: Vec<_> = values
                        .map(|field| set(self.dialect, &entity, *field, &record[field]))
                        .collect();
                    statements.push(format!(
                        "UPDATE {} SET {} WHERE {}",
                        self.dialect.quoted(&entity.name),
                        values.join(", "),
                        key.join(" AND ")
                    ));
                }
            }
        }
        run(&self.db, statements).await;
    }

    /// A new record; none where there is nothing to refer to.
    fn record(&mut self, entity: &Entity, number: usize) -> Option<Record> {
        let mut record = Record::new();
        for refers in &entity.references {
            if is_nullable(entity, &refers.fields) {
                record.extend(refers.fields.iter().map(|field| (*field, Value::Null)));
                continue;
            }
            let targets = self.records.get(&refers.entity)?;
            let target = self.chance.pick(targets)?;
            for (field, target_field) in refers.fields.iter().zip(&refers.targets) {
                record.insert(*field, target[target_field].clone());
            }
        }
        for field in &entity.fields {
            // What referred to others once must be able to again.
            let is_null = field.nullable && (field.is_dear || self.chance.is(4));
            let value = || if is_null { Value::Null } else { value(field, number) };
            record.entry(field.id).or_insert_with(value);
        }
        Some(record)
    }
}

fn is_nullable(entity: &Entity, fields: &[usize]) -> bool {
    fields.iter().all(|id| entity.field(*id).is_some_and(|field| field.nullable))
}

fn set(dialect: Dialect, entity: &Entity, field: usize, value: &Value) -> String {
    let field = entity.field(field).expect("it has one");
    let value = crate::sql::part::value(dialect, &field.kind, value);
    format!("{} = {value}", dialect.quoted(&field.name))
}

/// A record of the entity as it was, as it is now.
fn carry(before: &Entity, after: &Entity, mut record: Record, is_back: bool) -> Record {
    let mut carried = Record::new();
    for field in &after.fields {
        let value = match before.field(field.id) {
            Some(_) => record.remove(&field.id).map(|value| converted(value, &field.kind)),
            // What was deleted does not come back.
            None if is_back => None,
            None => Some(field.default_value()),
        };
        let value = match value {
            Some(Value::Null) if !field.nullable => match &field.default {
                Some(Default::Value(_) | Default::Sql(_)) => Some(field.default_value()),
                None => None,
            },
            value => value,
        };
        if let Some(value) = value {
            carried.insert(field.id, value);
        }
    }
    carried
}

/// Where two texts of catalogues begin to differ.
fn first_difference(found: &Catalogue, expected: &Catalogue) -> String {
    let [found, expected] = [found, expected].map(|one| format!("{one:#?}"));
    let mut lines = found.lines().zip(expected.lines()).enumerate();
    let differs = lines.find(|(_, (one, other))| one != other);
    differs.map_or_else(String::new, |(place, (one, other))| {
        let around: Vec<_> = found.lines().skip(place.saturating_sub(12)).take(16).collect();
        format!("found {one}\nnot   {other}\nin {}", around.join("\n"))
    })
}
