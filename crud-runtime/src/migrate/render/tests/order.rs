//! Tables that refer to each other and to themselves.

use super::case::{belongs_to, table, text};
use crate::model::{self, Check, OnDelete, Relation, Value, column};

pub(super) static ORDERS: model::Table = model::Table {
    entity: "Order",
    name: "orders",
    description: "What is ordered.",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<String>("code").length(2, Some(20)).unique().done(),
        column::<Option<i64>>("before_id").index().done(),
    ],
    key: &[0],
    relations: &[Relation::stored("before", &[2], || &ORDERS).on_delete(OnDelete::SetNull)],
    ..model::Table::EMPTY
};

pub(super) static PURCHASES: model::Table = model::Table {
    entity: "Purchase",
    name: "purchases",
    renamed_from: Some("orders"),
    columns: &[
        column::<i64>("number").renamed_from("id").primary_key().auto().done(),
        column::<String>("token").renamed_from("code").length(2, Some(20)).unique().done(),
        column::<Option<i64>>("before_id").index().done(),
    ],
    relations: &[Relation::stored("before", &[2], || &PURCHASES).on_delete(OnDelete::SetNull)],
    ..ORDERS
};

pub(super) fn lines(target: fn() -> &'static model::Table) -> model::Table {
    model::Table {
        relations: Vec::leak(vec![belongs_to(&[0], target, OnDelete::Cascade)]),
        key: &[0, 1],
        checks: &[Check { name: "some", expression: "amount >= 0" }],
        ..table(
            "Line",
            "lines",
            vec![
                column::<i64>("order_id").primary_key().done(),
                column::<i32>("place").primary_key().done(),
                column::<i32>("amount").done(),
            ],
        )
    }
}

pub(super) fn orders() -> Vec<Vec<Value>> {
    vec![
        vec![Value::Int(3), text("aa"), Value::Null],
        vec![Value::Int(8), text("bb"), Value::Int(3)],
    ]
}

pub(super) fn amounts() -> Vec<Vec<Value>> {
    vec![
        vec![Value::Int(3), Value::Int(1), Value::Int(10)],
        vec![Value::Int(8), Value::Int(1), Value::Int(20)],
        vec![Value::Int(8), Value::Int(2), Value::Int(30)],
    ]
}
