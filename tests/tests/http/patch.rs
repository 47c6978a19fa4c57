//! `PATCH` of a record: RFC 7396.

use serde_json::{Value, json};

use crate::harness::on_every_database;

#[tokio::test]
async fn absent_null_and_a_value_are_three_things() {
    on_every_database(async |api| {
        api.book(json!({"rank": 1, "isbn": "97811"})).await;
        let answer = api.patch("/books/1", &json!({"rank": null, "title": "New"})).await.is(200);
        let book = answer.json();
        assert_eq!(answer.header("etag"), "\"2\"");
        assert_eq!((&book["rank"], &book["title"]), (&Value::Null, &json!("New")));
        assert_eq!((&book["isbn"], &book["price"]), (&json!("97811"), &json!("10.00")));
        assert_eq!(api.get("/books/1").await.json(), book);
        let errors = api.patch("/books/1", &json!({"title": null})).await.errors(422, "validation");
        assert_eq!(errors, ["#/title null"]);
    })
    .await;
}

#[tokio::test]
async fn plain_json_means_the_same() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        let call = api.call("PATCH", "/books/1").json(&json!({"rank": 5}));
        assert_eq!(call.await.is(200).json()["rank"], 5);
    })
    .await;
}

#[tokio::test]
async fn all_errors_come_at_once() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        let body = json!({"title": "", "price": "x", "unknown": 1, "state": 5, "id": "x"});
        assert_eq!(
            api.patch("/books/1", &body).await.errors(422, "validation"),
            ["#/id type", "#/price format", "#/state type", "#/title length", "#/unknown unknown"]
        );
    })
    .await;
}

#[tokio::test]
async fn objects_merge_into_json_members() {
    on_every_database(async |api| {
        api.book(json!({"notes": {"a": {"b": 1, "c": 2}, "d": [1]}})).await;
        for (patch, expected) in [
            (
                json!({"a": {"b": null, "e": {"f": null}}}),
                json!({"a": {"c": 2, "e": {}}, "d": [1]}),
            ),
            (json!({"a": 5, "d": {"x": 1}}), json!({"a": 5, "d": {"x": 1}})),
            (json!({}), json!({"a": 5, "d": {"x": 1}})),
            (json!([{"a": null}]), json!([{"a": null}])),
            (json!({"a": {"b": null, "c": 1}}), json!({"a": {"c": 1}})),
            (json!("text"), json!("text")),
            (json!(null), Value::Null),
            (json!({"a": 1}), json!({"a": 1})),
        ] {
            let book = api.patch("/books/1", &json!({"notes": patch})).await.is(200).json();
            assert_eq!(book["notes"], expected, "{patch}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_empty_patch_is_fine() {
    on_every_database(async |api| {
        let book = api.book(json!({})).await;
        let same = api.patch("/books/1", &json!({})).await.is(200).json();
        assert_eq!(same["title"], book["title"]);
        api.patch("/words/none", &json!({})).await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn a_missing_record_is_not_found() {
    on_every_database(async |api| {
        api.patch("/books/1", &json!({"rank": 1})).await.problem(404, "not-found");
        api.patch("/order-lines/1,a", &json!({"quantity": 1})).await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn concurrent_merges_lose_nothing() {
    on_every_database(async |api| {
        api.book(json!({"notes": {}})).await;
        let patches = (0..20).map(|number| {
            let api = api.clone();
            async move {
                let patch = json!({"notes": {number.to_string(): number}});
                api.patch("/books/1", &patch).await.is(200);
            }
        });
        futures_util::future::join_all(patches).await;
        let book = api.get("/books/1").await.json();
        assert_eq!(book["notes"].as_object().map(serde_json::Map::len), Some(20));
        assert_eq!(book["version"], 21);
    })
    .await;
}
