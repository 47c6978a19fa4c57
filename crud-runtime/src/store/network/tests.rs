//! The pool against real servers: what is exhausted, left, cut.

use std::time::Duration;

use crud_test_databases::{Kind, on_each};
use futures_util::FutureExt as _;
use futures_util::future::join_all;

use super::relay::Relay;
use crate::error::{Error, Result};
use crate::fixture::{AUTHOR, TABLES};
use crate::query::{Filter, TextMatch};
use crate::store::fixture::open;
use crate::store::task::work;
use crate::store::tests::{author, create};
use crate::store::{Db, Executor as _, dao};

/// The servers whose drivers are compiled in.
const SERVERS: &[Kind] = &[
    #[cfg(feature = "postgres")]
    Kind::Postgres,
    #[cfg(feature = "mysql")]
    Kind::Mysql,
];

async fn count(db: &Db) -> Result<u64> {
    dao::count(db.handle(), &AUTHOR, &Filter::And(Vec::new())).await
}

#[tokio::test]
async fn a_pool_that_is_exhausted_refuses() {
    on_each(SERVERS, async |database| {
        let db = open(database, "connections=1&acquire_timeout=50", TABLES).await;
        let transaction = db.begin().await.expect("begun");
        let refused = count(&db).await;
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
        transaction.rollback();
        count(&db).await.expect("the connection is back");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_that_go_leave_no_connection_and_no_statement_behind() {
    on_each(SERVERS, async |database| {
        let db = open(database, "", TABLES).await;
        let authors = (0..500).map(|number| author(&number.to_string())).collect();
        dao::create_many(db.handle(), &AUTHOR, authors, &dao::Rows::of(&AUTHOR))
            .await
            .expect("created");
        let slow = |salt: u32| {
            let part = |part| Filter::Text(1, TextMatch::Contains, format!("Ursula{salt}{part}"));
            Filter::Or((0..40).map(part).collect())
        };
        let mut stopped = 0;
        for round in 0..200 {
            let (db, filter) = (db.clone(), slow(round));
            let task = tokio::spawn(async move { dao::count(db.handle(), &AUTHOR, &filter).await });
            tokio::time::sleep(Duration::from_micros(u64::from(round % 7) * 300)).await;
            task.abort();
            stopped += u32::from(task.await.is_err());
        }
        assert!(stopped > 50, "only {stopped} were stopped before they were done");
        let tasks = (0..20).map(|_| count(&db));
        for count in join_all(tasks).await {
            // An answer to another's question would be another number.
            assert_eq!(count.expect("counted"), 500);
        }
        // What was stopped comes back once the server has let go of it.
        for _ in 0..500 {
            if db.idle_readers().0 == db.idle_readers().1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(db.idle_readers().0, db.idle_readers().1);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn sessions_that_the_server_ends_are_replaced() {
    on_each(SERVERS, async |database| {
        let db = open(database, "", TABLES).await;
        for _ in 0..3 {
            // Several connections lie idle.
            join_all((0..4).map(|_| count(&db))).await;
            database.end_sessions().await;
            // A read begins anew by itself; so does a write that had not begun.
            count(&db).await.expect("read on a new one");
            let all = (0..4).map(|_| count(&db));
            for count in join_all(all).await {
                count.expect("the stale ones are gone");
            }
        }
        create(&db, "a").await.expect("written");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_connection_that_the_network_forgot_is_replaced_long_before_its_time_is_over() {
    on_each(SERVERS, async |database| {
        let relay = Relay::of(database.url()).await;
        let db = Db::connect(&relay.url(&database.url_with("connections=2"))).await.expect("open");
        db.create_tables(TABLES).await.expect("made");
        let mut transaction = db.begin().await.expect("begun");
        dao::create(
            (&mut transaction).into_handle(),
            &AUTHOR,
            author("a"),
            &dao::Rows::of(&AUTHOR),
        )
        .await
        .expect("created");
        count(&db).await.expect("counted");
        relay.forget();
        let soon = tokio::time::timeout(Duration::from_secs(20), async {
            // A read begins anew by itself. What a transaction did is over.
            assert_eq!(count(&db).await.expect("read on a new one"), 0);
            let lost = transaction.commit().await;
            assert!(matches!(lost, Err(Error::Unavailable(_))), "{lost:?}");
            // Nobody holds the lock of what was written there.
            create(&db, "a").await.expect("written");
        });
        soon.await.expect("before the statement's thirty seconds");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_takes_long_is_waited_for() {
    on_each(SERVERS, async |database| {
        let db = open(database, "connections=1", TABLES).await;
        let sleep = match database.kind() {
            Kind::Mysql => "SELECT sleep(4)",
            _ => "SELECT pg_sleep(4)",
        };
        let slept = db.write(work(move |connection| connection.run(sleep).boxed())).await;
        slept.expect("its answer");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn instances_that_start_at_once_make_the_tables_once() {
    on_each(SERVERS, async |database| {
        let instances = (0..10).map(|_| open(database, "", TABLES));
        for db in join_all(instances).await {
            db.close().await;
        }
    })
    .await;
}
