//! There and back.

use super::super::{Job, Migrator, Resume, State, Steps, Target};
use super::{MAKE, NARROW, UNMAKE, WIDEN, ask, folder, on_every_database, one, quiet, up};

#[tokio::test]
async fn there_and_back() {
    on_every_database(async |_, db| {
        let folder = folder(&[MAKE, UNMAKE, WIDEN, NARROW]);
        let steps = Steps::default();
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        assert_eq!(migrator.up(Some("make"), Resume::Auto).await.expect("up"), 1);
        assert_eq!(migrator.up(None, Resume::Auto).await.expect("up"), 1);
        assert_eq!(migrator.up(None, Resume::Auto).await.expect("up"), 0);
        assert_eq!(one(&db, "SELECT u FROM a WHERE id = 2").await, "two");
        let status = migrator.status().await.expect("status");
        let reached: Vec<_> = status
            .iter()
            .map(|one| (one.title.as_str(), one.entry.as_ref().map(|entry| entry.state)))
            .collect();
        assert_eq!(
            reached,
            [
                ("20240101000000_make", Some(State::Applied)),
                ("20240102000000_widen", Some(State::Applied))
            ]
        );
        let back = migrator.way_back(Target::Until("0")).await.expect("a way back");
        let lost: Vec<_> = back.iter().flat_map(Job::irreversible).collect();
        assert_eq!(lost, ["a.u"]);
        migrator.redo().await.expect("redo");
        assert_eq!(one(&db, "SELECT u FROM a WHERE id = 1").await, "one");
        assert_eq!(migrator.down(Target::Until("make"), Resume::Auto).await.expect("down"), 1);
        assert!(ask(&db, "SELECT u FROM a").await.is_err(), "the column is gone");
        assert_eq!(migrator.down(Target::Count(1), Resume::Auto).await.expect("down"), 1);
        assert!(ask(&db, "SELECT * FROM a").await.is_err(), "the table is gone");
        let error = migrator.down(Target::Count(1), Resume::Auto).await.expect_err("none is left");
        assert!(error.to_string().contains("no migration is applied"), "{error}");
        assert_eq!(migrator.up(None, Resume::Auto).await.expect("up"), 2);
    })
    .await;
}

#[tokio::test]
async fn a_preview_changes_nothing() {
    on_every_database(async |_, db| {
        let folder = folder(&[MAKE, UNMAKE]);
        let steps = Steps::default();
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        let pending = migrator.pending(None).await.expect("pending");
        let scripts: String = pending.iter().map(|job| migrator.script(job)).collect();
        assert!(scripts.contains("CREATE TABLE a (id"), "{scripts}");
        assert!(scripts.contains("VALUES (1, 'one'), (2, 'two');"), "{scripts}");
        assert!(ask(&db, "SELECT * FROM a").await.is_err(), "nothing was made");
        assert!(ask(&db, "SELECT * FROM _crud_migrations").await.is_err(), "no account either");
    })
    .await;
}

#[tokio::test]
async fn what_is_there_is_written_down_alone() {
    on_every_database(async |_, db| {
        let mut folder = folder(&[MAKE, UNMAKE, WIDEN, NARROW]);
        folder.snapshot = None;
        ask(&db, "CREATE TABLE a (id integer PRIMARY KEY, t varchar(20))").await.expect("a table");
        let steps = Steps::default();
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        assert_eq!(migrator.baseline(Some("make")).await.expect("baseline"), 1);
        assert_eq!(up(&db, &folder).await.expect("up"), 1);
        assert_eq!(one(&db, "SELECT count(*) FROM a").await, "0", "`make` was not run");
        assert_eq!(migrator.baseline(None).await.expect("baseline"), 0);
    })
    .await;
}
