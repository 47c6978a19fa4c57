//! A chain of random changes on each database: after each, the tables are those that would be
//! created anew and what was stored is there; and all the way back to where it began.
//!
//! `CRUD_TEST_SEED`, `CRUD_TEST_SEEDS` and `CRUD_TEST_CHAIN` say where to begin, how many chains,
//! and how long each is.

use crud_test_databases::{Database, Kind};

use super::code::{Code, Dice, Sort};
use super::database::{catalogue, run, values};
use crate::Db;
use crate::migrate::apply::{Migrator, Resume, Steps, Target};
use crate::migrate::diff::diff;
use crate::migrate::file::{File, Risk};
use crate::migrate::folder::Folder;
use crate::migrate::render::{Manner, Transition, render};
use crate::migrate::snapshot;
use crate::model::Value;
use crate::sql::shape::Schema;
use crate::sql::{self, Dialect, part, search_ddl};
use crate::store::fixture::SHARED;

/// Inserts records into tables that are new.
fn fill(dialect: Dialect, code: &Code, schema: &Schema) -> Vec<String> {
    let mut all = Vec::new();
    for entity in code.entities.iter().filter(|entity| entity.was.is_none()) {
        let Some(table) = schema.table(entity.name) else { continue };
        let names: Vec<_> = table.columns.iter().map(|column| column.name.clone()).collect();
        for record in 1..=3 {
            let keys = if entity.composite {
                vec![Value::Int(9), Value::Int(record)]
            } else {
                vec![Value::Int(record)]
            };
            let values = keys.into_iter().chain(entity.fields.iter().map(|field| {
                match field.sort {
                    // Whatever is new may not be filled yet.
                    Sort::Refers(target)
                        if code
                            .entities
                            .iter()
                            .any(|one| one.number == target && one.was.is_none()) =>
                    {
                        Value::Null
                    }
                    _ => field.value(record),
                }
            }));
            let values: Vec<_> = table
                .columns
                .iter()
                .zip(values)
                .map(|(column, value)| part::value(dialect, &column.kind, &value))
                .collect();
            all.push(format!(
                "INSERT INTO {} ({}) VALUES ({})",
                dialect.quoted(entity.name),
                part::columns(dialect, &names),
                values.join(", ")
            ));
        }
    }
    all
}

/// What is stored in all columns that keep their type, under their names of then.
async fn stored(db: &Db, transition: &Transition, after: bool) -> Vec<Vec<Vec<Option<String>>>> {
    let mut all = Vec::new();
    for pair in transition.pairs() {
        let same = pair.kept.iter().filter(|(before, after)| {
            before.kind == after.kind && (after.nullable || !before.nullable)
        });
        let columns: Vec<_> = same
            .map(|(old, new)| if after { new.name.clone() } else { old.name.clone() })
            .collect();
        all.push(values(db, if after { pair.after } else { pair.before }, &columns).await);
    }
    all
}

async fn chain(kind: Kind, seed: u64, length: usize) {
    let database = Database::new(kind).await;
    let patient = "connect_timeout=60000&timeout=120000";
    let patient = if kind.is_served() { patient } else { "" };
    let db = Db::connect(&database.url_with(patient)).await.expect("it opens");
    let dialect = db.dialect();
    let other = Database::new(kind).await;
    let fresh = Db::connect(&other.url_with(patient)).await.expect("it opens");
    let mut dice = Dice(seed);
    let mut code = Code::default();
    let mut files: Vec<(String, String)> = Vec::new();
    let mut before = Schema { tables: Vec::new() };
    let empty = catalogue(&db).await;
    let mut states = vec![empty];
    for number in 0..length {
        for _ in 0..=dice.below(4) {
            code.edit(&mut dice);
        }
        let after = code.schema();
        let plan = diff(&before, &after, &code.intents());
        let plan = plan.unwrap_or_else(|error| panic!("seed {seed}, {number}: {error:?}"));
        let transition = Transition::of(&before, &after, &plan);
        let manner = if dice.chance(4) { Manner::Concurrently } else { Manner::Whole };
        let hashes = [&before, &after].map(snapshot::hash);
        for (way, transition, [parent, result]) in
            [("up", &transition, [0, 1]), ("down", &transition.reversed(), [1, 0])]
        {
            let script = render(dialect, transition, manner).expect("it can be rendered");
            let text = File::new(&hashes[parent], &hashes[result], Risk::Safe, script).text();
            let version = 20_240_501_000_000_u64 + number as u64;
            files.push((format!("{}/{version}_x.{way}.sql", dialect.name()), text));
        }
        let folder = Folder::of_files(files.clone()).expect("a folder");
        let steps = Steps::default();
        let silent = |_: &str| {};
        let migrator = Migrator::new(&db, &folder, &steps, &silent).expect("files");
        let kept = stored(&db, &transition, false).await;
        let failed = |why: &str| {
            let shown: Vec<_> =
                files[files.len() - 2..].iter().map(|(_, text)| text.as_str()).collect();
            format!("{kind:?}, seed {seed}, migration {number}: {why}\n{}", shown.join("\n"))
        };
        if let Err(error) = migrator.up(None, Resume::Auto).await {
            panic!("{}", failed(&format!("{error:?}")));
        }
        let now = catalogue(&db).await;
        run(&fresh, sql::create_tables(dialect, &after.tables).expect("DDL")).await;
        assert_eq!(now, catalogue(&fresh).await, "{}", failed("the tables differ"));
        run(&fresh, empty_again(dialect, &after)).await;
        assert_eq!(stored(&db, &transition, true).await, kept, "{}", failed("values differ"));
        // There and back, with what is stored so far.
        if let Err(error) = migrator.down(Target::Count(1), Resume::Auto).await {
            panic!("{}", failed(&format!("{error:?}")));
        }
        assert_eq!(&catalogue(&db).await, &states[number], "{}", failed("the way back differs"));
        migrator
            .up(None, Resume::Auto)
            .await
            .unwrap_or_else(|error| panic!("{}", failed(&format!("{error:?}"))));
        assert_eq!(catalogue(&db).await, now, "{}", failed("again"));
        states.push(now);
        run(&db, fill(dialect, &code, &after)).await;
        code.settle();
        before = after;
    }
    let folder = Folder::of_files(files.clone()).expect("a folder");
    let steps = Steps::default();
    let silent = |_: &str| {};
    let migrator = Migrator::new(&db, &folder, &steps, &silent).expect("files");
    for number in (0..length).rev() {
        if let Err(error) = migrator.down(Target::Count(1), Resume::Auto).await {
            panic!(
                "{kind:?}, seed {seed}, back from {number}: {error:?}\n{}",
                files[2 * number + 1].1
            );
        }
        assert_eq!(
            catalogue(&db).await,
            states[number],
            "seed {seed}, back from {number}:\n{}",
            files[2 * number + 1].1
        );
    }
    db.close().await;
    fresh.close().await;
}

/// Removes all tables.
fn empty_again(dialect: Dialect, schema: &Schema) -> Vec<String> {
    let drop = |what: &str| {
        let tables = schema.tables.iter().map(|table| dialect.quoted(&table.name));
        tables.map(|table| format!("DROP TABLE {table}{what}")).collect::<Vec<_>>()
    };
    let off_and_on =
        |[off, on]: [&str; 2]| [vec![off.to_owned()], drop(""), vec![on.to_owned()]].concat();
    match dialect {
        Dialect::Sqlite => {
            let searches = schema.tables.iter().flat_map(|one| search_ddl::remove(dialect, one));
            let tables = off_and_on(["PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"]);
            searches.chain(tables).collect()
        }
        Dialect::Postgres => drop(" CASCADE"),
        Dialect::Mysql => off_and_on(["SET foreign_key_checks = 0", "SET foreign_key_checks = 1"]),
    }
}

#[tokio::test]
async fn a_chain_of_changes_leads_there_and_back() {
    let number = |name: &str, default: u64| -> u64 {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (seed, seeds) = (number("CRUD_TEST_SEED", 1), number("CRUD_TEST_SEEDS", 1));
    let length = usize::try_from(number("CRUD_TEST_CHAIN", 6)).unwrap_or_default();
    for seed in seed..seed + seeds {
        for &kind in SHARED.iter().filter(|kind| kind.is_tested()) {
            chain(kind, seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, length).await;
        }
    }
}
