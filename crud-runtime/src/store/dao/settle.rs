//! What an update comes to, once the stored record is known.

use std::borrow::Cow;

use super::precondition::Precondition;
use crate::codec::{json, literal, rules};
use crate::error::{Error, Result, Violation};
use crate::model::{Changes, Column, Default, Generated, Row, Shape, Table, Value};
use crate::sql::Assignment;

/// What a replace or patch asks for.
#[derive(Debug, Clone)]
pub(crate) struct Update {
    /// The values to set.
    pub(crate) changes: Changes,
    /// Members that a client sends back though it cannot change them: they must equal what is
    /// stored.
    pub(crate) echoes: Vec<(usize, Value)>,
    /// Documents to merge into `Json` members (RFC 7396).
    pub(crate) merges: Vec<(usize, serde_json::Value)>,
    /// What must hold of the stored record.
    pub(crate) precondition: Precondition,
}

impl Update {
    /// An update that sets these values and asks nothing. What cannot be changed is taken for
    /// sent back.
    pub(crate) fn new(table: &'static Table, changes: Changes) -> Self {
        let mut changes = changes;
        let mut echoes = Vec::new();
        for (position, column) in table.columns.iter().enumerate() {
            if !column.updatable
                && let Some(value) = changes.get(position).cloned()
            {
                echoes.push((position, value));
                changes.keep(position);
            }
        }
        Self { changes, echoes, merges: Vec::new(), precondition: Precondition::default() }
    }

    /// Takes all that it sets for sent back: nothing may change.
    pub(super) fn freeze(&mut self) {
        for (position, value) in self.changes.iter() {
            self.echoes.push((position, value.clone()));
        }
        for (position, _) in &self.echoes {
            self.changes.keep(*position);
        }
    }

    /// Whether the stored record need not be looked at first.
    pub(super) fn is_plain(&self) -> bool {
        self.echoes.is_empty() && self.merges.is_empty() && self.precondition.is_empty()
    }

    /// Decides the conditions, echoes and merges against the stored record; returns what is left to
    /// set.
    pub(super) fn settle(
        &self,
        table: &'static Table,
        stored: &Row,
        tag: &str,
    ) -> Result<Cow<'_, Changes>> {
        self.precondition.check(Some(tag))?;
        let mut changes = Cow::Borrowed(&self.changes);
        let mut violations = Vec::new();
        for (position, value) in &self.echoes {
            let column = &table.columns[*position];
            if same(&stored[*position], value) {
                continue;
            }
            if column.generated == Some(Generated::Version) {
                // Whoever has an old version has old values of what we keep, too.
                return Err(Error::Stale);
            }
            violations.push(unchangeable(table, *position));
        }
        for (position, patch) in &self.merges {
            let column = &table.columns[*position];
            let mut document = match &stored[*position] {
                Value::Json(document) => document.clone(),
                _ => serde_json::Value::Null,
            };
            merge(&mut document, patch.clone());
            match json::read(column, document)
                .and_then(|value| rules::check_value(column, &value).map(|()| value))
            {
                Ok(value) => changes.to_mut().set(*position, value),
                Err((code, detail)) => {
                    violations.push(Violation::member(column.member, code, detail));
                }
            }
        }
        // The columns of a `one_of` are one member.
        violations.dedup();
        if violations.is_empty() { Ok(changes) } else { Err(Error::Invalid(violations)) }
    }

    /// The record that a replace creates under this key.
    pub(super) fn record(&self, table: &'static Table, key: &[Value]) -> Result<Changes> {
        let mut violations = Vec::new();
        let mut record = self.changes.clone();
        for (position, value) in &self.echoes {
            let column = &table.columns[*position];
            if table.is_key(*position) {
                if !key_part(table, *position, key).is_some_and(|part| same(part, value)) {
                    violations.push(unchangeable(table, *position));
                }
            } else if column.creatable {
                record.set(*position, value.clone());
            } else if !value.is_null() {
                violations.push(unchangeable(table, *position));
            }
        }
        for (&position, part) in table.key.iter().zip(key) {
            record.set(position, part.clone());
        }
        violations.extend(rules::check(table, Shape::Create, &record));
        if violations.is_empty() { Ok(record) } else { Err(Error::Invalid(violations)) }
    }
}

impl Update {
    /// The new record that it describes, where there is none that it could change.
    pub(super) fn fresh(&self, table: &'static Table) -> Result<Changes> {
        let mut violations = Vec::new();
        let mut record = self.changes.clone();
        for (position, value) in &self.echoes {
            if table.columns[*position].creatable {
                record.set(*position, value.clone());
            } else if !value.is_null() {
                violations.push(unchangeable(table, *position));
            }
        }
        for (position, patch) in &self.merges {
            let column = &table.columns[*position];
            let mut document = serde_json::Value::Null;
            merge(&mut document, patch.clone());
            match json::read(column, document) {
                Ok(value) => record.set(*position, value),
                Err((code, detail)) => {
                    violations.push(Violation::member(column.member, code, detail));
                }
            }
        }
        violations.dedup();
        violations.extend(rules::check(table, Shape::Create, &record));
        if violations.is_empty() { Ok(record) } else { Err(Error::Invalid(violations)) }
    }
}

/// What a patch assigns.
pub(super) fn assignments(changes: &Changes) -> Vec<(usize, Assignment)> {
    let set = changes.iter().map(|(column, value)| (column, Assignment::Value(value.clone())));
    set.collect()
}

/// What a replace assigns: the whole writable state. Absent members fall back to their default,
/// then to null; write-only ones are kept, because a client cannot send back what it cannot read.
pub(super) fn replacement(
    table: &'static Table,
    changes: &Changes,
) -> Result<Vec<(usize, Assignment)>> {
    let mut assignments = Vec::with_capacity(table.columns.len());
    let mut violations = Vec::new();
    for (position, column) in table.columns.iter().enumerate() {
        let assignment = match (changes.get(position), column.default) {
            (Some(value), _) => Assignment::Value(value.clone()),
            _ if !column.updatable || !column.readable => continue,
            (None, Some(Default::Sql(expression))) => Assignment::Expression(expression),
            (None, default) => {
                let Some(value) = default_value(column, default) else {
                    violations.push(Violation::member(column.member, "required", "is required"));
                    continue;
                };
                Assignment::Value(value)
            }
        };
        assignments.push((position, assignment));
    }
    if violations.is_empty() { Ok(assignments) } else { Err(Error::Invalid(violations)) }
}

/// The value that acts where none is given: the literal default, or null where that is allowed.
pub(super) fn default_value(column: &Column, default: Option<Default>) -> Option<Value> {
    match default {
        Some(Default::Literal(default)) => literal::value(column, default),
        Some(Default::Sql(_)) => None,
        None => column.nullable.then_some(Value::Null),
    }
}

fn key_part<'k>(table: &Table, position: usize, key: &'k [Value]) -> Option<&'k Value> {
    table.key.iter().position(|&column| column == position).and_then(|index| key.get(index))
}

/// Whether two values are equal as values: decimals and instants by what they are, documents
/// whatever the order of their members.
pub(super) fn same(stored: &Value, sent: &Value) -> bool {
    match (stored, sent) {
        (Value::Json(stored), Value::Json(sent)) => {
            json::canonical(stored.clone()) == json::canonical(sent.clone())
        }
        _ => stored == sent,
    }
}

pub(super) fn unchangeable(table: &Table, column: usize) -> Violation {
    Violation::member(
        table.member_of(column),
        "read_only",
        "cannot be changed; leave it out, or send it as it is",
    )
}

/// RFC 7396 §2.
fn merge(target: &mut serde_json::Value, patch: serde_json::Value) {
    let serde_json::Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = serde_json::Value::Object(serde_json::Map::new());
    }
    let Some(members) = target.as_object_mut() else { return };
    for (name, value) in patch {
        if value.is_null() {
            // The order is lost, and `canonical` makes a new one; keeping it would move all that
            // follow, for each name again.
            members.swap_remove(&name);
        } else {
            merge(members.entry(name).or_insert(serde_json::Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_merge_takes_no_longer_per_name_the_more_there_are() {
        let document = |value: serde_json::Value| {
            (0..100_000).map(|name: u32| (name.to_string(), value.clone())).collect()
        };
        let mut merged = serde_json::Value::Object(document(json!(0)));
        let begun = std::time::Instant::now();
        merge(&mut merged, serde_json::Value::Object(document(json!(null))));
        assert_eq!(merged, json!({}));
        assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
    }

    #[test]
    fn documents_merge_as_rfc_7396_shows() {
        // Appendix A of the RFC.
        for (target, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
            (
                json!({"a": {"b": "c"}}),
                json!({"a": {"b": "d", "c": null}}),
                json!({"a": {"b": "d"}}),
            ),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a": "b"}), json!(["c"]), json!(["c"])),
            (json!({"a": "foo"}), json!(null), json!(null)),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!([1, 2]), json!({"a": "b", "c": null}), json!({"a": "b"})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ] {
            let mut merged = target.clone();
            merge(&mut merged, patch.clone());
            assert_eq!(merged, result, "{target} + {patch}");
        }
    }
}
