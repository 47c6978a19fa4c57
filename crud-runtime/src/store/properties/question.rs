//! Questions by chance: filters over relations, trees, sorts.

use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::small::TEXTS;
use super::world::TABLES;
use crate::model::{ColumnType, Table, Value};
use crate::query::{Comparison, Filter, Quantifier, Query, Sort, SortKey, TextMatch};

/// A table and what is asked of it, without a page.
pub(crate) fn query() -> impl Strategy<Value = (&'static Table, Query)> {
    prop::sample::select(TABLES).prop_flat_map(|table| {
        let filter = prop_oneof![1 => Just(Filter::And(vec![])), 3 => filter(table, 3)];
        (filter, sorts(table))
            .prop_map(move |(filter, sort)| (table, Query { filter, sort, ..Query::all(table) }))
    })
}

/// Up to three sorts, each key once.
pub(crate) fn sorts(table: &'static Table) -> impl Strategy<Value = Vec<Sort>> {
    let own = (0..table.columns.len()).map(SortKey::Column);
    let to_one = table.relations.iter().enumerate().filter(|(_, relation)| !relation.is_to_many());
    let related = to_one.flat_map(|(relation, known)| {
        let columns = 0..(known.target)().columns.len();
        columns.map(move |column| SortKey::Related { relation, column })
    });
    let keys: Vec<_> = own.chain(related).collect();
    vec((prop::sample::select(keys), any::<bool>()), 0..4).prop_map(|sorts| {
        let mut distinct: Vec<Sort> = Vec::new();
        for (key, descending) in sorts {
            if !distinct.iter().any(|sort| sort.key == key) {
                distinct.push(Sort { key, descending });
            }
        }
        distinct
    })
}

/// A filter that goes over so many relations at most.
pub(crate) fn filter(table: &'static Table, depth: u32) -> BoxedStrategy<Filter> {
    let leaf = (0..table.columns.len()).prop_flat_map(move |column| on_column(table, column));
    let leaf = if depth == 0 || table.relations.is_empty() {
        leaf.boxed()
    } else {
        let related = (0..table.relations.len()).prop_flat_map(move |relation| {
            let target = (table.relations[relation].target)();
            let part = prop_oneof![
                1 => Just(Filter::And(vec![])),
                4 => filter(target, depth - 1)
            ];
            let quantifiers = vec![Quantifier::Some, Quantifier::None, Quantifier::Every];
            (prop::sample::select(quantifiers), part).prop_map(move |(quantifier, part)| {
                Filter::Related(relation, quantifier, Box::new(part))
            })
        });
        prop_oneof![3 => leaf, 2 => related].boxed()
    };
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Filter::And),
            vec(inner.clone(), 0..3).prop_map(Filter::Or),
            inner.prop_map(|inner| Filter::Not(Box::new(inner))),
        ]
    })
    .boxed()
}

fn on_column(table: &'static Table, column: usize) -> BoxedStrategy<Filter> {
    let null = any::<bool>().prop_map(move |null| Filter::Null(column, null)).boxed();
    let Some(value) = value(table, column) else { return null };
    let values = vec(value.clone(), 0..4);
    let plain = prop_oneof![
        3 => (comparison(), value).prop_map(move |(how, value)| Filter::Compare(column, how, value)),
        1 => values.clone().prop_map(move |values| Filter::In(column, values)),
        1 => values.prop_map(move |values| Filter::NotIn(column, values)),
        1 => null,
    ];
    if !matches!(table.columns[column].column_type, ColumnType::Text) {
        return plain.boxed();
    }
    let how = prop::sample::select(vec![
        TextMatch::Contains,
        TextMatch::ContainsIgnoreCase,
        TextMatch::StartsWith,
        TextMatch::EndsWith,
    ]);
    let text = (how, prop::sample::select(TEXTS))
        .prop_map(move |(how, text)| Filter::Text(column, how, text.to_owned()));
    prop_oneof![plain, text].boxed()
}

/// One of all comparisons.
pub(crate) fn comparison() -> impl Strategy<Value = Comparison> {
    use Comparison::{Eq, Gt, Gte, Lt, Lte, Ne};
    prop::sample::select(&[Eq, Ne, Gt, Gte, Lt, Lte][..])
}

/// Values that meet what is stored now and then.
fn value(table: &'static Table, column: usize) -> Option<BoxedStrategy<Value>> {
    match table.columns[column].column_type {
        ColumnType::Bool => Some(any::<bool>().prop_map(Value::Bool).boxed()),
        ColumnType::Text => {
            Some(prop::sample::select(TEXTS).prop_map(|text| Value::Text(text.to_owned())).boxed())
        }
        // One digit more than the column has.
        ColumnType::Decimal => {
            Some((-160..160_i64).prop_map(|price| Value::Decimal(Decimal::new(price, 2))).boxed())
        }
        ColumnType::F64 => Some((-7..7_i32).prop_map(|n| Value::Float(f64::from(n) / 4.0)).boxed()),
        ColumnType::Enum(words) => {
            let word = prop::sample::select(words.variants);
            Some(word.prop_map(|word| Value::Text(word.to_owned())).boxed())
        }
        ColumnType::Date | ColumnType::Timestamp | ColumnType::Uuid => None,
        _ => Some((-1..14_i64).prop_map(Value::Int).boxed()),
    }
}
