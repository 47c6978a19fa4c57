//! `PUT` to a record.

use serde_json::{Value, json};

use crate::harness::on_every_database;

#[tokio::test]
async fn a_replace_sets_the_whole_writable_state() {
    on_every_database(async |api| {
        let book = json!({
            "title": "Old", "price": "9.00", "secret": "s", "rank": 7, "state": "sold_out",
            "notes": [1], "loanable": false,
        });
        api.created("/books", &book).await;
        let answer = api.put("/books/1", &json!({"title": "New", "price": "1"})).await.is(200);
        let book = answer.json();
        assert_eq!(answer.header("etag"), "\"2\"");
        assert_eq!(answer.header("location"), "");
        assert_eq!((&book["title"], &book["price"]), (&json!("New"), &json!("1.00")));
        assert_eq!(book["rank"], Value::Null, "absent and nullable");
        assert_eq!(book["notes"], Value::Null, "absent and nullable");
        assert_eq!(book["state"], "draft", "absent with a default");
        assert_eq!(book["loanable"], false, "immutable");
        assert_eq!(book["version"], 2);
        assert_eq!(api.get("/books/1").await.json(), book);
    })
    .await;
}

#[tokio::test]
async fn absent_required_members_are_missing() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        assert_eq!(
            api.put("/books/1", &json!({"rank": "x"})).await.errors(422, "validation"),
            ["#/price required", "#/rank type", "#/title required"]
        );
    })
    .await;
}

#[tokio::test]
async fn what_was_read_can_be_sent_back() {
    on_every_database(async |api| {
        let author = api.author().await;
        let book = api
            .book(json!({"notes": {"a": 1.5}, "author_id": author, "published_on": "2024-01-01"}))
            .await;
        let back = api.put("/books/1", &book).await.is(200).json();
        assert_eq!(back["version"], 2);
        let back = api.patch("/books/1", &back).await.is(200).json();
        for member in ["id", "title", "price", "notes", "author_id", "created_at"] {
            assert_eq!(back[member], book[member]);
        }
    })
    .await;
}

#[tokio::test]
async fn echoes_are_equal_by_value_or_refused() {
    on_every_database(async |api| {
        let book = api.book(json!({"loanable": true})).await;
        let body = |name: &str, value: Value| {
            let mut body = json!({"title": "B", "price": "1"});
            body[name] = value;
            body
        };
        let at = book["created_at"].as_str().expect("an instant");
        let in_offset = at.replace('Z', "+00:00");
        api.put("/books/1", &body("created_at", json!(in_offset))).await.is(200);
        api.put("/books/1", &body("id", json!(1.0))).await.is(200);
        for (name, value) in [
            ("id", json!(2)),
            ("loanable", json!(false)),
            ("stock", json!(5)),
            ("created_at", json!("2000-01-01T00:00:00Z")),
        ] {
            for method in ["PUT", "PATCH"] {
                let call = api.call(method, "/books/1").json(&body(name, value.clone()));
                let errors = call.await.errors(422, "validation");
                assert_eq!(errors, [format!("#/{name} read_only")], "{method}");
            }
        }
        for (name, value, code) in [
            ("id", json!("1"), "type"),
            ("created_at", json!(0), "type"),
            ("loanable", json!(null), "null"),
        ] {
            let errors = api.put("/books/1", &body(name, value)).await.errors(422, "validation");
            assert_eq!(errors, [format!("#/{name} {code}")]);
        }
        assert_eq!(
            api.put("/books/1", &body("internal", json!("x"))).await.errors(422, "validation"),
            ["#/internal unknown"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_stale_version_is_a_conflict() {
    on_every_database(async |api| {
        let book = api.book(json!({})).await;
        api.patch("/books/1", &json!({"rank": 1})).await.is(200);
        api.put("/books/1", &book).await.problem(409, "stale");
        api.patch("/books/1", &json!({"version": 1, "rank": 2})).await.problem(409, "stale");
        api.patch("/books/1", &json!({"version": 2, "rank": 2})).await.is(200);
        assert_eq!(api.get("/books/1").await.json()["rank"], 2);
    })
    .await;
}

#[tokio::test]
async fn absent_write_only_members_are_kept() {
    on_every_database(async |api| {
        api.book(json!({"secret": "hush"})).await;
        // Nobody can read it, so the only sign is that nothing is missing.
        api.put("/books/1", &json!({"title": "B", "price": "1"})).await.is(200);
        api.put("/books/1", &json!({"title": "B", "price": "1", "secret": "new"})).await.is(200);
        let errors = api
            .put("/books/1", &json!({"title": "B", "price": "1", "secret": null}))
            .await
            .errors(422, "validation");
        assert_eq!(errors, ["#/secret null"]);
    })
    .await;
}

#[tokio::test]
async fn an_unknown_key_is_not_found_where_keys_are_generated() {
    on_every_database(async |api| {
        api.put("/books/1", &json!({"title": "B", "price": "1", "secret": "s"}))
            .await
            .problem(404, "not-found");
        let id = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        api.put(&format!("/authors/{id}"), &json!({"name": "A"})).await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn an_unknown_key_is_created_where_clients_choose_keys() {
    on_every_database(async |api| {
        let line = json!({"quantity": 1, "origin": "x"});
        let answer = api.put("/order-lines/7,a%2Cb", &line).await.is(201);
        assert_eq!(answer.header("location"), "/order-lines/7,a%2Cb");
        let created = answer.json();
        assert_eq!((&created["order_id"], &created["code"]), (&json!(7), &json!("a,b")));
        let answer = api.put("/order-lines/7,a%2Cb", &json!({"quantity": 2})).await.is(200);
        assert_eq!(answer.header("location"), "");
        assert_eq!(answer.json()["origin"], "x", "immutable");
        // The key in the body is that of the path.
        let other = json!({"order_id": 8, "quantity": 1, "origin": "x"});
        let errors = api.put("/order-lines/7,c", &other).await.errors(422, "validation");
        assert_eq!(errors, ["#/order_id read_only"]);
        api.get("/order-lines/7,c").await.problem(404, "not-found");
        // A create needs what only a create can set.
        let errors =
            api.put("/order-lines/7,c", &json!({"quantity": 1})).await.errors(422, "validation");
        assert_eq!(errors, ["#/origin required"]);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_create_does_not_do_so_by_replacing() {
    on_every_database(async |api| {
        let setting = json!({"value": "x"});
        api.post("/settings", &json!({"name": "a", "value": "x"})).await.is(405);
        api.put("/settings/a", &setting).await.problem(404, "not-found");
        for (name, tags) in [("if-match", "*"), ("if-none-match", "*"), ("if-none-match", "\"x\"")]
        {
            api.put("/settings/a", &setting).header(name, tags).await.is(412);
        }
        api.get("/settings/a").await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn conflicts_are_conflicts() {
    on_every_database(async |api| {
        api.book(json!({"isbn": "97811"})).await;
        api.book(json!({"isbn": "97812"})).await;
        let body = json!({"title": "B", "price": "1", "isbn": "97811"});
        assert_eq!(api.put("/books/2", &body).await.errors(409, "unique"), ["#/isbn unique"]);
        api.put("/books/1", &body).await.is(200);
        let nobody = json!({"title": "B", "price": "1", "author_id": "67e55044-10b1-426f-9247-bb680e5fe0c8"});
        let errors = api.put("/books/2", &nobody).await.errors(409, "reference");
        assert_eq!(errors, ["#/author_id reference"]);
    })
    .await;
}
