//! The query string of a list as a [`Query`]: every parameter known, every error at once.

use super::canonical::canonical;
use super::cursor::{Place, Question};
use super::parameter::{Parameter, ParameterError, parameters};
use super::subject::{self, Subject};
use super::{Around, Filter, Include, Query, Sort, extent, include, name, search};
use crate::codec::text::number;
use crate::model::{Row, Table};

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

/// One record as a client asks for it.
#[derive(Debug, Default)]
pub(crate) struct RecordRequest {
    /// The columns that are shown; all that are readable, where none are named.
    pub(crate) fields: Option<Vec<usize>>,
    /// Relations whose records are embedded.
    pub(crate) include: Vec<Include>,
}

/// Reads the query string of one record: `fields`, where the entity is sparse, and `include`.
pub(crate) fn record(
    table: &'static Table,
    query: &str,
) -> Result<RecordRequest, Vec<ParameterError>> {
    let mut errors = Vec::new();
    let mut request = RecordRequest::default();
    for parameter in parameters(&mut errors, query) {
        let read = match &*parameter.name {
            "fields" if table.sparse => {
                fields(table, &parameter.value).map(|fields| request.fields = Some(fields))
            }
            "include" if include::is_offered(table) => {
                include::parse(table, &parameter.value).map(|include| request.include = include)
            }
            _ => Err(unknown(&own(table))),
        };
        if let Err((code, detail)) = read {
            errors.push(ParameterError::new(&parameter.name, code, detail));
        }
    }
    if errors.is_empty() { Ok(request) } else { Err(errors) }
}

/// The parameters that say what of a record is shown.
fn own(table: &'static Table) -> Vec<&'static str> {
    let fields = table.sparse.then_some("fields");
    fields.into_iter().chain(include::is_offered(table).then_some("include")).collect()
}

fn unknown(allowed: &[&str]) -> Refusal {
    let allowed = match allowed {
        [] => "none is allowed here".to_owned(),
        [one] => format!("allowed is {one}"),
        several => format!("allowed are {}", several.join(", ")),
    };
    ("unknown", format!("unknown parameter; {allowed}"))
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

/// Why one parameter is refused: a code and what would be right.
type Refusal = (&'static str, String);

struct Parser<'a> {
    table: &'static Table,
    query: Query,
    filters: Vec<(Subject, Filter)>,
    /// The words of `q`.
    search: Option<Vec<String>>,
    cursor: Option<String>,
    kept: Vec<&'a str>,
}

impl<'a> Parser<'a> {
    fn parameter(&mut self, parameter: &Parameter<'a>) -> Result<(), Refusal> {
        let value = &*parameter.value;
        match &*parameter.name {
            "limit" => {
                let limit = extent::limit(self.table, number(value).as_ref());
                self.query.limit = Some(limit.map_err(|detail| ("value", detail))?);
            }
            "cursor" => {
                self.cursor = Some(value.to_owned());
                return Ok(());
            }
            "offset" => {
                let offset = extent::offset(number(value).as_ref());
                self.query.offset = offset.map_err(|detail| ("value", detail))?;
                return Ok(());
            }
            "count" if value == "exact" => self.query.count = true,
            "count" => return Err(("value", "must be exact".to_owned())),
            "sort" => self.query.sort = sort(self.table, value)?,
            "fields" if self.table.sparse => {
                self.query.fields = Some(fields(self.table, value)?);
            }
            "include" if include::is_offered(self.table) => {
                self.query.include = include::parse(self.table, value)?;
            }
            "q" if Table::has_search(self.table) => {
                let words = search::words(value).map_err(|detail| ("value", detail))?;
                self.search = Some(words);
            }
            name => self.filter(name, value)?,
        }
        self.kept.push(parameter.raw);
        Ok(())
    }

    fn filter(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        let subject = Subject::named(self.table, &others(self.table), name)
            .map_err(|detail| ("unknown", detail))?;
        let filter = subject.parse(self.table, value).map_err(|fault| ("value", fault.detail))?;
        self.filters.push((subject, filter));
        Ok(())
    }

    fn finish(
        mut self,
        mut errors: Vec<ParameterError>,
        secret: &[u8; 16],
    ) -> Result<ListRequest<'a>, Vec<ParameterError>> {
        let mut conditions = Vec::with_capacity(self.filters.len() + 1);
        if let Some(words) = self.search {
            conditions.push(Filter::Search(words));
        } else if self.query.is_counted() && errors.iter().all(|error| error.parameter != "q") {
            errors.push(ParameterError::new("sort", "value", search::UNSEARCHED));
        }
        conditions.extend(subject::all(self.filters));
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
    query.offset = query.offset.saturating_add(place.skip).min(extent::MAX_OFFSET);
    Ok(())
}

/// What a list takes besides filters.
fn others(table: &'static Table) -> Vec<&'static str> {
    let mut others = vec!["limit", "cursor", "offset", "count", "sort"];
    others.extend(own(table));
    others
}

fn sort(table: &'static Table, text: &str) -> Result<Vec<Sort>, Refusal> {
    let (order, refused) = name::order(table, text.split(','));
    first(order, refused)
}

/// The columns that `fields` names, in the table's order.
fn fields(table: &'static Table, text: &str) -> Result<Vec<usize>, Refusal> {
    let (columns, refused) = name::shown(table, text.split(','));
    first(columns, refused)
}

/// A parameter has one error, the first.
fn first<T>(value: T, refused: Vec<(usize, String)>) -> Result<T, Refusal> {
    refused.into_iter().next().map_or(Ok(value), |(_, detail)| Err(("value", detail)))
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
