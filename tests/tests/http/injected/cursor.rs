//! Cursors that nobody gave out, or gave out for something else.

use serde_json::{Value, json};

use super::{VALUES, escaped};
use crate::harness::{Api, on_every_database};

/// An author's id, and the first page of the author's books.
async fn page(api: &Api, path: &str) -> String {
    let page = api.get(&format!("{path}?sort=title&limit=1")).await.is(200).json();
    page["next"].as_str().expect("a cursor").to_owned()
}

/// Changes of a cursor that its signature must not survive.
fn changed(cursor: &str) -> Vec<String> {
    let mut changed = vec![
        format!("{cursor}A"),
        format!("A{cursor}"),
        format!("{cursor}{cursor}"),
        format!("{cursor}="),
        cursor[1..].to_owned(),
        cursor[..cursor.len() - 1].to_owned(),
        cursor[..cursor.len() / 2].to_owned(),
        cursor.chars().rev().collect(),
        cursor.to_lowercase(),
        String::new(),
    ];
    for at in 0..cursor.len() {
        // Every place takes another letter, the last of which may stand for the same octets.
        let other = if &cursor[at..=at] == "A" { "_" } else { "A" };
        changed.push(format!("{}{other}{}", &cursor[..at], &cursor[at + 1..]));
    }
    changed.extend(VALUES.iter().map(|value| (*value).to_owned()));
    changed
}

#[tokio::test]
async fn a_cursor_that_was_changed_is_none() {
    on_every_database(async |api| {
        let author = api.author().await;
        for title in ["a", "b", "c"] {
            api.book(json!({"title": title, "author_id": author})).await;
        }
        let nested = format!("/authors/{}/books", author.as_str().expect("a UUID"));
        for path in ["/books", nested.as_str()] {
            let cursor = page(&api, path).await;
            let good = format!("{path}?sort=title&limit=1&cursor={cursor}");
            assert_eq!(api.get(&good).await.is(200).json()["items"][0]["title"], "b");
            for cursor in changed(&cursor) {
                let bad = format!("{path}?sort=title&limit=1&cursor={}", escaped(&cursor));
                let errors = api.get(&bad).await.errors(400, "parameters");
                assert_eq!(errors, ["cursor cursor"], "{cursor:?}");
            }
        }
        let cursor = page(&api, "/books").await;
        let ask = |cursor: &str| json!({"sort": ["title"], "limit": 1, "cursor": cursor});
        let next = api.query("/books", &ask(&cursor)).await.is(200).json();
        assert_eq!(next["items"][0]["title"], "b");
        for cursor in changed(&cursor) {
            for answer in [
                api.query("/books", &ask(&cursor)).await,
                api.post("/books:query", &ask(&cursor)).await,
            ] {
                assert_eq!(answer.errors(400, "parameters"), ["#/cursor cursor"], "{cursor:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_cursor_is_good_for_its_own_question() {
    on_every_database(async |api| {
        let author = api.author().await;
        for title in ["a", "b", "c"] {
            api.book(json!({"title": title, "author_id": author})).await;
        }
        let cursor = page(&api, "/books").await;
        for path in [
            "/books?",
            "/books?sort=-title&",
            "/books?sort=title,price&",
            "/books?sort=title&title[ne]=x&",
            "/books?sort=title&author.name=Ada&",
            "/authors?",
        ] {
            let answer = api.get(&format!("{path}cursor={cursor}")).await;
            assert_eq!(answer.errors(400, "parameters"), ["cursor cursor"], "{path}");
        }
        let other = |members: Value| {
            let mut body = json!({"sort": ["title"], "cursor": cursor});
            for (name, value) in members.as_object().expect("an object") {
                body[name] = value.clone();
            }
            body
        };
        for body in [
            other(json!({"sort": ["-title"]})),
            other(json!({"where": {"title": {"ne": "x"}}})),
            other(json!({"where": {"or": []}})),
        ] {
            let answer = api.query("/books", &body).await;
            assert_eq!(answer.errors(400, "parameters"), ["#/cursor cursor"], "{body}");
        }
    })
    .await;
}
