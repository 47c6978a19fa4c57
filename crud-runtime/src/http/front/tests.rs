//! What every request and answer gets, seen from outside.

use axum::Router;
use axum::body::Body;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::{Method, Request, StatusCode, Version};
use http_body_util::BodyExt;
use serde_json::Value;

use super::{Front, FrontLayer};
use crate::config::Settings;
use crate::http::kind::Kind;
use crate::http::problem::Problem;

fn router() -> Router {
    Router::new()
        .route("/", get(|| async { "ok" }))
        .route("/page", get(|| async { Html("<p>hello") }))
        .route("/tagged", get(|| async { ([("etag", "\"7\"")], "x".repeat(5000)) }))
        .route(
            "/same",
            get(|| async { (StatusCode::NOT_MODIFIED, [("etag", "\"7\"")]).into_response() }),
        )
        .route("/problem", get(|| async { Problem::new(Kind::NotFound) }))
}

fn settings(change: impl FnOnce(&mut Settings)) -> Settings {
    let mut settings = Settings::new("test");
    change(&mut settings);
    settings
}

async fn ask(
    settings: &Settings,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> Response {
    let mut request = Request::builder().method(method).uri(path).header("host", "x");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let peer = Some("10.0.0.1".parse().expect("an address"));
    Front::new(router(), settings).handle(request, peer).await
}

async fn text(response: Response) -> String {
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[tokio::test]
async fn answers_carry_what_keeps_browsers_safe() {
    let plain = ask(&settings(|_| {}), Method::GET, "/", &[]).await;
    assert_eq!(plain.headers()["x-content-type-options"], "nosniff");
    assert_eq!(plain.headers()["cache-control"], "no-store");
    assert!(!plain.headers().contains_key("content-security-policy"));
    assert!(!plain.headers().contains_key("access-control-allow-origin"));
    let page = ask(&settings(|_| {}), Method::GET, "/page", &[]).await;
    assert_eq!(page.headers()["x-frame-options"], "DENY");
    assert!(page.headers().contains_key("content-security-policy"));
    let tagged = ask(&settings(|_| {}), Method::GET, "/tagged", &[]).await;
    assert_eq!(tagged.headers()["cache-control"], "no-cache");
}

#[tokio::test]
async fn a_problem_names_its_request() {
    let settings = settings(|settings| settings.problem_base_url = Some("https://p".into()));
    let headers = [("x-request-id", "my-id")];
    let response = ask(&settings, Method::GET, "/problem", &headers).await;
    assert_eq!(response.headers()["x-request-id"], "my-id");
    let body: Value = serde_json::from_str(&text(response).await).expect("JSON");
    assert_eq!(body["request_id"], "my-id");
    assert_eq!(body["instance"], "/problem");
    assert_eq!(body["type"], "https://p/problems/not-found");
}

#[tokio::test]
async fn a_host_is_asked_for_where_http_has_one() {
    let settings = settings(|_| {});
    for (version, status) in [
        (Version::HTTP_10, StatusCode::OK),
        (Version::HTTP_11, StatusCode::BAD_REQUEST),
        // Its `:authority` stands in the URI.
        (Version::HTTP_2, StatusCode::OK),
    ] {
        let request = Request::get("http://x/").version(version).body(Body::empty());
        let front = Front::new(router(), &settings);
        let response = front.handle(request.expect("a request"), None).await;
        assert_eq!(response.status(), status, "{version:?}");
    }
}

#[tokio::test]
async fn nested_in_another_router_it_says_the_whole_path() {
    let layer = FrontLayer(Front::new((), &settings(|_| {})));
    let outer = Router::new().nest("/api", router().layer(layer));
    let request = Request::get("/api/problem").header("host", "x").body(Body::empty());
    let settings = settings(|_| {});
    let front = Front::new(outer, &settings);
    let response = front.handle(request.expect("a request"), None).await;
    let body: Value = serde_json::from_str(&text(response).await).expect("JSON");
    assert_eq!(body["instance"], "/api/problem");
    assert_eq!(body["type"], "/api/problems/not-found");
}

#[tokio::test]
async fn only_a_trusted_proxy_is_believed() {
    let instance = async |trusted: Option<&str>, base_url: Option<&str>| {
        let settings = settings(|settings| {
            let parse = |network: &str| network.parse().expect("a network");
            settings.trusted_proxies = trusted.map(parse).into_iter().collect();
            settings.base_url = base_url.map(str::to_owned);
        });
        let forwarded = [("x-forwarded-prefix", "/shop")];
        let response = ask(&settings, Method::GET, "/problem", &forwarded).await;
        let body: Value = serde_json::from_str(&text(response).await).expect("JSON");
        body["instance"].as_str().expect("text").to_owned()
    };
    assert_eq!(instance(Some("10.0.0.0/8"), None).await, "/shop/problem");
    assert_eq!(instance(Some("192.168.0.0/16"), None).await, "/problem");
    assert_eq!(instance(None, None).await, "/problem");
    assert_eq!(instance(None, Some("https://x/v1")).await, "/v1/problem");
}

#[tokio::test]
async fn only_configured_origins_are_let_in() {
    let settings = settings(|settings| settings.cors_origins = vec!["https://app".into()]);
    let good = ask(&settings, Method::GET, "/", &[("origin", "https://app")]).await;
    assert_eq!(good.headers()["access-control-allow-origin"], "https://app");
    assert_eq!(
        good.headers()["access-control-expose-headers"],
        "ETag, Link, Location, X-Total-Count, X-Request-Id"
    );
    assert_eq!(good.headers()["vary"], "Origin");
    for bad in ["https://app.evil", "http://app", "null"] {
        let response = ask(&settings, Method::GET, "/", &[("origin", bad)]).await;
        assert!(!response.headers().contains_key("access-control-allow-origin"), "{bad}");
        assert_eq!(response.headers()["vary"], "Origin");
    }
    let asks = [
        ("origin", "https://app"),
        ("access-control-request-method", "PATCH"),
        ("access-control-request-headers", "content-type, if-match"),
    ];
    let preflight = ask(&settings, Method::OPTIONS, "/", &asks).await;
    assert_eq!(preflight.status(), StatusCode::NO_CONTENT);
    assert_eq!(preflight.headers()["access-control-allow-origin"], "https://app");
    let methods = preflight.headers()["access-control-allow-methods"].to_str().expect("text");
    assert!(methods.contains("PATCH"));
    let headers = preflight.headers()["access-control-allow-headers"].to_str().expect("text");
    assert!(headers.contains("if-match"));
}

#[tokio::test]
async fn a_packed_answer_is_another_representation() {
    let accept = ("accept-encoding", "gzip");
    let packed = ask(&settings(|_| {}), Method::GET, "/tagged", &[accept]).await;
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert_eq!(packed.headers()["etag"], "\"7-gzip\"");
    let headers = [accept, ("if-none-match", "\"7-gzip\"")];
    let same = ask(&settings(|_| {}), Method::GET, "/same", &headers).await;
    assert_eq!(same.headers()["etag"], "\"7-gzip\"");
    assert_eq!(same.headers()["vary"], "Accept-Encoding", "as in the answer that it stands for");
    let head = ask(&settings(|_| {}), Method::HEAD, "/tagged", &[accept]).await;
    assert_eq!(head.headers()["etag"], "\"7-gzip\"", "HEAD says what GET would");
    assert_eq!(text(head).await, "");
}
