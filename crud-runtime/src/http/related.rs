//! `/authors/{key}/books`: the records on the other side of a relation.

use std::hash::Hasher as _;

use axum::body::Body;
use axum::response::Response;
use http::Method;
use http::request::Parts;
use siphasher::sip128::{Hasher128 as _, SipHasher};

use super::accept::check_accept;
use super::listing::{self, List, Parent};
use super::problem::Problem;
use super::resource::Resource;
use super::service::Service;
use super::{key, links};
use crate::Error;
use crate::model::{Operation, Place, Table, Value};
use crate::query::{Filter, parse};
use crate::store::dao::{self, Rows};

pub(super) async fn answer(
    service: &Service,
    resource: &Resource,
    relation: usize,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let place = Place::Related(relation);
    let serves = |operation| resource.table.serves(operation);
    match parts.method {
        Method::GET | Method::HEAD if serves(Operation::Related(relation)) => {
            list(service, resource, relation, parts).await
        }
        Method::PUT if serves(Operation::SetLinks(relation)) => {
            links::set(service, resource, relation, parts, body).await
        }
        Method::OPTIONS => Ok(resource.options(place)),
        _ => Err(resource.method_not_allowed(place)),
    }
}

/// The list of the target with one more condition, so that all that is said of lists holds.
async fn list(
    service: &Service,
    resource: &Resource,
    relation: usize,
    parts: &Parts,
) -> Result<Response, Problem> {
    let table = resource.table;
    let segment = parts.uri.path().rsplit('/').nth(1).unwrap_or_default();
    let key = key::parse(table, segment).ok_or(Error::NotFound)?;
    let near = table.relations[relation].link(table).near;
    let values = if near == table.key {
        key.clone()
    } else {
        let form = Rows::only(table, near);
        let parent = dao::read(service.db.handle(), table, &key, &form).await?;
        parent.ok_or(Error::NotFound)?
    };
    let list = List {
        table: (table.relations[relation].target)(),
        full: &resource.related[relation],
        secret: secret(service.db.secret(), table, relation, &key),
        parent: Some(Parent { table, key, filter: Filter::of_parent(table, relation, &values) }),
    };
    let request = parse::list(list.table, &list.secret, parts.uri.query().unwrap_or_default())?;
    check_accept(&parts.headers)?;
    listing::answer(service, &list, parts, &request).await
}

/// A secret of the parent's own: what is signed with it is nobody else's, so that the cursor of
/// another parent's list is refused.
fn secret(secret: &[u8; 16], table: &'static Table, relation: usize, key: &[Value]) -> [u8; 16] {
    let mut path = String::new();
    key::write(table, key, &mut path);
    let mut hasher = SipHasher::new_with_key(secret);
    for part in ["parent", table.name, table.relations[relation].name, &path] {
        hasher.write(&(part.len() as u64).to_le_bytes());
        hasher.write(part.as_bytes());
    }
    hasher.finish128().as_bytes()
}
