//! `Prefer: return=…`.

use serde_json::json;

use crate::harness::on_every_database;

#[tokio::test]
async fn minimal_answers_have_no_body() {
    on_every_database(async |api| {
        let minimal = "respond-async, return=minimal";
        let book = json!({"title": "A", "price": "1", "secret": "s"});
        let answer = api.post("/books", &book).header("prefer", minimal).await.is(201);
        assert!(answer.body.is_empty());
        assert_eq!(answer.header("content-type"), "");
        assert_eq!(answer.header("preference-applied"), "return=minimal");
        assert_eq!(answer.header("location"), "/books/1");
        assert_eq!(answer.header("etag"), "\"1\"");
        let body = json!({"title": "B", "price": "1"});
        let answer = api.put("/books/1", &body).header("prefer", minimal).await.is(204);
        assert_eq!(answer.header("preference-applied"), "return=minimal");
        assert_eq!(answer.header("etag"), "\"2\"");
        let call = api.patch("/books/1", &json!({"rank": 1}));
        let answer = call.header("prefer", minimal).await.is(204);
        assert_eq!(answer.header("etag"), "\"3\"");
        let answer = api.delete("/books/1").header("prefer", minimal).await.is(204);
        assert_eq!(answer.header("preference-applied"), "return=minimal");
    })
    .await;
}

#[tokio::test]
async fn a_delete_can_answer_with_what_is_gone() {
    on_every_database(async |api| {
        let book = api.book(json!({})).await;
        let call = api.delete("/books/1").header("prefer", "return=\"representation\"");
        let answer = call.await.is(200);
        assert_eq!(answer.header("preference-applied"), "return=representation");
        assert_eq!(answer.json(), book);
        api.get("/books/1").await.is(404);
    })
    .await;
}

#[tokio::test]
async fn unknown_preferences_are_ignored() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        let call = api.patch("/books/1", &json!({})).header("prefer", "return=some, wait=10, x");
        let answer = call.await.is(200);
        assert_eq!(answer.header("preference-applied"), "");
    })
    .await;
}
