//! A reference to one of several entities gets another, and loses one.

use super::case::{Case, judge_all};
use crate::model::{self, OnDelete, OneOf, Relation, Value, column};

const fn part_of(name: &'static str, columns: &'static [usize]) -> Relation {
    Relation::stored(name, columns, || &PLAIN).on_delete(OnDelete::Cascade)
}

const fn reference(name: &'static str) -> model::Column {
    column::<Option<i64>>(name).index().done()
}

const RELATIONS: [Relation; 3] =
    [part_of("one", &[1]), part_of("two", &[2]), part_of("three", &[3])];

const fn steps(
    columns: &'static [model::Column],
    relations: &'static [Relation],
    one_of: &'static [OneOf],
) -> model::Table {
    let (entity, name) = ("Step", "steps");
    model::Table { entity, name, columns, key: &[0], relations, one_of, ..model::Table::EMPTY }
}

const fn group(columns: &'static [usize]) -> OneOf {
    OneOf { name: "whole", member: "whole", columns }
}

const ID: model::Column = column::<i64>("id").primary_key().auto().done();

static PLAIN: model::Table =
    steps(&[ID, reference("one_id"), reference("two_id")], &[RELATIONS[0], RELATIONS[1]], &[]);
static TWO: model::Table = steps(
    &[ID, reference("one_id"), reference("two_id")],
    &[RELATIONS[0], RELATIONS[1]],
    &[group(&[1, 2])],
);
static THREE: model::Table = steps(
    &[ID, reference("one_id"), reference("two_id"), reference("three_id")],
    &RELATIONS,
    &[group(&[1, 2, 3])],
);
static RENAMED: model::Table = steps(
    &[
        ID,
        reference("one_id"),
        column::<Option<i64>>("second_id").renamed_from("two_id").index().done(),
    ],
    &[RELATIONS[0], RELATIONS[1]],
    &[group(&[1, 2])],
);

#[tokio::test]
async fn a_reference_more_or_less_is_another_check() {
    judge_all(|| {
        let row = |id, one: Value, two: Value| vec![Value::Int(id), one, two];
        let rows = || vec![row(1, Value::Int(1), Value::Null), row(2, Value::Null, Value::Int(1))];
        vec![
            Case::new(vec![PLAIN], vec![TWO]).with("steps", rows()),
            Case::new(vec![TWO], vec![THREE]).with("steps", rows()),
            Case::new(vec![TWO], vec![RENAMED]).with("steps", rows()),
        ]
    })
    .await;
}
