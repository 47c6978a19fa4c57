//! `q`: what it finds, in which order, and what is no search.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::harness::{Api, on_every_database};

async fn leaflet(api: &Api, title: &str, body: Value) {
    let pages = title.len();
    api.created("/leaflets", &json!({"title": title, "body": body, "pages": pages})).await;
}

/// The titles of what is found, sorted.
async fn found(api: &Api, query: &str) -> Vec<String> {
    let list = api.get(&format!("/leaflets?{query}")).await.is(200).json();
    let mut titles = titles(&list);
    titles.sort_unstable();
    titles
}

fn titles(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().expect("items").iter();
    items.map(|item| item["title"].as_str().expect("a title").to_owned()).collect()
}

#[tokio::test]
async fn every_word_begins_a_word_of_some_column() {
    on_every_database(async |api| {
        leaflet(&api, "The Lathe", json!("its head-stock, and how it's cleaned")).await;
        leaflet(&api, "Lathes & Heads", Value::Null).await;
        leaflet(&api, "Éclair, été—日本語", json!("a b")).await;
        for (query, expected) in [
            ("lathe hea", &["Lathes & Heads", "The Lathe"][..]),
            ("HEA lat", &["Lathes & Heads", "The Lathe"]),
            ("the", &["The Lathe"]),
            ("athe", &[]),
            ("head stock", &["The Lathe"]),
            ("head-stock.", &["The Lathe"]),
            ("s cl", &["The Lathe"]),
            ("heads head", &["Lathes & Heads"]),
            ("Éc", &["Éclair, été—日本語"]),
            ("éc", &[]),
            ("日本", &[]),
            ("été—日", &["Éclair, été—日本語"]),
            ("a b", &["Éclair, été—日本語"]),
            ("null", &[]),
        ] {
            let q: String = form_urlencoded(query);
            assert_eq!(found(&api, &format!("q={q}")).await, expected, "{query}");
        }
        assert_eq!(found(&api, "q=lathe&pages[gte]=10").await, ["Lathes & Heads"]);
        let sums = "fields=count,sum(pages)&pages[gte]=10";
        let sums = api.get(&format!("/leaflets:aggregate?q=lathe&{sums}")).await.is(200).json();
        assert_eq!(sums["items"], json!([{"count": 1, "sum": {"pages": "14"}}]));
        let count = api.get("/leaflets?q=lathe&count=exact&limit=1").await.is(200).json();
        assert_eq!(count["total"], 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_written_is_found_at_once() {
    on_every_database(async |api| {
        leaflet(&api, "one", json!("old words")).await;
        let id = api.get("/leaflets?q=old").await.is(200).json()["items"][0]["id"].clone();
        let path = format!("/leaflets/{}", id.as_str().expect("a key"));
        api.patch(&path, &json!({"body": "new words"})).await.is(200);
        assert_eq!(found(&api, "q=old").await, [""; 0]);
        assert_eq!(found(&api, "q=one+new").await, ["one"]);
        api.patch(&path, &json!({"pages": 7})).await.is(200);
        assert_eq!(found(&api, "q=one+new&pages=7").await, ["one"]);
        api.delete(&path).await.is(204);
        assert_eq!(found(&api, "q=one").await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn relevance_is_paged_both_ways() {
    on_every_database(async |api| {
        for number in 0..7 {
            let body = vec!["other words of no interest"; number].join(" ");
            leaflet(&api, &format!("lathe {number}"), json!(body)).await;
        }
        leaflet(&api, "nothing", Value::Null).await;
        let mut path = "/leaflets?q=lathe&sort=relevance&limit=3".to_owned();
        let whole = api.get("/leaflets?q=lathe&sort=relevance").await.is(200).json();
        let whole = titles(&whole);
        assert_eq!(whole.len(), 7);
        let mut pages: Vec<Value> = Vec::new();
        loop {
            let page = api.get(&path).await.is(200).json();
            let next = page["next"].as_str().map(str::to_owned);
            pages.push(page);
            let Some(next) = next else { break };
            path = format!("/leaflets?q=lathe&sort=relevance&limit=3&cursor={next}");
        }
        let walked: Vec<_> = pages.iter().flat_map(titles).collect();
        assert_eq!(walked, whole);
        assert_eq!(pages[0]["prev"], Value::Null);
        let prev = pages[1]["prev"].as_str().expect("a page before");
        let path = format!("/leaflets?q=lathe&sort=relevance&limit=3&cursor={prev}");
        assert_eq!(titles(&api.get(&path).await.is(200).json()), titles(&pages[0]));
        // A cursor is of its own search.
        let next = pages[0]["next"].as_str().expect("a page behind");
        let other = format!("/leaflets?q=lath&sort=relevance&limit=3&cursor={next}");
        assert_eq!(api.get(&other).await.errors(400, "parameters"), ["cursor cursor"]);
        let worst = api.get("/leaflets?q=lathe&sort=-relevance,title").await.is(200).json();
        assert_eq!(titles(&worst).len(), 7);
        // The key and any other sort go on as ever.
        let first = api.get("/leaflets?q=lathe&sort=-title&limit=2").await.is(200).json();
        assert_eq!(titles(&first), ["lathe 6", "lathe 5"]);
        let next = first["next"].as_str().expect("a page behind");
        let path = format!("/leaflets?q=lathe&sort=-title&limit=2&cursor={next}");
        assert_eq!(titles(&api.get(&path).await.is(200).json()), ["lathe 4", "lathe 3"]);
    })
    .await;
}

#[tokio::test]
async fn a_body_searches_too() {
    on_every_database(async |api| {
        leaflet(&api, "The Lathe", Value::Null).await;
        leaflet(&api, "The Lathe of Heaven", Value::Null).await;
        let ask = json!({"q": "lathe", "sort": ["relevance"], "where": {"pages": {"gt": 9}}});
        let page = api.post("/leaflets:query", &ask).await.is(200).json();
        assert_eq!(titles(&page), ["The Lathe of Heaven"]);
        let errors = api.post("/leaflets:query", &json!({"q": 7})).await;
        assert_eq!(errors.errors(400, "parameters"), ["#/q type"]);
        let errors = api.post("/leaflets:query", &json!({"q": "*"})).await;
        assert_eq!(errors.errors(400, "parameters"), ["#/q value"]);
        let errors = api.post("/leaflets:query", &json!({"sort": ["relevance"]})).await;
        assert_eq!(errors.errors(400, "parameters"), ["#/sort value"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_search_is_refused() {
    on_every_database(async |api| {
        let long = "a".repeat(257);
        let many = "a+".repeat(16);
        for (query, error) in [
            ("q=", "q value"),
            ("q=%20", "q value"),
            ("q=%22*%22", "q value"),
            ("q=_", "q value"),
            (&format!("q={long}"), "q value"),
            (&format!("q={many}a"), "q value"),
            ("q=a&q=b", "q duplicate"),
            ("q=%FF", "q encoding"),
            ("sort=relevance", "sort value"),
            // `q` is there, and wrong.
            ("sort=relevance&q=!", "q value"),
            ("q[eq]=a", "q[eq] unknown"),
        ] {
            let answer = api.get(&format!("/leaflets?{query}")).await;
            assert_eq!(answer.errors(400, "parameters"), [error], "{query}");
        }
        // The same word again is no other word.
        api.get(&format!("/leaflets?q={many}")).await.is(200);
        api.get(&format!("/leaflets?q={}", "a".repeat(256))).await.is(200);
        // Nothing is searched there.
        assert_eq!(api.get("/logs?q=a").await.errors(400, "parameters"), ["q unknown"]);
        let errors = api.get("/logs?sort=relevance").await.errors(400, "parameters");
        assert_eq!(errors, ["sort value"]);
    })
    .await;
}

#[tokio::test]
async fn no_search_is_anything_but_words() {
    on_every_database(async |api| {
        leaflet(&api, "NEAR words AND or NOT title:rowid", json!("it's \"quoted\" \\ 'x':*A"))
            .await;
        for hostile in [
            "\"",
            "'",
            "\\",
            "*",
            "a*",
            "a\"",
            "a'",
            "a\\",
            "a\\'",
            "\"a\" OR \"b\"",
            "a NEAR b",
            "NEAR(a b)",
            "title:a",
            "words:a",
            "{words}:a",
            "^a",
            "a:*",
            "a:A",
            "a & b",
            "a | b",
            "!a",
            "a <-> b",
            "(a",
            "a)",
            "+a",
            "-a",
            "~a",
            "<a",
            ">a",
            "a@2",
            "@distance",
            "%",
            "_",
            "a;DROP TABLE leaflets",
            "a--",
            "a/*",
            "a#",
            "';--",
            "a\u{1}b",
            "\u{7f}a",
            "a\tb\nc",
            "—",
            "\u{200b}",
            "日本",
            "🙂",
            "\u{10FFFF}",
            "e\u{301}",
            "\u{feff}a",
            "\u{202e}a",
            "0",
            "1e999",
            "null",
            "true",
            "zz",
            "zz61",
            "the",
            "a b c d e f g h i j k l m n o p",
            &"é".repeat(256),
            &"a".repeat(256),
            &"日 ".repeat(16),
            "''''",
            "\"\"\"\"",
            "$1",
            "?1",
            "${a}",
            "{{a}}",
            "a\u{2028}b",
            "AND",
            "OR",
            "NOT",
            "and or not near",
        ] {
            for sort in ["", "&sort=relevance", "&sort=-relevance,-pages", "&count=exact"] {
                let q: String = form_urlencoded(hostile);
                let answer = api.get(&format!("/leaflets?q={q}{sort}")).await;
                let is_words = hostile.chars().any(|one| !one.is_ascii() || one.is_alphanumeric());
                answer.is(if is_words { 200 } else { 400 });
            }
        }
        let whole = "near WORDS and or not TITLE rowid it's quoted x a";
        assert_eq!(found(&api, &format!("q={}", form_urlencoded(whole))).await.len(), 1);
    })
    .await;
}

/// Percent-encoded.
fn form_urlencoded(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() * 3);
    for octet in text.bytes() {
        // Writing into a `String` cannot fail.
        let _ = write!(escaped, "%{octet:02X}");
    }
    escaped
}
