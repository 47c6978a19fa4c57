//! The registrar's reports, each one request, on every database: the numbers are those that plain
//! Rust counts in what was created.

mod course;
mod grade;
mod student;

use crud_runtime::prelude::*;
use crud_test_databases::{Kind, on_each};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::seed::{self, Academy};

/// What is asked, and what was created.
struct Registrar {
    router: axum::Router,
    academy: Academy,
}

#[tokio::test]
async fn the_registrar_is_told_what_is_so() {
    on_each(&[Kind::Memory, Kind::Postgres, Kind::Mysql], async |database| {
        let db = Db::connect(&database.url_with("")).await.expect("a database");
        let app = crate::app().settings(|settings| settings.auto_migrate = Some(true));
        let router = app.router(&db).await.expect("an application");
        seed::fill(&db).await.expect("an academy");
        let registrar = Registrar { router, academy: Academy::new() };
        student::all(&registrar).await;
        course::all(&registrar).await;
        grade::all(&registrar).await;
        db.close().await;
    })
    .await;
}

#[test]
fn the_academy_is_lively() {
    let academy = Academy::new();
    let enrolments = academy.enrolments.len();
    assert!((3000..6000).contains(&enrolments), "{enrolments} enrolments");
    assert!(academy.sections.len() > 200 && academy.prerequisites.len() > 30);
}

impl Registrar {
    async fn get(&self, path: &str) -> Value {
        self.send("GET", path, axum::body::Body::empty()).await
    }

    async fn query(&self, path: &str, body: &Value) -> Value {
        self.send("POST", &format!("{path}:query"), body.to_string().into()).await
    }

    async fn send(&self, method: &str, path: &str, body: axum::body::Body) -> Value {
        let request = axum::http::Request::builder().method(method).uri(path);
        let request = request.header("host", "academy.example");
        let request = request.header("content-type", "application/json");
        let request = request.body(body).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let status = response.status();
        let body = response.into_body().collect().await.expect("a whole body").to_bytes();
        assert_eq!(status, 200, "{method} {path}: {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).expect("JSON")
    }
}

/// A member of each item of a page.
fn each(page: &Value, pointer: &str) -> Vec<Value> {
    assert!(page["next"].is_null(), "the page is not all");
    let items = page["items"].as_array().expect("items").iter();
    items.map(|item| item.pointer(pointer).unwrap_or(&Value::Null).clone()).collect()
}
