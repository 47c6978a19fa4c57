//! Questions put together at random: asked as parameters and as a body they are the same, and no
//! body is a fault of the server's.

use serde_json::{Value, json};

use super::library;
use crate::harness::on_every_database;

/// A xorshift generator (Marsaglia 2003): the same questions on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).expect("fewer than the sides")
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len())]
    }
}

/// A member, an operator, and the value as a parameter and in a body.
const FILTERS: &[(&str, &str, &str, &str)] = &[
    ("rank", "gte", "1", "1"),
    ("rank", "lt", "3", "3.0"),
    ("rank", "ne", "2", "2"),
    ("rank", "null", "false", "false"),
    ("rank", "in", "1,-1,7", "[-1, 7, 1]"),
    ("rank", "nin", "3", "[3]"),
    ("title", "contains", "a", "\"a\""),
    ("title", "icontains", "A", "\"A\""),
    ("title", "ends_with", "e", "\"e\""),
    ("title", "in", "a%5C,b,Apple", "[\"Apple\", \"a,b\"]"),
    ("price", "lte", "10", "\"10.00\""),
    ("price", "eq", "2.00", "\"2\""),
    ("state", "in", "draft,sold_out", "[\"sold_out\", \"draft\"]"),
    ("loanable", "eq", "true", "true"),
    ("published_on", "null", "true", "true"),
    ("author.name", "gte", "Ada", "\"Ada\""),
    ("author.name", "starts_with", "B", "\"B\""),
    ("author.email", "contains", "example", "\"example\""),
    ("author.email", "null", "false", "false"),
    ("author", "exists", "true", "true"),
    ("author", "exists", "false", "false"),
];
const SORTS: &[&str] =
    &["title", "-title", "rank", "-rank", "author.name", "-author.name", "-price", "state", "id"];

/// A question as a query string and as a body.
fn question(dice: &mut Dice) -> (String, Value) {
    let (mut parameters, mut body) = (Vec::new(), json!({}));
    let mut named = Vec::new();
    for _ in 0..dice.roll(4) {
        let &(member, operator, text, value) = dice.pick(FILTERS);
        if named.contains(&(member, operator)) {
            continue;
        }
        named.push((member, operator));
        let brackets = if operator == "eq" { String::new() } else { format!("[{operator}]") };
        parameters.push(format!("{member}{brackets}={text}"));
        body["where"][member][operator] = value.parse().expect("JSON");
    }
    if dice.roll(3) > 0 {
        let sorts: Vec<_> = (0..=dice.roll(3)).map(|_| *dice.pick(SORTS)).collect();
        parameters.push(format!("sort={}", sorts.join(",")));
        body["sort"] = json!(sorts);
    }
    if dice.roll(4) > 0 {
        let limit = dice.roll(3) + 1;
        parameters.push(format!("limit={limit}"));
        body["limit"] = json!(limit);
    }
    if dice.roll(4) == 0 {
        let offset = dice.roll(3);
        parameters.push(format!("offset={offset}"));
        body["offset"] = json!(offset);
    }
    if dice.roll(3) == 0 {
        parameters.push("count=exact".to_owned());
        body["count"] = json!("exact");
    }
    (parameters.join("&"), body)
}

#[tokio::test]
async fn parameters_and_bodies_ask_the_same() {
    on_every_database(async |api| {
        library(&api).await;
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        for _ in 0..300 {
            let (parameters, mut body) = question(&mut dice);
            let list = api.get(&format!("/books?{parameters}")).await.is(200).json();
            let page = api.post("/books:query", &body).await.is(200).json();
            assert_eq!(list, page, "{parameters} and {body}");
            let Some(cursor) = page["next"].as_str() else { continue };
            body["cursor"] = json!(cursor);
            body.as_object_mut().expect("an object").remove("offset");
            let parameters: Vec<_> =
                parameters.split('&').filter(|one| !one.starts_with("offset=")).collect();
            let path = format!("/books?{}&cursor={cursor}", parameters.join("&"));
            let list = api.get(&path).await.is(200).json();
            let page = api.query("/books", &body).await.is(200).json();
            assert_eq!(list, page, "{path} and {body}");
        }
    })
    .await;
}

const WORDS: &[&str] = &[
    "where",
    "sort",
    "limit",
    "cursor",
    "offset",
    "count",
    "fields",
    "include",
    "q",
    "aggregate",
    "and",
    "or",
    "not",
    "some",
    "none",
    "every",
    "exists",
    "eq",
    "ne",
    "gt",
    "gte",
    "lt",
    "lte",
    "in",
    "nin",
    "null",
    "contains",
    "icontains",
    "starts_with",
    "ends_with",
    "id",
    "title",
    "price",
    "rank",
    "state",
    "author",
    "author.name",
    "author.email",
    "author.books",
    "books",
    "books.title",
    "books.rank",
    "name",
    "email",
    "secret",
    "exact",
    "-title",
    "draft",
    "1",
    "1.00",
    "",
    "\u{0}",
    "é\u{10ffff}",
];

/// Any JSON, more often than not such as a question might have it.
fn value(dice: &mut Dice, depth: usize) -> Value {
    match dice.roll(14) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(dice.roll(5)),
        3 => json!(-1),
        4 => json!(1.5),
        5 => json!(1e300),
        6 | 7 => json!(dice.pick(WORDS)),
        8 | 9 if depth < 6 => {
            (0..dice.roll(4)).map(|_| value(dice, depth + 1)).collect::<Vec<_>>().into()
        }
        _ if depth < 6 => object(dice, depth + 1),
        _ => json!({}),
    }
}

fn object(dice: &mut Dice, depth: usize) -> Value {
    let members: serde_json::Map<_, _> =
        (0..dice.roll(3)).map(|_| ((*dice.pick(WORDS)).to_owned(), value(dice, depth))).collect();
    members.into()
}

/// A condition that is likely a good one.
fn condition(dice: &mut Dice, books: bool, depth: usize) -> Value {
    match dice.roll(if depth > 4 { 5 } else { 9 }) {
        0 if books => json!({"rank": {"gte": dice.roll(4)}, "author.name": {"ne": "Ada"}}),
        0 => json!({"name": {"gte": "B"}, "books.rank": {"lt": dice.roll(4)}}),
        1 => json!({dice.pick(WORDS).to_string(): value(dice, 3)}),
        2 if books => json!({"title": {dice.pick(WORDS).to_string(): value(dice, 5)}}),
        2 => json!({"email": {"null": false}}),
        3 => json!({"id": {dice.pick(&["eq", "ne", "in"]).to_string(): value(dice, 5)}}),
        4 => json!({}),
        5 => json!({"not": condition(dice, books, depth + 1)}),
        6 | 7 => {
            let all: Vec<_> =
                (0..dice.roll(3)).map(|_| condition(dice, books, depth + 1)).collect();
            json!({*dice.pick(&["and", "or"]): all})
        }
        _ => {
            let quantifier = *dice.pick(&["some", "none", "every"]);
            let inner = condition(dice, !books, depth + 1);
            json!({if books { "author" } else { "books" }: {quantifier: inner}})
        }
    }
}

#[tokio::test]
async fn no_body_is_a_fault_of_the_server() {
    on_every_database(async |api| {
        library(&api).await;
        let mut dice = Dice(0x2545_F491_4F6C_DD1D);
        let mut seen = std::collections::BTreeMap::new();
        for turn in 0..4_000 {
            let books = dice.roll(2) == 0;
            let mut body = if turn % 3 == 0 { object(&mut dice, 0) } else { json!({}) };
            if turn % 3 > 0 {
                body["where"] = condition(&mut dice, books, 0);
            }
            if dice.roll(4) == 0 {
                body["sort"] = json!([dice.pick(WORDS)]);
            }
            let path = if books { "/books:query" } else { "/authors:query" };
            let answer = api.post(path, &body).await;
            *seen.entry(answer.status).or_insert(0) += 1;
            assert!(answer.status == 200 || answer.status == 400, "{body}: {}", answer.status);
            if answer.status == 400 {
                let problem = answer.problem(400, "parameters");
                assert!(!problem["errors"].as_array().expect("errors").is_empty(), "{body}");
            }
        }
        assert!(seen.values().all(|count| *count > 200) && seen.len() == 2, "{seen:?}");
    })
    .await;
}
