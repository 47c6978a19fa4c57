//! Media types: what may be sent and what may be asked for.

use serde_json::json;

use crate::harness::on_every_database;

#[tokio::test]
async fn bodies_must_be_json() {
    on_every_database(async |api| {
        let book = json!({"title": "A", "price": "1", "secret": "s"}).to_string();
        for media_type in [
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "application/json5",
            "multipart/form-data; boundary=x",
            "application/merge-patch+json",
            "text/json",
            "json",
            "",
            "application/json; charset=utf-16",
        ] {
            let call =
                api.call("POST", "/books").header("content-type", media_type).body(book.clone());
            let answer = call.await;
            assert_eq!(answer.header("accept-post"), "application/json", "{media_type}");
            assert_eq!(answer.header("accept"), "application/json");
            answer.problem(415, "unsupported-media-type");
        }
        api.call("POST", "/books").body(book.clone()).await.problem(415, "unsupported-media-type");
        for media_type in
            ["application/json", "Application/JSON;charset=\"UTF-8\"", "application/json ; v=1"]
        {
            let call =
                api.call("POST", "/books").header("content-type", media_type).body(book.clone());
            call.await.is(201);
        }
    })
    .await;
}

#[tokio::test]
async fn patches_say_which_types_they_take() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        let call =
            api.call("PATCH", "/books/1").header("content-type", "application/json-patch+json");
        let answer = call.body("[]").await;
        assert!(answer.header("accept-patch").contains("application/merge-patch+json"));
        answer.problem(415, "unsupported-media-type");
        let call =
            api.call("PUT", "/books/1").header("content-type", "application/merge-patch+json");
        call.body("{}").await.problem(415, "unsupported-media-type");
    })
    .await;
}

#[tokio::test]
async fn a_coding_that_nobody_unpacks_is_refused() {
    on_every_database(async |api| {
        let call = api.post("/books", &json!({})).header("content-encoding", "br");
        call.await.problem(415, "unsupported-media-type");
        // Nothing is nothing, however it is packed.
        let call = api.post("/books", &json!({})).body("").header("content-encoding", "gzip");
        call.await.problem(400, "malformed");
    })
    .await;
}

#[tokio::test]
async fn answers_are_json_or_nothing() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        let new = json!({"title": "A", "price": "1", "secret": "s"});
        for accept in ["text/html", "application/xml", "application/json;q=0", "*/*;q=0", "image/*"]
        {
            for path in ["/books", "/books/1"] {
                api.get(path).header("accept", accept).await.problem(406, "not-acceptable");
            }
            api.post("/books", &new).header("accept", accept).await.problem(406, "not-acceptable");
        }
        for accept in [
            "*/*",
            "application/*",
            "application/json",
            "text/html,application/xhtml+xml,*/*;q=0.8",
            "",
            "application/json; charset=utf-8",
            "application/problem+json, application/json",
        ] {
            api.get("/books/1").header("accept", accept).await.is(200);
        }
        // Nothing was made on the way, and a delete answers with nothing.
        assert_eq!(api.get("/books?count=exact").await.json()["total"], 1);
        api.delete("/books/1").header("accept", "text/html").await.is(204);
    })
    .await;
}
