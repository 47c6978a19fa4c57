//! What a filter parameter is about: `price[gte]`, `author.name[contains]`, `reviews[exists]`.

use super::condition::{self, Fault};
use super::{Filter, Operator, Quantifier, include, name};
use crate::model::{Column, Table};

/// What a filter parameter is about. Its order is that of the conditions in a statement, so that
/// one set of parameters is one statement, however it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// A column.
    Own(usize, Operator),
    /// Whether there are records on the other side of the relation.
    Exists(usize),
    /// A column of a record on the other side of the relation.
    Related(usize, usize, Operator),
}

impl Subject {
    /// What a parameter of this name is about; the refusal says what is allowed, `others` among
    /// them.
    pub(super) fn named(
        table: &'static Table,
        others: &[&str],
        parameter: &str,
    ) -> Result<Self, String> {
        let (path, operator) =
            match parameter.strip_suffix(']').and_then(|open| open.split_once('[')) {
                Some((path, operator)) => (path, Some(operator)),
                None => (parameter, None),
            };
        if let Some((relation, member)) = path.split_once('.') {
            let Some((position, relation)) = name::relation(table, relation) else {
                return Err(unknown(&allowed(table, others)));
            };
            let target = (relation.target)();
            if member.contains('.') {
                return Err("unknown parameter; what goes further than one relation is asked for \
                            by `where` in the body of a query"
                    .to_owned());
            }
            let Some((column, described)) = name::filter(target, member) else {
                return Err(unknown(&allowed_related(relation.name, target)));
            };
            let operator = self::operator(described, path, operator)?;
            return Ok(Self::Related(position, column, operator));
        }
        if operator == Some(name::EXISTS)
            && let Some((position, _)) = name::relation(table, path)
        {
            return Ok(Self::Exists(position));
        }
        if let Some((column, described)) = name::filter(table, path) {
            return Ok(Self::Own(column, self::operator(described, path, operator)?));
        }
        Err(unknown(&match name::relation(table, path) {
            Some((_, relation)) => allowed_related(relation.name, (relation.target)()),
            None => allowed(table, others),
        }))
    }

    /// The condition that the parameter's text states, of a related record where it is about one.
    pub(super) fn parse(self, table: &'static Table, text: &str) -> Result<Filter, Fault> {
        let parse = |table: &'static Table, column: usize, operator| {
            let filter = condition::parse(column, &table.columns[column], operator, text);
            filter.map_err(|mut faults| faults.swap_remove(0))
        };
        match self {
            Self::Own(column, operator) => parse(table, column, operator),
            Self::Related(relation, column, operator) => {
                parse((table.relations[relation].target)(), column, operator)
            }
            Self::Exists(relation) => exists(relation, text),
        }
    }
}

/// All conditions together. Those on one relation are asked of one and the same record: who writes
/// `reviews.stars[gte]=4&reviews.user_id=7` wants a review of that user's with so many stars.
pub(super) fn all(mut conditions: Vec<(Subject, Filter)>) -> Vec<Filter> {
    conditions.sort_by_key(|(subject, _)| *subject);
    let mut all = Vec::with_capacity(conditions.len());
    let mut related: Vec<(usize, Vec<Filter>)> = Vec::new();
    for (subject, filter) in conditions {
        match subject {
            Subject::Own(..) | Subject::Exists(_) => all.push(filter),
            Subject::Related(relation, ..) => match related.last_mut() {
                Some((same, filters)) if *same == relation => filters.push(filter),
                _ => related.push((relation, vec![filter])),
            },
        }
    }
    all.extend(related.into_iter().map(|(relation, filters)| some(relation, filters)));
    all
}

/// There is a related record for which all of these hold.
pub(super) fn some(relation: usize, mut filters: Vec<Filter>) -> Filter {
    let inner = if filters.len() == 1 { filters.remove(0) } else { Filter::And(filters) };
    Filter::Related(relation, Quantifier::Some, Box::new(inner))
}

/// Whether there are records on the other side of the relation.
pub(super) fn exists(relation: usize, given: impl condition::Given) -> Result<Filter, Fault> {
    let quantifier = if given.flag()? { Quantifier::Some } else { Quantifier::None };
    Ok(Filter::Related(relation, quantifier, Box::new(Filter::And(Vec::new()))))
}

fn operator(column: &Column, path: &str, name: Option<&str>) -> Result<Operator, String> {
    let operator = name.map_or(Some(Operator::Eq), Operator::named);
    operator.filter(|operator| Operator::of(column).any(|allowed| allowed == *operator)).ok_or_else(
        || {
            let names: Vec<_> =
                Operator::of(column).map(|operator| operator.parameter(path)).collect();
            unknown(&names.join(", "))
        },
    )
}

fn unknown(allowed: &str) -> String {
    format!("unknown parameter; allowed are {allowed}")
}

/// All parameters of a list, for people who mistyped one: a few words for each column and each
/// relation, however many operators and columns of related records there are.
fn allowed(table: &'static Table, others: &[&str]) -> String {
    let mut names: Vec<String> = others.iter().map(|&other| other.to_owned()).collect();
    if table.has_search() {
        names.push("q".to_owned());
    }
    names.extend(name::filterable(table).map(|(_, column)| filters(column, column.member)));
    for (_, relation) in include::readable(table) {
        names.push(format!("{}[{}]", relation.name, name::EXISTS));
        let target = (relation.target)();
        names.extend(name::filterable(target).next().map(|_| format!("{}.…", relation.name)));
    }
    names.join(", ")
}

/// The parameters that ask about related records.
fn allowed_related(relation: &str, target: &'static Table) -> String {
    let paths = name::filterable(target).map(|(_, column)| {
        let path = format!("{relation}.{}", column.member);
        filters(column, &path)
    });
    let exists = format!("{relation}[{}]", name::EXISTS);
    std::iter::once(exists).chain(paths).collect::<Vec<_>>().join(", ")
}

/// `price, price[ne|gt|gte|lt|lte|in|nin]`
fn filters(column: &Column, path: &str) -> String {
    let operators: Vec<_> =
        Operator::of(column).filter(|operator| *operator != Operator::Eq).collect();
    let names: Vec<_> = operators.iter().map(|operator| operator.name()).collect();
    let brackets = format!("{path}[{}]", names.join("|"));
    if Operator::of(column).any(|operator| operator == Operator::Eq) {
        format!("{path}, {brackets}")
    } else {
        brackets
    }
}
