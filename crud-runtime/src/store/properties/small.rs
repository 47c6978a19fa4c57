//! Filters and pages of one table whose few values meet often.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use rust_decimal::Decimal;

use super::question::comparison;
use super::reference::{World, in_order};
use super::{on_every_database, runner};
use crate::model::{Changes, Row, Table, Value, column};
use crate::query::{Filter, Query, Sort, TextMatch};
use crate::store::Db;
use crate::store::dao::{self, Rows};

/// A table whose few values meet often.
pub(super) static SMALL: Table = Table {
    entity: "Small",
    name: "small",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<Option<i32>>("number").done(),
        column::<String>("text").length(0, Some(200)).index().done(),
        column::<Option<Decimal>>("price").decimal(5, 1).done(),
        column::<bool>("flag").done(),
    ],
    key: &[0],
    ..Table::EMPTY
};

pub(super) const TEXTS: &[&str] =
    &["", "a", "A", "ab", "aB", "b", "é", "É", "a%", "a_", "\u{D7FF}", "𝄞a"];

pub(super) fn small_row() -> impl Strategy<Value = Row> {
    (
        prop::option::of(0..4_i64),
        prop::sample::select(TEXTS),
        prop::option::of(-15..15_i64),
        any::<bool>(),
    )
        .prop_map(|(number, text, price, flag)| {
            vec![
                Value::Null,
                number.map_or(Value::Null, Value::Int),
                Value::Text(text.to_owned()),
                price.map_or(Value::Null, |price| Value::Decimal(Decimal::new(price, 1))),
                Value::Bool(flag),
            ]
        })
}

fn small_value(column: usize) -> BoxedStrategy<Value> {
    match column {
        1 => (-1..5_i64).prop_map(Value::Int).boxed(),
        2 => prop::sample::select(TEXTS).prop_map(|text| Value::Text(text.to_owned())).boxed(),
        // One digit more than the column has.
        _ => (-160..160_i64).prop_map(|price| Value::Decimal(Decimal::new(price, 2))).boxed(),
    }
}

fn filter() -> impl Strategy<Value = Filter> {
    let how = prop::sample::select(vec![
        TextMatch::Contains,
        TextMatch::ContainsIgnoreCase,
        TextMatch::StartsWith,
        TextMatch::EndsWith,
    ]);
    let leaf = (1..4_usize).prop_flat_map(move |column| {
        let values = vec(small_value(column), 0..4);
        prop_oneof![
            (comparison(), small_value(column))
                .prop_map(move |(how, value)| Filter::Compare(column, how, value)),
            values.clone().prop_map(move |values| Filter::In(column, values)),
            values.prop_map(move |values| Filter::NotIn(column, values)),
            any::<bool>().prop_map(move |null| Filter::Null(column, null)),
            (how.clone(), prop::sample::select(TEXTS)).prop_map(|(how, text)| Filter::Text(
                2,
                how,
                text.to_owned()
            )),
        ]
    });
    leaf.prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Filter::And),
            vec(inner.clone(), 0..4).prop_map(Filter::Or),
            inner.prop_map(|inner| Filter::Not(Box::new(inner))),
        ]
    })
}

async fn fill(db: &Db, rows: Vec<Row>) -> Vec<Row> {
    let records = rows.into_iter().map(|row| {
        let mut changes = Changes::from_row(&SMALL, row);
        changes.keep(0);
        changes
    });
    let rows = Rows::of(&SMALL);
    dao::create_many(db.handle(), &SMALL, records.collect(), &rows).await.expect("created")
}

#[test]
fn filters_match_what_they_say() {
    on_every_database(1500, |db, runtime, mut cases| {
        let mut samples = runner(1);
        let rows = vec(small_row(), 120).new_tree(&mut samples).expect("rows").current();
        let rows = runtime.block_on(fill(db, rows));
        let world = World::default();
        let outcome = cases.run(&filter(), |filter| {
            let expected: Vec<_> =
                rows.iter().filter(|row| world.holds(&SMALL, row, &filter)).cloned().collect();
            let count = runtime.block_on(dao::count(db.handle(), &SMALL, &filter));
            let exists = runtime.block_on(dao::exists(db.handle(), &SMALL, &filter));
            let query = Query { filter, ..Query::all(&SMALL) };
            let found = runtime.block_on(dao::list_rows(db.handle(), &SMALL, &query));
            let found = found.map_err(|error| TestCaseError::fail(format!("{error:?}")))?.0;
            prop_assert_eq!(count.ok(), Some(expected.len() as u64));
            prop_assert_eq!(exists.ok(), Some(!expected.is_empty()));
            prop_assert_eq!(found, expected);
            Ok(())
        });
        outcome.expect("every filter matches what it says");
    });
}

#[test]
fn pages_have_no_gap_and_no_repeat() {
    on_every_database(300, |db, runtime, mut cases| {
        let mut samples = runner(1);
        let rows = vec(small_row(), 60).new_tree(&mut samples).expect("rows").current();
        let rows = runtime.block_on(fill(db, rows));
        let world = World::default();
        let sort = (0..5_usize, any::<bool>())
            .prop_map(|(column, descending)| Sort::column(column, descending));
        let outcome = cases.run(&(vec(sort, 0..4), 1..20_u32), |(mut sort, limit)| {
            let mut seen = Vec::new();
            sort.retain(|sort| {
                let is_new = !seen.contains(&sort.key);
                seen.push(sort.key);
                is_new
            });
            let mut query = Query { sort, limit: Some(limit), ..Query::all(&SMALL) };
            let order = query.order(&SMALL);
            let mut expected = rows.clone();
            expected.sort_by(|one, other| {
                let value = |row: &Row, sort: &Sort| world.value(&SMALL, row, sort.key);
                in_order(&order, |sort| (value(one, sort), value(other, sort)))
            });
            let mut paged = Vec::new();
            loop {
                let page = runtime.block_on(dao::list_rows(db.handle(), &SMALL, &query));
                let (rows, around) =
                    page.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
                prop_assert!(rows.len() <= limit as usize && !rows.is_empty());
                paged.extend(rows);
                query.after = around.next;
                if query.after.is_none() {
                    break;
                }
            }
            prop_assert_eq!(paged, expected);
            Ok(())
        });
        outcome.expect("pages follow each other");
    });
}
