//! Records in the body of another: `"lines": [{…}, {…}]`.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::body::Frame;
use crate::Violation;
use crate::codec::key::{MOST, own_part};
use crate::codec::{json, key, text};
use crate::model::{Link, Operation, Permission, Relation, Shape, Table, Value};
use crate::store::dao::{Child, Children, Precondition, What};

/// Reads the records of a relation. Where clients may see them, they may send them back as they
/// read them.
pub(super) fn read(
    frame: &Frame<'_>,
    position: usize,
    relation: &'static Relation,
    json: Json,
    count: &mut usize,
) -> Result<Children, Vec<Violation>> {
    let link = relation.link(frame.table);
    let reader = Reader { shape: frame.shape, depth: frame.depth + 1, link, relation };
    let refuse = |code, detail: String| Err(vec![Violation::member(relation.name, code, detail)]);
    let may_be_none = !relation.is_stored()
        || relation.columns.iter().all(|&at| frame.table.columns[at].nullable);
    let elements = match json {
        Json::Array(elements) if relation.is_to_many() => elements,
        Json::Object(_) if !relation.is_to_many() => vec![json],
        Json::Null if !relation.is_to_many() && may_be_none => Vec::new(),
        Json::Null if !relation.is_to_many() => {
            return refuse("null", "must not be null".to_owned());
        }
        _ if relation.is_to_many() => return refuse("type", "must be an array".to_owned()),
        _ => return refuse("type", "must be an object or null".to_owned()),
    };
    *count += elements.len();
    if *count > MOST {
        return refuse("length", format!("a body has at most {MOST} records besides its own"));
    }
    let mut violations = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut records = Vec::with_capacity(elements.len());
    for (index, element) in elements.into_iter().enumerate() {
        let mut pointer = Violation::member(relation.name, "", "").pointer;
        if relation.is_to_many() {
            pointer.push('/');
            pointer.push_str(&index.to_string());
        }
        match reader.child(element, count) {
            Ok(child) => {
                if let Some(name) = reader.name(&child)
                    && let Some(first) = seen.insert(name, index)
                {
                    let name = relation.name;
                    let detail = format!("must be given only once, and is at #/{name}/{first} too");
                    violations.push(Violation { pointer, code: "duplicate", detail });
                }
                records.push(child);
            }
            Err(mut more) => {
                for violation in &mut more {
                    violation.pointer.insert_str(0, &pointer);
                }
                violations.extend(more);
            }
        }
    }
    if violations.is_empty() {
        Ok(Children { relation: position, records })
    } else {
        Err(violations)
    }
}

struct Reader {
    shape: Shape,
    depth: usize,
    link: Link,
    relation: &'static Relation,
}

impl Reader {
    fn child(&self, element: Json, count: &mut usize) -> Result<Child, Vec<Violation>> {
        let Json::Object(object) = element else {
            let detail = "must be an object".to_owned();
            return Err(vec![Violation { pointer: String::new(), code: "type", detail }]);
        };
        if self.link.via.is_some() || self.relation.is_stored() {
            return self.linked(object, count);
        }
        let (target, far) = (self.link.target, self.link.far);
        let own = own_part(target, far);
        let is_one = !self.relation.is_to_many();
        let names_it = |column: &usize| object.contains_key(target.columns[*column].member);
        let is_known = self.shape != Shape::Create && (is_one || own.iter().all(names_it));
        if !is_known {
            return self.created(object, far, count);
        }
        // Of several the key says which; there is only one of one.
        let mut values = Vec::new();
        let mut violations = Vec::new();
        for &column in own.iter().filter(|_| !is_one) {
            let column = &target.columns[column];
            let json = object.get(column.member).cloned().unwrap_or_default();
            match json::read(column, json) {
                Ok(value) => values.push(value),
                Err((code, detail)) => {
                    violations.push(Violation::member(column.member, code, detail));
                }
            }
        }
        let kept: Vec<_> = far.iter().chain(target.key).copied().collect();
        let frame =
            Frame { table: target, shape: self.shape, given: &[], kept: &kept, depth: self.depth };
        match frame.members(object, count) {
            Ok(members) if violations.is_empty() => {
                let (update, children) = members.into_update(Precondition::default());
                let is_whole = self.shape == Shape::Replace;
                Ok(Child { what: What::Known { own: values, update, is_whole }, children })
            }
            Ok(_) => Err(violations),
            Err(violations) => Err(violations),
        }
    }

    /// An object of the key's members names a record; any other creates one.
    fn linked(
        &self,
        object: Map<String, Json>,
        count: &mut usize,
    ) -> Result<Child, Vec<Violation>> {
        let target = self.link.target;
        let has_key = target.key_columns().all(|column| object.contains_key(column.member));
        let is_key = has_key && object.len() == target.key.len();
        if !is_key && target.permission(Operation::Create) != Permission::Nobody {
            let created = self.created(object, &[], count);
            return if has_key {
                created.map_err(|violations| links_alone(target, violations))
            } else {
                created
            };
        }
        let json = match target.key {
            [only] if is_key => {
                object.get(target.columns[*only].member).cloned().unwrap_or_default()
            }
            _ => Json::Object(object),
        };
        match key::read(target, json) {
            Ok(key) => Ok(Child { what: What::Link(key), children: Vec::new() }),
            Err((code, detail)) => {
                let only = target.key_columns().next().filter(|_| is_key && target.key.len() == 1);
                let pointer = only.map_or_else(String::new, |only| {
                    Violation::member(only.member, "", "").pointer
                });
                Err(vec![Violation { pointer, code, detail }])
            }
        }
    }

    fn created(
        &self,
        object: Map<String, Json>,
        given: &[usize],
        count: &mut usize,
    ) -> Result<Child, Vec<Violation>> {
        let (table, shape) = (self.link.target, Shape::Create);
        let frame = Frame { table, shape, given, kept: &[], depth: self.depth };
        let members = frame.members(object, count)?;
        Ok(Child { what: What::New(members.changes), children: members.children })
    }

    /// What no two of the elements may agree in.
    fn name(&self, child: &Child) -> Option<String> {
        let target = self.link.target;
        match &child.what {
            What::Known { own, .. } if !own.is_empty() => {
                Some(written(target, &own_part(target, self.link.far), own))
            }
            What::Link(key) => Some(written(target, target.key, key)),
            What::New(_) | What::Known { .. } => None,
        }
    }
}

/// Says of a key that bodies do not set what it would do alone.
fn links_alone(target: &'static Table, mut violations: Vec<Violation>) -> Vec<Violation> {
    let keys = target.key_columns().map(|column| Violation::member(column.member, "", "").pointer);
    let keys: Vec<_> = keys.collect();
    for violation in &mut violations {
        if violation.code == "read_only" && keys.contains(&violation.pointer) {
            "links the record with this key where it stands alone, and must be left out of a new one"
                .clone_into(&mut violation.detail);
        }
    }
    violations
}

fn written(target: &'static Table, columns: &[usize], key: &[Value]) -> String {
    let mut all = String::new();
    for (&column, value) in columns.iter().zip(key) {
        text::write(&target.columns[column], value, &mut all);
        all.push('\0');
    }
    all
}
