//! A migration of tables with records in them, there and back.

use std::collections::BTreeMap;

use crud_test_databases::{Database, Kind, on_each};

use super::database::{catalogue, run, values};
use crate::Db;
use crate::migrate::apply::{Migrator, Resume, Steps, Target};
use crate::migrate::diff::diff;
use crate::migrate::file::{File, Risk};
use crate::migrate::folder::{Folder, SNAPSHOT};
use crate::migrate::intent::Intents;
use crate::migrate::render::{Manner, Transition, render};
use crate::migrate::snapshot;
use crate::model::{self, ColumnType, EnumType, Literal, OnDelete, Relation, Value, column};
use crate::sql::shape::Schema;
use crate::sql::{self, Dialect, part};
use crate::store::fixture::SHARED;

/// A migration of tables with records in them.
pub(super) struct Case {
    pub(super) before: Vec<model::Table>,
    pub(super) after: Vec<model::Table>,
    pub(super) say: fn(&mut Intents),
    /// The records of each table, by the columns of before.
    pub(super) records: Vec<(&'static str, Vec<Vec<Value>>)>,
    pub(super) manner: Manner,
}

impl Case {
    pub(super) fn new(before: Vec<model::Table>, after: Vec<model::Table>) -> Self {
        Self { before, after, say: |_| {}, records: Vec::new(), manner: Manner::Whole }
    }

    pub(super) fn with(mut self, table: &'static str, records: Vec<Vec<Value>>) -> Self {
        self.records.push((table, records));
        self
    }
}

pub(super) fn table(
    entity: &'static str,
    name: &'static str,
    columns: Vec<model::Column>,
) -> model::Table {
    model::Table { entity, name, columns: Vec::leak(columns), key: &[0], ..model::Table::EMPTY }
}

pub(super) fn id() -> model::Column {
    column::<i64>("id").primary_key().auto().describe("The number.").done()
}

pub(super) fn books(columns: Vec<model::Column>) -> model::Table {
    table("Book", "books", [vec![id()], columns].concat())
}

/// An enum, whose first word is the default.
pub(super) fn state(words: &'static [&'static str]) -> model::Column {
    let mut column = column::<String>("state").default(Literal::Text(words[0])).done();
    let words = EnumType { name: "State", description: "", variants: words };
    column.column_type = ColumnType::Enum(Box::leak(Box::new(words)));
    column
}

pub(super) fn belongs_to(
    columns: &'static [usize],
    target: fn() -> &'static model::Table,
    on_delete: OnDelete,
) -> Relation {
    Relation::stored("one", columns, target).on_delete(on_delete)
}

pub(super) fn leak(tables: Vec<model::Table>) -> Vec<&'static model::Table> {
    tables.into_iter().map(|table| &*Box::leak(Box::new(table))).collect()
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn inserts(dialect: Dialect, schema: &Schema, case: &Case) -> Vec<String> {
    let mut all = Vec::new();
    for (table, records) in &case.records {
        let table = schema.table(table).expect("there is such a table");
        let names: Vec<_> = table.columns.iter().map(|column| column.name.clone()).collect();
        for record in records {
            let values: Vec<_> = table
                .columns
                .iter()
                .zip(record)
                .map(|(column, value)| part::value(dialect, &column.kind, value))
                .collect();
            all.push(format!(
                "INSERT INTO {} ({}) VALUES ({})",
                dialect.quoted(&table.name),
                part::columns(dialect, &names),
                values.join(", ")
            ));
        }
    }
    all
}

/// A folder with a migration that makes the tables and another that changes them.
pub(super) fn folder(dialect: Dialect, case: &Case) -> (Folder, Transition) {
    let (before, after) = (leak(case.before.clone()), leak(case.after.clone()));
    let mut intents = Intents::of(&after);
    (case.say)(&mut intents);
    let (before, after) = (Schema::of(&before), Schema::of(&after));
    let nothing = Schema { tables: Vec::new() };
    let hashes = [&nothing, &before, &after].map(snapshot::hash);
    let plan = |before, after, intents| diff(before, after, intents).expect("it can be planned");
    let unsaid = Intents::default();
    let first = plan(&nothing, &before, &unsaid);
    let first = Transition::of(&nothing, &before, &first);
    let second = plan(&before, &after, &intents);
    let second = Transition::of(&before, &after, &second);
    let mut files = vec![(SNAPSHOT.to_owned(), snapshot::write(&after, None))];
    let ways = [
        ("20240501120000_begin.up", &first, [0, 1]),
        ("20240501130000_change.up", &second, [1, 2]),
        ("20240501130000_change.down", &second.reversed(), [2, 1]),
    ];
    for (name, transition, [parent, result]) in ways {
        let script = render(dialect, transition, case.manner).expect("it can be rendered");
        let text = File::new(&hashes[parent], &hashes[result], Risk::Safe, script).text();
        files.push((format!("{}/{name}.sql", dialect.name()), text));
    }
    (Folder::of_files(files).expect("a folder"), second)
}

fn named<'f>(folder: &'f Folder, name: &str) -> &'f str {
    folder.sources.iter().find(|(path, _)| path.contains(name)).map_or("", |(_, text)| text)
}

/// Migrates there and back, and compares with tables that are created anew.
async fn judge(database: &Database, kind: Kind, case: &Case) {
    let db = Db::connect(&database.url_with("")).await.expect("it opens");
    let other = Database::new(kind).await;
    let fresh = Db::connect(&other.url_with("")).await.expect("it opens");
    let dialect = db.dialect();
    let (folder, transition) = folder(dialect, case);
    let steps = Steps::default();
    let migrator = Migrator::new(&db, &folder, &steps, &|line| println!("{line}"));
    let migrator = migrator.expect("the files are right");
    migrator.up(Some("20240501120000"), Resume::Auto).await.expect("the tables are made");
    let before = catalogue(&db).await;
    run(&db, inserts(dialect, &transition.before, case)).await;

    let pairs = transition.pairs();
    let mut kept = BTreeMap::new();
    for pair in &pairs {
        let same = pair.kept.iter().filter(|(before, after)| {
            before.kind == after.kind && (after.nullable || !before.nullable)
        });
        let (old, new): (Vec<_>, Vec<_>) =
            same.map(|(before, after)| (before.name.clone(), after.name.clone())).unzip();
        let stored = values(&db, pair.before, &old).await;
        kept.insert(pair.after.name.clone(), (pair, old, new, stored));
    }

    println!("{}", named(&folder, "change.up"));
    migrator.up(None, Resume::Auto).await.expect("it migrates");
    run(&fresh, sql::create_tables(dialect, &transition.after.tables).expect("DDL")).await;
    assert_eq!(catalogue(&db).await, catalogue(&fresh).await, "after up");
    for (pair, _, columns, stored) in kept.values() {
        assert_eq!(&values(&db, pair.after, columns).await, stored, "{}", pair.after.name);
    }

    println!("{}", named(&folder, "change.down"));
    migrator.down(Target::Count(1), Resume::Auto).await.expect("it migrates back");
    assert_eq!(catalogue(&db).await, before, "after down");
    for (pair, columns, _, stored) in kept.values() {
        assert_eq!(&values(&db, pair.before, columns).await, stored, "{}", pair.before.name);
    }
    // Nothing stands in the way of going there again.
    migrator.up(None, Resume::Auto).await.expect("it migrates again");
    assert_eq!(catalogue(&db).await, catalogue(&fresh).await, "after up again");
    db.close().await;
    fresh.close().await;
}

pub(super) async fn judge_all(cases: impl Fn() -> Vec<Case>) {
    for &kind in SHARED {
        on_each(&[kind], async |database| {
            for (place, case) in cases().iter().enumerate() {
                println!("case {place}");
                if place == 0 {
                    judge(database, kind, case).await;
                } else {
                    judge(&Database::new(kind).await, kind, case).await;
                }
            }
        })
        .await;
    }
}

pub(super) fn three() -> Vec<Vec<Value>> {
    let row = |id, words: &str| vec![Value::Int(id), text(words)];
    vec![row(1, "one's"), row(2, ""), row(7, "seven\n\\n")]
}

pub(super) fn title() -> model::Column {
    column::<String>("title").done()
}
