//! `POST` to a collection.

use serde_json::{Value, json};

use crate::harness::on_every_database;

#[tokio::test]
async fn a_create_answers_with_the_record_and_where_it_is() {
    on_every_database(async |api| {
        let author = api.author().await;
        let answer = api
            .post(
                "/books",
                &json!({
                    "title": "Time", "isbn": "97812", "price": "12.5", "rank": 3,
                    "published_on": "2024-02-29", "state": "in_print", "notes": {"b": 1, "a": [2.0]},
                    "author_id": author, "secret": "hush", "loanable": false,
                }),
            )
            .await
            .is(201);
        assert_eq!(answer.header("location"), "/books/1");
        assert_eq!(answer.header("etag"), "\"1\"");
        let book = answer.json();
        let at = book["created_at"].as_str().expect("an instant").to_owned();
        assert_eq!((at.len(), &at[26..]), (27, "Z"));
        assert_eq!(
            book,
            json!({
                "id": 1, "title": "Time", "isbn": "97812", "price": "12.50", "rank": 3,
                "published_on": "2024-02-29", "state": "in_print", "notes": {"a": [2], "b": 1},
                "author_id": author, "loanable": false, "stock": null, "created_at": at,
                "updated_at": at, "version": 1,
            })
        );
        assert_eq!(api.get("/books/1").await.is(200).body, answer.body);
    })
    .await;
}

#[tokio::test]
async fn what_is_left_out_is_null_or_its_default() {
    on_every_database(async |api| {
        let book = api.book(json!({})).await;
        assert_eq!(book["rank"], Value::Null);
        assert_eq!(book["state"], "draft");
        assert_eq!(book["loanable"], true);
    })
    .await;
}

#[tokio::test]
async fn all_errors_come_at_once() {
    on_every_database(async |api| {
        let book = json!({
            "title": "", "isbn": "x", "price": 1, "rank": "1", "published_on": "2023-02-29",
            "state": "lost", "secret": null, "author_id": "x", "unknown/~": 1, "hidden": 1,
            "loanable": "yes",
        });
        assert_eq!(
            api.post("/books", &book).await.errors(422, "validation"),
            [
                "#/author_id format",
                "#/hidden unknown",
                "#/isbn pattern",
                "#/loanable type",
                "#/price type",
                "#/published_on format",
                "#/rank type",
                "#/secret null",
                "#/state enum",
                "#/title length",
                "#/unknown~1~0 unknown",
            ]
        );
        assert_eq!(
            api.post("/books", &json!({})).await.errors(422, "validation"),
            ["#/price required", "#/secret required", "#/title required"]
        );
    })
    .await;
}

#[tokio::test]
async fn only_what_a_client_may_set_is_taken() {
    on_every_database(async |api| {
        for member in ["id", "created_at", "updated_at", "version", "stock", "internal"] {
            let mut book = json!({"title": "A", "price": "1", "secret": "s"});
            book[member] = json!(1);
            let errors = api.post("/books", &book).await.errors(422, "validation");
            let code = if member == "internal" { "unknown" } else { "read_only" };
            assert_eq!(errors, [format!("#/{member} {code}")]);
        }
    })
    .await;
}

#[tokio::test]
async fn rules_of_columns_hold() {
    on_every_database(async |api| {
        for (member, value, code) in [
            ("title", json!("forbidden"), "invalid"),
            ("title", json!("𝄞".repeat(21)), "length"),
            ("title", json!("a\0b"), "pattern"),
            ("price", json!("-0.01"), "range"),
            ("price", json!("1000.01"), "range"),
            ("price", json!("0.001"), "format"),
            ("price", json!("1e2"), "format"),
            ("rank", json!(2_147_483_648_i64), "range"),
            ("rank", json!(1.5), "type"),
            ("published_on", json!("0999-01-01"), "format"),
        ] {
            let mut book = json!({"title": "A", "price": "1", "secret": "s"});
            book[member] = value;
            let errors = api.post("/books", &book).await.errors(422, "validation");
            assert_eq!(errors, [format!("#/{member} {code}")], "{book}");
        }
        api.book(json!({"title": "𝄞".repeat(20), "price": "1000", "rank": 5.0})).await;
    })
    .await;
}

#[tokio::test]
async fn unique_values_name_their_members() {
    on_every_database(async |api| {
        api.book(json!({"isbn": "97811"})).await;
        let book = json!({"title": "A", "price": "1", "secret": "s", "isbn": "97811"});
        assert_eq!(api.post("/books", &book).await.errors(409, "unique"), ["#/isbn unique"]);
        // Null equals nothing.
        api.book(json!({})).await;
        api.book(json!({})).await;
        let line = json!({"order_id": 1, "code": "a", "quantity": 1, "origin": "x", "position": 1});
        api.created("/order-lines", &line).await;
        let mut same = line.clone();
        same["position"] = json!(2);
        assert_eq!(
            api.post("/order-lines", &same).await.errors(409, "unique"),
            ["#/code unique", "#/order_id unique"]
        );
        let mut other = line.clone();
        other["code"] = json!("b");
        assert_eq!(
            api.post("/order-lines", &other).await.errors(409, "unique"),
            ["#/order_id unique", "#/position unique"]
        );
    })
    .await;
}

#[tokio::test]
async fn references_must_lead_somewhere() {
    on_every_database(async |api| {
        let nobody = "00000000-0000-7000-8000-000000000000";
        let book = json!({"title": "A", "price": "1", "secret": "s", "author_id": nobody});
        assert_eq!(
            api.post("/books", &book).await.errors(409, "reference"),
            ["#/author_id reference"]
        );
    })
    .await;
}

#[tokio::test]
async fn what_nobody_may_read_is_not_answered() {
    on_every_database(async |api| {
        let answer = api.post("/drops", &json!({"content": "x"})).await.is(201);
        assert!(answer.body.is_empty());
        assert_eq!(answer.header("location"), "/drops/1");
        assert_eq!(answer.header("content-type"), "");
        let answer = api.put("/drops/1", &json!({"content": "y"})).await.is(204);
        assert!(answer.body.is_empty());
        let answer = api.patch("/drops/1", &json!({"content": "z"})).await.is(204);
        assert!(answer.body.is_empty());
        let answer = api.delete("/drops/1").header("prefer", "return=representation").await.is(204);
        assert!(answer.body.is_empty());
        assert_eq!(answer.header("preference-applied"), "");
    })
    .await;
}

#[tokio::test]
async fn ids_are_never_reused() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        api.book(json!({})).await;
        api.delete("/books/2").await.is(204);
        assert_eq!(api.book(json!({})).await["id"], 3);
    })
    .await;
}

#[tokio::test]
async fn writes_take_no_parameters() {
    on_every_database(async |api| {
        for (method, path) in
            [("POST", "/books"), ("PUT", "/books/1"), ("PATCH", "/books/1"), ("DELETE", "/books/1")]
        {
            let call = api.call(method, &format!("{path}?limit=1&x=2"));
            let errors = call.json(&json!({})).await.errors(400, "parameters");
            assert_eq!(errors, ["limit unknown", "x unknown"], "{method}");
        }
        let errors = api.get("/books/1?fields=id").await.errors(400, "parameters");
        assert_eq!(errors, ["fields unknown"]);
    })
    .await;
}
