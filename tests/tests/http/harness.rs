//! An isolated application per test, and requests to it.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use crud_runtime::{App, Db};
use crud_test_databases::{Kind, on_each};
use http::{HeaderMap, Request, Response};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::entity;

/// The databases that every test runs on.
const DATABASES: &[Kind] = &[Kind::Memory, Kind::Postgres, Kind::Mysql];

/// Runs a test on every database, each time on a new one.
pub(crate) async fn on_every_database(test: impl AsyncFn(Api)) {
    with(entity::app, test).await;
}

/// The same with another application.
pub(crate) async fn with(app: fn() -> App, test: impl AsyncFn(Api)) {
    on_each(DATABASES, async |database| {
        let db = Db::connect(&database.url_with("")).await.expect("a database");
        let router = app().router(&db).await.expect("an application");
        test(Api { router }).await;
        db.close().await;
    })
    .await;
}

/// The application under test.
#[derive(Clone)]
pub(crate) struct Api {
    router: Router,
}

impl Api {
    /// An application behind this router.
    pub(crate) fn of(router: Router) -> Self {
        Self { router }
    }

    /// The router itself, to be nested or merged.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    pub(crate) fn get(&self, path: &str) -> Call {
        self.call("GET", path)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Call {
        self.call("POST", path).json(body)
    }

    /// A question in a body (RFC 10008).
    pub(crate) fn query(&self, path: &str, body: &Value) -> Call {
        self.call("QUERY", path).json(body)
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Call {
        self.call("PUT", path).json(body)
    }

    pub(crate) fn patch(&self, path: &str, body: &Value) -> Call {
        self.call("PATCH", path)
            .json(body)
            .replacing("content-type", "application/merge-patch+json")
    }

    pub(crate) fn delete(&self, path: &str) -> Call {
        self.call("DELETE", path)
    }

    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method.parse().expect("a method");
        *request.uri_mut() = path.parse().expect("a path");
        request.headers_mut().insert("host", http::HeaderValue::from_static("suite.example"));
        Call { router: self.router.clone(), request }
    }

    /// Creates a record at the path and answers with it.
    pub(crate) async fn created(&self, path: &str, body: &Value) -> Value {
        self.post(path, body).await.is(201).json()
    }

    /// An author's id.
    pub(crate) async fn author(&self) -> Value {
        self.created("/authors", &json!({"name": "Ada"})).await["id"].clone()
    }

    /// A book with these members instead of the usual ones.
    pub(crate) async fn book(&self, members: Value) -> Value {
        let mut book = json!({"title": "A book", "price": "10.00", "secret": "s"});
        for (name, value) in members.as_object().expect("an object") {
            book[name] = value.clone();
        }
        self.created("/books", &book).await
    }

    /// The titles that a list of books shows.
    pub(crate) async fn titles(&self, query: &str) -> Vec<String> {
        let list = self.get(&format!("/books?{query}")).await.is(200).json();
        let title = |book: &Value| book["title"].as_str().expect("a title").to_owned();
        list["items"].as_array().expect("items").iter().map(title).collect()
    }
}

/// A request that is being put together; awaiting it sends it.
pub(crate) struct Call {
    router: Router,
    request: Request<Body>,
}

impl Call {
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.request.headers_mut().append(name, value.parse().expect("a header value"));
        self
    }

    pub(crate) fn replacing(mut self, name: &'static str, value: &str) -> Self {
        self.request.headers_mut().insert(name, value.parse().expect("a header value"));
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    pub(crate) fn body(mut self, body: impl Into<Body>) -> Self {
        *self.request.body_mut() = body.into();
        self
    }

    async fn send(self) -> Answer {
        let shown = format!("{} {}", self.request.method(), self.request.uri());
        let response: Response<Body> =
            self.router.oneshot(self.request).await.expect("the router never fails");
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        Answer { shown, status: head.status.as_u16(), headers: head.headers, body }
    }
}

impl IntoFuture for Call {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// What came back.
pub(crate) struct Answer {
    shown: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The same answer, which must have this status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        let body = String::from_utf8_lossy(&self.body);
        let shown: String = self.shown.chars().take(200).collect();
        assert_eq!(self.status, status, "{shown} was answered with {body}");
        self
    }

    /// The body as JSON of the media type of records.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), "application/json", "{}", self.shown);
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// The header's value; empty when there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a text"))
    }

    /// The problem, which must be of this kind and complete.
    #[track_caller]
    pub(crate) fn problem(self, status: u16, kind: &str) -> Value {
        let answer = self.is(status);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.shown);
        let problem: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(problem["type"], format!("/problems/{kind}"), "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["request_id"], answer.header("x-request-id"), "{problem}");
        assert!(problem["title"].is_string() && problem["instance"].is_string(), "{problem}");
        problem
    }

    /// The places and codes of `errors`, sorted.
    #[track_caller]
    pub(crate) fn errors(self, status: u16, kind: &str) -> Vec<String> {
        let problem = self.problem(status, kind);
        let error = |error: &Value| {
            let place = error["pointer"].as_str().or(error["parameter"].as_str());
            assert!(!error["detail"].as_str().expect("a detail").is_empty(), "{problem}");
            format!("{} {}", place.expect("a place"), error["code"].as_str().expect("a code"))
        };
        let mut errors: Vec<_> =
            problem["errors"].as_array().expect("errors").iter().map(error).collect();
        errors.sort();
        errors
    }
}
