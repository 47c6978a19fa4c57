//! One page of a list, however it was asked for.

use std::borrow::Cow;
use std::fmt::Write as _;

use axum::response::Response;
use http::header::{HeaderName, LINK};
use http::request::Parts;
use http::{HeaderValue, Method};
use percent_encoding::{CONTROLS, utf8_percent_encode};

use super::accept::{ACCEPT_QUERY, QUERY_TYPES};
use super::problem::{Item, Problem, too_many};
use super::resource::Resource;
use super::service::Service;
use super::{address, etag, representation};
use crate::Error;
use crate::model::{Operation, Table, Value};
use crate::query::parse::ListRequest;
use crate::query::{Filter, Query};
use crate::store::dao::{self, Listing, Projection, Rows};

/// How many records match, whatever the page.
const TOTAL: HeaderName = HeaderName::from_static("x-total-count");

/// A list: of all records of a table, or of those that belong to one of another.
pub(super) struct List<'a> {
    pub(super) table: &'static Table,
    /// Every readable column.
    pub(super) full: &'a Projection,
    /// What its cursors are signed with.
    pub(super) secret: [u8; 16],
    pub(super) parent: Option<Parent>,
}

/// The record that those on a list belong to.
pub(super) struct Parent {
    pub(super) table: &'static Table,
    pub(super) key: Vec<Value>,
    /// What holds of those that belong to it.
    pub(super) filter: Filter,
}

impl<'a> List<'a> {
    /// All records of a table.
    pub(super) fn all(service: &Service, resource: &'a Resource) -> Self {
        let secret = *service.db.secret();
        Self { table: resource.table, full: &resource.full, secret, parent: None }
    }

    /// What is asked of the table.
    fn query<'q>(&self, request: &'q ListRequest<'_>) -> Cow<'q, Query> {
        let mut query = Cow::Borrowed(&request.query);
        if let Some(parent) = &self.parent {
            let query = query.to_mut();
            let asked = std::mem::replace(&mut query.filter, Filter::And(Vec::new()));
            query.filter = parent.filter.clone().and(asked);
        }
        query
    }
}

impl Parent {
    /// Nothing belongs to a record that there is not; where something does, nobody need ask.
    async fn must_exist(&self, service: &Service) -> Result<(), Problem> {
        let form = Rows::none(self.table);
        let parent = dao::read(service.db.handle(), self.table, &self.key, &form).await?;
        parent.map(drop).ok_or_else(|| Error::NotFound.into())
    }
}

/// The page that a request asks for.
pub(super) async fn answer(
    service: &Service,
    list: &List<'_>,
    parts: &Parts,
    request: &ListRequest<'_>,
) -> Result<Response, Problem> {
    let (table, secret) = (list.table, &list.secret);
    let conditions = representation::conditions(parts)?;
    let narrowed = request.query.fields.as_ref().map(|fields| Projection::of(table, fields));
    let projection = narrowed.as_ref().unwrap_or(list.full);
    let query = list.query(request);
    let listing = dao::list(service.db.handle(), table, &query, projection, OPENING).await;
    let listing = listing.map_err(|error| refused(error, parts))?;
    if let Some(parent) = list.parent.as_ref().filter(|_| listing.read == 0) {
        parent.must_exist(service).await?;
    }

    let (prev, next) = request.cursors(secret, &listing.around, listing.read);
    // The target of a link is asked with `GET`, and no address holds the body of another method.
    let linked = matches!(parts.method, Method::GET | Method::HEAD);
    let link = if linked { links(parts, request, [&prev, &next]) } else { None };
    let total = listing.total;
    let document = document(listing, prev.as_deref(), next.as_deref());

    let tells_query =
        conditions.is_some() && list.parent.is_none() && table.serves(Operation::Query);
    let tagged = conditions.map(|conditions| (conditions, etag::of_bytes(secret, &document)));
    let mut response = representation::json(tagged, document)?;
    let headers = response.headers_mut();
    if tells_query {
        headers.insert(ACCEPT_QUERY, QUERY_TYPES);
    }
    if let Some(link) = link {
        headers.insert(LINK, link);
    }
    if let Some(total) = total {
        headers.insert(TOTAL, HeaderValue::from(total));
    }
    Ok(response)
}

/// The refusal of a page; what asks for too much to be embedded stands in the address or the body.
fn refused(error: Error, parts: &Parts) -> Problem {
    match error {
        Error::TooMany { relation, most } if parts.uri.query().is_none() => {
            let detail = too_many(&relation, most);
            Problem::parameters(vec![Item::pointer("/include", "too_many", detail)])
        }
        error => error.into(),
    }
}

/// How the document of a list begins.
const OPENING: &[u8] = b"{\"items\":";

/// `{"items":[…],"prev":…,"next":…,"total":…}`, behind the items as the database layer wrote them.
fn document(listing: Listing, prev: Option<&str>, next: Option<&str>) -> Vec<u8> {
    let mut document = listing.items;
    for (member, cursor) in [(",\"prev\":", prev), (",\"next\":", next)] {
        document.extend_from_slice(member.as_bytes());
        match cursor {
            // Base64url needs no escapes.
            Some(cursor) => {
                document.push(b'"');
                document.extend_from_slice(cursor.as_bytes());
                document.push(b'"');
            }
            None => document.extend_from_slice(b"null"),
        }
    }
    if let Some(total) = listing.total {
        document.extend_from_slice(b",\"total\":");
        document.extend_from_slice(itoa::Buffer::new().format(total).as_bytes());
    }
    document.push(b'}');
    document
}

/// `<…>; rel="next", <…>; rel="prev"` (RFC 8288) with the parameters of this request.
fn links(
    parts: &Parts,
    request: &ListRequest<'_>,
    [prev, next]: [&Option<String>; 2],
) -> Option<HeaderValue> {
    let path = address::path(parts);
    let mut links = String::new();
    for (relation, cursor) in [("next", next), ("prev", prev)] {
        let Some(cursor) = cursor else { continue };
        let link = request.link(cursor);
        // What clients send raw though RFC 3986 §3.4 has it encoded is linked encoded.
        let query = utf8_percent_encode(&link, CONTROLS);
        let comma = if links.is_empty() { "" } else { ", " };
        // Writing into a `String` cannot fail.
        let _ = write!(links, "{comma}<{path}?{query}>; rel=\"{relation}\"");
    }
    let value =
        || HeaderValue::try_from(links).expect("a path and a query in ASCII are a header value");
    (prev.is_some() || next.is_some()).then(value)
}
