//! A session at a server: what it keeps prepared, and what happens to that.

use crud_test_databases::{Kind, on_each};
use futures_util::FutureExt as _;

use crate::error::{Error, Result};
use crate::model::{Changes, Row, Table, Value, column};
use crate::sql::Statement;
use crate::store::Db;
use crate::store::dao::{self, Rows};
use crate::store::fixture::open;
use crate::store::task::work;

const POSTGRES: &[Kind] = &[Kind::Postgres];

static TEXTS: Table = Table {
    entity: "Text",
    name: "texts",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<String>("text").done(),
        column::<Option<i32>>("number").done(),
    ],
    key: &[0],
    ..Table::EMPTY
};

async fn run(db: &Db, sql: &'static str) -> Result<()> {
    db.write(work(move |connection| connection.run(sql).boxed())).await
}

/// The integer that a statement answers with.
async fn ask(db: &Db, sql: String) -> Result<i64> {
    let ask = db.read(
        false,
        work(move |connection| {
            let statement = Statement { text: sql.as_str().into(), args: Vec::new() };
            async move {
                let answer = connection.first(&statement, |fields| fields.integer(0)).await?;
                answer.ok_or(Error::NotFound)
            }
            .boxed()
        }),
    );
    ask.await
}

async fn create(db: &Db, text: &str) -> Result<Row> {
    let mut changes = Changes::new(&TEXTS);
    changes.set(1, Value::Text(text.to_owned()));
    changes.set(2, Value::Int(7));
    dao::create(db.handle(), &TEXTS, changes, &Rows::of(&TEXTS)).await
}

async fn read(db: &Db, id: &Value) -> Result<Option<Row>> {
    let key = std::slice::from_ref(id);
    dao::read(db.handle(), &TEXTS, key, &Rows::of(&TEXTS)).await
}

#[tokio::test]
async fn what_was_prepared_and_is_of_no_use_is_prepared_anew() {
    on_each(POSTGRES, async |database| {
        let db = open(database, "connections=1", &[&TEXTS]).await;
        let row = create(&db, "a").await.expect("created");
        for change in [
            "ALTER TABLE texts ALTER COLUMN number TYPE bigint",
            // A pooler may give us another session of its own.
            "DEALLOCATE ALL",
        ] {
            assert_eq!(read(&db, &row[0]).await.expect("read"), Some(row.clone()));
            run(&db, change).await.expect("changed");
            assert_eq!(read(&db, &row[0]).await.expect(change), Some(row.clone()));
            run(&db, change).await.expect("changed");
            create(&db, "b").await.expect(change);
        }
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_session_keeps_so_many_statements_and_no_more() {
    on_each(POSTGRES, async |database| {
        let db = open(database, "connections=1", &[]).await;
        for number in 0..250 {
            let answer = ask(&db, format!("SELECT {number}::bigint")).await;
            assert_eq!(answer.expect("answered"), number);
            // What fails is not kept either.
            ask(&db, format!("SELECT nothing_{number}")).await.expect_err("no such column");
        }
        let prepared = "SELECT count(*) FROM pg_prepared_statements";
        let count = ask(&db, prepared.to_owned()).await.expect("counted");
        assert!((90..=101).contains(&count), "{count}");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn large_values_go_both_ways() {
    on_each(POSTGRES, async |database| {
        let db = open(database, "connections=1", &[&TEXTS]).await;
        for length in [1 << 13, 1 << 14, (1 << 22) + 1, 1] {
            let text = "é".repeat(length);
            let row = create(&db, &text).await.expect("created");
            assert!(row[1] == Value::Text(text), "{length}");
            assert!(read(&db, &row[0]).await.expect("read") == Some(row), "{length}");
        }
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_is_not_let_in_learns_why() {
    on_each(POSTGRES, async |database| {
        let missing = Db::connect(&format!("{}_missing", database.url())).await;
        let Err(Error::Config(message)) = missing else { panic!("it is there") };
        assert!(message.contains("createdb"), "{message}");
        let gone = Db::connect("postgres://crud:word@127.0.0.1:1/library").await;
        assert!(matches!(gone, Err(Error::Unavailable(_))));
    })
    .await;
}
