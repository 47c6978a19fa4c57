//! Hostile names and values at every place of a list, an aggregate and a query: what is refused is
//! named, nothing is taken for SQL, and nothing is a fault of the server.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::harness::{Answer, Api, on_every_database};

/// What is no name of a filter: SQL, half a name, and names that clients may not know of.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "'",
        "\"",
        "`",
        "title'--",
        "title\"",
        "title`",
        "title\\",
        "title;DROP TABLE books",
        "1=1",
        "title) OR (1=1",
        "title/**/",
        "title\0",
        "\0",
        "\u{1}",
        " title",
        "title ",
        "TITLE",
        "ｔitle",
        ".",
        "..",
        "author.",
        ".name",
        "author..name",
        "author.name.name",
        "author.author.name",
        "[",
        "]",
        "[]",
        "title[",
        "title]",
        "title[]",
        "title[[eq]]",
        "title[eq][eq]",
        "title[eq",
        "title[EQ]",
        "title[= 1 --]",
        "title[eq]x",
        "title[eq ]",
        "author[name]",
        "author[eq]",
        "author.name[",
        "author.name[]",
        "author.[eq]",
        "author.name[exists]",
        "title[exists]",
        "secret",
        "internal",
        "notes",
        "book.secret",
        "book.internal",
        "book.notes",
        "secret[null]",
        "drop.id",
        "drop.content",
        "drop[exists]",
        "author_id.name",
        "author_id[exists]",
        "book.author.name",
        "books",
        "crud_secrets",
        "sqlite_master",
        "rowid",
        "oid",
        "ctid",
        "__proto__",
        "constructor",
        "%",
        "_",
        "*",
        "-title",
        "+",
        "title,title",
        "🎸",
        "e\u{301}",
    ]
    .map(str::to_owned)
    .into();
    names.push("title".repeat(400));
    names.push(format!("{}name", "author.".repeat(300)));
    names.push(format!("title{}", "[eq]".repeat(300)));
    names
}

const VALUES: &[&str] = &[
    "'",
    "\"",
    "''",
    "' OR '1'='1",
    "'; DROP TABLE books; --",
    "\\",
    "\\'",
    "%",
    "_",
    "1; SELECT 1",
    "1 OR 1=1",
    "NULL",
    "null",
    "\0",
    "a\0b",
    "\u{1}",
    "$1",
    "?1",
    ":title",
    "@x",
    "${jndi:x}",
    "{{7*7}}",
    "NaN",
    "1e999",
    "-",
    "--",
    "/*",
    "*/",
    ",",
    ",,",
    "\\,",
    "[]",
    "{}",
    "true",
    "()",
    "0x31",
    "\u{feff}",
    "🎸",
    "\u{202e}",
    "99999999999999999999999999",
    "2024-02-30",
    "sleep(5)",
    "pg_sleep(5)",
    "CHAR(39)",
];

/// The text as it stands in a query string, every octet escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() * 3);
    for octet in text.bytes() {
        // Writing into a `String` cannot fail.
        let _ = write!(escaped, "%{octet:02X}");
    }
    escaped
}

/// A pointer as it was before it became part of a URI.
fn pointer(error: &Value) -> String {
    let fragment = error["pointer"].as_str().expect("a pointer").trim_start_matches('#').as_bytes();
    let mut octets = Vec::new();
    let mut rest = fragment.iter();
    while let Some(&octet) = rest.next() {
        if octet == b'%' {
            let digits: String = rest.by_ref().take(2).map(|digit| char::from(*digit)).collect();
            octets.push(u8::from_str_radix(&digits, 16).expect("an escape"));
        } else {
            octets.push(octet);
        }
    }
    String::from_utf8(octets).expect("UTF-8")
}

fn part(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn errors(answer: Answer) -> Vec<Value> {
    let problem = answer.problem(400, "parameters");
    let errors = problem["errors"].as_array().expect("errors").clone();
    for error in &errors {
        let detail = error["detail"].as_str().expect("a detail");
        assert!(!detail.is_empty() && !detail.contains("SQL"), "{error}");
    }
    errors
}

async fn query(api: &Api, path: &str, body: &Value) -> Answer {
    api.post(&format!("{path}:query"), body).await
}

#[tokio::test]
async fn a_name_that_is_none_is_named() {
    on_every_database(async |api| {
        for path in ["/books", "/remarks"] {
            for name in names() {
                // This one has a relation of that name.
                if path == "/remarks" && name == "author[exists]" {
                    continue;
                }
                let answer = api.get(&format!("{path}?{}=1", escaped(&name))).await;
                let errors = errors(answer);
                assert_eq!(errors.len(), 1, "{name:?}: {errors:?}");
                assert_eq!(errors[0]["parameter"], name, "{errors:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_name_within_a_parameter_is_told_at_the_parameter() {
    on_every_database(async |api| {
        for name in names() {
            for parameter in ["sort", "include", "fields"] {
                let answer = api.get(&format!("/remarks?{parameter}={}", escaped(&name))).await;
                let errors = errors(answer);
                assert_eq!(errors.len(), 1, "{parameter} {name:?}: {errors:?}");
                assert_eq!(errors[0]["parameter"], parameter, "{name:?}: {errors:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_name_in_a_body_is_pointed_at() {
    on_every_database(async |api| {
        for name in names() {
            let places = [
                (json!({"where": {name.as_str(): {"eq": 1}}}), format!("/where/{}", part(&name))),
                (
                    json!({"where": {"not": {"or": [{name.as_str(): {"eq": 1}}]}}}),
                    format!("/where/not/or/0/{}", part(&name)),
                ),
                (json!({"where": {"about": 1, name.as_str(): 1}}), String::new()),
                (json!({"where": {"text": {name.as_str(): 1}}}), String::new()),
                (json!({"sort": [name.as_str()]}), "/sort/0".to_owned()),
                (json!({"fields": [name.as_str()]}), "/fields/0".to_owned()),
                (json!({"include": [name.as_str()]}), "/include".to_owned()),
                (json!({"include": {name.as_str(): {}}}), format!("/include/{}", part(&name))),
                (
                    json!({"include": {"author": {"where": {name.as_str(): {"eq": 1}}}}}),
                    "/include/author/where/".to_owned(),
                ),
                (json!({name.as_str(): 1}), format!("/{}", part(&name))),
            ];
            for (body, place) in places {
                let errors = errors(query(&api, "/remarks", &body).await);
                let found = pointer(&errors[0]);
                assert!(found.starts_with(&place), "{body} is refused at {found:?}, not {place:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_value_is_a_value() {
    on_every_database(async |api| {
        api.book(json!({"title": "plain"})).await;
        for value in VALUES {
            let text = escaped(value);
            for parameter in [
                "title",
                "title[ne]",
                "title[in]",
                "title[contains]",
                "title[icontains]",
                "title[starts_with]",
                "title[ends_with]",
                "title[gt]",
                "price",
                "price[gte]",
                "price[in]",
                "rank[null]",
                "state",
                "id[lt]",
                "published_on[lte]",
                "created_at",
                "author_id",
                "author.name",
                "author.name[contains]",
                "author.email",
                "author[exists]",
                "sort",
                "limit",
                "offset",
                "cursor",
                "count",
            ] {
                let answer = api.get(&format!("/books?{parameter}={text}")).await;
                if answer.status == 200 {
                    let titles = answer.json()["items"].as_array().map_or(0, Vec::len);
                    let may_match = parameter.contains("[ne]")
                        || parameter.contains("[gt")
                        || parameter.contains("[lt")
                        || matches!(parameter, "author[exists]" | "limit" | "rank[null]");
                    assert!(titles == 0 || may_match, "{parameter}={value:?} finds the book");
                } else {
                    let errors = errors(answer);
                    assert_eq!(errors[0]["parameter"], parameter, "{value:?}: {errors:?}");
                }
            }
            for operator in ["eq", "ne", "in", "contains", "starts_with", "gt", "null"] {
                for field in ["title", "price", "rank", "author.name", "created_at"] {
                    let value = if operator == "in" { json!([value]) } else { json!(value) };
                    let body = json!({"where": {field: {operator: value}}});
                    let answer = query(&api, "/books", &body).await;
                    if answer.status != 200 {
                        let errors = errors(answer);
                        let at = format!("/where/{field}/{operator}");
                        assert!(pointer(&errors[0]).starts_with(&at), "{body}: {errors:?}");
                    }
                }
            }
        }
        assert_eq!(api.titles("").await, ["plain"]);
    })
    .await;
}

#[tokio::test]
async fn keys_of_records_are_values_too() {
    on_every_database(async |api| {
        for value in VALUES {
            for path in ["/books", "/authors", "/words", "/order-lines"] {
                for method in ["GET", "PATCH", "DELETE"] {
                    let call = api.call(method, &format!("{path}/{}", escaped(value)));
                    let call = if method == "PATCH" { call.json(&json!({})) } else { call };
                    call.await.problem(404, "not-found");
                }
            }
        }
    })
    .await;
}
