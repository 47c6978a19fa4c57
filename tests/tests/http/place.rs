//! The path that the client used, when the routes are nested or merged.

use axum::Router;
use axum::routing::get;
use serde_json::json;

use crate::harness::{Api, on_every_database};

#[tokio::test]
async fn nested_routes_tell_the_whole_path() {
    on_every_database(async |api| {
        let api = Api::of(Router::new().nest("/shop/api", api.router()));
        let book = json!({"title": "A", "price": "1", "secret": "s"});
        for id in 1..3 {
            let answer = api.post("/shop/api/books", &book).await.is(201);
            assert_eq!(answer.header("location"), format!("/shop/api/books/{id}"));
        }
        api.get("/shop/api/books/1").await.is(200);
        let list = api.get("/shop/api/books?limit=1").await.is(200);
        assert!(list.header("link").starts_with("</shop/api/books?limit=1&cursor="));
        let line = json!({"quantity": 1, "origin": "x"});
        let answer = api.put("/shop/api/order-lines/1,a", &line).await.is(201);
        assert_eq!(answer.header("location"), "/shop/api/order-lines/1,a");

        let answer = api.get("/shop/api/books/9").await.is(404);
        let problem: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(problem["instance"], "/shop/api/books/9");
        assert_eq!(problem["type"], "/shop/api/problems/not-found");
        api.get("/shop/api/problems/not-found").await.is(200);
        let answer = api.get("/shop/api/nothing").await.is(404);
        assert_eq!(answer.header("content-type"), "application/problem+json");
    })
    .await;
}

#[tokio::test]
async fn own_routes_stand_beside() {
    on_every_database(async |api| {
        let own = Router::new().route("/hello", get(async || "hello"));
        let api = Api::of(api.router().merge(own));
        assert_eq!(api.get("/hello").await.is(200).body, "hello");
        api.get("/books").await.is(200);
        api.get("/nothing").await.problem(404, "not-found");
    })
    .await;
}
