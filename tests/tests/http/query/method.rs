//! The method `QUERY` (RFC 10008) and the `POST` that stands in for it.

use serde_json::json;

use super::{library, texts};
use crate::harness::on_every_database;

#[tokio::test]
async fn both_answer_the_page_of_a_list() {
    on_every_database(async |api| {
        library(&api).await;
        for (parameters, body) in [
            ("", json!({})),
            ("limit=2&sort=-title", json!({"limit": 2, "sort": ["-title"]})),
            (
                "price[gte]=2&count=exact&offset=1",
                json!({"where": {"price": {"gte": "2.00"}}, "count": "exact", "offset": 1}),
            ),
        ] {
            let list = api.get(&format!("/books?{parameters}")).await.is(200);
            let query = api.query("/books", &body).await.is(200);
            let post = api.post("/books:query", &body).await.is(200);
            assert_eq!(list.body, query.body, "{body}");
            assert_eq!(list.body, post.body, "{body}");
            assert_eq!(list.header("etag"), query.header("etag"));
            for (answer, accepts) in [(&list, true), (&query, true), (&post, false)] {
                assert_eq!(answer.header("accept-query") == "application/json", accepts);
                assert_eq!(answer.header("x-total-count"), list.header("x-total-count"));
            }
            // No address holds a body, and what a POST answers with is not its target.
            assert!(query.header("link").is_empty() && post.header("link").is_empty());
            assert!(post.header("etag").is_empty());
        }
        // OrderLine is sparse.
        let line = json!({"order_id": 1, "code": "a", "quantity": 1, "origin": "x"});
        api.created("/order-lines", &line).await;
        let narrow = api.query("/order-lines", &json!({"fields": ["quantity"]})).await.is(200);
        assert_eq!(narrow.json()["items"], json!([{"quantity": 1}]));
    })
    .await;
}

#[tokio::test]
async fn conditions_are_those_of_a_get() {
    on_every_database(async |api| {
        library(&api).await;
        let body = json!({"limit": 1});
        let tag = api.query("/books", &body).await.is(200).header("etag").to_owned();
        let held = api.query("/books", &body).header("if-none-match", &tag).await.is(304);
        assert_eq!(held.header("etag"), tag);
        assert!(held.body.is_empty());
        api.query("/books", &body).header("if-match", &tag).await.is(200);
        api.query("/books", &json!({"limit": 2})).header("if-none-match", &tag).await.is(200);
        let other = api.query("/books", &body).header("if-match", "\"x\"").await;
        other.problem(412, "precondition-failed");
        api.post("/books:query", &body).header("if-none-match", &tag).await.is(200);
    })
    .await;
}

#[tokio::test]
async fn a_media_type_is_demanded() {
    on_every_database(async |api| {
        let missing = api.call("QUERY", "/books").body("{}").await;
        assert_eq!(missing.header("accept-query"), "application/json");
        missing.problem(400, "malformed");
        for wrong in ["text/plain", "application/xml", "application/json; charset=latin1", ""] {
            let call = api.call("QUERY", "/books").header("content-type", wrong).body("{}");
            let answer = call.await;
            assert_eq!(answer.header("accept-query"), "application/json", "{wrong}");
            assert_eq!(answer.header("accept"), "application/json", "{wrong}");
            answer.problem(415, "unsupported-media-type");
            let call = api.call("POST", "/books:query").header("content-type", wrong).body("{}");
            let answer = call.await;
            assert_eq!(answer.header("accept-post"), "application/json", "{wrong}");
            answer.problem(415, "unsupported-media-type");
        }
        let missing = api.call("POST", "/books:query").body("{}").await;
        missing.problem(415, "unsupported-media-type");
        let call = api.query("/books", &json!({})).header("accept", "text/html").await;
        call.problem(406, "not-acceptable");
    })
    .await;
}

#[tokio::test]
async fn paths_say_what_they_take() {
    on_every_database(async |api| {
        let options = api.call("OPTIONS", "/books").await.is(204);
        assert_eq!(options.header("allow"), "GET, HEAD, OPTIONS, POST, QUERY");
        assert_eq!(options.header("accept-query"), "application/json");
        let options = api.call("OPTIONS", "/books:query").await.is(204);
        assert_eq!(options.header("allow"), "OPTIONS, POST");
        assert_eq!(options.header("accept-post"), "application/json");
        assert_eq!(options.header("accept-query"), "");
        for method in ["GET", "HEAD", "PUT", "DELETE", "QUERY"] {
            let answer = api.call(method, "/books:query").await.is(405);
            assert_eq!(answer.header("allow"), "OPTIONS, POST");
        }
        // Nobody may list what is dropped, and records are not asked.
        api.query("/drops", &json!({})).await.problem(405, "method-not-allowed");
        api.post("/drops:query", &json!({})).await.problem(404, "not-found");
        api.query("/books/1", &json!({})).await.problem(405, "method-not-allowed");
        // What is listed is queried, whatever else it is.
        api.query("/logs", &json!({})).await.is(200);
        for parameters in ["limit=1", "x"] {
            let path = format!("/books?{parameters}");
            let errors = api.query(&path, &json!({})).await.errors(400, "parameters");
            assert_eq!(errors.len(), 1, "{errors:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn cursors_go_on_in_bodies_and_in_addresses() {
    on_every_database(async |api| {
        library(&api).await;
        let sort = json!(["-author.name", "title"]);
        let condition = json!({"price": {"lt": "100.00"}});
        let mut seen = Vec::new();
        let mut body = json!({"sort": sort, "limit": 2, "where": condition});
        let mut back = json!(null);
        loop {
            let page = api.query("/books", &body).await.is(200).json();
            let parameters = match body["cursor"].as_str() {
                Some(cursor) => format!("&cursor={cursor}"),
                None => String::new(),
            };
            let path = format!("/books?limit=2&price[lt]=100&sort=-author.name,title{parameters}");
            assert_eq!(api.get(&path).await.is(200).json(), page);
            seen.push(texts(&page, "title"));
            if page["next"].is_null() {
                back = if back.is_null() { page["prev"].clone() } else { back };
                break;
            }
            body["cursor"] = page["next"].clone();
        }
        // Nobody wrote it, which is null: first where the largest is.
        assert_eq!(seen, ["ÉTÉ été|100%_x", "a,b|Apple", "banana"]);
        body["cursor"] = back;
        let page = api.query("/books", &body).await.is(200).json();
        assert_eq!(texts(&page, "title"), "a,b|Apple");
        body["where"] = json!({"price": {"lt": "100.01"}});
        let errors = api.query("/books", &body).await.errors(400, "parameters");
        assert_eq!(errors, ["#/cursor cursor"]);
    })
    .await;
}
