//! Snapshots: read as they were written, whatever the tables are.

use chrono::DateTime;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{hash, read, write};
use crate::error::Error;
use crate::fixture::{TABLES, assert_golden};
use crate::model::{Number, OnDelete, OnUpdate, Precision, Value};
use crate::sql::ddl_tests::{LINES, ORDERS, THINGS};
use crate::sql::shape::{Check, Column, Default, Index, Kind, Native, Reference, Schema, Table};

#[test]
fn a_snapshot_is_a_line_for_each_column() {
    let all = [TABLES, &[&LINES, &THINGS, &ORDERS]].concat();
    let schema = Schema::of(&all);
    let last = "20240501123000_add_isbn".to_owned();
    let text = write(&schema, Some(&last));
    assert_golden("migrate/golden/schema.json", &text);
    assert_eq!(read(&text).expect("it was just written"), (schema, Some(last)));
}

#[test]
fn what_is_no_snapshot_of_ours_says_what_to_do() {
    let text = write(&Schema::of(TABLES), None);
    let refused = |text: &str| match read(text) {
        Err(Error::Config(message)) => message,
        other => panic!("it was read: {other:?}"),
    };
    let later = text.replace("\"version\": 1", "\"version\": 2");
    assert!(refused(&later).contains("build with the release that wrote it"));
    let edited = text.replace("\"title\"", "\"name\"");
    assert!(refused(&edited).contains("edited or merged by hand"), "{}", refused(&edited));
    let marked = text.replacen("  \"tables\"", "<<<<<<< HEAD\n  \"tables\"", 1);
    assert!(refused(&marked).contains("line 4"), "{}", refused(&marked));
    let odd = text.replace("\"type\": \"i32\"", "\"type\": \"i33\"");
    assert!(refused(&odd).contains("`pages`"), "{}", refused(&odd));
    let more = text.replace("\"auto\": true", "\"automatic\": true");
    assert!(refused(&more).contains("automatic"), "{}", refused(&more));
}

#[test]
fn line_endings_are_nothing_to_it() {
    let schema = Schema::of(TABLES);
    let text = write(&schema, None).replace('\n', "\r\n");
    assert_eq!(read(&text).expect("as Windows checks it out"), (schema, None));
}

#[test]
fn the_hash_never_changes() {
    // It stands in the files of users.
    assert_eq!(hash(&Schema { tables: Vec::new() }), "57f9bf6390bb37d9");
    assert_eq!(hash(&Schema::of(&[&ORDERS])), "77d269c4d1e41f9d");
}

proptest! {
    #[test]
    fn what_is_written_is_read(tables in vec(table(), 0..4)) {
        let mut tables = tables;
        tables.sort_by(|one, other| one.name.cmp(&other.name));
        tables.dedup_by(|one, other| one.name == other.name);
        let schema = Schema { tables };
        let text = write(&schema, None);
        prop_assert_eq!(read(&text).expect("it was just written"), (schema, None));
    }
}

fn table() -> impl Strategy<Value = Table> {
    let names = || vec(any::<String>(), 1..3);
    let index = move || {
        (any::<String>(), names(), vec(any::<String>(), 0..2), any::<bool>())
            .prop_map(|(name, columns, descending, bare)| Index { name, columns, descending, bare })
    };
    let fates = (on_delete(), on_update());
    let reference = (any::<String>(), names(), any::<String>(), names(), fates).prop_map(
        |(name, columns, table, target, (on_delete, on_update))| Reference {
            name,
            columns,
            table,
            target,
            on_delete,
            on_update,
        },
    );
    let check = any::<(String, String)>().prop_map(|(name, expression)| Check { name, expression });
    (
        any::<(String, String)>(),
        vec(column(), 1..6),
        index(),
        vec(index(), 0..3),
        vec(reference, 0..3),
        vec(check, 0..3),
        vec(index(), 0..3),
        (proptest::option::of(index()), native()),
    )
        .prop_map(
            |(
                (name, comment),
                columns,
                key,
                uniques,
                references,
                checks,
                indexes,
                (search, sql_options),
            )| {
                Table {
                    name,
                    comment,
                    columns,
                    key,
                    uniques,
                    references,
                    checks,
                    indexes,
                    search,
                    sql_options,
                }
            },
        )
}

fn on_delete() -> impl Strategy<Value = OnDelete> {
    use OnDelete::{Cascade, NoAction, Restrict, SetNull};
    proptest::sample::select(vec![Restrict, Cascade, SetNull, NoAction])
}

fn on_update() -> impl Strategy<Value = OnUpdate> {
    use OnUpdate::{Cascade, NoAction, Restrict, SetNull};
    proptest::sample::select(vec![Restrict, Cascade, SetNull, NoAction])
}

fn native() -> impl Strategy<Value = Native> {
    any::<[Option<String>; 3]>().prop_map(|[sqlite, postgres, mysql]| Native {
        sqlite,
        postgres,
        mysql,
    })
}

fn column() -> impl Strategy<Value = Column> {
    let number =
        || (any::<i64>(), 0..=18_u8).prop_map(|(mantissa, scale)| Number::new(mantissa, scale));
    (
        any::<(String, bool, bool, String)>(),
        kind(),
        option::of((any::<u32>(), any::<Option<u32>>())),
        option::of((option::of(number()), option::of(number()))),
        any::<Option<u32>>(),
        native(),
    )
        .prop_map(
            |(
                (name, nullable, auto, comment),
                (kind, default),
                length,
                range,
                longest,
                sql_type,
            )| Column {
                name,
                kind,
                nullable,
                auto,
                default,
                length,
                range,
                longest,
                comment,
                sql_type,
            },
        )
}

/// A type with a default that fits it.
fn kind() -> impl Strategy<Value = (Kind, Option<Default>)> {
    let plain = |kind: Kind, value: BoxedStrategy<Value>| {
        (Just(kind), option::of(value.prop_map(Default::Value))).boxed()
    };
    let decimal = (1..=18_u8).prop_flat_map(|digits| (Just(digits), 0..=digits)).prop_flat_map(
        |(digits, scale)| {
            let most = 10_i64.pow(u32::from(digits)) - 1;
            let kind = Kind::Decimal(Precision { digits, scale });
            (
                Just(kind),
                option::of((-most..=most).prop_map(move |mantissa| {
                    Default::Value(Value::Decimal(Decimal::new(mantissa, u32::from(scale))))
                })),
            )
        },
    );
    let words = vec("[a-z]{1,5}", 1..4).prop_flat_map(|words| {
        let word = proptest::sample::select(words.clone());
        let default = word.prop_map(|word| Default::Value(Value::Text(word)));
        (Just(Kind::Enum(words)), option::of(default))
    });
    let sql = |kind: Kind| (Just(kind), option::of(any::<String>().prop_map(Default::Sql))).boxed();
    let micros = 0..253_402_300_799_999_999_i64;
    let instant = move || {
        micros.clone().prop_filter_map("years 1000 to 9999", DateTime::from_timestamp_micros)
    };
    let day = instant().prop_map(|instant| Value::Date(instant.date_naive()));
    let time = instant().prop_map(|instant| Value::Time(instant.time()));
    let float =
        proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO;
    prop_oneof![
        plain(Kind::Bool, any::<bool>().prop_map(Value::Bool).boxed()),
        plain(Kind::I16, any::<i16>().prop_map(|value| Value::Int(value.into())).boxed()),
        plain(Kind::I32, any::<i32>().prop_map(|value| Value::Int(value.into())).boxed()),
        plain(Kind::I64, any::<i64>().prop_map(Value::Int).boxed()),
        plain(Kind::U32, any::<u32>().prop_map(|value| Value::Int(value.into())).boxed()),
        plain(Kind::F64, float.prop_map(Value::Float).boxed()),
        plain(Kind::Text, any::<String>().prop_map(Value::Text).boxed()),
        plain(Kind::Uuid, any::<u128>().prop_map(|id| Value::Uuid(Uuid::from_u128(id))).boxed()),
        plain(Kind::Date, day.boxed()),
        plain(Kind::Time, time.boxed()),
        plain(Kind::Timestamp, instant().prop_map(Value::Timestamp).boxed()),
        plain(Kind::Bytes, any::<Vec<u8>>().prop_map(Value::Bytes).boxed()),
        sql(Kind::Json),
        sql(Kind::Timestamp),
        decimal.boxed(),
        words.boxed(),
    ]
}
