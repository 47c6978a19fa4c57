//! A table of sales with a column of each type that functions take, and one they belong to.

use chrono::{DateTime, Days, NaiveDate, Utc};
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::model::{
    Access, Changes, Column, ColumnType, EnumType, Relation, Row, Table, Value, column,
};
use crate::store::Db;
use crate::store::dao::{self, Rows};

static WORDS: EnumType = EnumType { name: "Words", description: "", variants: &["b", "a", "Z"] };

const fn word(mut column: Column) -> Column {
    column.column_type = ColumnType::Enum(&WORDS);
    column
}

pub(super) static PEOPLE: Table = Table {
    entity: "Person",
    name: "people",
    path: "people",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<Option<String>>("country").length(0, Some(2000)).filter().done(),
        column::<Option<NaiveDate>>("born").filter().done(),
    ],
    key: &[0],
    access: Access::PUBLIC,
    ..Table::EMPTY
};

pub(super) static SALES: Table = Table {
    entity: "Sale",
    name: "sales",
    path: "sales",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<Option<i64>>("person_id").index().done(),
        column::<Option<i64>>("large").filter().done(),
        column::<i16>("small").filter().done(),
        column::<Option<u32>>("natural").filter().done(),
        column::<Option<Decimal>>("price").decimal(5, 1).filter().done(),
        column::<Option<Decimal>>("whole").decimal(18, 0).filter().done(),
        column::<Option<Decimal>>("fraction").decimal(18, 18).filter().done(),
        column::<Option<f64>>("float").filter().done(),
        column::<Option<String>>("text").length(0, Some(2000)).filter().done(),
        column::<Option<bool>>("flag").filter().done(),
        column::<Option<Uuid>>("uuid").filter().done(),
        word(column::<Option<String>>("word").filter().done()),
        column::<Option<NaiveDate>>("on").filter().done(),
        column::<DateTime<Utc>>("at").filter().done(),
    ],
    key: &[0],
    relations: &[Relation::stored("person", &[1], || &PEOPLE)],
    access: Access::PUBLIC,
    ..Table::EMPTY
};

const TEXTS: &[&str] = &["", "a", "A", "a ", "é", "e\u{301}", "É", "ß", "ss", "\u{D7FF}", "𝄞"];

/// What the table holds besides keys.
pub(super) fn row(table: &'static Table, from: usize) -> impl Strategy<Value = Row> {
    table.columns[from..].iter().map(value).collect::<Vec<_>>()
}

pub(super) fn value(column: &'static Column) -> BoxedStrategy<Value> {
    const MOST: i64 = 999_999_999_999_999_999;
    let scale = u32::from(column.precision.scale);
    let not_null = match column.column_type {
        ColumnType::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        // Sums of these are exact in any order.
        ColumnType::F64 => (-6..6_i32).prop_map(|n| Value::Float(f64::from(n) / 4.0)).boxed(),
        ColumnType::Decimal if column.precision.digits < 18 => {
            (-15..15_i64).prop_map(move |n| Value::Decimal(Decimal::new(n, scale))).boxed()
        }
        ColumnType::Decimal => prop_oneof![Just(MOST), Just(-MOST), Just(0), -MOST..=MOST]
            .prop_map(move |n| Value::Decimal(Decimal::new(n, scale)))
            .boxed(),
        ColumnType::Text => text(),
        ColumnType::Enum(words) => prop::sample::select(words.variants)
            .prop_map(|word| Value::Text(word.to_owned()))
            .boxed(),
        ColumnType::Uuid => {
            (0..3_u128).prop_map(|n| Value::Uuid(Uuid::from_u128(n << 120 | n))).boxed()
        }
        ColumnType::Date => date().prop_map(Value::Date).boxed(),
        ColumnType::Timestamp => (date(), prop::sample::select(vec![0_u64, 1, 86_399_999_999]))
            .prop_map(|(date, micros)| {
                let time = chrono::NaiveTime::MIN
                    + chrono::TimeDelta::microseconds(i64::try_from(micros).expect("small"));
                Value::Timestamp(date.and_time(time).and_utc())
            })
            .boxed(),
        integers => {
            let (min, max) = integers.integer_bounds().expect("only integers are left");
            prop_oneof![Just(min), Just(max), (-3..3_i64).prop_map(move |n| n.clamp(min, max))]
                .prop_map(Value::Int)
                .boxed()
        }
    };
    if column.nullable {
        prop_oneof![6 => not_null, 1 => Just(Value::Null)].boxed()
    } else {
        not_null
    }
}

fn text() -> BoxedStrategy<Value> {
    let long = "long ".repeat(300);
    prop_oneof![
        8 => prop::sample::select(TEXTS).prop_map(|text| Value::Text(text.to_owned())),
        1 => prop::sample::select(&["", " ", "x"][..])
            .prop_map(move |end| Value::Text(format!("{long}{end}"))),
    ]
    .boxed()
}

/// A date near the ends of years, of weeks and of what is taken, and before 1970.
fn date() -> impl Strategy<Value = NaiveDate> {
    let start = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).expect("a day");
    (prop::sample::select(vec![1000, 1582, 1900, 1969, 1970, 2000, 2021, 2024, 9999]), 0..70_u64)
        .prop_map(move |(year, day)| match day {
            0..9 if year > 1000 => start(year) - Days::new(day),
            _ => start(year) + Days::new(day % 60),
        })
}

/// Stores them, and says what they have become.
pub(super) async fn fill(db: &Db, table: &'static Table, rows: Vec<Row>) -> Vec<Row> {
    let records = rows.into_iter().map(|mut row| {
        row.insert(0, Value::Null);
        let mut changes = Changes::from_row(table, row);
        changes.keep(0);
        changes
    });
    let form = Rows::of(table);
    dao::create_many(db.handle(), table, records.collect(), &form).await.expect("created")
}
