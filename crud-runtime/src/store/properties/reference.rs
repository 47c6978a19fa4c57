//! The reference: what is asked of records, answered in plain Rust over vectors of rows.

use std::cmp::Ordering;

use crate::model::{Row, Table, Value};
use crate::query::{Comparison, Filter, Quantifier, Query, Sort, SortKey, TextMatch};

/// All records of some tables.
#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) tables: Vec<(&'static Table, Vec<Row>)>,
}

/// What a page is expected to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expected<'w> {
    pub(crate) rows: Vec<&'w Row>,
    /// How many match, whatever the page.
    pub(crate) total: usize,
}

impl World {
    /// The records of a table.
    pub(crate) fn rows(&self, table: &'static Table) -> &[Row] {
        let found = self.tables.iter().find(|(known, _)| known.name == table.name);
        found.map_or(&[], |(_, rows)| rows)
    }

    /// The records on the other side of a relation, each once, by their key.
    pub(crate) fn related(&self, table: &'static Table, row: &Row, relation: usize) -> Vec<&Row> {
        let link = table.relations[relation].link(table);
        let near: Vec<_> = link.near.iter().map(|&column| row[column].clone()).collect();
        let mut found: Vec<_> = match link.via {
            None => self.with(link.target, link.far, &near),
            Some(via) => {
                let links = self.with(via.table, via.near, &near);
                let is_linked = |target: &&Row| {
                    links.iter().any(|joined| {
                        let both = via.far.iter().zip(link.far);
                        both.into_iter().all(|(&one, &other)| same(&joined[one], &target[other]))
                    })
                };
                self.rows(link.target).iter().filter(is_linked).collect()
            }
        };
        found.sort_by(|one, other| {
            let key = |row: &Row, index: usize| row[link.target.key[index]].clone();
            (0..link.target.key.len())
                .map(|index| compared(&key(one, index), &key(other, index)))
                .find(|ordering| ordering.is_ne())
                .unwrap_or(Ordering::Equal)
        });
        found
    }

    fn with(&self, table: &'static Table, columns: &[usize], values: &[Value]) -> Vec<&Row> {
        let equals = |row: &&Row| {
            columns.iter().zip(values).all(|(&column, value)| same(&row[column], value))
        };
        self.rows(table).iter().filter(equals).collect()
    }

    /// What a filter says.
    pub(crate) fn holds(&self, table: &'static Table, row: &Row, filter: &Filter) -> bool {
        match filter {
            Filter::Compare(column, how, value) => meets(&row[*column], *how, value),
            Filter::In(column, values) => values.contains(&row[*column]),
            Filter::NotIn(column, values) => !values.contains(&row[*column]),
            Filter::Null(column, null) => row[*column].is_null() == *null,
            Filter::Search(_) | Filter::Linked(_) => panic!("nobody asks that here"),
            Filter::Related(relation, quantifier, part) => {
                let target = (table.relations[*relation].target)();
                let related = self.related(table, row, *relation);
                let mut holds = related.iter().map(|row| self.holds(target, row, part));
                match quantifier {
                    Quantifier::Some => holds.any(|holds| holds),
                    Quantifier::None => !holds.any(|holds| holds),
                    Quantifier::Every => holds.all(|holds| holds),
                }
            }
            Filter::Text(column, how, part) => match &row[*column] {
                Value::Text(text) => match how {
                    TextMatch::Contains => text.contains(part.as_str()),
                    TextMatch::ContainsIgnoreCase => {
                        text.to_ascii_lowercase().contains(&part.to_ascii_lowercase())
                    }
                    TextMatch::StartsWith => text.starts_with(part.as_str()),
                    TextMatch::EndsWith => text.ends_with(part.as_str()),
                },
                _ => false,
            },
            Filter::And(parts) => parts.iter().all(|part| self.holds(table, row, part)),
            Filter::Or(parts) => parts.iter().any(|part| self.holds(table, row, part)),
            Filter::Not(part) => !self.holds(table, row, part),
        }
    }

    /// What a record is sorted by.
    pub(crate) fn value(&self, table: &'static Table, row: &Row, key: SortKey) -> Value {
        match key {
            SortKey::Column(column) => row[column].clone(),
            SortKey::Related { relation, column } => {
                let related = self.related(table, row, relation);
                related.first().map_or(Value::Null, |row| row[column].clone())
            }
            SortKey::Relevance => panic!("nothing is searched here"),
        }
    }

    /// The values of an order.
    pub(crate) fn position(&self, table: &'static Table, row: &Row, order: &[Sort]) -> Row {
        order.iter().map(|sort| self.value(table, row, sort.key)).collect()
    }

    /// The page that a query asks for.
    pub(crate) fn page(&self, table: &'static Table, query: &Query) -> Expected<'_> {
        let order = query.order(table);
        let mut rows: Vec<_> = self
            .rows(table)
            .iter()
            .filter(|row| self.holds(table, row, &query.filter))
            .map(|row| (self.position(table, row, &order), row))
            .collect();
        rows.sort_by(|one, other| between(&order, &one.0, &other.0));
        let total = rows.len();
        if let Some(after) = query.after.as_ref().filter(|position| !position.is_empty()) {
            rows.retain(|row| between(&order, &row.0, after).is_gt());
        }
        if let Some(before) = query.before.as_ref().filter(|position| !position.is_empty()) {
            rows.retain(|row| between(&order, &row.0, before).is_lt());
        }
        let most = query.limit.map_or(usize::MAX, |limit| limit as usize);
        let skip = usize::try_from(query.offset).unwrap_or(usize::MAX).min(rows.len());
        if query.before.is_some() {
            rows.truncate(rows.len() - skip);
            rows.drain(..rows.len() - most.min(rows.len()));
        } else {
            rows.drain(..skip);
            rows.truncate(most);
        }
        Expected { rows: rows.into_iter().map(|(_, row)| row).collect(), total }
    }
}

/// How two positions compare.
fn between(order: &[Sort], one: &Row, other: &Row) -> Ordering {
    let mut index = 0;
    in_order(order, |_| {
        index += 1;
        (one[index - 1].clone(), other[index - 1].clone())
    })
}

/// How two records compare by the values that each sort has of them: nulls last ascending, first
/// descending.
pub(crate) fn in_order(
    sorts: &[Sort],
    mut values: impl FnMut(&Sort) -> (Value, Value),
) -> Ordering {
    for sort in sorts {
        let (one, other) = values(sort);
        let ordering = compared(&one, &other);
        let ordering = if sort.descending { ordering.reverse() } else { ordering };
        if ordering.is_ne() {
            return ordering;
        }
    }
    Ordering::Equal
}

/// Whether a value is what it is compared to. Null is unlike everything, and so not equal.
pub(crate) fn meets(value: &Value, how: Comparison, other: &Value) -> bool {
    let ordering = compare(value, other);
    match how {
        Comparison::Eq => ordering == Some(Ordering::Equal),
        Comparison::Ne => ordering != Some(Ordering::Equal),
        Comparison::Gt => ordering == Some(Ordering::Greater),
        Comparison::Gte => ordering.is_some_and(Ordering::is_ge),
        Comparison::Lt => ordering == Some(Ordering::Less),
        Comparison::Lte => ordering.is_some_and(Ordering::is_le),
    }
}

/// With null as the greatest.
pub(crate) fn compared(one: &Value, other: &Value) -> Ordering {
    match (one.is_null(), other.is_null()) {
        (false, false) => compare(one, other).expect("one type"),
        (one, other) => one.cmp(&other),
    }
}

/// Null equals nothing.
fn same(one: &Value, other: &Value) -> bool {
    compare(one, other) == Some(Ordering::Equal)
}

pub(crate) fn compare(one: &Value, other: &Value) -> Option<Ordering> {
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
