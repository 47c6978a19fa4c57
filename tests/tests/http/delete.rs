//! `DELETE` of a record.

use serde_json::json;

use crate::harness::on_every_database;

#[tokio::test]
async fn a_deleted_record_is_gone() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        let answer = api.delete("/books/1").await.is(204);
        assert!(answer.body.is_empty());
        api.get("/books/1").await.problem(404, "not-found");
        api.delete("/books/1").await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn what_others_refer_to_stays() {
    on_every_database(async |api| {
        let author = api.author().await;
        let path = format!("/authors/{}", author.as_str().expect("a UUID"));
        api.book(json!({"author_id": author})).await;
        api.delete(&path).await.problem(409, "restricted");
        api.get(&path).await.is(200);
        api.delete("/books/1").await.is(204);
        api.delete(&path).await.is(204);
    })
    .await;
}
