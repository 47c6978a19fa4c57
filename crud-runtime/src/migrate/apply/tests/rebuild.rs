//! A table of `SQLite` that is made anew.

use crud_test_databases::Kind;

use super::{ask, folder, on_every_database, one, up};
use crate::migrate::folder::Folder;

const MAKE: (&str, &str, &str) = (
    "20240101000000_make",
    "up",
    "§CREATE TABLE parents (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, old TEXT);
     §CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parents (id) ON DELETE CASCADE);
     §INSERT INTO parents (id, name) VALUES (1, 'one'), (2, 'two'), (9, 'nine');
     §DELETE FROM parents WHERE id = 9;
     §INSERT INTO children (id, parent) VALUES (1, 1), (2, 2);",
);

const REBUILD: &str = "-- crud: mode=rebuild
    §CREATE TABLE \"new_parents\" (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL CHECK (length(name) < 9));
    §INSERT INTO \"new_parents\" (id, name) SELECT id, name FROM parents;
    §DROP TABLE \"parents\";
    §ALTER TABLE \"new_parents\" RENAME TO \"parents\";";

async fn sqlite(test: impl AsyncFn(crate::store::Db)) {
    on_every_database(async |database, db| {
        if matches!(database.kind(), Kind::Memory | Kind::File) {
            test(db).await;
        }
    })
    .await;
}

fn rebuild(text: &str) -> Folder {
    let mut folder = folder(&[MAKE, ("20240102000000_again", "up", text)]);
    folder.sources.retain(|(path, _)| path.starts_with("sqlite"));
    folder
}

#[tokio::test]
async fn what_was_made_by_hand_survives() {
    sqlite(async |db| {
        up(&db, &rebuild("§SELECT 1")).await.expect("up");
        ask(&db, "DELETE FROM _crud_migrations WHERE version = '20240102000000'").await.expect("x");
        for made in [
            "CREATE INDEX by_hand ON parents (name DESC) WHERE id > 0",
            "CREATE TABLE log (text TEXT)",
            "CREATE TRIGGER told AFTER INSERT ON parents BEGIN INSERT INTO log VALUES (new.name); END",
            "CREATE TRIGGER elsewhere AFTER DELETE ON children BEGIN \
             DELETE FROM parents WHERE id = old.parent; END",
            "CREATE VIEW names AS SELECT name FROM parents",
            "CREATE VIEW long AS SELECT name FROM names WHERE length(name) > 3",
            "CREATE TRIGGER onto INSTEAD OF INSERT ON names BEGIN \
             INSERT INTO parents (name) VALUES (new.name); END",
        ] {
            ask(&db, made).await.expect(made);
        }
        up(&db, &rebuild(REBUILD)).await.expect("it is made anew");
        let made = "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema \
                    WHERE name IN ('by_hand', 'told', 'elsewhere', 'names', 'long', 'onto', \
                    'new_parents') ORDER BY name)";
        assert_eq!(one(&db, made).await, "by_hand elsewhere long names onto told");
        assert_eq!(one(&db, "SELECT count(*) FROM children").await, "2", "nobody was deleted");
        ask(&db, "INSERT INTO names VALUES ('ten')").await.expect("the view takes it");
        assert_eq!(one(&db, "SELECT id FROM parents WHERE name = 'ten'").await, "10");
        assert_eq!(one(&db, "SELECT text FROM log").await, "ten");
        let orphan = "INSERT INTO children (id, parent) VALUES (3, 77)";
        ask(&db, orphan).await.expect_err("references are held again");
        ask(&db, "INSERT INTO parents (name) VALUES ('much too long')").await.expect_err("a check");
    })
    .await;
}

#[tokio::test]
async fn an_empty_table_goes_on_counting() {
    sqlite(async |db| {
        up(&db, &rebuild("§SELECT 1")).await.expect("up");
        ask(&db, "DELETE FROM _crud_migrations WHERE version = '20240102000000'").await.expect("x");
        ask(&db, "DELETE FROM parents").await.expect("all of them");
        up(&db, &rebuild(REBUILD)).await.expect("it is made anew");
        ask(&db, "INSERT INTO parents (name) VALUES ('ten')").await.expect("one more");
        assert_eq!(one(&db, "SELECT id FROM parents").await, "10");
    })
    .await;
}

#[tokio::test]
async fn a_view_that_would_break_keeps_it_from_being_done() {
    sqlite(async |db| {
        up(&db, &rebuild("§SELECT 1")).await.expect("up");
        ask(&db, "DELETE FROM _crud_migrations WHERE version = '20240102000000'").await.expect("x");
        ask(&db, "CREATE VIEW olds AS SELECT old FROM parents").await.expect("a view");
        ask(&db, "CREATE VIEW broken AS SELECT x FROM nobody").await.expect("SQLite takes it");
        let error = up(&db, &rebuild(REBUILD)).await.expect_err("the view reads `old`");
        assert!(error.to_string().contains("DROP VIEW \"olds\""), "{error}");
        assert_eq!(one(&db, "SELECT count(*) FROM olds").await, "2", "all is as it was");
        let stated = REBUILD.replace("mode=rebuild", "mode=rebuild\n§DROP VIEW olds");
        up(&db, &rebuild(&stated)).await.expect("the file says what becomes of it");
    })
    .await;
}

#[tokio::test]
async fn references_that_would_lead_nowhere_keep_it_from_being_done() {
    sqlite(async |db| {
        let lossy = REBUILD.replace("FROM parents", "FROM parents WHERE id = 1");
        let error = up(&db, &rebuild(&lossy)).await.expect_err("a parent is gone");
        assert!(error.to_string().contains("row 2 of `children` refers to nothing"), "{error}");
        assert_eq!(one(&db, "SELECT count(old IS NULL) FROM parents").await, "2");
        let orphan = "INSERT INTO children (id, parent) VALUES (3, 77)";
        ask(&db, orphan).await.expect_err("references are held again");
    })
    .await;
}
