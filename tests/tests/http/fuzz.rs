//! Requests put together at random from words that mean something: none is a fault of the
//! server's, and every refusal is a whole problem.

use serde_json::{Value, json};

use crate::harness::{Answer, Api, on_every_database};

/// A xorshift generator (Marsaglia 2003): the same requests on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).expect("fewer than the sides")
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

/// Each resource with a body that creates one of it.
const RESOURCES: &[(&str, &str)] = &[
    ("books", r#"{"title": "A", "price": "1", "secret": "s", "isbn": "97811"}"#),
    ("authors", r#"{"name": "n"}"#),
    ("order-lines", r#"{"order_id": 1, "code": "a", "quantity": 1, "origin": "x"}"#),
    ("words", r#"{"word": "1"}"#),
    ("settings", r#"{"value": "v"}"#),
    ("drops", r#"{"content": "c"}"#),
    ("logs", r#"{"line": "l"}"#),
    ("samples", "{}"),
];
const KEYS: &[&str] = &[
    "1",
    "2",
    "0",
    "-1",
    "1,a",
    "a",
    "%2C",
    "1,%2C",
    "%FF",
    "%00",
    "9223372036854775807",
    "%F0%9F%92%A9",
    "67e55044-10b1-426f-9247-bb680e5fe0c8",
    "..%2F",
    "1%2C2",
    "null",
];
const MEMBERS: &[&str] = &[
    "id",
    "title",
    "isbn",
    "price",
    "rank",
    "published_on",
    "state",
    "notes",
    "author_id",
    "secret",
    "internal",
    "loanable",
    "stock",
    "created_at",
    "version",
    "order_id",
    "code",
    "quantity",
    "remark",
    "origin",
    "position",
    "word",
    "meaning",
    "name",
    "email",
    "value",
    "content",
    "line",
    "flag",
    "small",
    "large",
    "natural",
    "float",
    "text",
    "uuid",
    "decimal",
    "date",
    "time",
    "instant",
    "bytes",
    "document",
    "limit",
    "cursor",
    "offset",
    "count",
    "sort",
    "fields",
    "",
    "__proto__",
];
const OPERATORS: &[&str] = &[
    "",
    "",
    "[ne]",
    "[gt]",
    "[gte]",
    "[lt]",
    "[lte]",
    "[in]",
    "[nin]",
    "[null]",
    "[contains]",
    "[icontains]",
    "[starts_with]",
    "[ends_with]",
    "[x]",
    "[",
    "%5Bne%5D",
];
const TEXTS: &[&str] = &[
    "1",
    "0",
    "-1",
    "",
    "a",
    "true",
    "false",
    "null",
    "exact",
    "title",
    "-id",
    "1.5",
    "1e5",
    "%",
    "%25",
    "%00",
    "%FF",
    "a,b",
    "a%5C,b",
    "%5C",
    "'",
    "%22",
    "2024-01-01",
    "2024-01-01T00:00:00Z",
    "12:00:00",
    "draft",
    "97811",
    "AA==",
    "99999999999999999999",
    "67e55044-10b1-426f-9247-bb680e5fe0c8",
    "_",
    "*",
    "%F0%9D%84%9E",
    "+",
    "[a-z",
    "$1",
    "?1",
];
const TAGS: &[&str] = &["*", "\"1\"", "W/\"1\"", "\"2-gzip\"", "\"x\", \"1\"", "1", "\"", ""];

fn value(dice: &mut Dice, depth: usize) -> Value {
    match dice.roll(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(dice.roll(5)),
        3 => json!(-1),
        4 => json!(1.5),
        5 => json!(1e300),
        6 => json!(i64::MIN),
        7 if depth < 4 => json!([value(dice, depth + 1), value(dice, depth + 1)]),
        8 if depth < 4 => {
            let mut object = json!({});
            object[dice.pick(MEMBERS)] = value(dice, depth + 1);
            object
        }
        9 => json!("a\u{0}b"),
        10 => json!("é𝄞\u{10ffff}\u{1}"),
        _ => json!(dice.pick(TEXTS)),
    }
}

/// The body, with some members set at random, and sometimes broken off.
fn body(dice: &mut Dice, template: &str) -> String {
    let mut body: Value = serde_json::from_str(template).expect("the templates are JSON");
    for _ in 0..dice.roll(6).saturating_sub(2) {
        body[dice.pick(MEMBERS)] = value(dice, 0);
    }
    let mut text = body.to_string();
    if dice.roll(10) == 0 {
        let mut cut = dice.roll(text.len() + 1);
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        text.truncate(cut);
    }
    text
}

async fn ask(api: &Api, dice: &mut Dice) -> (String, Answer) {
    let (resource, template) = RESOURCES[dice.roll(RESOURCES.len())];
    let mut path = format!("/{resource}");
    let mut method = dice.pick(&["GET", "POST"]);
    if dice.roll(3) > 0 {
        path = format!("{path}/{}", dice.pick(KEYS));
        method = dice.pick(&["GET", "PUT", "PATCH", "DELETE"]);
    }
    if dice.roll(10) == 0 {
        method = dice.pick(&["HEAD", "OPTIONS", "POST", "PUT", "TRACE"]);
    }
    for place in 0..dice.roll(8).saturating_sub(4) {
        path.push(if place == 0 { '?' } else { '&' });
        let (member, operator) = (dice.pick(MEMBERS), dice.pick(OPERATORS));
        path = format!("{path}{member}{operator}={}", dice.pick(TEXTS));
    }
    let body = body(dice, template);
    let shown = format!("{method} {path} {body}");
    let mut call = api.call(method, &path).header("content-type", "application/json").body(body);
    if dice.roll(6) == 0 {
        call = call.header("if-match", dice.pick(TAGS));
    }
    if dice.roll(6) == 0 {
        call = call.header("if-none-match", dice.pick(TAGS));
    }
    if dice.roll(6) == 0 {
        call = call.header("prefer", dice.pick(&["return=minimal", "return=representation", ";="]));
    }
    (shown, call.await)
}

#[tokio::test]
async fn no_request_is_a_fault_of_the_server() {
    on_every_database(async |api| {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..10_000 {
            let (shown, answer) = ask(&api, &mut dice).await;
            *seen.entry(answer.status).or_insert(0) += 1;
            assert!(answer.status < 500, "{shown}");
            if answer.status >= 400 && !shown.starts_with("HEAD") {
                assert_eq!(answer.header("content-type"), "application/problem+json", "{shown}");
                let problem: Value = serde_json::from_slice(&answer.body).expect(&shown);
                assert_eq!(problem["status"], answer.status, "{shown}");
            }
        }
        // The dice reach every kind of answer, or the test says nothing.
        for status in [200, 201, 204, 304, 400, 404, 405, 409, 412, 422] {
            assert!(seen.contains_key(&status), "{status} never came: {seen:?}");
        }
    })
    .await;
}
