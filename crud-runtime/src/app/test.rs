//! The application in a test: a database of its own, and a client that needs no network.

use std::env;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG, HOST, IF_MATCH, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Core;
use crate::http::front::Front;
use crate::{Db, Result};

/// The application in a test: a database of its own, and a client that needs no network.
///
/// Its methods panic with what is wrong, as assertions do.
#[derive(Clone)]
pub struct TestApp {
    front: Front<Router>,
    db: Db,
}

/// The environment variable that names another database than `SQLite` in memory.
const URL: &str = "TEST_DATABASE_URL";

impl TestApp {
    pub(crate) async fn start(core: Arc<Core>) -> Result<Self> {
        let mut settings = core.default_settings();
        settings.database_url = env::var(URL).unwrap_or_else(|_| "sqlite::memory:".to_owned());
        settings.auto_migrate = Some(true);
        let db = core.open(&settings).await?;
        Ok(Self { front: core.front(&db, &settings), db })
    }

    /// The database below.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// `GET`
    pub fn get(&self, path: &str) -> TestRequest {
        self.request(Method::GET, path)
    }

    /// `POST`
    pub fn post(&self, path: &str) -> TestRequest {
        self.request(Method::POST, path)
    }

    /// `PUT`
    pub fn put(&self, path: &str) -> TestRequest {
        self.request(Method::PUT, path)
    }

    /// `PATCH`
    pub fn patch(&self, path: &str) -> TestRequest {
        self.request(Method::PATCH, path)
    }

    /// `DELETE`
    pub fn delete(&self, path: &str) -> TestRequest {
        self.request(Method::DELETE, path)
    }

    /// A request of any method; the path may have a query.
    ///
    /// # Panics
    /// When the path cannot stand in a request.
    pub fn request(&self, method: Method, path: &str) -> TestRequest {
        let request = Request::builder().method(method).uri(path).header(HOST, "test");
        let request = request.body(Body::empty());
        let request = request.unwrap_or_else(|error| panic!("the path {path}: {error}"));
        TestRequest { front: self.front.clone(), request }
    }
}

/// A request that is sent when it is awaited.
#[must_use = "a request is sent when it is awaited"]
pub struct TestRequest {
    front: Front<Router>,
    request: Request<Body>,
}

impl TestRequest {
    /// Sets a header.
    ///
    /// # Panics
    /// When name or value cannot stand in a request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().unwrap_or_else(|_| panic!("no header name: {name}"));
        let value: HeaderValue = value.parse().unwrap_or_else(|_| panic!("no value: {value}"));
        self.request.headers_mut().append(name, value);
        self
    }

    /// Lets the request act only on the representation with this tag.
    ///
    /// # Panics
    /// When the tag cannot stand in a request.
    pub fn if_match(self, tag: &str) -> Self {
        self.header(IF_MATCH.as_str(), tag)
    }

    /// Sends a value as JSON.
    ///
    /// # Panics
    /// When it does not serialise.
    pub fn json(self, body: impl Serialize) -> Self {
        let bytes = serde_json::to_vec(&body);
        let bytes = bytes.unwrap_or_else(|error| panic!("the body does not serialise: {error}"));
        self.body("application/json", bytes)
    }

    /// Sends bytes of any media type.
    ///
    /// # Panics
    /// When the media type cannot stand in a request.
    pub fn body(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        *self.request.body_mut() = Body::from(body.into());
        self.header(CONTENT_TYPE.as_str(), content_type)
    }
}

impl IntoFuture for TestRequest {
    type Output = TestResponse;
    type IntoFuture = Pin<Box<dyn Future<Output = TestResponse> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let response = self.front.handle(self.request, None).await;
            let (head, body) = response.into_parts();
            let body = body.collect().await;
            let body = body.unwrap_or_else(|error| panic!("the answer breaks off: {error}"));
            TestResponse { status: head.status, headers: head.headers, body: body.to_bytes() }
        })
    }
}

/// An answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TestResponse {
    /// The status code.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl TestResponse {
    /// Demands a status code.
    ///
    /// # Panics
    /// When the answer has another one; the message shows its body.
    #[track_caller]
    #[must_use]
    pub fn expect(self, status: u16) -> Self {
        assert!(self.status == status, "{status} expected, not {}: {}", self.status, self.text());
        self
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not JSON.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> Value {
        self.read()
    }

    /// The body as a type.
    ///
    /// # Panics
    /// When it is not JSON of that type.
    #[track_caller]
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self) -> T {
        let read = serde_json::from_slice(&self.body);
        read.unwrap_or_else(|error| panic!("not as expected ({error}): {}", self.text()))
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header as text; empty when it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The `ETag`; empty when there is none.
    #[must_use]
    pub fn etag(&self) -> &str {
        self.header(ETAG.as_str())
    }

    /// The `Location`; empty when there is none.
    #[must_use]
    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }
}
