//! Aggregates by chance.

use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::world::{SALES, value};
use crate::model::{ColumnType, Value};
use crate::query::aggregate::{
    Aggregate, AggregateKey, AggregateSort, Function, Having, functions, groups,
};
use crate::query::{Comparison, Filter};
use crate::store::properties::question;

pub(super) fn aggregate() -> impl Strategy<Value = Aggregate> {
    let function = prop::sample::select(functions(&SALES));
    let group = prop::sample::select(groups(&SALES));
    let sort = prop_oneof![
        (0..3_usize).prop_map(AggregateKey::Group),
        function.clone().prop_map(AggregateKey::Function)
    ];
    let filter = prop_oneof![
        4 => Just(Filter::And(Vec::new())),
        3 => question::filter(&SALES, 1),
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
    (question::comparison(), value).prop_map(move |(comparison, value)| Having {
        function,
        comparison,
        value,
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
