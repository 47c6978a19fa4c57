//! Answers: every status that a route can give, with what stands in it.

use serde_json::{Map, Value, json};

use super::header;
use crate::model::Operation;

/// Refusals: status, name of the shared response, what it means.
const REFUSALS: &[(u16, &str, &str)] = &[
    (400, "BadRequest", "The request cannot be parsed, or a parameter is unknown or bad."),
    (404, "NotFound", "No record has this key."),
    (406, "NotAcceptable", "No media type that `Accept` lists is made here."),
    (408, "RequestTimeout", "The request was sent too slowly."),
    (
        409,
        "Conflict",
        "The write contradicts what is stored: a value that must be unique, a \
      reference to no record or from other records, or a stale version.",
    ),
    (412, "PreconditionFailed", "`If-Match` or `If-None-Match` does not hold."),
    (413, "ContentTooLarge", "The body is too large."),
    (414, "UriTooLong", "The address is too long."),
    (415, "UnsupportedMediaType", "The body's media type or content coding is not taken."),
    (417, "ExpectationFailed", "`Expect` asks for what is not done here."),
    (422, "Invalid", "The body is well-formed and breaks rules; all of them are listed."),
    (431, "HeadersTooLarge", "The header section is too large."),
    (500, "InternalError", "The server failed."),
    (503, "Unavailable", "The server or its database takes no more work at the moment."),
    (504, "Timeout", "The request took longer than the server lets it."),
    (507, "DiskFull", "The database's disk is full."),
];

/// What any request may be refused with.
const ANY: &[u16] = &[400, 406, 408, 413, 414, 417, 431, 500, 503, 504];

/// The refusals of all routes.
pub(super) fn shared(problem: &str) -> Value {
    let content = json!({
        "application/problem+json": {"schema": {"$ref": format!("#/components/schemas/{problem}")}},
    });
    let response = |&(status, name, description): &(u16, &str, &str)| {
        let extra: &[&str] = if status == 503 { &["Retry-After"] } else { &[] };
        let response = json!({
            "description": description,
            "headers": header::references(extra),
            "content": content,
        });
        (name.to_owned(), response)
    };
    let mut responses: Map<_, _> = REFUSALS.iter().map(response).collect();
    responses.insert(
        "NotModified".to_owned(),
        json!({
            "description": "The record has the tag that `If-None-Match` lists.",
            "headers": header::references(&["ETag"]),
        }),
    );
    responses.into()
}

/// Adds the refusals of an operation to its answers.
pub(super) fn add_refusals(responses: &mut Map<String, Value>, operation: Operation) {
    let own: &[u16] = match operation {
        Operation::List | Operation::Aggregate => &[412],
        Operation::Query => &[412, 415],
        Operation::PostQuery => &[415],
        Operation::Read | Operation::Related(_) => &[404, 412],
        Operation::Create => &[409, 415, 422, 507],
        Operation::Replace | Operation::Patch | Operation::SetLinks(_) | Operation::Link(_) => {
            &[404, 409, 412, 415, 422, 507]
        }
        Operation::Delete | Operation::Unlink(_) => &[404, 409, 412, 507],
    };
    if matches!(operation.method(), "GET" | "QUERY") {
        responses.insert("304".to_owned(), reference("NotModified"));
    }
    for (status, name, _) in REFUSALS {
        if ANY.contains(status) || own.contains(status) {
            responses.insert(status.to_string(), reference(name));
        }
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/responses/{name}")})
}

/// The schema of a problem detail (RFC 9457).
pub(super) fn problem() -> Value {
    json!({
        "type": "object",
        "description": "Why a request was refused (RFC 9457).",
        "properties": {
            "type": {
                "type": "string",
                "format": "uri-reference",
                "description": "The kind of problem; it leads to an explanation.",
            },
            "title": {"type": "string", "description": "The kind in words."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string", "description": "What is wrong with this request."},
            "instance": {
                "type": "string",
                "format": "uri-reference",
                "description": "The path that was asked.",
            },
            "request_id": {"type": "string", "description": "The id in the server's log."},
            "errors": {
                "type": "array",
                "description": "All that is wrong, one by one.",
                "items": {
                    "type": "object",
                    "properties": {
                        "pointer": {
                            "type": "string",
                            "description": "Where in the body: an RFC 6901 fragment, `#/title`.",
                        },
                        "parameter": {"type": "string", "description": "Which parameter."},
                        "code": {"type": "string", "description": "The rule; stable."},
                        "detail": {"type": "string", "description": "What would be right."},
                    },
                    "required": ["code", "detail"],
                    "additionalProperties": false,
                },
            },
        },
        "required": ["type", "title", "status"],
        "examples": [{
            "type": "/problems/validation",
            "title": "Validation failed",
            "status": 422,
            "errors": [{"pointer": "#/name", "code": "required", "detail": "is required"}],
        }],
    })
}
