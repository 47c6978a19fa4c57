//! `where`: conditions on members and on related records, joined by `and`, `or` and `not`.

use serde_json::Value as Json;

use super::pointer::Pointer;
use super::reader::{DEPTH, MANY, Reader};
use crate::codec;
use crate::model::{Column, Relation, Table, Value};
use crate::query::condition::{self, Fault, Given};
use crate::query::subject::{self, Subject};
use crate::query::{Filter, Operator, Quantifier, include, name};

/// What joins conditions. No member that filters may name is called so.
const JUNCTIONS: &str = "and, or, not";

/// How many of the related records match.
const QUANTIFIERS: &[(&str, Quantifier)] =
    &[("some", Quantifier::Some), ("none", Quantifier::None), ("every", Quantifier::Every)];

impl Reader {
    /// The condition that an object states: all of its members hold.
    pub(crate) fn filter(&mut self, table: &'static Table, at: Pointer<'_>, json: Json) -> Filter {
        self.conditions(table, at, json, 0)
    }

    fn conditions(
        &mut self,
        table: &'static Table,
        at: Pointer<'_>,
        json: Json,
        depth: usize,
    ) -> Filter {
        let mut parts = Parts::default();
        if depth > DEPTH {
            let detail = format!("must not nest relations, and, or and not deeper than {DEPTH}");
            self.refuse(at, "too_deep", detail);
        } else if let Some(members) = self.object(at, json) {
            // What asks for nothing is work all the same.
            if members.is_empty() {
                self.counts(at);
            }
            for (name, json) in members {
                let at = Pointer::Member(&at, &name);
                self.member(table, at, &name, json, depth, &mut parts);
            }
        }
        parts.finish()
    }

    fn member(
        &mut self,
        table: &'static Table,
        at: Pointer<'_>,
        name: &str,
        json: Json,
        depth: usize,
        parts: &mut Parts,
    ) {
        match name {
            "and" => {
                let all = self.junction(table, at, json, depth + 1);
                parts.add(Order::Junction(0), Filter::And(all));
            }
            "or" => {
                let any = self.junction(table, at, json, depth + 1);
                parts.add(Order::Junction(1), Filter::Or(any));
            }
            "not" => {
                let inner = self.conditions(table, at, json, depth + 1);
                parts.add(Order::Junction(2), Filter::Not(Box::new(inner)));
            }
            path if path.contains('.') => self.path(table, at, path, json, depth, parts),
            name => {
                let of = Named {
                    column: name::filter(table, name),
                    relation: name::relation(table, name),
                };
                if of.column.is_none() && of.relation.is_none() {
                    self.unknown(at, &allowed(table));
                } else {
                    self.operators(at, &of, json, depth, parts);
                }
            }
        }
    }

    /// The conditions of an array.
    fn junction(
        &mut self,
        table: &'static Table,
        at: Pointer<'_>,
        json: Json,
        depth: usize,
    ) -> Vec<Filter> {
        let Json::Array(elements) = json else {
            self.refuse(at, "type", "must be an array of objects");
            return Vec::new();
        };
        if elements.is_empty() {
            self.counts(at);
        }
        let mut filters = Vec::new();
        for (index, element) in elements.into_iter().enumerate() {
            filters.push(self.conditions(table, Pointer::Element(&at, index), element, depth));
        }
        filters
    }

    /// `author.name`: there is an author for whom all operators hold.
    fn path(
        &mut self,
        table: &'static Table,
        at: Pointer<'_>,
        path: &str,
        json: Json,
        depth: usize,
        parts: &mut Parts,
    ) {
        let (relation, member) = path.split_once('.').unwrap_or((path, ""));
        let Some((position, relation)) = name::relation(table, relation) else {
            return self.unknown(at, &allowed(table));
        };
        let target = (relation.target)();
        if member.contains('.') {
            let detail = format!(
                "goes further than one relation: write {{{:?}: {{\"some\": {{…}}}}}}",
                relation.name
            );
            return self.refuse(at, "unknown", detail);
        }
        let Some((column, described)) = name::filter(target, member) else {
            let members = name::filterable(target)
                .map(|(_, column)| format!("{}.{}", relation.name, column.member));
            return self.unknown(at, &members.collect::<Vec<_>>().join(", "));
        };
        if depth >= DEPTH {
            let detail = format!("must not nest relations, and, or and not deeper than {DEPTH}");
            return self.refuse(at, "too_deep", detail);
        }
        if relation.is_to_many() && self.many == MANY {
            return self.refuse(at, "too_deep", too_many());
        }
        let mut inner = Parts::default();
        let of = Named { column: Some((column, described)), relation: None };
        self.operators(at, &of, json, depth + 1, &mut inner);
        for (order, filter) in inner.all {
            if let Order::Subject(Subject::Own(column, operator)) = order {
                parts.add(Order::Subject(Subject::Related(position, column, operator)), filter);
            }
        }
    }

    /// `{"gte": 10, "lt": 20}`, and `{"some": {…}}` of a relation: all of them hold.
    fn operators(
        &mut self,
        at: Pointer<'_>,
        of: &Named,
        json: Json,
        depth: usize,
        parts: &mut Parts,
    ) {
        let Json::Object(members) = json else {
            return self.refuse(at, "type", format!("must be an object with {}", of.allowed()));
        };
        if members.is_empty() {
            // A client that left out what it did not know would be answered with all records.
            self.refuse(at, "required", format!("must have one of {}", of.allowed()));
        }
        for (word, json) in members {
            let at = Pointer::Member(&at, &word);
            if let Some((position, column)) = of.column
                && let Some(operator) =
                    Operator::of(column).find(|operator| operator.word() == word)
            {
                let Some(filter) = self.operator(at, position, column, operator, json) else {
                    continue;
                };
                parts.add(Order::Subject(Subject::Own(position, operator)), filter);
            } else if let Some((position, relation)) = of.relation
                && let Some(&(_, quantifier)) = QUANTIFIERS.iter().find(|(known, _)| *known == word)
            {
                let many = usize::from(relation.is_to_many());
                if self.many + many > MANY {
                    self.refuse(at, "too_deep", too_many());
                    continue;
                }
                self.many += many;
                let inner = self.conditions((relation.target)(), at, json, depth + 1);
                self.many -= many;
                let filter = Filter::Related(position, quantifier, Box::new(inner));
                parts.add(Order::Quantified(position, word.len()), filter);
            } else if let Some((position, _)) = of.relation
                && word == name::EXISTS
            {
                if self.counts(at) {
                    match subject::exists(position, json) {
                        Ok(filter) => parts.add(Order::Subject(Subject::Exists(position)), filter),
                        Err(fault) => self.refuse(at, fault.code, fault.detail),
                    }
                }
            } else {
                self.unknown(at, &of.allowed());
            }
        }
    }

    fn operator(
        &mut self,
        at: Pointer<'_>,
        position: usize,
        column: &'static Column,
        operator: Operator,
        json: Json,
    ) -> Option<Filter> {
        if !self.counts(at) {
            return None;
        }
        if let Json::Array(values) = &json
            && !self.lists(at, values.len())
        {
            return None;
        }
        match condition::parse(position, column, operator, json) {
            Ok(filter) => Some(filter),
            Err(faults) => {
                for fault in faults {
                    match fault.element {
                        Some(index) => {
                            let at = Pointer::Element(&at, index);
                            self.refuse(at, fault.code, fault.detail);
                        }
                        None => self.refuse(at, fault.code, fault.detail),
                    }
                }
                None
            }
        }
    }
}

fn too_many() -> String {
    format!("must not nest more than {MANY} relations to many records within one another")
}

/// What a member's name stands for; a relation may be called like a column.
struct Named {
    column: Option<(usize, &'static Column)>,
    relation: Option<(usize, &'static Relation)>,
}

impl Named {
    /// The words that may stand there.
    fn allowed(&self) -> String {
        let operators = self.column.into_iter().flat_map(|(_, column)| Operator::of(column));
        let mut words: Vec<_> = operators.map(Operator::word).collect();
        if self.relation.is_some() {
            words.extend(QUANTIFIERS.iter().map(|(word, _)| *word));
            words.push(name::EXISTS);
        }
        words.join(", ")
    }
}

/// Conditions that all hold, with what orders them: one set is one statement, however it was
/// written.
#[derive(Default)]
struct Parts {
    all: Vec<(Order, Filter)>,
}

/// Where a condition stands in the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    /// On a column.
    Subject(Subject),
    /// On a relation; the quantifiers differ in their lengths.
    Quantified(usize, usize),
    /// `and`, `or`, `not`.
    Junction(u8),
}

impl Parts {
    fn add(&mut self, order: Order, filter: Filter) {
        self.all.push((order, filter));
    }

    fn finish(mut self) -> Filter {
        self.all.sort_by_key(|(order, _)| *order);
        let mut subjects = Vec::new();
        let mut rest = Vec::new();
        for (order, filter) in self.all {
            match order {
                Order::Subject(subject) => subjects.push((subject, filter)),
                Order::Quantified(..) | Order::Junction(_) => rest.push(filter),
            }
        }
        let mut all = subject::all(subjects);
        all.append(&mut rest);
        if all.len() == 1 { all.remove(0) } else { Filter::And(all) }
    }
}

/// All members of a condition, for people who mistyped one.
fn allowed(table: &'static Table) -> String {
    let mut names = vec![JUNCTIONS.to_owned()];
    names.extend(name::filterable(table).map(|(_, column)| column.member.to_owned()));
    for (_, relation) in include::readable(table) {
        names.push(relation.name.to_owned());
        let target = (relation.target)();
        names.extend(name::filterable(target).next().map(|_| format!("{}.…", relation.name)));
    }
    names.join(", ")
}

/// A member of a body, which has the column's type already.
impl Given for Json {
    fn value(self, column: &Column) -> Result<Value, Fault> {
        if self.is_null() {
            let detail = if column.nullable {
                "must not be null, which equals nothing; {\"null\": true} asks for it"
            } else {
                "must not be null, which this member never is"
            };
            return Err(Fault::new("null", detail));
        }
        codec::json::read(column, self).map_err(|(code, detail)| Fault::new(code, detail))
    }

    fn list(self, column: &Column) -> Result<Vec<Value>, Vec<Fault>> {
        let Json::Array(elements) = self else {
            return Err(vec![Fault::new("type", "must be an array of values")]);
        };
        let (mut values, mut faults) = (Vec::with_capacity(elements.len()), Vec::new());
        for (index, element) in elements.into_iter().enumerate() {
            match element.value(column) {
                Ok(value) => values.push(value),
                Err(fault) => faults.push(Fault { element: Some(index), ..fault }),
            }
        }
        if faults.is_empty() { Ok(values) } else { Err(faults) }
    }

    fn flag(self) -> Result<bool, Fault> {
        self.as_bool().ok_or_else(|| Fault::new("type", "must be true or false"))
    }
}
