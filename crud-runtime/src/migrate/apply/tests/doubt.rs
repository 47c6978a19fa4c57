//! Steps whose end nobody saw.

use crud_test_databases::Kind;

use super::super::ledger::{self, Entry, State};
use super::super::{Migrator, Resume, Steps};
use super::{MAKE, ask, folder, on_every_database, one, quiet, up};
use crate::error::Result;
use crate::store::{Connection, Db, Work};

/// Leaves the ledger as a process does that is killed while a step runs.
async fn killed_in_step(db: &Db, entry: Entry) {
    struct Write(Entry);

    impl Work for Write {
        type Output = ();

        async fn run(&mut self, connection: &mut Connection) -> Result<()> {
            ledger::insert(connection, &self.0).await
        }
    }

    let mut session = db.session().await.expect("a session");
    session.run(Write(entry)).await.expect("the ledger");
    session.close().await;
}

/// How things look before a statement.
async fn mark(db: &Db, sql: &str) -> String {
    let mut session = db.session().await.expect("a session");
    let mark = session.run(super::super::inflight::Look(sql.to_owned())).await.expect("a look");
    session.close().await;
    mark
}

const ADD: &str = "ALTER TABLE a ADD COLUMN u integer";

/// Whether the statement took effect is found out, and it is run exactly once.
#[tokio::test]
async fn how_a_table_looks_tells() {
    on_every_database(async |database, db| {
        if database.kind() != Kind::Mysql {
            return;
        }
        let folder = folder(&[MAKE, ("20240102000000_add", "up", &format!("§{ADD}"))]);
        let steps = Steps::default();
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        migrator.up(Some("make"), Resume::Auto).await.expect("up");
        let pending = migrator.pending(None).await.expect("pending");
        let checksum = pending[0].file.checksum.clone();
        for took_effect in [false, true] {
            let mut entry = Entry::new("20240102000000", "add", &checksum, State::Up);
            entry.running = checksum.clone();
            (entry.in_flight, entry.mark) = (1, mark(&db, ADD).await);
            killed_in_step(&db, entry).await;
            if took_effect {
                ask(&db, ADD).await.expect("it was done");
            }
            assert_eq!(migrator.up(None, Resume::Auto).await.expect("it is found out"), 1);
            assert_eq!(one(&db, "SELECT count(u) FROM a").await, "0", "the column is there");
            ask(&db, "ALTER TABLE a DROP COLUMN u").await.expect("away with it");
            ask(&db, "DELETE FROM _crud_migrations WHERE name = 'add'").await.expect("and this");
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_found_out_is_asked() {
    on_every_database(async |database, db| {
        if database.kind() != Kind::Mysql {
            return;
        }
        let two =
            "§INSERT INTO a (id, t) VALUES (3, 'three'); INSERT INTO a (id, t) VALUES (4, '');";
        let folder = folder(&[MAKE, ("20240102000000_two", "up", two)]);
        let steps = Steps::default();
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        migrator.up(Some("make"), Resume::Auto).await.expect("up");
        let checksum = migrator.pending(None).await.expect("pending")[0].file.checksum.clone();
        let mut entry = Entry::new("20240102000000", "two", &checksum, State::Up);
        (entry.running, entry.in_flight) = (checksum, 1);
        killed_in_step(&db, entry).await;
        let problems = migrator.problems().await.expect("problems").join("\n");
        assert!(problems.contains("only half applied"), "{problems}");
        let error = up(&db, &folder).await.expect_err("two statements, and one may be done");
        assert!(error.to_string().contains("--resume-after 1"), "{error}");
        let error = up(&db, &folder).await.expect_err("asking once more changes nothing");
        assert!(error.to_string().contains("--retry"), "{error}");
        assert_eq!(migrator.up(None, Resume::Retry).await.expect("as it says"), 1);
        assert_eq!(one(&db, "SELECT count(*) FROM a").await, "4");
    })
    .await;
}

/// An index that was not finished is of no use and in the way.
#[tokio::test]
async fn an_unfinished_index_is_made_again() {
    on_every_database(async |database, db| {
        if database.kind() != Kind::Postgres {
            return;
        }
        let index = "-- crud: mode=stepwise\n§CREATE UNIQUE INDEX CONCURRENTLY \"By T\" ON a (t)";
        let folder = folder(&[MAKE, ("20240102000000_index", "up", index)]);
        let mut folder = folder;
        folder.sources.retain(|(path, _)| path.starts_with("postgres"));
        let steps = Steps::default();
        let migrator = Migrator::new(&db, &folder, &steps, &quiet).expect("a migrator");
        migrator.up(Some("make"), Resume::Auto).await.expect("up");
        ask(&db, "INSERT INTO a (id, t) VALUES (3, 'two')").await.expect("the same twice");
        let error = migrator.up(None, Resume::Auto).await.expect_err("it is not unique");
        assert!(error.to_string().contains("By T"), "{error}");
        let valid = "SELECT indisvalid::int FROM pg_index WHERE indexrelid = '\"By T\"'::regclass";
        assert_eq!(one(&db, valid).await, "0", "PostgreSQL leaves it there");
        ask(&db, "DELETE FROM a WHERE id = 3").await.expect("corrected");
        assert_eq!(migrator.up(None, Resume::Auto).await.expect("it is made again"), 1);
        assert_eq!(one(&db, valid).await, "1");
    })
    .await;
}
