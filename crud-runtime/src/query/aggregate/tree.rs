//! The body of a query that asks for an aggregate: `{"where": …, "aggregate": {"fields": …}}`.

use serde_json::{Map, Value as Json};

use super::name::{all_functions, function, read_functions, read_groups, read_order};
use super::parse::{having, operator_named, operators};
use super::{Aggregate, Group};
use crate::Violation;
use crate::model::Table;
use crate::query::tree::{Pointer, Reader};
use crate::query::{Filter, extent};

/// The member that makes an aggregate of a query.
pub(crate) const MEMBER: &str = "aggregate";

/// Reads a body that has the member; every error is named at once.
pub(crate) fn parse(
    table: &'static Table,
    body: Map<String, Json>,
) -> Result<Aggregate, Vec<Violation>> {
    let mut reader = Reader::default();
    let limit = Some(table.page.default);
    let mut aggregate = Aggregate { limit, ..Aggregate::of(Vec::new()) };
    let (mut conditions, mut words, mut sort, mut is_grouped) = (Vec::new(), None, None, true);
    for (member, json) in body {
        let at = Pointer::Member(&Pointer::Root, &member);
        match member.as_str() {
            MEMBER => is_grouped = reader.aggregate(table, at, json, &mut aggregate),
            "where" => match reader.filter(table, at, json) {
                Filter::And(all) => conditions = all,
                one => conditions.push(one),
            },
            "sort" => sort = Some(json),
            "limit" => {
                let read = reader.number(at, &json, |number| extent::limit(table, number));
                aggregate.limit = read.or(aggregate.limit);
            }
            "offset" => {
                let read = reader.number(at, &json, extent::offset);
                aggregate.offset = read.unwrap_or_default();
            }
            "q" if table.has_search() => words = reader.words(at, json),
            _ => reader.unknown(at, &members(table)),
        }
    }
    // What groups are sorted by depends on what they are.
    if let Some(json) = sort.filter(|_| is_grouped) {
        let at = Pointer::Member(&Pointer::Root, "sort");
        if let Some(names) = reader.texts(at, json) {
            let read = read_order(table, &aggregate.groups, names.iter().map(String::as_str));
            aggregate.sort = reader.known(at, read);
        }
    }
    conditions.splice(0..0, words.map(Filter::Search));
    aggregate.filter = Filter::And(conditions);
    reader.finish(aggregate.counting())
}

/// The members of a body beside the aggregate itself.
fn members(table: &'static Table) -> String {
    let mut members = vec!["aggregate", "where", "sort", "limit", "offset"];
    members.extend(table.has_search().then_some("q"));
    format!("{} where there is an aggregate", members.join(", "))
}

impl Reader {
    /// What is asked of the groups; `false` where these are not understood.
    fn aggregate(
        &mut self,
        table: &'static Table,
        at: Pointer<'_>,
        json: Json,
        aggregate: &mut Aggregate,
    ) -> bool {
        let Some(members) = self.object(at, json) else { return false };
        let mut is_grouped = true;
        for (member, json) in members {
            let at = Pointer::Member(&at, &member);
            match member.as_str() {
                "fields" => {
                    if let Some(names) = self.texts(at, json) {
                        let read = read_functions(table, names.iter().map(String::as_str));
                        aggregate.functions = self.known(at, read);
                    }
                }
                "group_by" => match self.texts(at, json) {
                    Some(names) => {
                        let read = read_groups(table, names.iter().map(String::as_str));
                        is_grouped = read.1.is_empty();
                        aggregate.groups = self.known::<Vec<Group>>(at, read);
                    }
                    None => is_grouped = false,
                },
                "having" => self.having(table, at, json, aggregate),
                _ => self.unknown(at, "fields, group_by, having"),
            }
        }
        is_grouped
    }

    /// `{"sum(price)": {"gte": "100"}}`: all of them hold.
    fn having(
        &mut self,
        table: &'static Table,
        at: Pointer<'_>,
        json: Json,
        aggregate: &mut Aggregate,
    ) {
        for (name, json) in self.object(at, json).unwrap_or_default() {
            let at = Pointer::Member(&at, &name);
            let Some(function) = function(table, &name) else {
                self.unknown(at, &all_functions(table));
                continue;
            };
            let Some(members) = self.object(at, json) else { continue };
            if members.is_empty() {
                self.refuse(at, "required", format!("must have one of {}", operators()));
            }
            for (name, json) in members {
                let at = Pointer::Member(&at, &name);
                let Some(operator) = operator_named(&name) else {
                    self.unknown(at, &operators());
                    continue;
                };
                match having(table, function, operator, json) {
                    Ok(condition) => aggregate.having.push(condition),
                    Err(fault) => self.refuse(at, fault.code, fault.detail),
                }
            }
        }
    }

    /// What is known; the rest is refused where it stands.
    fn known<T>(&mut self, at: Pointer<'_>, (known, refused): (T, Vec<(usize, String)>)) -> T {
        for (index, detail) in refused {
            self.refuse(Pointer::Element(&at, index), "value", detail);
        }
        known
    }
}
