//! The query string of a list as a [`Query`]: every parameter known, every error at once.

use super::canonical::canonical;
use super::cursor::{Place, Question};
use super::parameter::{Parameter, ParameterError, parameters};
use super::{Around, Filter, Operator, Query, Sort, SortKey, condition, search};
use crate::codec;
use crate::model::{Member, Row, Table};

/// A list as a client asks for it.
#[derive(Debug)]
pub(crate) struct ListRequest<'a> {
    /// What is asked of the table.
    pub(crate) query: Query,
    table: &'static Table,
    /// The parameters that the next page keeps, as the client wrote them.
    kept: Vec<&'a str>,
}

/// Reads the query string of a list.
pub(crate) fn list<'a>(
    table: &'static Table,
    secret: &[u8; 16],
    query: &'a str,
) -> Result<ListRequest<'a>, Vec<ParameterError>> {
    let mut errors = Vec::new();
    let mut parser = Parser {
        table,
        query: Query { limit: Some(table.page.default), ..Query::all(table) },
        filters: Vec::new(),
        search: None,
        cursor: None,
        kept: Vec::new(),
    };
    for parameter in parameters(&mut errors, query) {
        if let Err((code, detail)) = parser.parameter(&parameter) {
            errors.push(ParameterError::new(&parameter.name, code, detail));
        }
    }
    parser.finish(errors, secret)
}

/// Reads the query string of one record: `fields`, and only where the entity is sparse.
pub(crate) fn record(
    table: &'static Table,
    query: &str,
) -> Result<Option<Vec<usize>>, Vec<ParameterError>> {
    let mut errors = Vec::new();
    let mut narrowed = None;
    for parameter in parameters(&mut errors, query) {
        let refusal = match &*parameter.name {
            "fields" if table.sparse => match fields(table, &parameter.value) {
                Ok(fields) => {
                    narrowed = Some(fields);
                    continue;
                }
                Err(refusal) => refusal,
            },
            _ if table.sparse => ("unknown", "unknown parameter; allowed is fields".to_owned()),
            _ => ("unknown", "unknown parameter; none is allowed here".to_owned()),
        };
        errors.push(ParameterError::new(&parameter.name, refusal.0, refusal.1));
    }
    if errors.is_empty() { Ok(narrowed) } else { Err(errors) }
}

impl ListRequest<'_> {
    /// What a body asks for: its pages have no addresses.
    pub(super) const fn of_body(table: &'static Table, query: Query) -> Self {
        Self { query, table, kept: Vec::new() }
    }

    /// The cursors of the pages in front of and behind one of so many records with these
    /// neighbours.
    pub(crate) fn cursors(
        &self,
        secret: &[u8; 16],
        around: &Around,
        read: usize,
    ) -> (Option<String>, Option<String>) {
        if around.is_alone() {
            return (None, None);
        }
        let order = self.query.order(self.table);
        let filters = canonical(&self.query.filter);
        let question = Question { table: self.table, order: &order, filters: &filters };
        let here = Place::of(&self.query);
        let cursor = |position: &Row, backward: bool| {
            let position = Some(position.clone()).filter(|position| !position.is_empty());
            let place = Place { backward, position, skip: 0 };
            let place = Some(place).filter(|_| !self.query.is_counted());
            place.and_then(|place| question.cursor(secret, &place)).or_else(|| {
                // Values of such a length count records instead, from where this page was counted.
                let skip = if backward == here.backward {
                    here.skip.saturating_add(read as u64)
                } else {
                    here.skip.checked_sub(u64::from(self.query.limit?))?
                };
                question.cursor(secret, &Place { skip, ..here.clone() })
            })
        };
        let prev = around.prev.as_ref().and_then(|position| cursor(position, true));
        let next = around.next.as_ref().and_then(|position| cursor(position, false));
        (prev, next)
    }

    /// The query string of the page at the cursor: all other parameters are kept, except
    /// `offset`, which would pass records over on every page.
    pub(crate) fn link(&self, cursor: &str) -> String {
        let mut next = String::new();
        for raw in &self.kept {
            next.push_str(raw);
            next.push('&');
        }
        next.push_str("cursor=");
        next.push_str(cursor);
        next
    }
}

/// No table has more records than a signed integer counts, and no database takes more.
const MAX_OFFSET: u64 = i64::MAX.unsigned_abs();

/// Why one parameter is refused: a code and what would be right.
type Refusal = (&'static str, String);

struct Parser<'a> {
    table: &'static Table,
    query: Query,
    /// Each filter with what orders it, so that one set of filters is one statement, however it
    /// was written.
    filters: Vec<(usize, Operator, Filter)>,
    /// The words of `q`.
    search: Option<Vec<String>>,
    cursor: Option<String>,
    kept: Vec<&'a str>,
}

impl<'a> Parser<'a> {
    fn parameter(&mut self, parameter: &Parameter<'a>) -> Result<(), Refusal> {
        let value = &*parameter.value;
        match &*parameter.name {
            "limit" => self.query.limit = Some(limit(self.table, value)?),
            "cursor" => {
                self.cursor = Some(value.to_owned());
                return Ok(());
            }
            "offset" => {
                self.query.offset = offset(value)?;
                return Ok(());
            }
            "count" if value == "exact" => self.query.count = true,
            "count" => return Err(("value", "must be exact".to_owned())),
            "sort" => self.query.sort = sort(self.table, value)?,
            "fields" if self.table.sparse => {
                self.query.fields = Some(fields(self.table, value)?);
            }
            "q" if self.table.searchable().next().is_some() => {
                let words = search::words(value).map_err(|detail| ("value", detail))?;
                self.search = Some(words);
            }
            name => self.filter(name, value)?,
        }
        self.kept.push(parameter.raw);
        Ok(())
    }

    fn filter(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        let unknown =
            || ("unknown", format!("unknown parameter; allowed are {}", allowed(self.table)));
        let (member, operator) = match name.strip_suffix(']').and_then(|open| open.split_once('['))
        {
            Some((member, operator)) => (member, Operator::named(operator)),
            None => (name, Some(Operator::Eq)),
        };
        let (position, column) = self
            .table
            .member(member)
            .filter(|(_, column)| Operator::of(column).next().is_some())
            .ok_or_else(unknown)?;
        let operator = operator
            .filter(|operator| Operator::of(column).any(|allowed| allowed == *operator))
            .ok_or_else(|| {
                let names: Vec<_> =
                    Operator::of(column).map(|operator| operator.parameter(member)).collect();
                ("unknown", format!("unknown parameter; allowed are {}", names.join(", ")))
            })?;
        let filter = condition::parse(position, column, operator, value)
            .map_err(|detail| ("value", detail))?;
        self.filters.push((position, operator, filter));
        Ok(())
    }

    fn finish(
        mut self,
        mut errors: Vec<ParameterError>,
        secret: &[u8; 16],
    ) -> Result<ListRequest<'a>, Vec<ParameterError>> {
        self.filters.sort_by_key(|(position, operator, ..)| (*position, *operator));
        let mut conditions = Vec::with_capacity(self.filters.len() + 1);
        if let Some(words) = self.search {
            conditions.push(Filter::Search(words));
        } else if self.query.is_counted() {
            errors.push(ParameterError::new("sort", "value", search::UNSEARCHED));
        }
        conditions.extend(self.filters.into_iter().map(|(.., filter)| filter));
        self.query.filter = Filter::And(conditions);
        if let Some(cursor) = self.cursor.filter(|_| errors.is_empty())
            && let Err(detail) = begin(self.table, &mut self.query, secret, &cursor)
        {
            errors.push(ParameterError::new("cursor", "cursor", detail));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(ListRequest { query: self.query, table: self.table, kept: self.kept })
    }
}

/// Lets the page begin where the cursor stands, which must be one of this question.
pub(super) fn begin(
    table: &'static Table,
    query: &mut Query,
    secret: &[u8; 16],
    cursor: &str,
) -> Result<(), &'static str> {
    let order = query.order(table);
    let filters = canonical(&query.filter);
    let question = Question { table, order: &order, filters: &filters };
    let place = question.place(secret, cursor).ok_or(
        "must be the cursor of an earlier page of this list, with the same sort and filters",
    )?;
    if place.backward {
        query.before = Some(place.position.unwrap_or_default());
    } else {
        query.after = place.position;
    }
    query.offset = query.offset.saturating_add(place.skip).min(MAX_OFFSET);
    Ok(())
}

fn limit(table: &Table, text: &str) -> Result<u32, Refusal> {
    match whole(text) {
        Some(limit @ 1..) => Ok(u32::try_from(limit).unwrap_or(u32::MAX).min(table.page.max)),
        _ => Err(("value", "must be an integer of at least 1".to_owned())),
    }
}

fn offset(text: &str) -> Result<u64, Refusal> {
    whole(text)
        .map(|offset| offset.min(MAX_OFFSET))
        .ok_or_else(|| ("value", "must be an integer of at least 0".to_owned()))
}

/// A whole number as JSON writes it, `5` or `5.0`; what is too large for the type is its largest.
fn whole(text: &str) -> Option<u64> {
    let number = codec::text::number(text)?;
    number.as_u64().or_else(|| {
        let float = number.as_f64().filter(|float| *float >= 0.0 && float.fract() == 0.0)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
        Some(float as u64)
    })
}

fn sort(table: &Table, text: &str) -> Result<Vec<Sort>, Refusal> {
    let mut order: Vec<Sort> = Vec::new();
    for part in text.split(',') {
        let (member, descending) = match part.strip_prefix('-') {
            Some(member) => (member, true),
            None => (part, false),
        };
        let key = match table.member(member) {
            Some((column, described)) if described.sortable => Some(SortKey::Column(column)),
            None if is_relevance(table, member) => Some(SortKey::Relevance),
            _ => None,
        };
        let Some(key) = key else {
            let names = sortable(table);
            return Err((
                "value",
                format!(
                    "cannot sort by {member:?}; allowed are {names}, each with - for descending"
                ),
            ));
        };
        // A column that is named again decides nothing more, and the schema has no word for "once
        // in either direction", so it is taken.
        if !order.iter().any(|sort| sort.key == key) {
            order.push(Sort { key, descending });
        }
    }
    Ok(order)
}

/// The columns that `fields` names, in the table's order.
fn fields(table: &'static Table, text: &str) -> Result<Vec<usize>, Refusal> {
    let is_readable = |member: &Member| member.column(table).readable;
    let mut columns = Vec::new();
    for name in text.split(',') {
        let Some(member) = table.body_member(name).filter(is_readable) else {
            let readable = table.members().filter(is_readable);
            let names: Vec<_> = readable.map(|member| member.name(table)).collect();
            return Err(("value", format!("no field {name:?}; allowed are {}", names.join(", "))));
        };
        if member.columns().iter().any(|column| columns.contains(column)) {
            return Err(("value", format!("must name {name} only once")));
        }
        columns.extend(member.columns());
    }
    columns.sort_unstable();
    Ok(columns)
}

fn sortable(table: &Table) -> String {
    let sortable = table.columns.iter().filter(|column| column.sortable);
    let relevance = table.searchable().next().map(|_| RELEVANCE);
    sortable.map(|column| column.member).chain(relevance).collect::<Vec<_>>().join(", ")
}

/// How a search is sorted by what it finds best.
const RELEVANCE: &str = "relevance";

fn is_relevance(table: &Table, name: &str) -> bool {
    name == RELEVANCE && table.searchable().next().is_some()
}

/// All parameters of a list, for people who mistyped one.
fn allowed(table: &Table) -> String {
    let mut names = vec!["limit", "cursor", "offset", "count", "sort"];
    if table.sparse {
        names.push("fields");
    }
    if table.searchable().next().is_some() {
        names.push("q");
    }
    let mut allowed = names.join(", ");
    for column in table.columns {
        for operator in Operator::of(column) {
            allowed.push_str(", ");
            allowed.push_str(&operator.parameter(column.member));
        }
    }
    allowed
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
