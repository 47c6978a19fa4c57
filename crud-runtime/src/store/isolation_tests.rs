//! What transactions promise, on every database: one state, no lost update, and the loser of a
//! deadlock runs again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crud_test_databases::{Kind, on_each};
use futures_util::future::join_all;
use tokio::sync::Barrier;

use super::dao::{self, Precondition, Rows, Tags, Update};
use super::fixture::{SHARED, open};
use super::{Db, Executor as _, Handle, Transaction};
use crate::error::{Error, Result};
use crate::model::{Changes, Table, Value, column};
use crate::query::Filter;

static COUNTERS: Table = Table {
    entity: "Counter",
    name: "counters",
    columns: &[
        column::<i64>("id").primary_key().done(),
        column::<i64>("count").done(),
        column::<i32>("version").version().done(),
    ],
    key: &[0],
    ..Table::EMPTY
};

async fn counters(database: &crud_test_databases::Database, count: i64) -> Db {
    let db = open(database, "", &[&COUNTERS]).await;
    for id in 0..count {
        let mut counter = Changes::new(&COUNTERS);
        counter.set(0, Value::Int(id));
        counter.set(1, Value::Int(0));
        dao::create(db.handle(), &COUNTERS, counter, &Rows::of(&COUNTERS)).await.expect("created");
    }
    db
}

async fn get(handle: Handle<'_>, id: i64) -> Result<(i64, i64)> {
    let row = dao::read(handle, &COUNTERS, &[Value::Int(id)], &Rows::of(&COUNTERS)).await?;
    match row.expect("it is there").as_slice() {
        [_, Value::Int(count), Value::Int(version)] => Ok((*count, *version)),
        other => panic!("{other:?}"),
    }
}

fn to(count: i64) -> Changes {
    let mut changes = Changes::new(&COUNTERS);
    changes.set(1, Value::Int(count));
    changes
}

async fn set(handle: Handle<'_>, id: i64, count: i64) -> Result<()> {
    let rows = Rows::of(&COUNTERS);
    dao::assign(handle, &COUNTERS, &[Value::Int(id)], to(count), &rows).await.map(drop)
}

async fn increment(transaction: &mut Transaction<'_>, id: i64) -> Result<()> {
    let (count, _) = get(transaction.into_handle(), id).await?;
    set(transaction.into_handle(), id, count + 1).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_update_of_a_transaction_is_lost() {
    on_each(SHARED, async |database| {
        let db = counters(database, 1).await;
        let tasks = (0..8).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut done = 0;
                for _ in 0..10 {
                    let outcome = db.transaction(async |mut tx| increment(&mut tx, 0).await).await;
                    match outcome {
                        Ok(()) => done += 1,
                        // It lost five times.
                        Err(Error::Busy) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
                done
            })
        });
        let done: i64 = join_all(tasks).await.into_iter().map(|done| done.expect("no panic")).sum();
        assert!(done > 0);
        assert_eq!(get(db.handle(), 0).await.expect("read").0, done);
        db.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_update_behind_a_precondition_is_lost() {
    on_each(SHARED, async |database| {
        let db = counters(database, 1).await;
        let tasks = (0..8).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut done = 0;
                for _ in 0..20 {
                    let (count, version) = get(db.handle(), 0).await.expect("read");
                    let tags = Some(Tags::Listed(vec![version.to_string()]));
                    let update = Update {
                        precondition: Precondition { if_match: tags, if_none_match: None },
                        ..Update::new(&COUNTERS, to(count + 1))
                    };
                    let (key, rows) = ([Value::Int(0)], Rows::of(&COUNTERS));
                    match dao::patch(db.handle(), &COUNTERS, &key, update, &rows).await {
                        Ok(_) => done += 1,
                        Err(Error::PreconditionFailed | Error::Busy) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
                done
            })
        });
        let done: i64 = join_all(tasks).await.into_iter().map(|done| done.expect("no panic")).sum();
        assert!(done > 0);
        assert_eq!(get(db.handle(), 0).await.expect("read"), (done, done + 1));
        db.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_loser_of_a_deadlock_runs_again() {
    on_each(SHARED, async |database| {
        let db = counters(database, 2).await;
        let met = Arc::new(Barrier::new(2));
        let attempts = Arc::new(AtomicU32::new(0));
        let tasks = [(0, 1), (1, 0)].map(|(first, second)| {
            let (db, met, attempts) = (db.clone(), Arc::clone(&met), Arc::clone(&attempts));
            tokio::spawn(async move {
                db.transaction(async |mut tx| {
                    set((&mut tx).into_handle(), first, first).await?;
                    // Both have one now and want the other's; where one writes at a time, the
                    // other never comes.
                    if attempts.fetch_add(1, Ordering::Relaxed) < 2 {
                        let waiting = std::time::Duration::from_millis(300);
                        let _ = tokio::time::timeout(waiting, met.wait()).await;
                    }
                    set((&mut tx).into_handle(), second, first).await
                })
                .await
            })
        });
        for task in tasks {
            task.await.expect("no panic").expect("both are done in the end");
        }
        let both =
            [get(db.handle(), 0).await.expect("read"), get(db.handle(), 1).await.expect("read")];
        assert_eq!(both[0].0, both[1].0, "the last to commit wrote both");
        assert_eq!([both[0].1, both[1].1], [3, 3], "each was written by each once");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_transaction_sees_one_state() {
    on_each(SHARED, async |database| {
        let db = counters(database, 2).await;
        if database.kind().is_served() {
            let mut tx = db.begin().await.expect("begun");
            assert_eq!(get((&mut tx).into_handle(), 0).await.expect("read").0, 0);
            set(db.handle(), 1, 7).await.expect("others write meanwhile");
            let seen = get((&mut tx).into_handle(), 1).await.expect("read").0;
            if seen == 7 && database.kind() == Kind::Mysql {
                // MySQL is serializable by locks: the transaction comes after what it had not read
                // yet, and what it has read waits for it.
                tx.rollback();
                db.close().await;
                return;
            }
            assert_eq!(seen, 0);
            let all = Filter::And(Vec::new());
            assert_eq!(
                dao::count((&mut tx).into_handle(), &COUNTERS, &all).await.expect("read"),
                2
            );
            // What has changed since cannot be overwritten.
            let lost = set((&mut tx).into_handle(), 1, 8).await;
            assert!(matches!(lost, Err(Error::Busy)), "{lost:?}");
            tx.rollback();
        }
        assert_eq!(get(db.handle(), 0).await.expect("read").0, 0);
        db.close().await;
    })
    .await;
}
