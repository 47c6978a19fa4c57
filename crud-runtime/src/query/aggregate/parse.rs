//! The query string of an aggregate: every parameter known, every error at once.

use super::name::{all_functions, function, read_functions, read_groups, read_order};
use super::{Aggregate, Function, Having};
use crate::codec::text::number;
use crate::model::Table;
use crate::query::condition::{self, Fault};
use crate::query::parameter::{Parameter, ParameterError, parameters};
use crate::query::subject::{self, Subject};
use crate::query::{Filter, Operator, extent, search};

/// What compares a function with a value.
pub(crate) const OPERATORS: [Operator; 6] =
    [Operator::Eq, Operator::Ne, Operator::Gt, Operator::Gte, Operator::Lt, Operator::Lte];

/// Why one parameter is refused: a code and what would be right.
type Refusal = (&'static str, String);

/// Reads the query string of an aggregate.
pub(crate) fn parse(table: &'static Table, query: &str) -> Result<Aggregate, Vec<ParameterError>> {
    let mut errors = Vec::new();
    let mut parser = Parser {
        table,
        aggregate: Aggregate { limit: Some(table.page.default), ..Aggregate::of(Vec::new()) },
        filters: Vec::new(),
    };
    let mut parameters = parameters(&mut errors, query);
    // What groups are sorted by depends on what they are.
    parameters.sort_by_key(|parameter| parameter.name == "sort");
    let mut is_grouped = true;
    for parameter in parameters {
        // Sorts of groups that are not understood are not refused as well.
        if parameter.name == "sort" && !is_grouped {
            continue;
        }
        if let Err((code, detail)) = parser.parameter(&parameter) {
            is_grouped &= parameter.name != "group_by";
            errors.push(ParameterError::new(&parameter.name, code, detail));
        }
    }
    if errors.is_empty() { Ok(parser.finish()) } else { Err(errors) }
}

struct Parser {
    table: &'static Table,
    aggregate: Aggregate,
    filters: Vec<(Subject, Filter)>,
}

impl Parser {
    fn parameter(&mut self, parameter: &Parameter<'_>) -> Result<(), Refusal> {
        let (table, value) = (self.table, &*parameter.value);
        let asked = &mut self.aggregate;
        match &*parameter.name {
            "fields" => asked.functions = first(read_functions(table, value.split(',')))?,
            "group_by" => asked.groups = first(read_groups(table, value.split(',')))?,
            "having" => asked.having = conditions(table, value)?,
            "sort" => {
                asked.sort = first(read_order(table, &asked.groups, value.split(',')))?;
            }
            "limit" => {
                let limit = extent::limit(table, number(value).as_ref());
                asked.limit = Some(limit.map_err(|detail| ("value", detail))?);
            }
            "offset" => {
                let offset = extent::offset(number(value).as_ref());
                asked.offset = offset.map_err(|detail| ("value", detail))?;
            }
            "q" if table.has_search() => {
                let words = search::words(value).map_err(|detail| ("value", detail))?;
                asked.filter = Filter::Search(words);
            }
            other => {
                let subject = Subject::named(table, &PARAMETERS, other)
                    .map_err(|detail| ("unknown", detail))?;
                let filter =
                    subject.parse(table, value).map_err(|fault| ("value", fault.detail))?;
                self.filters.push((subject, filter));
            }
        }
        Ok(())
    }

    fn finish(self) -> Aggregate {
        let Self { mut aggregate, filters, .. } = self;
        let searched = std::mem::replace(&mut aggregate.filter, Filter::And(Vec::new()));
        let mut all: Vec<_> = Some(searched)
            .filter(|filter| matches!(filter, Filter::Search(_)))
            .into_iter()
            .collect();
        all.extend(subject::all(filters));
        aggregate.filter = Filter::And(all);
        aggregate.counting()
    }
}

/// What an aggregate takes besides filters.
const PARAMETERS: [&str; 6] = ["fields", "group_by", "having", "sort", "limit", "offset"];

impl Aggregate {
    /// The same; where no function is asked for, how many records there are.
    pub(super) fn counting(mut self) -> Self {
        if self.functions.is_empty() {
            self.functions.push(Function::Count);
        }
        self
    }
}

/// `sum(price)[gte]=100,count[gt]=1`: all of them hold.
fn conditions(table: &'static Table, text: &str) -> Result<Vec<Having>, Refusal> {
    let elements = condition::split(text);
    let all = elements.iter().map(|element| condition(table, element));
    all.collect::<Result<_, _>>().map_err(|detail| ("value", detail))
}

fn condition(table: &'static Table, text: &str) -> Result<Having, String> {
    let known = text.split_once('=').and_then(|(left, value)| {
        let (name, operator) = match left.strip_suffix(']').and_then(|open| open.split_once('[')) {
            Some((name, operator)) => (name, operator),
            None => (left, "eq"),
        };
        Some((function(table, name)?, operator_named(operator)?, value))
    });
    let Some((function, operator, value)) = known else {
        return Err(format!(
            "no condition {text:?}: write function[operator]=value, between commas; operators are \
             {}, functions {}",
            operators(),
            all_functions(table)
        ));
    };
    having(table, function, operator, value)
        .map_err(|fault| format!("{} {}", function.name(table), fault.detail))
}

/// The condition that an operator and what stands behind it state about a function.
pub(super) fn having(
    table: &'static Table,
    function: Function,
    operator: Operator,
    given: impl condition::Given,
) -> Result<Having, Fault> {
    match condition::parse(0, function.column(table), operator, given) {
        Ok(Filter::Compare(_, comparison, value)) => Ok(Having { function, comparison, value }),
        Ok(_) => Err(Fault::new("unknown", "is no comparison")),
        Err(mut faults) => Err(faults.swap_remove(0)),
    }
}

/// The operator of this name, `eq` among them.
pub(super) fn operator_named(name: &str) -> Option<Operator> {
    OPERATORS.into_iter().find(|operator| word(*operator) == name)
}

/// The operators, for people who mistyped one.
pub(super) fn operators() -> String {
    OPERATORS.map(word).join(", ")
}

fn word(operator: Operator) -> &'static str {
    if operator == Operator::Eq { "eq" } else { operator.name() }
}

/// A parameter has one error, the first.
fn first<T>((known, refused): (T, Vec<(usize, String)>)) -> Result<T, Refusal> {
    refused.into_iter().next().map_or(Ok(known), |(_, detail)| Err(("value", detail)))
}
