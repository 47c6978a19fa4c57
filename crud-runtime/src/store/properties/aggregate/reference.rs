//! The reference: what an aggregate is, in plain Rust over vectors of rows.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};
use rust_decimal::Decimal;

use super::world::SALES;
use crate::model::{ColumnType, Row, Value};
use crate::query::SortKey;
use crate::query::aggregate::{Aggregate, AggregateKey, Function, Group, Truncate};
use crate::store::properties::reference::{World, compare, compared, meets};

/// The answer, in plain Rust.
pub(super) fn expected(aggregate: &Aggregate, world: &World) -> Vec<Row> {
    let mut grouped: BTreeMap<String, (Row, Vec<&Row>)> = BTreeMap::new();
    if aggregate.groups.is_empty() {
        grouped.insert("[]".to_owned(), (Vec::new(), Vec::new()));
    }
    let matching = |sale: &&Row| world.holds(&SALES, sale, &aggregate.filter);
    for sale in world.rows(&SALES).iter().filter(matching) {
        let key: Row = aggregate.groups.iter().map(|group| key(*group, world, sale)).collect();
        grouped.entry(format!("{key:?}")).or_insert((key, Vec::new())).1.push(sale);
    }
    let answer = |function: Function, rows: &[&Row]| apply(function, rows);
    let mut found: Vec<(Row, Vec<&Row>)> = grouped
        .into_values()
        .filter(|(_, rows)| {
            aggregate.having.iter().all(|having| {
                meets(&answer(having.function, rows), having.comparison, &having.value)
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
                let ordering = compared(&value(sort.key, one), &value(sort.key, other));
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

fn key(group: Group, world: &World, sale: &Row) -> Value {
    let column = group.column;
    let key = match group.relation {
        None => SortKey::Column(column),
        Some(relation) => SortKey::Related { relation, column },
    };
    let value = world.value(&SALES, sale, key);
    let Some(truncate) = group.truncate else { return value };
    let date = match value {
        Value::Date(date) => date,
        Value::Timestamp(at) => at.date_naive(),
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
