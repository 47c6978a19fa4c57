//! Databases as such: opening, transactions, and what happens when callers go away.

use std::time::Duration;

use crud_test_databases::{Database, Kind, on_each};
use futures_util::FutureExt as _;
use futures_util::future::join_all;

use super::dao::{self, Projection, Rows};
use super::fixture::{KINDS, SHARED, on_every_database, open};
use super::task::work;
use super::{Db, Executor as _};
use crate::error::{Error, Result};
use crate::fixture::{AUTHOR, BASKET, TABLES};
use crate::model::{Changes, Column, Table, Value, column};
use crate::query::{Filter, Query};

pub(crate) fn author(email: &str) -> Changes {
    let mut author = Changes::new(&AUTHOR);
    author.set(1, Value::Text("Ursula".repeat(20)));
    author.set(2, Value::Text(email.to_owned()));
    author
}

pub(crate) async fn create(db: &Db, email: &str) -> Result<Vec<Value>> {
    dao::create(db.handle(), &AUTHOR, author(email), &Rows::of(&AUTHOR)).await
}

pub(crate) async fn emails(db: &Db) -> Vec<String> {
    let rows = dao::list_rows(db.handle(), &AUTHOR, &Query::all(&AUTHOR)).await.expect("a list").0;
    let text = |row: Vec<Value>| match &row[2] {
        Value::Text(email) => email.clone(),
        other => panic!("{other:?}"),
    };
    rows.into_iter().map(text).collect()
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_stopped() {
    on_each(KINDS, async |database| {
        if !matches!(database.kind(), Kind::Memory) {
            // Making the tables may take its time.
            open(database, "", TABLES).await.close().await;
        }
        let db = open(database, "timeout=1000", TABLES).await;
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) \
                       SELECT count(*) FROM n a, n b, n c, n d WHERE a.i + b.i + c.i + d.i < 0";
        let read = db.read(false, work(|connection| connection.run(endless).boxed())).await;
        assert!(matches!(read, Err(Error::Timeout)), "{read:?}");
        let write = db.write(work(|connection| connection.run(endless).boxed())).await;
        assert!(matches!(write, Err(Error::Timeout)), "{write:?}");
        create(&db, "a").await.expect("the writer goes on");
        assert_eq!(db.idle_readers().0, db.idle_readers().1);
    })
    .await;
}

#[tokio::test]
async fn a_panic_in_a_job_is_an_error_of_that_job() {
    on_every_database(TABLES, async |db| {
        let (panicked, created) = tokio::join!(
            db.write(work(|connection| {
                async {
                    connection.run("INSERT INTO baskets (parent_id) VALUES (NULL)").await?;
                    assert!(connection.run("SELECT 1").await.is_err(), "on purpose");
                    Ok(())
                }
                .boxed()
            })),
            create(&db, "a")
        );
        assert!(matches!(panicked, Err(Error::Database(_))));
        created.expect("the others go on");
        let count = dao::count(db.handle(), &BASKET, &Filter::And(Vec::new())).await;
        assert_eq!(count.expect("counted"), 0, "what the job had done is undone");
    })
    .await;
}

#[tokio::test]
async fn transactions_see_their_writes_and_roll_back_when_dropped() {
    on_each(SHARED, async |database| {
        let db = open(database, "", TABLES).await;
        let mut outer = db.begin().await.expect("begun");
        let rows = Rows::of(&AUTHOR);
        dao::create((&mut outer).into_handle(), &AUTHOR, author("outer"), &rows)
            .await
            .expect("created");
        {
            let mut inner = outer.begin().await.expect("begun");
            let handle = (&mut inner).into_handle();
            dao::create(handle, &AUTHOR, author("inner"), &rows).await.expect("created");
            let mut innermost = inner.begin().await.expect("begun");
            let handle = (&mut innermost).into_handle();
            dao::create(handle, &AUTHOR, author("kept by nobody"), &rows).await.expect("created");
            innermost.commit().await.expect("kept");
        }
        let mut kept = outer.begin().await.expect("begun");
        dao::create((&mut kept).into_handle(), &AUTHOR, author("kept"), &rows)
            .await
            .expect("created");
        kept.commit().await.expect("kept");
        // A statement that fails leaves the transaction as it was.
        let again = dao::create((&mut outer).into_handle(), &AUTHOR, author("kept"), &rows).await;
        assert!(matches!(again, Err(Error::Unique(_))));
        let inside =
            dao::count((&mut outer).into_handle(), &AUTHOR, &Filter::And(Vec::new())).await;
        assert_eq!(inside.expect("counted"), 2);
        assert!(emails(&db).await.is_empty(), "nobody else sees it yet");
        outer.commit().await.expect("committed");
        assert_eq!(emails(&db).await, ["outer", "kept"]);

        let mut dropped = db.begin().await.expect("begun");
        let handle = (&mut dropped).into_handle();
        dao::create(handle, &AUTHOR, author("dropped"), &rows).await.expect("created");
        drop(dropped);
        create(&db, "after").await.expect("the writer is free");
        assert_eq!(emails(&db).await, ["outer", "kept", "after"]);
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_sleeps_is_rolled_back() {
    on_each(SHARED, async |database| {
        let db = open(database, "transaction_timeout=60", TABLES).await;
        let mut sleepy = db.begin().await.expect("begun");
        let rows = Rows::of(&AUTHOR);
        dao::create((&mut sleepy).into_handle(), &AUTHOR, author("late"), &rows)
            .await
            .expect("created");
        // SQLite waits for the sleeper to be thrown out.
        create(&db, "other").await.expect("created");
        tokio::time::sleep(Duration::from_millis(100)).await;
        let late = dao::create((&mut sleepy).into_handle(), &AUTHOR, author("later"), &rows).await;
        assert!(matches!(late, Err(Error::Timeout)), "{late:?}");
        let commit = sleepy.commit().await;
        assert!(matches!(commit, Err(Error::Timeout)), "{commit:?}");
        assert_eq!(emails(&db).await, ["other"]);
    })
    .await;
}

#[tokio::test]
async fn closures_borrow_and_move_between_threads() {
    on_every_database(TABLES, async |db| {
        let names = ["a".to_owned(), "b".to_owned()];
        let rows = Rows::of(&AUTHOR);
        let both: Result<usize> = db
            .transaction(async |mut transaction| {
                for name in &names {
                    let handle = (&mut transaction).into_handle();
                    dao::create(handle, &AUTHOR, author(name), &rows).await?;
                }
                Ok(names.len())
            })
            .await;
        assert_eq!(both.expect("committed"), 2);
        let moved = tokio::spawn({
            let db = db.clone();
            async move {
                let name = "c".to_owned();
                db.transaction(async |mut transaction| {
                    let (rows, handle) = (Rows::of(&AUTHOR), (&mut transaction).into_handle());
                    dao::create(handle, &AUTHOR, author(&name), &rows).await?;
                    Err::<(), _>(Error::NotFound)
                })
                .await
            }
        });
        assert!(matches!(moved.await.expect("no panic"), Err(Error::NotFound)));
        assert_eq!(emails(&db).await, ["a", "b"]);
    })
    .await;
}

#[tokio::test]
async fn a_closed_database_says_so() {
    on_every_database(TABLES, async |db| {
        let clone = db.clone();
        create(&db, "a").await.expect("created");
        db.close().await;
        for outcome in [create(&clone, "b").await.map(drop), clone.ping().await] {
            assert!(matches!(outcome, Err(Error::Unavailable(_))), "{outcome:?}");
        }
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_secret_is_kept_and_agreed_on() {
    on_each(SHARED, async |database| {
        let url = database.url_with("");
        let (one, other) = tokio::join!(Db::connect(&url), Db::connect(&url));
        let secret = *one.expect("opened").secret();
        assert_eq!(*other.expect("opened").secret(), secret);
        assert_eq!(*Db::connect(&url).await.expect("opened").secret(), secret);
        let new = Database::new(database.kind()).await;
        assert_ne!(*Db::connect(&new.url_with("")).await.expect("opened").secret(), secret);
    })
    .await;
}

#[tokio::test]
async fn callers_that_go_leave_no_transaction_behind() {
    on_each(SHARED, async |database| {
        let db = open(database, "", TABLES).await;
        let mut stopped = 0;
        for round in 0..100_u32 {
            let task = tokio::spawn({
                let db = db.clone();
                async move {
                    let mut transaction = db.begin().await?;
                    for half in ["one", "two"] {
                        let author = author(&format!("{round} {half}"));
                        let handle = (&mut transaction).into_handle();
                        dao::create(handle, &AUTHOR, author, &Rows::of(&AUTHOR)).await?;
                    }
                    transaction.commit().await
                }
            });
            tokio::time::sleep(Duration::from_micros(u64::from(round % 10) * 300)).await;
            task.abort();
            stopped += u32::from(task.await.is_err());
        }
        assert!(stopped > 10, "only {stopped} were stopped before they were done");
        // More than there are connections, so that each is used.
        let created = join_all((0..20).map(|number| {
            let db = db.clone();
            async move { create(&db, &format!("after {number}")).await }
        }));
        for outcome in created.await {
            outcome.expect("the connections are free and clean");
        }
        let emails = emails(&db).await;
        let halves = |half| emails.iter().filter(|email| email.ends_with(half)).count();
        assert_eq!(halves(" one"), halves(" two"), "half a transaction was kept");
        assert_eq!(emails.iter().filter(|email| email.starts_with("after")).count(), 20);
    })
    .await;
}

static CHANGED_COLUMNS: [Column; 4] = [
    column::<uuid::Uuid>("id").primary_key().done(),
    column::<Option<String>>("name").done(),
    column::<i64>("email").done(),
    column::<String>("nickname").done(),
];
static CHANGED: Table = Table {
    entity: "Author",
    name: "authors",
    columns: &CHANGED_COLUMNS,
    key: &[0],
    ..Table::EMPTY
};

#[tokio::test]
async fn a_table_in_another_shape_is_told_apart() {
    on_every_database(TABLES, async |db| {
        db.create_tables(TABLES).await.expect("the same tables are fine");
        let Err(Error::Config(message)) = db.create_tables(&[&CHANGED]).await else {
            panic!("the table differs")
        };
        for difference in [
            "the column `name` is NOT NULL",
            "the column `email` is ",
            "the column `nickname` is missing",
        ] {
            assert!(message.contains(difference), "{message}");
        }
        assert!(!message.contains("`id`"), "{message}");
    })
    .await;
}

#[tokio::test]
async fn pages_and_records_read_the_same() {
    on_every_database(TABLES, async |db| {
        for number in 0..5 {
            create(&db, &number.to_string()).await.expect("created");
        }
        let full = Projection::full(&AUTHOR);
        let page = dao::list(db.handle(), &AUTHOR, &Query::all(&AUTHOR), &full, b"")
            .await
            .expect("a page");
        let items: Vec<serde_json::Value> = serde_json::from_slice(&page.items).expect("JSON");
        for item in items {
            let key =
                vec![Value::Uuid(item["id"].as_str().expect("text").parse().expect("a UUID"))];
            let record = dao::read(db.handle(), &AUTHOR, &key, &full).await.expect("read");
            let body = record.expect("it is there").body;
            assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).expect("JSON"), item);
        }
    })
    .await;
}
