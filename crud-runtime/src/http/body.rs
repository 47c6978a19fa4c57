//! Bodies: a JSON object, and what its members say of a record.

use axum::body::Body;
use bytes::Bytes;
use http_body_util::BodyExt as _;
use serde_json::{Map, Value as Json};

use super::kind::Kind;
use super::nested;
use super::problem::Problem;
use crate::Violation;
use crate::codec::body::{BodyError, object};
use crate::codec::key::DEEPEST;
use crate::codec::role::Role;
use crate::codec::{self, json, rules};
use crate::model::{Changes, ColumnType, Member, OneOf, Relation, Shape, Table, Value};
use crate::store::dao::{Children, Precondition, Update};

/// What a body says of a record.
#[derive(Debug)]
pub(super) struct Members {
    /// The values that it sets.
    pub(super) changes: Changes,
    /// What it sends back of what it read: each must equal what is stored.
    pub(super) echoes: Vec<(usize, Value)>,
    /// Merge patches (RFC 7396) of JSON members.
    pub(super) merges: Vec<(usize, Json)>,
    /// Records that belong to it.
    pub(super) children: Vec<Children>,
}

/// The whole body: [`front`](super::front) has received it already, within its limits.
pub(super) async fn whole(body: Body) -> Result<Bytes, Problem> {
    let collected = body.collect().await;
    collected
        .map(http_body_util::Collected::to_bytes)
        .map_err(|_| Problem::new(Kind::Malformed).detail("the body breaks off"))
}

/// Whose members an object has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) table: &'static Table,
    pub(super) shape: Shape,
    /// Columns that are known already, so that there are no members for them.
    pub(super) given: &'a [usize],
    /// Columns that may be sent back and nothing else.
    pub(super) kept: &'a [usize],
    /// How many objects it stands in.
    pub(super) depth: usize,
}

/// Reads what a body of this shape says; all broken rules are reported at once.
pub(super) fn parse(table: &'static Table, shape: Shape, body: &[u8]) -> Result<Members, Problem> {
    let document = document(body, Problem::validation)?;
    let frame = Frame { table, shape, given: &[], kept: &[], depth: 0 };
    frame.members(document, &mut 0).map_err(Problem::validation)
}

/// Reads what an object says of a new record whose `given` columns are known already.
pub(super) fn partly(
    table: &'static Table,
    given: &[usize],
    document: Map<String, Json>,
) -> Result<Changes, Vec<Violation>> {
    let frame = Frame { table, shape: Shape::Create, given, kept: &[], depth: DEEPEST };
    frame.members(document, &mut 0).map(|members| members.changes)
}

/// The members of a body, which is an object; `refused` says what it is when it is none.
pub(super) fn document(
    body: &[u8],
    refused: fn(Vec<Violation>) -> Problem,
) -> Result<Map<String, Json>, Problem> {
    object(body).map_err(|error| match error {
        BodyError::Malformed(detail) => {
            Problem::new(Kind::Malformed).detail(format!("the body is not JSON: {detail}"))
        }
        BodyError::NotAnObject => {
            let detail = "the top level must be an object".to_owned();
            refused(vec![Violation { pointer: String::new(), code: "type", detail }])
        }
    })
}

impl Frame<'_> {
    /// What an object says; `count` is how many records the body has besides its own.
    pub(super) fn members(
        &self,
        document: Map<String, Json>,
        count: &mut usize,
    ) -> Result<Members, Vec<Violation>> {
        let Self { table, shape, given, kept, .. } = *self;
        let mut members = Members {
            changes: Changes::new(table),
            echoes: Vec::new(),
            merges: Vec::new(),
            children: Vec::new(),
        };
        let mut violations = Vec::new();
        // The columns of references whose other sides stand here.
        let mut referring: Vec<usize> = Vec::new();
        for (name, json) in document {
            match table.body_member(&name).filter(|member| !member.is_among(given)) {
                Some(Member::OneOf(one_of)) => {
                    members.choose(self, one_of, json, &mut violations);
                }
                Some(Member::Column(column)) => {
                    if let Err((code, detail)) = members.add(self, column, json) {
                        violations.push(Violation::member(&name, code, detail));
                    }
                }
                None => {
                    if let Some((position, relation)) = self.nested(&name) {
                        if relation.is_stored() {
                            referring.extend(relation.columns);
                        }
                        match nested::read(self, position, relation, json, count) {
                            Ok(children) => members.children.push(children),
                            Err(more) => violations.extend(more),
                        }
                    } else {
                        let (code, detail) = self.unknown();
                        violations.push(Violation::member(&name, code, detail));
                    }
                }
            }
        }
        for children in &members.children {
            let relation = &table.relations[children.relation];
            let says = |column: &&usize| members.says(**column);
            if relation.is_stored()
                && let Some(column) = relation.columns.iter().find(says)
            {
                let other = table.member_of(*column);
                let detail = format!("says what `{other}` says too: leave one of them out");
                violations.push(Violation::member(relation.name, "duplicate", detail));
            }
        }
        // A member that is there but cannot be read is not missing as well, and what is known
        // already is not missing at all.
        let refused = violations.len();
        for violation in rules::check(table, shape, &members.changes) {
            let known = &violations[..refused];
            let is_about = |&column: &usize| {
                let member = Violation::member(table.member_of(column), "", "");
                is_within(&violation.pointer, &member.pointer)
            };
            let reported = violation.code == "required"
                && (known.iter().any(|known| is_within(&known.pointer, &violation.pointer))
                    || given.iter().chain(kept).chain(&referring).any(is_about));
            if !reported {
                violations.push(violation);
            }
        }
        if violations.is_empty() { Ok(members) } else { Err(violations) }
    }

    fn role(&self, position: usize) -> Role {
        if self.kept.contains(&position) {
            return Role::Echo;
        }
        Role::of(&self.table.columns[position], self.shape)
    }

    /// The relation of this name whose records the object may have.
    fn nested(&self, name: &str) -> Option<(usize, &'static Relation)> {
        let mut all = self.all_nested();
        all.find(|(_, relation)| relation.name == name)
    }

    fn all_nested(&self) -> impl Iterator<Item = (usize, &'static Relation)> {
        let given = if self.given.is_empty() { self.kept } else { self.given };
        self.table.nested(self.shape, given).filter(|_| self.depth < DEEPEST)
    }

    fn unknown(&self) -> (&'static str, String) {
        let Self { table, shape, given, .. } = *self;
        let known = table.members().filter(|member| {
            !member.is_among(given) && Role::of(member.column(table), shape) != Role::Absent
        });
        let mut names: Vec<_> = known.map(|member| member.name(table)).collect();
        names.extend(self.all_nested().map(|(_, relation)| relation.name));
        if names.is_empty() {
            return ("unknown", "is no member; there are none".to_owned());
        }
        ("unknown", format!("is no member; known are {}", names.join(", ")))
    }
}

impl Members {
    /// What it asks of the record that is there.
    pub(super) fn into_update(self, precondition: Precondition) -> (Update, Vec<Children>) {
        let Self { changes, echoes, merges, children } = self;
        (Update { changes, echoes, merges, precondition }, children)
    }

    /// Whether it sets the column, or sends it back.
    fn says(&self, column: usize) -> bool {
        self.changes.get(column).is_some() || self.echoes.iter().any(|(echo, _)| *echo == column)
    }

    fn add(
        &mut self,
        frame: &Frame<'_>,
        position: usize,
        json: Json,
    ) -> Result<(), (&'static str, String)> {
        let column = &frame.table.columns[position];
        match frame.role(position) {
            Role::Absent if column.readable => {
                Err(("read_only", "is set by the server and must be left out".to_owned()))
            }
            Role::Absent => Err(frame.unknown()),
            Role::Echo => {
                self.echoes.push((position, json::read(column, json)?));
                Ok(())
            }
            Role::Set if frame.shape == Shape::Patch && is_merge(column.column_type, &json) => {
                self.merges.push((position, json));
                Ok(())
            }
            Role::Set => {
                self.changes.set(position, json::read(column, json)?);
                Ok(())
            }
        }
    }

    /// Sets one reference of a `one_of` and the others to null, or takes note of what is sent back.
    fn choose(
        &mut self,
        frame: &Frame<'_>,
        one_of: &'static OneOf,
        json: Json,
        violations: &mut Vec<Violation>,
    ) {
        let Some(values) = codec::one_of::read(frame.table, one_of, json, violations) else {
            return;
        };
        for (position, value) in values {
            if frame.role(position) == Role::Set {
                self.changes.set(position, value);
            } else {
                self.echoes.push((position, value));
            }
        }
    }
}

/// Whether a pointer leads to a place, or into it.
fn is_within(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// RFC 7396 §2: a patch that is an object descends, anything else replaces.
fn is_merge(column_type: ColumnType, json: &Json) -> bool {
    matches!(column_type, ColumnType::Json(_)) && json.is_object()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::{Column, column};

    static COLUMNS: &[Column] = &[
        column::<i64>("id").primary_key().auto().done(),
        column::<String>("title").length(1, Some(3)).done(),
        column::<Option<i32>>("rank").done(),
        column::<String>("secret").write_only().done(),
        column::<i64>("hidden").hidden().done(),
        column::<crate::model::Json<serde_json::Value>>("notes").done(),
        column::<i64>("version").version().done(),
    ];
    static BOOKS: Table = Table { columns: COLUMNS, key: &[0], ..Table::EMPTY };

    fn members(shape: Shape, document: Map<String, Json>) -> Result<Members, Vec<Violation>> {
        let frame = Frame { table: &BOOKS, shape, given: &[], kept: &[], depth: 0 };
        frame.members(document, &mut 0)
    }

    fn codes(shape: Shape, document: &Json) -> Vec<(String, &'static str)> {
        let Json::Object(document) = document.clone() else { unreachable!("tests send objects") };
        match members(shape, document) {
            Ok(_) => Vec::new(),
            Err(violations) => violations
                .into_iter()
                .map(|violation| (violation.pointer, violation.code))
                .collect(),
        }
    }

    #[test]
    fn all_errors_come_at_once() {
        let document = json!({"id": 1, "title": 5, "rank": "x", "hidden": 1, "x/y": 1});
        let expected = [
            ("/id", "read_only"),
            ("/title", "type"),
            ("/rank", "type"),
            ("/hidden", "unknown"),
            ("/x~1y", "unknown"),
            ("/secret", "required"),
            ("/notes", "required"),
        ];
        let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code));
        assert_eq!(codes(Shape::Create, &document), expected);
    }

    #[test]
    fn what_was_read_may_be_sent_back() {
        let document = json!({"id": 1, "title": "a", "rank": null, "notes": {}, "version": 3});
        assert!(codes(Shape::Replace, &document).is_empty());
        assert!(codes(Shape::Patch, &json!({"id": 1, "version": 3})).is_empty());
        assert_eq!(codes(Shape::Patch, &json!({"id": "1"})), [("/id".to_owned(), "type")]);
    }

    #[test]
    fn absent_null_and_a_value_are_three_things() {
        let patch = |document: Json| {
            let Json::Object(document) = document else { unreachable!("tests send objects") };
            members(Shape::Patch, document)
        };
        assert!(patch(json!({})).expect("nothing to do").changes.is_empty());
        let nulled = patch(json!({"rank": null})).expect("nullable");
        assert_eq!(nulled.changes.get(2), Some(&Value::Null));
        assert_eq!(patch(json!({"title": null})).expect_err("not nullable")[0].code, "null");
        let merged = patch(json!({"notes": {"a": null}})).expect("a merge");
        assert_eq!(merged.merges, [(5, json!({"a": null}))]);
        let replaced = patch(json!({"notes": [1]})).expect("a replacement");
        assert_eq!(replaced.changes.get(5), Some(&Value::Json(json!([1]))));
    }
}
