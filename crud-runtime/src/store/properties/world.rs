//! Tables that belong together in every way there is, and records for them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;

use super::reference::World;
use super::small::TEXTS;
use crate::model::{
    Access, Cardinality, Changes, Index, Join, Relation, Row, Table, Value, column,
};
use crate::store::Db;
use crate::store::dao::{self, Rows};

/// A tree, and the one side of several relations.
pub(crate) static PERSON: Table = Table {
    columns: &[
        column::<i64>("id").primary_key().done(),
        column::<String>("name").length(0, Some(200)).index().done(),
        column::<Option<i32>>("age").index().done(),
        column::<Option<i64>>("mentor_id").index().done(),
    ],
    key: &[0],
    relations: &[
        Relation::stored("mentor", &[3], || &PERSON),
        Relation::inverse("pupils", Cardinality::HasMany, || &PERSON, &[3]),
        Relation::inverse("works", Cardinality::HasMany, || &WORK, &[1]),
        Relation::inverse("reviews", Cardinality::HasMany, || &WORK, &[2]),
    ],
    access: Access::PUBLIC,
    ..Table::of("Person", "w_people", "people")
};

/// The many side, with a reference that is there and one that may be.
pub(crate) static WORK: Table = Table {
    columns: &[
        column::<i64>("id").primary_key().done(),
        column::<i64>("author_id").index().done(),
        column::<Option<i64>>("reviewer_id").index().done(),
        column::<String>("title").length(0, Some(200)).done(),
        column::<Option<i32>>("rank").index().done(),
        column::<Option<Decimal>>("price").decimal(5, 1).done(),
        column::<bool>("flag").done(),
        column::<Option<NaiveDate>>("day").done(),
        column::<DateTime<Utc>>("at").index().done(),
    ],
    key: &[0],
    indexes: &[
        Index { columns: &[6, 4], descending: &[], unique: false },
        Index { columns: &[4, 5], descending: &[4], unique: false },
    ],
    relations: &[
        Relation::stored("author", &[1], || &PERSON),
        Relation::stored("reviewer", &[2], || &PERSON),
        Relation {
            join: Some(Join { table: || &WORK_TAG, this: &[0], other: &[1] }),
            ..Relation::inverse("tags", Cardinality::ManyToMany, || &TAG, &[])
        },
        Relation::inverse("lines", Cardinality::HasMany, || &LINE, &[0]),
        Relation::inverse("note", Cardinality::HasOne, || &NOTE, &[1]),
        Relation::inverse("line", Cardinality::HasOne, || &LINE, &[0]),
    ],
    access: Access::PUBLIC,
    ..Table::of("Work", "w_works", "works")
};

/// The other side of n-m.
pub(crate) static TAG: Table = Table {
    columns: &[
        column::<i64>("id").primary_key().done(),
        column::<String>("word").length(0, Some(200)).index().done(),
    ],
    key: &[0],
    relations: &[Relation {
        join: Some(Join { table: || &WORK_TAG, this: &[1], other: &[0] }),
        ..Relation::inverse("works", Cardinality::ManyToMany, || &WORK, &[])
    }],
    access: Access::PUBLIC,
    ..Table::of("Tag", "w_tags", "tags")
};

/// What stands between works and tags.
pub(crate) static WORK_TAG: Table = Table {
    columns: &[
        column::<i64>("work_id").primary_key().done(),
        column::<i64>("tag_id").primary_key().index().done(),
    ],
    key: &[0, 1],
    relations: &[Relation::stored("work", &[0], || &WORK), Relation::stored("tag", &[1], || &TAG)],
    access: Access::PUBLIC,
    ..Table::of("WorkTag", "w_work_tags", "work-tags")
};

/// A key of two columns, and a reference to one of its kind.
pub(crate) static LINE: Table = Table {
    columns: &[
        column::<i64>("work_id").primary_key().done(),
        column::<i32>("number").primary_key().done(),
        column::<Option<i32>>("amount").done(),
        column::<Option<i64>>("of_work").done(),
        column::<Option<i32>>("of_number").done(),
    ],
    key: &[0, 1],
    relations: &[
        Relation::stored("work", &[0], || &WORK),
        Relation::stored("origin", &[3, 4], || &LINE),
        Relation::inverse("copies", Cardinality::HasMany, || &LINE, &[3, 4]),
    ],
    access: Access::PUBLIC,
    ..Table::of("Line", "w_lines", "lines")
};

/// At most one for each work.
pub(crate) static NOTE: Table = Table {
    columns: &[
        column::<i64>("id").primary_key().done(),
        column::<i64>("work_id").unique().done(),
        column::<Option<String>>("text").length(0, Some(200)).done(),
    ],
    key: &[0],
    relations: &[Relation::stored("work", &[1], || &WORK)],
    access: Access::PUBLIC,
    ..Table::of("Note", "w_notes", "notes")
};

/// All of them, those that others refer to first.
pub(crate) static TABLES: &[&Table] = &[&PERSON, &WORK, &TAG, &WORK_TAG, &LINE, &NOTE];

/// How many records there are of each but people and tags.
const WORKS: i64 = 60;
const PEOPLE: i64 = 12;
const TAGS: i64 = 6;

/// Some values, by chance and yet the same in each run.
struct Dice(TestRunner);

impl Dice {
    fn one<T: std::fmt::Debug>(&mut self, strategy: impl Strategy<Value = T>) -> T {
        strategy.new_tree(&mut self.0).expect("a value").current()
    }

    fn int(&mut self, range: std::ops::Range<i64>) -> Value {
        Value::Int(self.one(range))
    }

    fn maybe(&mut self, value: impl FnOnce(&mut Self) -> Value) -> Value {
        if self.one(0..4) == 0 { Value::Null } else { value(self) }
    }

    fn text(&mut self) -> Value {
        Value::Text(self.one(prop::sample::select(TEXTS)).to_owned())
    }
}

/// Records of all tables.
pub(crate) fn world() -> World {
    let dice = &mut Dice(TestRunner::deterministic());
    let people = (1..=PEOPLE).map(|id| {
        // A mentor is older than a pupil, so that all can be stored in their order.
        let mentor = if id > 2 { dice.maybe(|dice| dice.int(1..id)) } else { Value::Null };
        vec![Value::Int(id), dice.text(), dice.maybe(|dice| dice.int(0..4)), mentor]
    });
    let people = people.collect();
    let works = (1..=WORKS).map(|id| {
        vec![
            Value::Int(id),
            dice.int(1..PEOPLE + 1),
            dice.maybe(|dice| dice.int(1..PEOPLE + 1)),
            dice.text(),
            dice.maybe(|dice| dice.int(0..4)),
            dice.maybe(|dice| Value::Decimal(Decimal::new(dice.one(-15..15_i64), 1))),
            Value::Bool(dice.one(any::<bool>())),
            dice.maybe(|dice| Value::Date(day(dice.one(0..800_i64)))),
            Value::Timestamp(at(dice.one(0..2_000_i64))),
        ]
    });
    let works = works.collect();
    let tags = (1..=TAGS).map(|id| vec![Value::Int(id), dice.text()]).collect();
    let mut links: Vec<Row> = dice
        .one(vec((1..=WORKS, 1..=TAGS), 90))
        .into_iter()
        .map(|(work, tag)| vec![Value::Int(work), Value::Int(tag)])
        .collect();
    distinct(&mut links);
    let mut keys: Vec<Row> = dice
        .one(vec((1..=WORKS, 1..4_i64), 70))
        .into_iter()
        .map(|(work, number)| vec![Value::Int(work), Value::Int(number)])
        .collect();
    distinct(&mut keys);
    let made = keys.iter().enumerate().map(|(index, key)| {
        let mut line = key.clone();
        line.push(dice.maybe(|dice| dice.int(0..5)));
        let origin = if index > 0 && dice.one(0..3) > 0 {
            let origin: usize = dice.one(0..index);
            keys[origin].clone()
        } else {
            vec![Value::Null, Value::Null]
        };
        line.extend(origin);
        line
    });
    let made = made.collect();
    let notes = (1..=WORKS).step_by(2).enumerate().map(|(index, work)| {
        let id = i64::try_from(index).expect("few") + 1;
        vec![Value::Int(id), Value::Int(work), dice.maybe(Dice::text)]
    });
    let notes = notes.collect();
    World {
        tables: vec![
            (&PERSON, people),
            (&WORK, works),
            (&TAG, tags),
            (&WORK_TAG, links),
            (&LINE, made),
            (&NOTE, notes),
        ],
    }
}

fn distinct(rows: &mut Vec<Row>) {
    let mut seen: Vec<Row> = Vec::new();
    rows.retain(|row| {
        let is_new = !seen.contains(row);
        if is_new {
            seen.push(row.clone());
        }
        is_new
    });
}

fn day(number: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 11, 20).expect("a date") + TimeDelta::days(number)
}

/// Some instants around midnights, and the ends of months and years.
fn at(number: i64) -> DateTime<Utc> {
    day(number / 4).and_time(chrono::NaiveTime::MIN).and_utc()
        + TimeDelta::microseconds(
            [0, 1, -1, 43_200_000_000][usize::try_from(number % 4).expect("few")],
        )
}

/// Stores all records.
pub(crate) async fn store(db: &Db, world: &World) {
    for (table, rows) in &world.tables {
        let all = rows.iter().map(|row| Changes::from_row(table, row.clone())).collect();
        let stored = dao::create_many(db.handle(), table, all, &Rows::of(table)).await;
        assert_eq!(&stored.expect("stored"), rows);
    }
}
