//! What routes answer around the records: documents, health, and where clients are.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_SECURITY_POLICY, ETAG, IF_NONE_MATCH, RETRY_AFTER};
use http::{HeaderValue, Request};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use super::router;
use crate::Db;
use crate::http::problem::RequestId;
use crate::http::service::Service;
use crate::http::{Document, Prefix};

async fn service() -> Service {
    let policy = HeaderValue::from_static("default-src 'self'");
    Service {
        db: Db::connect("sqlite::memory:").await.expect("a database"),
        tables: Vec::new(),
        documents: vec![
            Document::based("/openapi.json", "application/json", |base| {
                format!("{{\"servers\":[{{\"url\":\"{base}/\"}}]}}").into_bytes()
            }),
            Document::fixed("/docs", "text/html; charset=utf-8", "<!doctype html>")
                .with_header(CONTENT_SECURITY_POLICY, policy),
        ],
        problem_base: None,
    }
}

async fn send(router: &Router, request: Request<Body>) -> Response {
    router.clone().oneshot(request).await.expect("the router never fails")
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).expect("a request")
}

async fn text(response: Response) -> String {
    let bytes = response.into_body().collect().await.expect("a whole body").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[tokio::test]
async fn documents_are_served_as_they_are() {
    let router = router(&Arc::new(service().await));
    let response = send(&router, get("/docs?lenient=1")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(response.headers()[CONTENT_SECURITY_POLICY], "default-src 'self'");
    let tag = response.headers()[ETAG].clone();
    assert_eq!(text(response).await, "<!doctype html>");
    let mut again = get("/docs");
    again.headers_mut().insert(IF_NONE_MATCH, tag);
    assert_eq!(send(&router, again).await.status(), 304);
}

#[tokio::test]
async fn documents_know_where_clients_are() {
    let nested = Router::new().nest("/api", router(&Arc::new(service().await)));
    let response = send(&nested, get("/api/openapi.json")).await;
    assert_eq!(text(response).await, r#"{"servers":[{"url":"/api/"}]}"#);
    let mut proxied = get("/api/openapi.json");
    proxied.extensions_mut().insert(Prefix("/shop".into()));
    let response = send(&nested, proxied).await;
    assert_eq!(text(response).await, r#"{"servers":[{"url":"/shop/api/"}]}"#);
}

#[tokio::test]
async fn problems_carry_the_request() {
    let mut service = service().await;
    service.problem_base = Some("https://example.com".to_owned());
    let router = router(&Arc::new(service));
    let mut request = get("/a%20b/[é]|");
    request.extensions_mut().insert(RequestId(HeaderValue::from_static("42")));
    let problem: Value =
        serde_json::from_str(&text(send(&router, request).await).await).expect("JSON");
    assert_eq!(problem["type"], "https://example.com/problems/not-found");
    assert_eq!(problem["instance"], "/a%20b/%5B%C3%A9%5D%7C");
    assert_eq!(problem["request_id"], "42");
    assert_eq!(problem["detail"], "nothing is at this path; /docs shows what is served");
}

#[tokio::test]
async fn without_its_database_the_server_lives_but_is_not_ready() {
    let service = Arc::new(service().await);
    let router = router(&service);
    assert_eq!(send(&router, get("/readyz")).await.status(), 200);
    service.db.close().await;
    assert_eq!(send(&router, get("/livez")).await.status(), 200);
    let response = send(&router, get("/readyz")).await;
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key(RETRY_AFTER));
}

#[tokio::test]
async fn the_server_as_a_whole_has_no_options() {
    let router = router(&Arc::new(service().await));
    let request = Request::options("*").body(Body::empty()).expect("a request");
    assert_eq!(send(&router, request).await.status(), 204);
}
