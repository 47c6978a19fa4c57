//! `include` in a body: paths as in a query string, or relations with a question each.

use serde_json::{Map, Value as Json};

use super::pointer::Pointer;
use super::reader::Reader;
use crate::model::Table;
use crate::query::{Filter, Include, Query, extent, include};

/// How deep includes nest.
pub(crate) const DEPTH: usize = 4;

impl Reader {
    /// The relations to embed; `depth` is how many lead here.
    pub(super) fn includes(
        &mut self,
        table: &'static Table,
        at: Pointer<'_>,
        json: Json,
        depth: usize,
    ) -> Vec<Include> {
        match json {
            Json::Object(members) => self.relations_of(table, at, members, depth),
            Json::Array(_) => self.paths(table, at, json, depth),
            _ => {
                self.refuse(at, "type", "must be an array of paths, or an object of relations");
                Vec::new()
            }
        }
    }

    /// `["author", "reviews.user"]`
    fn paths(
        &mut self,
        table: &'static Table,
        at: Pointer<'_>,
        json: Json,
        depth: usize,
    ) -> Vec<Include> {
        let Some(paths) = self.texts(at, json) else { return Vec::new() };
        let mut refused = false;
        for (index, path) in paths.iter().enumerate() {
            let at = Pointer::Element(&at, index);
            if path.contains(',') {
                refused = true;
                self.refuse(at, "value", "must be one path; each is an element of its own");
            } else if let Err((code, detail)) = include::parse(table, path) {
                refused = true;
                self.refuse(at, code, detail);
            }
        }
        if refused {
            return Vec::new();
        }
        match include::parse(table, &paths.join(",")) {
            Ok(includes) => {
                let (relations, deepest) = size(&includes);
                self.relations += relations;
                self.bounded(at, depth + deepest);
                includes
            }
            Err((code, detail)) => {
                self.refuse(at, code, detail);
                Vec::new()
            }
        }
    }

    /// `{"reviews": {"where": {…}, "limit": 5}}`
    fn relations_of(
        &mut self,
        table: &'static Table,
        at: Pointer<'_>,
        members: Map<String, Json>,
        depth: usize,
    ) -> Vec<Include> {
        let mut includes = Vec::with_capacity(members.len());
        for (name, json) in members {
            let at = Pointer::Member(&at, &name);
            let found = include::embeddable(table).find(|(_, relation)| relation.name == name);
            let Some((relation, described)) = found else {
                let names = include::embeddable(table).map(|(_, relation)| relation.name);
                let names = names.collect::<Vec<_>>().join(", ");
                self.unknown(at, if names.is_empty() { "none" } else { &names });
                continue;
            };
            self.relations += 1;
            if !self.bounded(at, depth + 1) {
                break;
            }
            let query = self.included((described.target)(), at, json, depth + 1);
            includes.push(Include { relation, query });
        }
        // One set of relations is asked for in one order, however it was written.
        includes.sort_by_key(|include| include.relation);
        includes
    }

    /// What is asked of the records of one relation.
    fn included(
        &mut self,
        table: &'static Table,
        at: Pointer<'_>,
        json: Json,
        depth: usize,
    ) -> Query {
        let mut query = Query::all(table);
        for (name, json) in self.object(at, json).unwrap_or_default() {
            let at = Pointer::Member(&at, &name);
            match name.as_str() {
                "where" => {
                    query.filter = match self.filter(table, at, json) {
                        all @ Filter::And(_) => all,
                        one => Filter::And(vec![one]),
                    }
                }
                "sort" => self.sort(table, at, json, false, &mut query),
                "limit" => {
                    query.limit = self.number(at, &json, extent::at_least_one);
                }
                "fields" if table.sparse => self.fields(table, at, json, &mut query),
                "include" => query.include = self.includes(table, at, json, depth),
                _ => {
                    let fields = if table.sparse { "fields, " } else { "" };
                    self.unknown(at, &format!("where, sort, limit, {fields}include"));
                }
            }
        }
        query
    }

    /// Whether there are not too many relations, and not too deep; it is said once.
    fn bounded(&mut self, at: Pointer<'_>, depth: usize) -> bool {
        if self.relations > include::INCLUDES {
            let detail = format!("must not be: more than {} relations", include::INCLUDES);
            self.refuse(at, "too_many", detail);
        } else if depth > DEPTH {
            self.refuse(at, "too_deep", format!("must not nest deeper than {DEPTH}"));
        }
        self.relations <= include::INCLUDES && depth <= DEPTH
    }
}

/// How many relations these are, and how deep they nest.
fn size(includes: &[Include]) -> (usize, usize) {
    let inner = includes.iter().map(|include| size(&include.query.include));
    inner.fold((0, 0), |(sum, deepest), (count, depth)| (sum + 1 + count, deepest.max(depth + 1)))
}
