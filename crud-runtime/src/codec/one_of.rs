//! The value of a `one_of` in bodies: `{"photo": "…"}`.

use serde_json::Value as Json;

use super::json;
use crate::error::Violation;
use crate::model::{OneOf, Table, Value};

/// Reads which reference is set; the others are null. All that is wrong is added to the violations.
pub(crate) fn read(
    table: &'static Table,
    one_of: &'static OneOf,
    json: Json,
    violations: &mut Vec<Violation>,
) -> Option<Vec<(usize, Value)>> {
    let before = violations.len();
    let wrong = |code| Violation::member(one_of.member, code, sentence(table, one_of));
    let Json::Object(members) = json else {
        violations.push(wrong(if json.is_null() { "null" } else { "type" }));
        return None;
    };
    let mut set: Vec<_> = one_of.columns.iter().map(|&column| (column, Value::Null)).collect();
    let mut count = 0;
    for (name, json) in members {
        let known = set.iter_mut().find(|(column, _)| table.variant(*column) == name);
        let Some((column, value)) = known else {
            violations.push(wrong("unknown").below(&name));
            continue;
        };
        count += 1;
        match json::read(&table.columns[*column], json) {
            Ok(Value::Null) => {
                violations.push(table.violation(*column, "null", "must not be null"));
            }
            Ok(read) => *value = read,
            Err((code, detail)) => violations.push(table.violation(*column, code, detail)),
        }
    }
    if count != 1 && violations.len() == before || count > 1 {
        violations.push(wrong("one_of"));
    }
    (violations.len() == before).then_some(set)
}

/// The rule that none or several broke.
pub(crate) fn broken(table: &Table, one_of: &OneOf) -> Violation {
    Violation::member(one_of.member, "one_of", sentence(table, one_of))
}

fn sentence(table: &Table, one_of: &OneOf) -> String {
    let names: Vec<_> = one_of.columns.iter().map(|&column| table.variant(column)).collect();
    format!("must be an object with exactly one of {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixture::REVIEW;

    fn codes(json: Json) -> Vec<(String, &'static str)> {
        let mut violations = Vec::new();
        let read = read(&REVIEW, &REVIEW.one_of[0], json, &mut violations);
        assert_eq!(read.is_none(), !violations.is_empty());
        violations.into_iter().map(|violation| (violation.pointer, violation.code)).collect()
    }

    #[test]
    fn exactly_one_is_set_and_the_others_are_null() {
        let read = read(&REVIEW, &REVIEW.one_of[0], json!({"basket": 7}), &mut Vec::new());
        assert_eq!(read, Some(vec![(1, Value::Null), (2, Value::Int(7))]));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_its_place() {
        let uuid = "018f334d-b7c0-7000-8000-000000000001";
        for (json, expected) in [
            (json!(null), &[("/subject", "null")][..]),
            (json!("book"), &[("/subject", "type")]),
            (json!([uuid]), &[("/subject", "type")]),
            (json!({}), &[("/subject", "one_of")]),
            (json!({"book": uuid, "basket": 7}), &[("/subject", "one_of")]),
            (json!({"book": null}), &[("/subject/book", "null")]),
            (
                json!({"book": null, "basket": 7}),
                &[("/subject/book", "null"), ("/subject", "one_of")],
            ),
            (json!({"book": 7}), &[("/subject/book", "type")]),
            (json!({"egg": 7}), &[("/subject/egg", "unknown")]),
            (json!({"book": uuid, "a/b": 7}), &[("/subject/a~1b", "unknown")]),
        ] {
            let found = codes(json.clone());
            let found: Vec<_> = found.iter().map(|(at, code)| (at.as_str(), *code)).collect();
            assert_eq!(found, expected, "{json}");
        }
    }
}
