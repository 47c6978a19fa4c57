//! Many that start at once.

use std::sync::Arc;

use crud_test_databases::on_each;
use futures_util::future::join_all;

use super::super::{Batch, Migrator, Resume, Steps};
use super::{MAKE, WIDEN, connect, describe, folder, one, quiet};
use crate::store::Db;
use crate::store::fixture::SHARED;

/// How many rounds; `FULL=1` is the long form.
fn rounds() -> usize {
    if std::env::var_os("FULL").is_some_and(|full| !full.is_empty()) { 10 } else { 2 }
}

/// In which exactly one does each migration, and all succeed.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_ten_applies_each() {
    for _ in 0..rounds() {
        on_each(SHARED, async |database| {
            let counted = (
                "20240103000000_count",
                "up",
                "§INSERT INTO a (id, t) VALUES (10, 'x')\n-- crud: rust more",
            );
            let mut folder = folder(&[MAKE, WIDEN, counted]);
            describe(&mut folder);
            let folder = Arc::new(folder);
            let ten = (0..10).map(|_| {
                let (folder, url) = (Arc::clone(&folder), database.url_with(""));
                tokio::spawn(async move {
                    let db = Db::connect(&url).await.expect("it opens");
                    let mut steps = Steps::default();
                    steps.add("more".to_owned(), async |mut batch: Batch| {
                        let after: i64 = batch.state()?.unwrap_or(10);
                        if after == 15 {
                            return batch.done().await;
                        }
                        let next = after + 1;
                        let sql = format!("INSERT INTO a (id, t) VALUES ({next}, 'y')");
                        batch.query(&sql, &[]).await?;
                        batch.next(next).await
                    });
                    let migrator = Migrator::new(&db, &folder, &steps, &quiet)?;
                    let count = migrator.up(None, Resume::Auto).await;
                    db.close().await;
                    count
                })
            });
            let mut applied = 0;
            for outcome in join_all(ten).await {
                applied += outcome.expect("no panic").expect("it succeeds");
            }
            assert_eq!(applied, 3, "each is applied once");
            let db = connect(database).await;
            assert_eq!(one(&db, "SELECT count(*) FROM a").await, "8");
            db.close().await;
        })
        .await;
    }
}
