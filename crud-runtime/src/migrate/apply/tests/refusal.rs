//! What is refused, and what is said then.

use super::super::{Migrator, Resume, Steps};
use super::{
    MAKE, UNMAKE, WIDEN, ask, describe, folder, is_stepwise, on_every_database, one, quiet, up,
};
use crate::error::Error;

fn says(error: &Error, parts: &[&str]) {
    let text = error.to_string();
    for part in parts {
        assert!(text.contains(part), "`{part}` is not said: {text}");
    }
}

#[tokio::test]
async fn a_file_that_was_changed_after_it_was_applied() {
    on_every_database(async |_, db| {
        up(&db, &folder(&[MAKE])).await.expect("up");
        let edited = (MAKE.0, MAKE.1, &*MAKE.2.replace("'two'", "'three'"));
        let error = up(&db, &folder(&[edited, WIDEN])).await.expect_err("it was edited");
        says(&error, &["20240101000000_make.up.sql was changed", "version control"]);
        let windows = (MAKE.0, MAKE.1, &*MAKE.2.replace('\n', "\r\n"));
        up(&db, &folder(&[windows])).await.expect("how lines end is no change");
    })
    .await;
}

#[tokio::test]
async fn a_program_that_is_older_than_the_database() {
    on_every_database(async |_, db| {
        up(&db, &folder(&[MAKE, WIDEN])).await.expect("up");
        let error = up(&db, &folder(&[MAKE])).await.expect_err("it is older");
        says(&error, &["20240102000000_widen", "older than the database"]);
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_comes_before_one_that_is_applied() {
    on_every_database(async |_, db| {
        up(&db, &folder(&[MAKE])).await.expect("up");
        let early = ("20230101000000_early", "up", "§CREATE TABLE early (id integer)");
        let error = up(&db, &folder(&[early, MAKE])).await.expect_err("it is out of order");
        says(&error, &["20230101000000_early was never applied", "baseline --to 20230101000000"]);
        let folder = folder(&[early, MAKE]);
        let steps = Steps::default();
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        migrator.baseline(Some("early")).await.expect("as the error says");
        assert_eq!(up(&db, &folder).await.expect("up"), 0);
    })
    .await;
}

#[tokio::test]
async fn tables_that_nobody_knows_the_history_of() {
    on_every_database(async |_, db| {
        ask(&db, "CREATE TABLE a (id integer PRIMARY KEY)").await.expect("a table");
        let mut folder = folder(&[MAKE]);
        describe(&mut folder);
        let error = up(&db, &folder).await.expect_err("it is there already");
        says(&error, &["the table `a`", "migrate baseline"]);
        let steps = Steps::default();
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        assert_eq!(migrator.baseline(None).await.expect("baseline"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_step_that_the_database_refuses() {
    on_every_database(async |database, db| {
        let broken = (
            "20240103000000_broken",
            "up",
            "§INSERT INTO a (id, t) VALUES (3, 'three');§ALTER TABLE nobody ADD COLUMN x integer",
        );
        let error = up(&db, &folder(&[MAKE, broken])).await.expect_err("there is no such table");
        says(&error, &["20240103000000_broken.up.sql stopped in step 2 of 2", "nobody"]);
        let kept = if is_stepwise(database) { "3" } else { "2" };
        assert_eq!(one(&db, "SELECT count(*) FROM a").await, kept);
        if is_stepwise(database) {
            says(&error, &["goes on from here"]);
            // The way back is closed until that is settled.
            let folder = folder(&[MAKE, UNMAKE, broken]);
            let steps = Steps::default();
            let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
            let error = migrator.way_back(super::super::Target::Count(1)).await.expect_err("half");
            says(&error, &["only half applied", "migrate up"]);
            // What stands in the way is corrected: it goes on, and does nothing twice.
            ask(&db, "CREATE TABLE nobody (y integer)").await.expect("a table");
            assert_eq!(migrator.up(None, Resume::Auto).await.expect("up"), 1);
            assert_eq!(one(&db, "SELECT count(*) FROM a").await, "3");
        } else {
            says(&error, &["Nothing of it was kept"]);
            assert_eq!(one(&db, "SELECT count(*) FROM _crud_migrations").await, "1");
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_file_of_which_a_part_was_run() {
    on_every_database(async |database, db| {
        if !is_stepwise(database) {
            return;
        }
        let file = |last: &str| {
            format!("§INSERT INTO a (id, t) VALUES (3, 'three');§ALTER TABLE {last} ADD COLUMN x integer")
        };
        let (wrong, right) = (file("nobody"), file("a"));
        let title = "20240103000000_broken";
        up(&db, &folder(&[MAKE, (title, "up", &wrong)])).await.expect_err("no such table");
        let folder = folder(&[MAKE, (title, "up", &right)]);
        let error = up(&db, &folder).await.expect_err("it was changed");
        says(&error, &["was changed since it was interrupted", "--resume-after 1"]);
        let steps = Steps::default();
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        assert_eq!(migrator.up(None, Resume::After(1)).await.expect("as the error says"), 1);
        assert_eq!(one(&db, "SELECT count(*) FROM a").await, "3");
        let error = migrator.up(None, Resume::Retry).await.expect_err("nothing is left");
        says(&error, &["nothing to resume"]);
    })
    .await;
}

#[tokio::test]
async fn transactions_in_a_file() {
    on_every_database(async |database, db| {
        if is_stepwise(database) {
            return;
        }
        let own = ("20240101000000_own", "up", "§BEGIN;§CREATE TABLE a (id integer);§COMMIT;");
        let error = up(&db, &folder(&[own])).await.expect_err("transactions are ours");
        says(&error, &["20240101000000_own.up.sql has a step that is `BEGIN`"]);
    })
    .await;
}
