//! Steps in Rust.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::super::{Batch, Migrator, Resume, Steps};
use super::{WIDEN, ask, folder, on_every_database, one, quiet};
use crate::error::{Error, Result};
use crate::migrate::folder::Folder;
use crate::store::Db;

const MAKE: (&str, &str, &str) = (
    "20240101000000_make",
    "up",
    "§CREATE TABLE a (id integer PRIMARY KEY, t varchar(20) NOT NULL);
     §INSERT INTO a (id, t) VALUES (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four'), (5, 'five');",
);
const SHOUT: (&str, &str, &str) = (
    "20240103000000_shout",
    "up",
    "§INSERT INTO a (id, t) VALUES (6, 'six')
-- crud: rust shout
§INSERT INTO a (id, t) VALUES (7, 'seven')",
);

async fn with(db: &Db, folder: &Folder, steps: &Steps) -> Result<usize> {
    Migrator::new(db, folder, steps, &quiet)?.up(None, Resume::Auto).await
}

/// Turns two records at a time into capitals, and fails once in the middle.
fn shout(runs: &Arc<AtomicU32>, fails: u32) -> Steps {
    let mut steps = Steps::default();
    let runs = Arc::clone(runs);
    steps.add("shout".to_owned(), move |mut batch: Batch| {
        let runs = Arc::clone(&runs);
        async move {
            let after: i64 = batch.state()?.unwrap_or(0);
            let ids = format!("SELECT id FROM a WHERE id > {after} ORDER BY id LIMIT 2");
            let ids: Vec<i64> = batch
                .query(&ids, &[])
                .await?
                .into_iter()
                .flatten()
                .flatten()
                .filter_map(|id| id.parse().ok())
                .collect();
            let Some(last) = ids.last() else { return batch.done().await };
            for id in &ids {
                batch
                    .query(&format!("UPDATE a SET t = concat(t, '!') WHERE id = {id}"), &[])
                    .await?;
            }
            batch.count(u64::try_from(*last).unwrap_or(0), 6);
            if runs.fetch_add(1, Ordering::Relaxed) + 1 == fails {
                return Err(Error::Config("the power failed".to_owned()));
            }
            batch.next(last).await
        }
    });
    steps
}

#[tokio::test]
async fn a_step_goes_on_where_it_was() {
    on_every_database(async |_, db| {
        let folder = folder(&[MAKE, WIDEN, SHOUT]);
        let runs = Arc::new(AtomicU32::new(0));
        let steps = shout(&runs, 2);
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        let error = migrator.up(None, Resume::Auto).await.expect_err("the second batch fails");
        assert!(error.to_string().contains("the power failed"), "{error}");
        assert!(error.to_string().contains("the step `shout` in Rust"), "{error}");
        let shouted = "SELECT count(*) FROM a WHERE t LIKE '%!'";
        assert_eq!(one(&db, shouted).await, "2", "the first batch stays, the second is undone");
        assert_eq!(migrator.up(None, Resume::Auto).await.expect("it goes on"), 1);
        assert_eq!(one(&db, shouted).await, "6");
        assert_eq!(one(&db, "SELECT count(*) FROM a WHERE t LIKE '%!!'").await, "0", "none twice");
        assert_eq!(one(&db, "SELECT t FROM a WHERE id = 7").await, "seven");
        assert_eq!(runs.load(Ordering::Relaxed), 4);
    })
    .await;
}

#[tokio::test]
async fn a_step_that_nobody_has_is_missed_before_anything_is_run() {
    on_every_database(async |_, db| {
        let folder = folder(&[MAKE, SHOUT]);
        let steps = Steps::default();
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        let error = migrator.up(None, Resume::Auto).await.expect_err("there is no `shout`");
        assert!(error.to_string().contains(".step(\"shout\""), "{error}");
        assert!(ask(&db, "SELECT * FROM a").await.is_err());
        // One that was run need not be kept for ever.
        let runs = Arc::new(AtomicU32::new(0));
        assert_eq!(with(&db, &folder, &shout(&runs, 0)).await.expect("up"), 2);
        assert_eq!(with(&db, &folder, &steps).await.expect("nothing is left"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_step_that_would_never_end_is_stopped() {
    on_every_database(async |_, db| {
        let folder = folder(&[MAKE, SHOUT]);
        let mut steps = Steps::default();
        steps.add("shout".to_owned(), async |batch: Batch| batch.next("here").await);
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        let error = migrator.up(None, Resume::Auto).await.expect_err("it does not move");
        assert!(error.to_string().contains("ended where it began"), "{error}");
    })
    .await;
}
