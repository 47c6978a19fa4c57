//! Databases as such: opening, grouping, transactions, and what happens when callers go away.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{join_all, ready};

use super::dao::{self, Projection, Rows};
use super::task::work;
use super::{Db, Executor as _};
use crate::error::{Error, Result};
use crate::fixture::{AUTHOR, BASKET, TABLES};
use crate::model::{Changes, Column, Table, Value, column};
use crate::query::{Filter, Query, TextMatch};

struct Temporary {
    db: Db,
    folder: tempfile::TempDir,
}

async fn open(options: &str) -> Temporary {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}?{options}", folder.path().join("test.db").display());
    let db = Db::connect(&url).await.expect("the database opens");
    db.create_tables(TABLES).await.expect("the tables are made");
    Temporary { db, folder }
}

fn author(email: &str) -> Changes {
    let mut author = Changes::new(&AUTHOR);
    author.set(1, Value::Text("Ursula".repeat(20)));
    author.set(2, Value::Text(email.to_owned()));
    author
}

async fn create(db: &Db, email: &str) -> Result<Vec<Value>> {
    dao::create(db.handle(), &AUTHOR, author(email), &Rows::of(&AUTHOR)).await
}

async fn emails(db: &Db) -> Vec<String> {
    let rows = dao::list_rows(db.handle(), &AUTHOR, &Query::all(&AUTHOR)).await.expect("a list").0;
    let text = |row: Vec<Value>| match &row[2] {
        Value::Text(email) => email.clone(),
        other => panic!("{other:?}"),
    };
    rows.into_iter().map(text).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_that_go_leave_no_connection_behind() {
    let Temporary { db, folder: _folder } = open("readers=4").await;
    let authors = (0..4000).map(|number| author(&number.to_string())).collect();
    dao::create_many(db.handle(), &AUTHOR, authors, &Rows::of(&AUTHOR)).await.expect("created");
    // Some milliseconds of work: each text is searched for what it does not have.
    let slow = |salt: u32| {
        let parts =
            (0..40).map(|part| Filter::Text(1, TextMatch::Contains, format!("Ursula{salt}{part}")));
        Filter::Or(parts.collect())
    };
    let mut stopped = 0;
    for round in 0..1000 {
        let (db, filter) = (db.clone(), slow(round));
        let task = tokio::spawn(async move { dao::count(db.handle(), &AUTHOR, &filter).await });
        tokio::time::sleep(Duration::from_micros(u64::from(round % 7) * 100)).await;
        task.abort();
        stopped += u32::from(task.await.is_err());
    }
    assert!(stopped > 500, "only {stopped} were stopped before they were done");
    // What was stopped gives its connection back at the next look of the progress handler.
    for _ in 0..500 {
        if db.idle_readers() == (4, 4) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(db.idle_readers(), (4, 4));
    let count = dao::count(db.handle(), &AUTHOR, &slow(0)).await;
    assert_eq!(count.expect("stopping one does not stop the next"), 0);
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_stopped() {
    let Temporary { db, folder: _folder } = open("timeout=20").await;
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                   SELECT count(*) FROM n WHERE i < 0";
    let read = db.read(false, work(|connection| connection.run(endless).boxed())).await;
    assert!(matches!(read, Err(Error::Timeout)), "{read:?}");
    let write = db.write(work(|connection| connection.run(endless).boxed())).await;
    assert!(matches!(write, Err(Error::Timeout)), "{write:?}");
    create(&db, "a").await.expect("the writer goes on");
    assert_eq!(db.idle_readers().0, db.idle_readers().1);
}

#[tokio::test]
async fn writes_share_a_commit_and_fail_alone() {
    let Temporary { db, folder: _folder } = open("").await;
    create(&db, "7").await.expect("created");
    let outcomes = join_all((0..600).map(|number| {
        let db = db.clone();
        async move { create(&db, &number.to_string()).await }
    }))
    .await;
    for (number, outcome) in outcomes.into_iter().enumerate() {
        assert_eq!(outcome.is_err(), number == 7, "{number}");
    }
    assert_eq!(emails(&db).await.len(), 600);
}

#[tokio::test]
async fn a_commit_that_fails_fails_the_whole_group() {
    let Temporary { db, folder: _folder } = open("").await;
    // While the thread is busy, the next two come to wait together.
    let (begun, is_busy) = tokio::sync::oneshot::channel();
    let pause = tokio::spawn({
        let db = db.clone();
        async move {
            let mut begun = Some(begun);
            db.write(work(move |_| {
                begun.take().expect("it runs once").send(()).expect("the test waits");
                std::thread::sleep(Duration::from_millis(100));
                ready(Ok(())).boxed()
            }))
            .await
        }
    });
    is_busy.await.expect("it has begun");
    let good = create(&db, "good");
    // A reference that is checked at the commit only.
    let bad = db.write(work(|connection| {
        connection
            .run("PRAGMA defer_foreign_keys = on; INSERT INTO baskets (parent_id) VALUES (99)")
            .boxed()
    }));
    let (good, bad) = tokio::join!(good, bad);
    pause.await.expect("no panic").expect("it was in a group of its own");
    assert!(matches!(good, Err(Error::Database(_))), "{good:?}");
    assert!(matches!(bad, Err(Error::Database(_))), "{bad:?}");
    assert!(emails(&db).await.is_empty());
    create(&db, "good").await.expect("the writer goes on");
}

#[tokio::test]
async fn a_panic_in_a_job_is_an_error_of_that_job() {
    let Temporary { db, folder: _folder } = open("").await;
    let (panicked, created) = tokio::join!(
        db.write(work(|connection| {
            async {
                connection.run("INSERT INTO baskets DEFAULT VALUES").await?;
                assert!(!connection.dialect().has_returning(), "on purpose");
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
}

#[tokio::test]
async fn transactions_see_their_writes_and_roll_back_when_dropped() {
    let Temporary { db, folder: _folder } = open("").await;
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
    dao::create((&mut kept).into_handle(), &AUTHOR, author("kept"), &rows).await.expect("created");
    kept.commit().await.expect("kept");
    // A statement that fails leaves the transaction as it was.
    let again = dao::create((&mut outer).into_handle(), &AUTHOR, author("kept"), &rows).await;
    assert!(matches!(again, Err(Error::Unique(_))));
    let inside = dao::count((&mut outer).into_handle(), &AUTHOR, &Filter::And(Vec::new())).await;
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
}

#[tokio::test]
async fn a_transaction_that_sleeps_is_rolled_back() {
    let Temporary { db, folder: _folder } = open("transaction_timeout=60").await;
    let mut sleepy = db.begin().await.expect("begun");
    let rows = Rows::of(&AUTHOR);
    dao::create((&mut sleepy).into_handle(), &AUTHOR, author("late"), &rows)
        .await
        .expect("created");
    // Waits for the sleeper to be thrown out.
    create(&db, "other").await.expect("created");
    let late = dao::create((&mut sleepy).into_handle(), &AUTHOR, author("later"), &rows).await;
    assert!(matches!(late, Err(Error::Timeout)), "{late:?}");
    let commit = sleepy.commit().await;
    assert!(matches!(commit, Err(Error::Timeout)), "{commit:?}");
    assert_eq!(emails(&db).await, ["other"]);
}

#[tokio::test]
async fn closures_borrow_and_move_between_threads() {
    let Temporary { db, folder: _folder } = open("").await;
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
}

#[tokio::test]
async fn another_process_that_writes_is_waited_for_and_then_is_busy() {
    let Temporary { db, folder } = open("busy_timeout=20").await;
    let other = rusqlite::Connection::open(folder.path().join("test.db")).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("begun");
    let busy = create(&db, "a").await;
    assert!(matches!(busy, Err(Error::Busy)), "{busy:?}");
    assert!(emails(&db).await.is_empty(), "reading goes on");
    let attempts = AtomicU32::new(0);
    let outcome = db
        .transaction(async |_| {
            attempts.fetch_add(1, Ordering::Relaxed);
            Err::<(), _>(Error::Busy)
        })
        .await;
    assert!(matches!(outcome, Err(Error::Busy)));
    assert_eq!(attempts.load(Ordering::Relaxed), 0, "it never began");
    other.execute_batch("COMMIT").expect("ended");
    let outcome = db
        .transaction(async |_| match attempts.fetch_add(1, Ordering::Relaxed) {
            0..2 => Err(Error::Busy),
            attempt => Ok(attempt),
        })
        .await;
    assert_eq!(outcome.expect("the third attempt succeeds"), 2);
}

#[tokio::test]
async fn a_full_queue_refuses() {
    let Temporary { db, folder: _folder } = open("").await;
    let pause = db.write(work(|_| {
        std::thread::sleep(Duration::from_millis(100));
        ready(Ok(())).boxed()
    }));
    let refused = Arc::new(AtomicU32::new(0));
    let writes = join_all((0..6000).map(|number| {
        let (db, refused) = (db.clone(), Arc::clone(&refused));
        async move {
            match create(&db, &number.to_string()).await {
                Err(Error::Unavailable(_)) => {
                    refused.fetch_add(1, Ordering::Relaxed);
                }
                outcome => drop(outcome.expect("created")),
            }
        }
    }));
    let (pause, _) = tokio::join!(pause, writes);
    pause.expect("it waited");
    let refused = refused.load(Ordering::Relaxed);
    assert!(refused > 0, "nothing was refused");
    assert_eq!(emails(&db).await.len(), 6000 - refused as usize);
}

#[tokio::test]
async fn a_closed_database_says_so() {
    let Temporary { db, folder: _folder } = open("").await;
    let clone = db.clone();
    create(&db, "a").await.expect("created");
    db.close().await;
    for outcome in [create(&clone, "b").await.map(drop), clone.ping().await] {
        assert!(matches!(outcome, Err(Error::Unavailable(_))), "{outcome:?}");
    }
    db.close().await;
}

#[tokio::test]
async fn the_secret_is_kept_and_agreed_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let (one, other) = tokio::join!(Db::connect(&url), Db::connect(&url));
    let secret = *one.expect("opened").secret();
    assert_eq!(*other.expect("opened").secret(), secret);
    assert_eq!(*Db::connect(&url).await.expect("opened").secret(), secret);
    assert_ne!(*Db::connect("sqlite::memory:").await.expect("opened").secret(), secret);
}

#[tokio::test]
async fn what_cannot_be_opened_is_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("text.db");
    std::fs::write(&text, "This is no database, but it is long enough to be one.".repeat(20))
        .expect("written");
    for (url, explanation) in [
        (format!("sqlite:{}", text.display()), "no SQLite database"),
        (format!("sqlite:{}/none/a.db", folder.path().display()), "folder exists"),
        (format!("sqlite:{}/none.db?mode=rw", folder.path().display()), "no such file"),
        ("library.db".to_owned(), "write `sqlite:library.db`"),
        ("oracle:x".to_owned(), "no database is called `oracle:`"),
        #[cfg(not(feature = "postgres"))]
        ("postgres://localhost/x".to_owned(), "add \"postgres\" to the features"),
    ] {
        let Err(Error::Config(message)) = Db::connect(&url).await else { panic!("{url}") };
        assert!(message.contains(explanation), "{message}");
    }
}

#[tokio::test]
async fn a_database_that_can_only_be_read_is_read() {
    let Temporary { db, folder } = open("").await;
    create(&db, "a").await.expect("created");
    db.close().await;
    let url = format!("sqlite:{}?mode=ro", folder.path().join("test.db").display());
    let db = Db::connect(&url).await.expect("opened");
    assert_eq!(emails(&db).await, ["a"]);
    let refused = create(&db, "b").await;
    assert!(matches!(refused, Err(Error::ReadOnly)), "{refused:?}");
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
    let Temporary { db, folder: _folder } = open("").await;
    db.create_tables(TABLES).await.expect("the same tables are fine");
    let Err(Error::Config(message)) = db.create_tables(&[&CHANGED]).await else {
        panic!("the table differs")
    };
    for difference in [
        "the column `name` is NOT NULL",
        "the column `email` is TEXT, not INTEGER",
        "the column `nickname` is missing",
    ] {
        assert!(message.contains(difference), "{message}");
    }
    assert!(!message.contains("`id`"), "{message}");
}

#[tokio::test]
async fn pages_and_records_read_the_same() {
    let Temporary { db, folder: _folder } = open("").await;
    for number in 0..5 {
        create(&db, &number.to_string()).await.expect("created");
    }
    let full = Projection::full(&AUTHOR);
    let page =
        dao::list(db.handle(), &AUTHOR, &Query::all(&AUTHOR), &full, b"").await.expect("a page");
    let items: Vec<serde_json::Value> = serde_json::from_slice(&page.items).expect("JSON");
    for item in items {
        let key = vec![Value::Uuid(item["id"].as_str().expect("text").parse().expect("a UUID"))];
        let record = dao::read(db.handle(), &AUTHOR, &key, &full).await.expect("read");
        let body = record.expect("it is there").body;
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).expect("JSON"), item);
    }
}
