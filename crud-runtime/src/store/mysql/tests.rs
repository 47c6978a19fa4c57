//! Against a server.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;
use sqlx::mysql::MySqlConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use crate::codec;
use crate::error::Error;
use crate::fixture::{AUTHOR, BASKET, BOOK, TABLES};
use crate::model::{Changes, Table, Value};
use crate::query::Query;
use crate::store::Db;
use crate::store::dao::{self, Precondition, Projection, Rows, Update};

/// A database of its own at the server, which goes with it.
pub(super) struct Temporary {
    server: String,
    pub(super) name: String,
}

impl Temporary {
    pub(super) async fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("CRUD_TEST_MYSQL").expect(
            "CRUD_TEST_MYSQL names the server to test with: `eval \"$(tests/servers start)\"`",
        );
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("crud_test_{}_my{number}", std::process::id());
        let temporary = Self { server, name };
        temporary.administer(&format!("CREATE DATABASE {}", temporary.name)).await;
        temporary
    }

    pub(super) fn url(&self, options: &str) -> String {
        let (server, _) = self.server.rsplit_once('/').expect("a URL has a path");
        format!("{server}/{}?{options}", self.name)
    }

    pub(super) async fn administer(&self, sql: &str) {
        let mut connection = MySqlConnection::connect(&self.server).await.expect("a server");
        let text = AssertSqlSafe(sql.to_owned());
        connection.execute(sqlx::raw_sql(text)).await.expect("the server does it");
        connection.close().await.expect("the server lets go");
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // What is dropped cannot wait on the runtime that it is dropped on.
        let drop = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let mut connection = MySqlConnection::connect(&server).await.expect("a server");
                let drop = AssertSqlSafe(format!("DROP DATABASE {name}"));
                connection.execute(sqlx::raw_sql(drop)).await.expect("dropped");
            });
        });
        drop.join().expect("the database is dropped");
    }
}

async fn open() -> (Db, Temporary) {
    let temporary = Temporary::new().await;
    let db = Db::connect(&temporary.url("")).await.expect("the database opens");
    db.create_tables(TABLES).await.expect("the tables are made");
    (db, temporary)
}

fn changes(table: &'static Table, members: serde_json::Value) -> Changes {
    let mut changes = Changes::new(table);
    let serde_json::Value::Object(members) = members else { panic!("an object") };
    for (name, value) in members {
        let (position, column) = table.member(&name).expect("a member");
        changes.set(position, codec::json::read(column, value).expect("a value"));
    }
    changes
}

#[tokio::test]
async fn records_are_created_read_listed_and_changed() {
    let (db, _temporary) = open().await;
    let full = Projection::full(&AUTHOR);
    let author = changes(&AUTHOR, json!({"name": "Ursula 𝄞 ", "email": "u@example.org"}));
    let created = dao::create(db.handle(), &AUTHOR, author, &full).await.expect("created");
    let body: serde_json::Value = serde_json::from_slice(&created.body).expect("JSON");
    assert_eq!(body["name"], "Ursula 𝄞 ");
    let id = body["id"].as_str().expect("an id").parse().expect("a UUID");
    let key = vec![Value::Uuid(id)];
    let found = dao::read(db.handle(), &AUTHOR, &key, &full).await.expect("read");
    assert_eq!(found, Some(created.clone()));

    let book = changes(
        &BOOK,
        json!({
            "title": "Always \"Coming\" Home\n𝄞", "isbn": "9780000000001", "price": "12.50",
            "pages": 523, "weight": 1.5, "author_id": body["id"], "opens_at": "00:00:00",
            "cover": "AAEC", "licence_key": "secret",
        }),
    );
    let books = Projection::full(&BOOK);
    let made = dao::create(db.handle(), &BOOK, book.clone(), &books).await.expect("created");
    let made: serde_json::Value = serde_json::from_slice(&made.body).expect("JSON");
    assert_eq!(made["price"], "12.50");
    assert_eq!(made["opens_at"], "00:00:00.000000");
    let again = dao::create(db.handle(), &BOOK, book, &books).await;
    assert!(matches!(&again, Err(Error::Unique(members)) if members == &["isbn"]), "{again:?}");

    let id = made["id"].as_str().expect("an id").parse().expect("a UUID");
    let update = Update::new(&BOOK, changes(&BOOK, json!({"price": "9", "weight": null})));
    let patched = dao::patch(db.handle(), &BOOK, &[Value::Uuid(id)], update, &books).await;
    assert_eq!(patched.expect("patched").tag, "2");
    let rows = dao::list_rows(db.handle(), &BOOK, &Query::all(&BOOK)).await.expect("listed").0;
    assert_eq!(rows.len(), 1);

    let restricted =
        dao::delete(db.handle(), &AUTHOR, &key, Precondition::default(), &full).await;
    assert!(matches!(restricted, Err(Error::Restricted("Book"))), "{restricted:?}");
    let deleted =
        dao::delete(db.handle(), &BOOK, &[Value::Uuid(id)], Precondition::default(), &books).await;
    deleted.expect("deleted");
    let basket = dao::create(db.handle(), &BASKET, Changes::new(&BASKET), &Rows::of(&BASKET)).await;
    assert_eq!(basket.expect("created")[0], Value::Int(1));
    db.close().await;
}
