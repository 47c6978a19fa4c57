//! Applications as their users run them.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use clap::Arg;
use http::Request;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tower::ServiceExt;

use super::{App, Command, Context};
use crate::prelude::{Crud, Db, Uuid};
use crate::{Error, Result, Route, cli};

/// Something to keep.
#[derive(Crud)]
#[crud(allow(all = public))]
struct Thing {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(length(1..=20), sort)]
    name: String,
    #[crud(version)]
    version: i64,
}

/// Something that belongs to another.
#[derive(Crud)]
#[crud(allow(all = public))]
struct Part {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(references = Thing)]
    thing_id: Uuid,
}

fn app() -> App {
    App::new("things").entity::<Thing>()
}

#[tokio::test]
async fn a_test_speaks_to_the_application() -> Result<()> {
    let app = app().test().await?;
    let made = app.post("/things").json(json!({"name": "lamp"})).await.expect(201);
    let read = app.get(made.location()).await.expect(200);
    assert_eq!(read.etag(), made.etag());
    assert_eq!(read.json()["name"], "lamp");
    let patch = app.patch(made.location()).if_match(made.etag());
    let patched = patch.json(json!({"name": "chair"})).await.expect(200);
    assert_eq!(patched.json()["version"], 2);
    let stale = app.delete(made.location()).if_match(made.etag()).await.expect(412);
    assert_eq!(stale.header("content-type"), "application/problem+json");
    let _ = app.delete(made.location()).await.expect(204);
    let gone = app.get(made.location()).header("x-request-id", "mine").await.expect(404);
    assert_eq!(gone.json()["request_id"], "mine");
    Ok(())
}

#[tokio::test]
async fn each_test_has_a_database_of_its_own() -> Result<()> {
    let (one, two) = (app().test().await?, app().test().await?);
    let _ = one.post("/things").json(json!({"name": "lamp"})).await.expect(201);
    assert_eq!(one.get("/things").await.json()["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(two.get("/things").await.json()["items"], json!([]));
    Ok(())
}

#[tokio::test]
async fn nested_in_a_server_it_names_the_whole_path() -> Result<()> {
    let db = Db::connect("sqlite::memory:").await?;
    let server = Router::new().nest("/api/v1", app().router(&db).await?);
    let ask = async |request: Request<Body>| {
        let response = server.clone().oneshot(request).await.expect("it cannot fail");
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        (head, serde_json::from_slice::<Value>(&body).unwrap_or_default())
    };
    let request = Request::post("/api/v1/things")
        .header("host", "x")
        .header("content-type", "application/json");
    let request = request.body(Body::from("{\"name\":\"lamp\"}")).expect("a request");
    let (head, _) = ask(request).await;
    let location = head.headers["location"].to_str().expect("text");
    assert!(location.starts_with("/api/v1/things/"), "{location}");
    let get =
        |path: &str| Request::get(path).header("host", "x").body(Body::empty()).expect("a request");
    let (head, _) = ask(get(location)).await;
    assert_eq!(head.status, 200);
    assert!(head.headers.contains_key("x-request-id"), "the limits and headers hold here too");
    let (_, document) = ask(get("/api/v1/openapi.json")).await;
    assert_eq!(document["servers"][0]["url"], "/api/v1");
    let (head, problem) = ask(get("/api/v1/nothing")).await;
    assert_eq!(head.status, 404);
    assert_eq!(problem["instance"], "/api/v1/nothing");
    Ok(())
}

#[tokio::test]
async fn routes_of_the_user_are_served_and_described() -> Result<()> {
    let own = Router::new().route("/hello", get(async || "hello"));
    let described = Route::get("/hello").summary("Greets").empty_response(200, "A greeting");
    let app = app().merge(own, [described]).test().await?;
    let answer = app.get("/hello").await.expect(200);
    assert_eq!(answer.text(), "hello");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let document = app.get("/openapi.json").await.expect(200).json();
    assert_eq!(document["paths"]["/hello"]["get"]["summary"], "Greets");
    assert_eq!(app.get("/nothing").await.expect(404).json()["status"], 404);
    Ok(())
}

#[tokio::test]
async fn what_is_missing_is_told_before_anything_starts() {
    let error = App::new("parts").entity::<Part>().test().await.err().expect("Thing is missing");
    assert!(error.to_string().contains("add `.entity::<Thing>()`"), "{error}");
    let error = App::new("empty").test().await.err().expect("nothing to serve");
    assert!(error.to_string().contains(".entity::<"), "{error}");
}

/// Runs a command line against an application with one command of its own.
async fn command<F, R>(arguments: &[&str], handler: F) -> Result<()>
where
    F: FnOnce(Context) -> R + 'static,
    R: Future<Output = Result<(), Box<dyn std::error::Error + Send + Sync>>> + 'static,
{
    let own = clap::Command::new("own").arg(Arg::new("FILE"));
    let App { core, .. } = app();
    let arguments = ["things"].iter().chain(arguments).map(Into::into);
    cli::run(Arc::new(core), vec![Command::new(own, handler)], arguments).await
}

#[tokio::test]
async fn a_command_gets_its_arguments_the_database_and_a_server() -> Result<()> {
    let (tell, told) = oneshot::channel();
    command(
        &["own", "books.csv", "--database-url", "sqlite::memory:", "--max-body", "7KiB"],
        |context| async move {
            let file = context.matches().get_one::<String>("FILE").cloned();
            let server = context.start().await?;
            let _ = tell.send((file, context.settings().limits.body, server.url()));
            assert!(context.is_given("database-url") && !context.is_given("bind"));
            let socket = tokio::net::TcpStream::connect(server.address()).await?;
            drop(socket);
            server.stop().await;
            Ok(())
        },
    )
    .await?;
    let (file, body, url) = told.await.expect("the command ran");
    assert_eq!((file.as_deref(), body), (Some("books.csv"), 7 << 10));
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    Ok(())
}

#[tokio::test]
async fn the_schema_is_that_of_json_or_of_a_database() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let written = async |arguments: &[&str]| -> Result<String> {
        let file = folder.path().join("schema");
        let output = file.to_str().expect("the path is text").to_owned();
        let arguments = [arguments, &["--output", &output]].concat();
        command(&arguments, |_| async { Ok(()) }).await?;
        Ok(std::fs::read_to_string(file).expect("it was written"))
    };
    for (dialect, id) in [
        ("sqlite", r#""id" BLOB NOT NULL"#),
        ("postgres", r#""id" uuid NOT NULL"#),
        ("mysql", "`id` binary(16) NOT NULL"),
    ] {
        let script = written(&["schema", "print", "--dialect", dialect]).await?;
        assert!(script.starts_with("CREATE TABLE") && script.ends_with(";\n"), "{script}");
        assert!(script.contains(id), "{script}");
    }
    let one: Value = serde_json::from_str(&written(&["schema", "Thing"]).await?).expect("JSON");
    assert_eq!(one["title"], "Thing");
    let all: Value = serde_json::from_str(&written(&["schema"]).await?).expect("JSON");
    assert_eq!(all["Thing"]["title"], "Thing");
    Ok(())
}

#[tokio::test]
async fn an_error_of_a_command_is_the_programs_error() {
    let own = command(&["own"], |_| async { Err("no such file".into()) }).await;
    assert_eq!(own.expect_err("it failed").to_string(), "no such file");
    let ours = command(&["own"], |_| async { Err(Error::NotFound.into()) }).await;
    assert!(matches!(ours, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_command_cannot_take_a_name_of_ours() {
    let App { core, .. } = app();
    let own = Command::new(clap::Command::new("serve"), |_| async { Ok::<(), Error>(()) });
    let arguments = ["things", "routes"].map(Into::into);
    let error = cli::run(Arc::new(core), vec![own], arguments).await.expect_err("a clash");
    assert!(error.to_string().contains("`serve`"), "{error}");
}
