//! The body of a query as a [`Query`]: the same checks as of a query string, on typed JSON.

mod condition;
mod include;
mod pointer;
mod reader;
#[cfg(test)]
mod tests;

use serde_json::{Map, Number, Value as Json};

use super::parse::{self, ListRequest};
use super::{Filter, Query, aggregate, extent, name, search};
use crate::Violation;
use crate::model::Table;

pub(crate) use include::DEPTH as INCLUDE_DEPTH;
pub(crate) use pointer::Pointer;
pub(crate) use reader::{ALL_VALUES, CONDITIONS, DEPTH, MANY, Reader, VALUES};

/// Reads the body of a query; every error is named at once.
pub(crate) fn list(
    table: &'static Table,
    secret: &[u8; 16],
    body: Map<String, Json>,
) -> Result<ListRequest<'static>, Vec<Violation>> {
    let mut reader = Reader::default();
    let mut query = Query { limit: Some(table.page.default), ..Query::all(table) };
    let at = Pointer::Root;
    let mut cursor = None;
    let searches = body.contains_key("q");
    let mut words = None;
    let mut conditions = Vec::new();
    for (name, json) in body {
        let at = Pointer::Member(&at, &name);
        match name.as_str() {
            "where" => match reader.filter(table, at, json) {
                Filter::And(all) => conditions = all,
                one => conditions.push(one),
            },
            "sort" => reader.sort(table, at, json, searches, &mut query),
            "limit" => {
                query.limit = reader.number(at, &json, |number| extent::limit(table, number));
            }
            "cursor" => cursor = reader.text(at, json),
            "offset" => {
                query.offset = reader.number(at, &json, extent::offset).unwrap_or_default();
            }
            "count" if json == "exact" => query.count = true,
            "count" => reader.refuse(at, "value", "must be exact"),
            "fields" if table.sparse => reader.fields(table, at, json, &mut query),
            "include" if super::include::is_offered(table) => {
                query.include = reader.includes(table, at, json, 0);
            }
            "q" if table.has_search() => words = reader.words(at, json),
            _ => reader.unknown(at, &members(table).join(", ")),
        }
    }
    conditions.splice(0..0, words.map(Filter::Search));
    query.filter = Filter::And(conditions);
    if let Some(cursor) = cursor.filter(|_| reader.is_content())
        && let Err(detail) = parse::begin(table, &mut query, secret, &cursor)
    {
        reader.refuse(Pointer::Member(&at, "cursor"), "cursor", detail);
    }
    reader.finish(ListRequest::of_body(table, query))
}

/// The members of a body.
fn members(table: &'static Table) -> Vec<&'static str> {
    let mut members = vec!["where", "sort", "limit", "cursor", "offset", "count"];
    members.extend(table.sparse.then_some("fields"));
    members.extend(super::include::is_offered(table).then_some("include"));
    members.extend(table.has_search().then_some("q"));
    members.push(aggregate::MEMBER);
    members
}

impl Reader {
    /// The order; `relevance` is one where records are searched.
    fn sort(
        &mut self,
        table: &'static Table,
        at: Pointer<'_>,
        json: Json,
        searches: bool,
        query: &mut Query,
    ) {
        let Some(names) = self.texts(at, json) else { return };
        let (order, refused) = name::order(table, names.iter().map(String::as_str));
        for (index, detail) in refused {
            self.refuse(Pointer::Element(&at, index), "value", detail);
        }
        query.sort = order;
        if query.is_counted() && !searches {
            self.refuse(at, "value", search::UNSEARCHED);
        }
    }

    /// The columns to answer with.
    fn fields(&mut self, table: &'static Table, at: Pointer<'_>, json: Json, query: &mut Query) {
        let Some(names) = self.texts(at, json) else { return };
        let (columns, refused) = name::shown(table, names.iter().map(String::as_str));
        for (index, detail) in refused {
            self.refuse(Pointer::Element(&at, index), "value", detail);
        }
        query.fields = Some(columns);
    }

    /// The words of a search.
    pub(crate) fn words(&mut self, at: Pointer<'_>, json: Json) -> Option<Vec<String>> {
        match search::words(&self.text(at, json)?) {
            Ok(words) => Some(words),
            Err(detail) => {
                self.refuse(at, "value", detail);
                None
            }
        }
    }

    /// A number within bounds.
    pub(crate) fn number<T>(
        &mut self,
        at: Pointer<'_>,
        json: &Json,
        read: impl Fn(Option<&Number>) -> Result<T, String>,
    ) -> Option<T> {
        let number = json.as_number();
        read(number)
            .map_err(|detail| {
                self.refuse(at, if number.is_none() { "type" } else { "range" }, detail);
            })
            .ok()
    }
}
