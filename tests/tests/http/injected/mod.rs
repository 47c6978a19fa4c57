//! Hostile names and values at every place where a request has one: what is refused is named,
//! nothing is taken for SQL, and nothing is a fault of the server.

mod aggregate;
mod cursor;
mod list;
mod related;

use std::fmt::Write as _;

use serde_json::Value;

use crate::harness::{Answer, Api};

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

/// Asks in a body, and is answered or refused at a place that begins so.
async fn asks_at(api: &Api, path: &str, body: &Value, place: &str) {
    let answer = query(api, path, body).await;
    if answer.status != 200 {
        refused_at(answer, body, place);
    }
}

/// Every error is at a place of the body that begins so.
fn refused_at(answer: Answer, body: &Value, place: &str) {
    for error in errors(answer) {
        let found = pointer(&error);
        assert!(found.starts_with(place), "{body} is refused at {found:?}, not {place:?}");
    }
}

async fn query(api: &Api, path: &str, body: &Value) -> Answer {
    api.post(&format!("{path}:query"), body).await
}
