//! What holds for all values: value → database → JSON → value is the same value, and whatever is
//! asked of records is answered as a plain evaluator over vectors answers it.

mod aggregate;
mod depth;
mod include;
mod judge;
mod question;
mod reference;
mod small;
mod ways;
mod world;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use crud_test_databases::Database;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rust_decimal::Decimal;
use uuid::Uuid;

use self::small::SMALL;
use super::Db;
use super::dao::{self, Projection, Rows};
use super::fixture::{KINDS, open};
use crate::codec::json;
use crate::error::Error;
use crate::model::{Changes, Column, ColumnType, EnumType, Json, Table, Value, column};

static WORDS: EnumType =
    EnumType { name: "Words", description: "", variants: &["one", "with space", "quo\"te\\"] };

const fn word(mut column: Column) -> Column {
    column.column_type = ColumnType::Enum(&WORDS);
    column
}

pub(crate) static VALUES: Table = Table {
    entity: "Values",
    name: "values",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<Option<bool>>("bool").done(),
        column::<Option<i16>>("i16").done(),
        column::<Option<i32>>("i32").done(),
        column::<Option<i64>>("i64").done(),
        column::<Option<u32>>("u32").done(),
        column::<Option<f64>>("f64").done(),
        column::<Option<String>>("text").member("te\"xt").done(),
        column::<Option<Uuid>>("uuid").done(),
        column::<Option<Decimal>>("decimal").done(),
        column::<Option<Decimal>>("whole").decimal(18, 0).done(),
        column::<Option<Decimal>>("fraction").decimal(18, 18).done(),
        column::<Option<NaiveDate>>("date").done(),
        column::<Option<NaiveTime>>("time").done(),
        column::<Option<DateTime<Utc>>>("timestamp").done(),
        column::<Option<Vec<u8>>>("bytes").done(),
        column::<Option<Json<serde_json::Value>>>("json").done(),
        word(column::<Option<String>>("enum").done()),
    ],
    key: &[0],
    ..Table::EMPTY
};

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Runs a test on every database with the tables of this file.
fn on_every_database(cases: u32, test: impl Fn(&Db, &tokio::runtime::Runtime, TestRunner)) {
    on_databases(&[&VALUES, &SMALL], cases, test);
}

/// Runs a test on every database with these tables. In its short form it has so many cases, and a
/// server a part of them; in the long one (`FULL=1`) ten thousand everywhere. `CASES` says another
/// number.
fn on_databases(
    tables: &[&'static Table],
    cases: u32,
    test: impl Fn(&Db, &tokio::runtime::Runtime, TestRunner),
) {
    let is_full = std::env::var_os("FULL").is_some_and(|full| !full.is_empty());
    let stated = std::env::var("CASES").ok().and_then(|cases| cases.parse().ok());
    let stated: Option<u32> = stated.or_else(|| is_full.then_some(10_000));
    for &kind in KINDS.iter().filter(|kind| kind.is_tested()) {
        println!("on {kind:?}");
        let runtime = runtime();
        let database = runtime.block_on(Database::new(kind));
        let db = runtime.block_on(open(&database, "", tables));
        let short = if kind.is_served() { cases / 4 } else { cases };
        test(&db, &runtime, runner(stated.unwrap_or(short)));
        runtime.block_on(db.close());
    }
}

fn integer(min: i64, max: i64) -> BoxedStrategy<Value> {
    prop_oneof![Just(min), Just(max), Just(0_i64.clamp(min, max)), min..=max]
        .prop_map(Value::Int)
        .boxed()
}

fn decimal(scale: u32) -> BoxedStrategy<Value> {
    const MOST: i64 = 999_999_999_999_999_999;
    prop_oneof![Just(MOST), Just(-MOST), Just(0), Just(1), Just(-1), -MOST..=MOST]
        .prop_map(move |mantissa| Value::Decimal(Decimal::new(mantissa, scale)))
        .boxed()
}

fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        any::<char>(),
        prop::sample::select(vec![
            '"',
            '\\',
            '\u{1}',
            '\n',
            '\u{7f}',
            'é',
            '\u{10FFFF}',
            '𝄞',
            '\''
        ]),
    ];
    vec(character.prop_filter("U+0000 is refused", |character| *character != '\0'), 0..40)
        .prop_map(String::from_iter)
}

fn document() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        prop::num::f64::NORMAL.prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Into::into),
            vec((text(), inner), 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

fn date() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(1000, 1, 1).expect("a date");
    let last = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");
    let days = u64::try_from((last - first).num_days()).expect("some days");
    prop_oneof![Just(0), Just(days), 0..=days].prop_map(move |day| first + Days::new(day))
}

fn time() -> impl Strategy<Value = NaiveTime> {
    const DAY: i64 = 86_400_000_000;
    prop_oneof![Just(0), Just(DAY - 1), 0..DAY]
        .prop_map(|micros| NaiveTime::MIN + TimeDelta::microseconds(micros))
}

fn value(column: &'static Column) -> BoxedStrategy<Value> {
    let not_null = match column.column_type {
        ColumnType::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        ColumnType::F64 => prop_oneof![
            prop::num::f64::NORMAL,
            prop::num::f64::SUBNORMAL,
            Just(0.0),
            Just(-0.0),
            Just(f64::MAX),
            Just(f64::MIN_POSITIVE),
            any::<i32>().prop_map(f64::from),
        ]
        .prop_map(Value::Float)
        .boxed(),
        ColumnType::Text => text().prop_map(Value::Text).boxed(),
        ColumnType::Uuid => {
            any::<u128>().prop_map(|bits| Value::Uuid(Uuid::from_u128(bits))).boxed()
        }
        ColumnType::Decimal => decimal(u32::from(column.precision.scale)),
        ColumnType::Date => date().prop_map(Value::Date).boxed(),
        ColumnType::Time => time().prop_map(Value::Time).boxed(),
        ColumnType::Timestamp => (date(), time())
            .prop_map(|(date, time)| Value::Timestamp(date.and_time(time).and_utc()))
            .boxed(),
        ColumnType::Bytes => vec(any::<u8>(), 0..40).prop_map(Value::Bytes).boxed(),
        ColumnType::Json(_) => {
            document().prop_map(|document| Value::Json(json::canonical(document))).boxed()
        }
        ColumnType::Enum(words) => prop::sample::select(words.variants)
            .prop_map(|word| Value::Text(word.to_owned()))
            .boxed(),
        integers => {
            let (min, max) = integers.integer_bounds().expect("only integers are left");
            integer(min, max)
        }
    };
    prop_oneof![9 => not_null, 1 => Just(Value::Null)].boxed()
}

/// What is stored: -0.0 is 0.0 on every database, and the document `null` is null.
fn stored(value: &Value) -> Value {
    match value {
        Value::Float(float) => Value::Float(float + 0.0),
        Value::Json(serde_json::Value::Null) => Value::Null,
        other => other.clone(),
    }
}

#[test]
fn a_record_is_the_same_bytes_on_every_database() {
    let runtime = runtime();
    let opened = runtime.block_on(async {
        let mut opened = Vec::new();
        for &kind in KINDS.iter().filter(|kind| kind.is_tested()) {
            let database = Database::new(kind).await;
            let db = open(&database, "", &[&VALUES]).await;
            opened.push((database, db));
        }
        opened
    });
    let row: Vec<_> = VALUES.columns[1..].iter().map(value).collect();
    let full = Projection::full(&VALUES);
    let outcome = runner(200).run(&row, |row| {
        let mut changes = Changes::new(&VALUES);
        for (index, value) in row.iter().enumerate() {
            changes.set(index + 1, value.clone());
        }
        let mut first = None;
        for (database, db) in &opened {
            let changes = changes.clone();
            let body = runtime.block_on(async {
                let created = dao::create(db.handle(), &VALUES, changes, &full).await?;
                let answer: serde_json::Value =
                    serde_json::from_slice(&created.body).unwrap_or_default();
                let key = [Value::Int(answer["id"].as_i64().unwrap_or_default())];
                let read = dao::read(db.handle(), &VALUES, &key, &full).await?;
                Ok::<_, Error>((created.body, read.map(|record| record.body)))
            });
            let (created, read) =
                body.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
            prop_assert_eq!(Some(&created), read.as_ref());
            let (kind, expected) = first.get_or_insert_with(|| (database.kind(), created.clone()));
            prop_assert_eq!(
                String::from_utf8_lossy(&created),
                String::from_utf8_lossy(expected),
                "{:?} differs from {:?}",
                database.kind(),
                kind
            );
        }
        Ok(())
    });
    assert!(
        outcome.is_ok(),
        "{}",
        outcome.err().map(|error| error.to_string()).unwrap_or_default()
    );
    runtime.block_on(async {
        for (_, db) in &opened {
            db.close().await;
        }
    });
}

#[test]
fn values_come_back_as_they_were_stored() {
    on_every_database(400, |db, runtime, mut cases| {
        let row: Vec<_> = VALUES.columns[1..].iter().map(value).collect();
        let outcome = cases.run(&row, |row| {
            let mut changes = Changes::new(&VALUES);
            for (index, value) in row.iter().enumerate() {
                changes.set(index + 1, value.clone());
            }
            let full = Projection::full(&VALUES);
            let record = runtime
                .block_on(dao::create(db.handle(), &VALUES, changes, &full))
                .map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
            let answer: serde_json::Value = serde_json::from_slice(&record.body)
                .map_err(|error| TestCaseError::fail(error.to_string()))?;
            let key = [Value::Int(answer["id"].as_i64().unwrap_or_default())];
            let found = runtime
                .block_on(dao::read(db.handle(), &VALUES, &key, &Rows::of(&VALUES)))
                .map_err(|error| TestCaseError::fail(format!("{error:?}")))?
                .unwrap_or_default();
            let mut expected = b"{\"id\":".to_vec();
            json::write(&VALUES.columns[0], &key[0], &mut expected);
            for (index, sent) in row.iter().enumerate() {
                let column = &VALUES.columns[index + 1];
                let sent = stored(sent);
                prop_assert_eq!(&found[index + 1], &sent);
                if let (Value::Float(found), Value::Float(sent)) = (&found[index + 1], &sent) {
                    prop_assert_eq!(found.to_bits(), sent.to_bits());
                }
                let read = json::read(column, answer[column.member].clone());
                prop_assert_eq!(read, Ok(sent.clone()));
                expected.push(b',');
                json::write_text(column.member, &mut expected);
                expected.push(b':');
                json::write(column, &sent, &mut expected);
            }
            expected.push(b'}');
            // The bytes written from the driver's values are those of the reference.
            prop_assert_eq!(String::from_utf8(record.body), String::from_utf8(expected));
            Ok(())
        });
        outcome.expect("every value comes back");
    });
}
