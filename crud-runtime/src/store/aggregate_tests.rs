//! Aggregates are what they say: random groups, functions, conditions and orders against plain
//! Rust over vectors, on every database.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use crud_test_databases::Database;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::Db;
use super::dao::{self, Rows};
use super::fixture::{KINDS, on_every_database, open};
use crate::model::{
    Access, Cardinality, Changes, Column, ColumnType, EnumType, OnDelete, OnUpdate, Relation, Row,
    Table, Value, column,
};
use crate::query::aggregate::{
    Aggregate, AggregateKey, AggregateSort, Function, Group, Having, Truncate, functions, groups,
};
use crate::query::{Comparison, Filter};

static WORDS: EnumType = EnumType { name: "Words", description: "", variants: &["b", "a", "Z"] };

const fn word(mut column: Column) -> Column {
    column.column_type = ColumnType::Enum(&WORDS);
    column
}

static PEOPLE: Table = Table {
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

static SALES: Table = Table {
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
    relations: &[Relation {
        name: "person",
        cardinality: Cardinality::BelongsTo,
        columns: &[1],
        target: || &PEOPLE,
        target_columns: &[],
        on_delete: OnDelete::Restrict,
        on_update: OnUpdate::NoAction,
        join: None,
        nested: false,
    }],
    access: Access::PUBLIC,
    ..Table::EMPTY
};

const TEXTS: &[&str] = &["", "a", "A", "a ", "é", "e\u{301}", "É", "ß", "ss", "\u{D7FF}", "𝄞"];

/// A date near the ends of years, of weeks and of what is taken, and before 1970.
fn date() -> impl Strategy<Value = NaiveDate> {
    let start = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).expect("a day");
    (prop::sample::select(vec![1000, 1582, 1900, 1969, 1970, 2000, 2021, 2024, 9999]), 0..70_u64)
        .prop_map(move |(year, day)| match day {
            0..9 if year > 1000 => start(year) - Days::new(day),
            _ => start(year) + Days::new(day % 60),
        })
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

fn value(column: &'static Column) -> BoxedStrategy<Value> {
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

/// What the table holds besides keys.
fn row(table: &'static Table, from: usize) -> impl Strategy<Value = Row> {
    table.columns[from..].iter().map(value).collect::<Vec<_>>()
}

fn aggregate() -> impl Strategy<Value = Aggregate> {
    let function = prop::sample::select(functions(&SALES));
    let group = prop::sample::select(groups(&SALES));
    let sort = prop_oneof![
        (0..3_usize).prop_map(AggregateKey::Group),
        function.clone().prop_map(AggregateKey::Function)
    ];
    let filter = prop_oneof![
        3 => Just(Filter::And(Vec::new())),
        1 => (-2..2_i64).prop_map(|n| Filter::Compare(3, Comparison::Gt, Value::Int(n))),
        1 => Just(Filter::Null(1, false)),
        1 => Just(Filter::Compare(9, Comparison::Eq, Value::Text("none has it".to_owned()))),
    ];
    (
        filter,
        vec(group, 0..3),
        vec(function.clone(), 0..5),
        vec((sort, any::<bool>()), 0..3),
        vec(function.prop_flat_map(having), 0..2),
        (prop::option::of(1..20_u32), prop_oneof![2 => Just(0_u64), 1 => 0..4_u64]),
    )
        .prop_map(|(filter, mut groups, mut functions, sort, having, (limit, offset))| {
            dedup(&mut groups);
            dedup(&mut functions);
            let mut sort: Vec<_> = sort
                .into_iter()
                .filter(|(key, _)| !matches!(key, AggregateKey::Group(at) if *at >= groups.len()))
                .map(|(key, descending)| AggregateSort { key, descending })
                .collect();
            let mut seen = Vec::new();
            sort.retain(|sort| {
                let is_new = !seen.contains(&sort.key);
                seen.push(sort.key);
                is_new
            });
            if functions.is_empty() && groups.is_empty() {
                functions.push(Function::Count);
            }
            Aggregate { filter, groups, functions, having, sort, limit, offset }
        })
}

fn dedup<T: PartialEq + Copy>(all: &mut Vec<T>) {
    let mut seen = Vec::new();
    all.retain(|one| {
        let is_new = !seen.contains(one);
        seen.push(*one);
        is_new
    });
}

fn having(function: Function) -> impl Strategy<Value = Having> {
    let value = match function.column(&SALES).column_type {
        ColumnType::Decimal => (-4000..4000_i64, 0..6_u32)
            .prop_map(|(n, scale)| Value::Decimal(Decimal::new(n, scale)))
            .boxed(),
        ColumnType::I64 if function.is_count() => (0..6_i64).prop_map(Value::Int).boxed(),
        _ => value(function.column(&SALES))
            .prop_filter("null is not compared", |value| !value.is_null())
            .boxed(),
    };
    let comparison = prop::sample::select(vec![
        Comparison::Eq,
        Comparison::Ne,
        Comparison::Gt,
        Comparison::Gte,
        Comparison::Lt,
        Comparison::Lte,
    ]);
    (comparison, value).prop_map(move |(comparison, value)| Having { function, comparison, value })
}

/// The answer, in plain Rust.
fn expected(aggregate: &Aggregate, people: &[Row], sales: &[Row]) -> Vec<Row> {
    let mut grouped: BTreeMap<String, (Row, Vec<&Row>)> = BTreeMap::new();
    if aggregate.groups.is_empty() {
        grouped.insert("[]".to_owned(), (Vec::new(), Vec::new()));
    }
    for sale in sales.iter().filter(|sale| holds(&aggregate.filter, sale)) {
        let key: Row = aggregate.groups.iter().map(|group| key(*group, people, sale)).collect();
        grouped.entry(format!("{key:?}")).or_insert((key, Vec::new())).1.push(sale);
    }
    let answer = |function: Function, rows: &[&Row]| apply(function, rows);
    let mut found: Vec<(Row, Vec<&Row>)> = grouped
        .into_values()
        .filter(|(_, rows)| {
            aggregate.having.iter().all(|having| {
                let ordering = compare(&answer(having.function, rows), &having.value);
                match having.comparison {
                    Comparison::Eq => ordering == Some(Ordering::Equal),
                    Comparison::Ne => ordering != Some(Ordering::Equal),
                    Comparison::Gt => ordering == Some(Ordering::Greater),
                    Comparison::Gte => ordering.is_some_and(Ordering::is_ge),
                    Comparison::Lt => ordering == Some(Ordering::Less),
                    Comparison::Lte => ordering.is_some_and(Ordering::is_le),
                }
            })
        })
        .collect();
    found.sort_by(|one, other| {
        let value = |key, (group, rows): &(Row, Vec<&Row>)| match key {
            AggregateKey::Group(position) => group[position].clone(),
            AggregateKey::Function(function) => answer(function, rows),
        };
        aggregate.order().iter().fold(Ordering::Equal, |ordering, sort| {
            ordering.then_with(|| {
                let (one, other) = (value(sort.key, one), value(sort.key, other));
                let ordering = match (one.is_null(), other.is_null()) {
                    (false, false) => compare(&one, &other).expect("one type"),
                    (one, other) => one.cmp(&other),
                };
                if sort.descending { ordering.reverse() } else { ordering }
            })
        })
    });
    let limit = aggregate.limit.map_or(usize::MAX, |limit| limit as usize);
    let offset = usize::try_from(aggregate.offset).expect("small");
    let row = |(mut group, rows): (Row, Vec<&Row>)| {
        group.extend(aggregate.functions.iter().map(|function| answer(*function, &rows)));
        group
    };
    found.into_iter().skip(offset).take(limit).map(row).collect()
}

fn holds(filter: &Filter, row: &Row) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| holds(part, row)),
        Filter::Null(column, null) => row[*column].is_null() == *null,
        Filter::Compare(column, Comparison::Gt, value) => {
            compare(&row[*column], value) == Some(Ordering::Greater)
        }
        Filter::Compare(column, Comparison::Eq, value) => row[*column] == *value,
        other => panic!("{other:?} is not asked here"),
    }
}

fn key(group: Group, people: &[Row], sale: &Row) -> Value {
    let value = if group.relation.is_none() {
        Some(&sale[group.column])
    } else {
        let person = people.iter().find(|person| person[0] == sale[1]);
        person.map(|person| &person[group.column])
    };
    let Some(truncate) = group.truncate else { return value.cloned().unwrap_or(Value::Null) };
    let date = match value {
        Some(Value::Date(date)) => *date,
        Some(Value::Timestamp(at)) => at.date_naive(),
        _ => return Value::Null,
    };
    let first = match truncate {
        Truncate::Day => Some(date),
        Truncate::Week => {
            date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into()))
        }
        Truncate::Month => date.with_day(1),
        Truncate::Year => date.with_ordinal(1),
    };
    // The first day of all.
    Value::Date(first.expect("a day").max(NaiveDate::from_ymd_opt(1000, 1, 1).expect("a day")))
}

fn apply(function: Function, rows: &[&Row]) -> Value {
    let Some(column) = function.operand() else {
        return Value::Int(i64::try_from(rows.len()).expect("small"));
    };
    let values: Vec<_> = rows.iter().map(|row| &row[column]).filter(|v| !v.is_null()).collect();
    let described = &SALES.columns[column];
    match function {
        Function::Count => Value::Null,
        Function::CountDistinct(_) => {
            let mut texts: Vec<_> = values.iter().map(|value| format!("{value:?}")).collect();
            texts.sort();
            texts.dedup();
            Value::Int(i64::try_from(texts.len()).expect("small"))
        }
        Function::Min(_) => least(&values, Ordering::Less),
        Function::Max(_) => least(&values, Ordering::Greater),
        Function::Sum(_) | Function::Avg(_) if values.is_empty() => Value::Null,
        Function::Sum(_) | Function::Avg(_) if matches!(described.column_type, ColumnType::F64) => {
            let sum: f64 = values
                .iter()
                .map(|value| if let Value::Float(float) = value { *float } else { 0.0 })
                .sum();
            #[expect(clippy::cast_precision_loss, reason = "there are few")]
            let count = values.len() as f64;
            // One zero.
            let yielded = if matches!(function, Function::Sum(_)) { sum } else { sum / count };
            Value::Float(yielded + 0.0)
        }
        Function::Sum(_) => decimal(units(&values), function),
        Function::Avg(_) => {
            let count = i128::try_from(values.len()).expect("small");
            let sum = units(&values) * 10_000;
            let (whole, rest) = (sum / count, sum % count);
            let away = if rest.abs() * 2 >= count { sum.signum() } else { 0 };
            decimal(whole + away, function)
        }
    }
}

/// The sum in units of the last digit.
fn units(values: &[&Value]) -> i128 {
    let number = |value: &&Value| match value {
        Value::Int(integer) => i128::from(*integer),
        Value::Decimal(decimal) => decimal.mantissa(),
        other => panic!("{other:?} is no number"),
    };
    values.iter().map(number).sum()
}

fn decimal(units: i128, function: Function) -> Value {
    let scale = u32::from(function.column(&SALES).precision.scale);
    Value::Decimal(Decimal::from_i128_with_scale(units, scale))
}

fn least(values: &[&Value], wished: Ordering) -> Value {
    let mut least: Option<&Value> = None;
    for value in values {
        if least.is_none_or(|least| compare(value, least) == Some(wished)) {
            least = Some(value);
        }
    }
    least.cloned().unwrap_or(Value::Null)
}

fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Int(one), Value::Int(other)) => Some(one.cmp(other)),
        (Value::Float(one), Value::Float(other)) => one.partial_cmp(other),
        (Value::Text(one), Value::Text(other)) => Some(one.chars().cmp(other.chars())),
        (Value::Decimal(one), Value::Decimal(other)) => Some(one.cmp(other)),
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        (Value::Uuid(one), Value::Uuid(other)) => Some(one.cmp(other)),
        (Value::Date(one), Value::Date(other)) => Some(one.cmp(other)),
        (Value::Timestamp(one), Value::Timestamp(other)) => Some(one.cmp(other)),
        _ => None,
    }
}

async fn fill(db: &Db, table: &'static Table, rows: Vec<Row>) -> Vec<Row> {
    let records = rows.into_iter().map(|mut row| {
        row.insert(0, Value::Null);
        let mut changes = Changes::from_row(table, row);
        changes.keep(0);
        changes
    });
    let form = Rows::of(table);
    dao::create_many(db.handle(), table, records.collect(), &form).await.expect("created")
}

#[test]
fn aggregates_are_what_they_say() {
    for &kind in KINDS.iter().filter(|kind| kind.is_tested()) {
        println!("on {kind:?}");
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let database = runtime.block_on(Database::new(kind));
        let db = runtime.block_on(open(&database, "", &[&PEOPLE, &SALES]));
        let cases = if kind.is_served() { 700 } else { 1500 };
        let config = Config { cases, failure_persistence: None, ..Config::default() };
        let mut runner = TestRunner::new(config);
        let mut sample = |rows: usize, table, from| {
            vec(row(table, from), rows).new_tree(&mut runner).expect("rows").current()
        };
        let (people, sales) = (sample(12, &PEOPLE, 1), sample(150, &SALES, 2));
        let people = runtime.block_on(fill(&db, &PEOPLE, people));
        let sales = sales
            .into_iter()
            .enumerate()
            .map(|(at, mut sale)| {
                let person = people.get(at % (people.len() + 2));
                sale.insert(0, person.map_or(Value::Null, |person| person[0].clone()));
                sale
            })
            .collect();
        let sales = runtime.block_on(fill(&db, &SALES, sales));
        let outcome = runner.run(&aggregate(), |aggregate| {
            let expected = expected(&aggregate, &people, &sales);
            let found =
                runtime.block_on(dao::aggregate_rows(db.handle(), &SALES, aggregate.clone()));
            let found = found.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
            prop_assert_eq!(found, expected);
            Ok(())
        });
        outcome.expect("aggregates are what they say");
        runtime.block_on(db.close());
    }
}

#[tokio::test]
async fn sums_beyond_64_bits_are_exact() {
    on_every_database(&[&PEOPLE, &SALES], async |db| {
        let sale = |large: i64, fraction: i64| {
            let mut sale: Row = SALES.columns[1..].iter().map(|_| Value::Null).collect();
            sale[1] = Value::Int(large);
            sale[2] = Value::Int(0);
            sale[6] = Value::Decimal(Decimal::new(fraction, 18));
            sale[13] = Value::Timestamp(DateTime::UNIX_EPOCH);
            sale
        };
        let most = 999_999_999_999_999_999;
        let mut sales = vec![sale(i64::MIN, -most); 1000];
        sales.push(sale(0, 0));
        fill(&db, &SALES, sales).await;
        let functions =
            vec![Function::Sum(2), Function::Avg(2), Function::Sum(7), Function::Avg(7)];
        let question = Aggregate::of(functions);
        let found = dao::aggregate_rows(db.handle(), &SALES, question.clone()).await;
        let texts: Vec<_> = found.expect("an answer")[0]
            .iter()
            .map(|value| if let Value::Decimal(sum) = value { sum.to_string() } else { String::new() })
            .collect();
        assert_eq!(
            texts,
            [
                "-9223372036854775808000",
                "-9214157878975800007.9920",
                "-999.999999999999999000",
                "-0.9990009990009990000000",
            ]
        );
        let groups = dao::aggregate(db.handle(), &SALES, &question, b"").await.expect("an answer");
        assert_eq!(
            String::from_utf8(groups.items).expect("JSON"),
            r#"[{"sum":{"large":"-9223372036854775808000","fraction":"-999.999999999999999000"},"avg":{"large":"-9214157878975800007.9920","fraction":"-0.9990009990009990000000"}}]"#
        );
    })
    .await;
}

#[tokio::test]
async fn floats_that_do_not_add_up_are_null() {
    on_every_database(&[&PEOPLE, &SALES], async |db| {
        let mut sale: Row = SALES.columns[1..].iter().map(|_| Value::Null).collect();
        sale[2] = Value::Int(0);
        sale[13] = Value::Timestamp(DateTime::UNIX_EPOCH);
        sale[7] = Value::Float(f64::MAX);
        fill(&db, &SALES, vec![sale.clone(); 3]).await;
        sale[2] = Value::Int(1);
        sale[7] = Value::Float(1e290);
        fill(&db, &SALES, vec![sale; 4]).await;
        let functions = vec![Function::Sum(8), Function::Avg(8), Function::Max(8)];
        let mut question = Aggregate::of(functions);
        question.groups = vec![Group { relation: None, column: 3, truncate: None }];
        let found = dao::aggregate_rows(db.handle(), &SALES, question).await.expect("an answer");
        let float = Value::Float;
        assert_eq!(
            found,
            [
                vec![Value::Int(0), Value::Null, Value::Null, float(f64::MAX)],
                vec![Value::Int(1), float(4e290), float(1e290), float(1e290)],
            ]
        );
    })
    .await;
}
