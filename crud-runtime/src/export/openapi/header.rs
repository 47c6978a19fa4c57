//! Headers of answers.

use serde_json::{Value, json};

/// All of them, under the names that [`reference`] uses.
pub(super) fn shared() -> Value {
    json!({
        "ETag": {
            "description": "The record's tag (RFC 9110 §8.8.3), for `If-Match` and `If-None-Match`.",
            "required": true,
            "schema": {"type": "string"},
        },
        "Location": {
            "description": "Where the record is.",
            "required": true,
            "schema": {"type": "string", "format": "uri-reference"},
        },
        "Link": {
            "description": "The next page (RFC 8288), `rel=\"next\"`; absent on the last.",
            "schema": {"type": "string"},
        },
        "Preference-Applied": {
            "description": "Which preference was followed (RFC 7240 §3).",
            "schema": {"type": "string"},
        },
        "Retry-After": {
            "description": "Seconds after which to try again.",
            "required": true,
            "schema": {"type": "string", "pattern": "^[0-9]+$"},
        },
        "X-Request-Id": {
            "description": "The request's id, under which the server's log has it.",
            "required": true,
            "schema": {"type": "string"},
        },
        "X-Total-Count": {
            "description": "How many records match in all; with `count=exact` only.",
            "schema": {"type": "string", "pattern": "^[0-9]+$"},
        },
    })
}

/// References to these headers, with the one that every answer has.
pub(super) fn references(names: &[&str]) -> Value {
    names
        .iter()
        .chain(&["X-Request-Id"])
        .map(|name| ((*name).to_owned(), json!({"$ref": format!("#/components/headers/{name}")})))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
