//! Tables that come, go and are renamed, with what refers to them.

use super::case::{Case, books, judge_all, title};
use super::order::{ORDERS, PURCHASES, amounts, lines, orders};
use crate::model::{self, Check, Number, Relation, Value, column};

#[tokio::test]
async fn tables_and_columns_are_renamed() {
    judge_all(|| {
        let pages = |name, old: &'static str| {
            let column = column::<i32>(name).range(Some(Number::new(0, 0)), None).index();
            if old.is_empty() { column.done() } else { column.renamed_from(old).done() }
        };
        let checked = |mut table: model::Table, expression| {
            table.checks = Vec::leak(vec![Check { name: "even", expression }]);
            table
        };
        let row = |id, one, two| vec![Value::Int(id), Value::Int(one), Value::Int(two)];
        vec![
            Case::new(vec![ORDERS, lines(|| &ORDERS)], vec![PURCHASES, lines(|| &PURCHASES)])
                .with("orders", orders())
                .with("lines", amounts()),
            // A chain, with a new column of an old name, which is in the way back.
            Case::new(
                vec![checked(books(vec![pages("a", ""), pages("b", "")]), "a <> b AND a % 2 = 0")],
                vec![checked(
                    books(vec![
                        pages("c", "b"),
                        pages("b", "a"),
                        column::<Option<i32>>("a").done(),
                    ]),
                    "b <> c AND b % 2 = 0",
                )],
            )
            .with("books", vec![row(1, 2, 3), row(2, 4, 5)]),
            Case::new(
                vec![books(vec![column::<Option<i32>>("a").done(), title()])],
                vec![books(vec![column::<Option<i32>>("b").renamed_from("a").done(), title()])],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn tables_come_and_go_with_what_refers_to_them() {
    judge_all(|| {
        let free = || model::Table { relations: &[], ..lines(|| &ORDERS) };
        let mut gone =
            Case::new(vec![ORDERS, lines(|| &ORDERS)], vec![free()]).with("orders", orders());
        gone.say = |intents| intents.dropped_tables.extend(["orders".to_owned()]);
        let mut all = Case::new(vec![ORDERS, lines(|| &ORDERS)], vec![]).with("orders", orders());
        all.say = |intents| {
            intents.dropped_tables.extend(["orders", "lines"].map(str::to_owned));
        };
        let mut circle = Case::new(vec![FIRSTS, SECONDS], vec![]);
        circle.say = |intents| {
            intents.dropped_tables.extend(["firsts", "seconds"].map(str::to_owned));
        };
        vec![
            Case::new(vec![free()], vec![ORDERS, free()]).with("lines", amounts()),
            gone,
            all,
            Case::new(vec![books(vec![])], vec![books(vec![]), FIRSTS, SECONDS]),
            circle,
            // The type of a key, on both sides.
            Case::new(vec![FIRSTS, SECONDS], vec![WIDE_FIRSTS, WIDE_SECONDS]),
        ]
    })
    .await;
}

const fn circular(
    entity: &'static str,
    name: &'static str,
    columns: &'static [model::Column],
    relations: &'static [Relation],
) -> model::Table {
    model::Table { entity, name, columns, key: &[0], relations, ..model::Table::EMPTY }
}

const fn other(target: fn() -> &'static model::Table) -> Relation {
    Relation::stored("other", &[1], target)
}

static FIRSTS: model::Table = circular(
    "First",
    "firsts",
    &[column::<i32>("id").primary_key().auto().done(), column::<Option<i32>>("other_id").done()],
    &[other(|| &SECONDS)],
);
static SECONDS: model::Table = circular(
    "Second",
    "seconds",
    &[column::<i32>("id").primary_key().auto().done(), column::<Option<i32>>("other_id").done()],
    &[other(|| &FIRSTS)],
);
static WIDE_FIRSTS: model::Table = circular(
    "First",
    "firsts",
    &[column::<i64>("id").primary_key().auto().done(), column::<Option<i64>>("other_id").done()],
    &[other(|| &WIDE_SECONDS)],
);
static WIDE_SECONDS: model::Table = circular(
    "Second",
    "seconds",
    &[column::<i64>("id").primary_key().auto().done(), column::<Option<i64>>("other_id").done()],
    &[other(|| &WIDE_FIRSTS)],
);
