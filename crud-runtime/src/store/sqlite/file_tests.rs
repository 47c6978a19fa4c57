//! What a file of `SQLite` makes of many callers: commits that are shared, queues, other processes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{join_all, ready};

use crate::error::Error;
use crate::fixture::{AUTHOR, TABLES};
use crate::query::{Filter, TextMatch};
use crate::store::Db;
use crate::store::dao::{self, Rows};
use crate::store::task::work;
use crate::store::tests::{author, create, emails};

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_make_the_same_file_at_once() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let opened = (0..10).map(|_| {
            let url = url.clone();
            tokio::spawn(async move { Db::connect(&url).await })
        });
        for db in join_all(opened).await {
            db.expect("no panic").expect("whoever is second waits").close().await;
        }
    }
}
