//! `SQLite`: what somebody made by hand on a table that is made anew.

use crud_test_databases::{Database, Kind};

use super::case::{Case, books, folder, title};
use super::database::{run, texts};
use crate::Db;
use crate::migrate::apply::{Migrator, Resume, Steps, Target};
use crate::model::{Number, column};
use crate::sql::Dialect;

#[tokio::test]
async fn what_somebody_made_by_hand_follows_a_new_table() {
    let database = Database::new(Kind::File).await;
    let db = Db::connect(database.url()).await.expect("it opens");
    let pages = || column::<i32>("pages");
    let case = Case::new(
        vec![books(vec![title(), pages().done()])],
        vec![books(vec![
            title(),
            pages().done(),
            column::<Option<String>>("isbn").length(0, Some(13)).unique().done(),
        ])],
    );
    let renamed = Case::new(
        case.before.clone(),
        vec![books(vec![
            title(),
            column::<i32>("page_count")
                .renamed_from("pages")
                .range(None, Some(Number::new(9, 0)))
                .done(),
        ])],
    );
    for (case, column) in [(case, "pages"), (renamed, "page_count")] {
        let (folder, _) = folder(Dialect::Sqlite, &case);
        let steps = Steps::default();
        let migrator = Migrator::new(&db, &folder, &steps, &|line| println!("{line}"));
        let migrator = migrator.expect("the files are right");
        migrator.up(Some("20240501120000"), Resume::Auto).await.expect("the tables are made");
        let by_hand = [
            "CREATE INDEX by_hand ON books (pages) WHERE pages > 5",
            "CREATE VIEW long_books AS SELECT title FROM books WHERE pages > 5",
            "CREATE VIEW longer_books AS SELECT * FROM long_books",
            "CREATE TABLE log (title TEXT)",
            "CREATE TRIGGER logged AFTER UPDATE OF pages ON books
             BEGIN INSERT INTO log VALUES (new.title); END",
        ];
        run(&db, by_hand.map(str::to_owned)).await;
        run(&db, ["INSERT INTO books VALUES (1, 'one', 6)".to_owned()]).await;
        migrator.up(None, Resume::Auto).await.expect("it migrates");
        run(&db, [format!("UPDATE books SET {column} = 7")]).await;
        let long = texts(&db, "SELECT title FROM longer_books").await;
        assert_eq!((long.len(), texts(&db, "SELECT * FROM log").await.len()), (1, 1));
        let index = "SELECT 1 FROM sqlite_schema WHERE name = 'by_hand'";
        assert_eq!(texts(&db, index).await.len(), 1);
        migrator.down(Target::Count(1), Resume::Auto).await.expect("it migrates back");
        assert_eq!(texts(&db, "SELECT title FROM longer_books").await.len(), 1);
        assert_eq!(texts(&db, index).await.len(), 1);
        let gone = ["DROP VIEW longer_books", "DROP VIEW long_books", "DROP TABLE log"];
        run(&db, gone.map(str::to_owned)).await;
        run(&db, ["DELETE FROM _crud_migrations", "DROP TABLE books"].map(str::to_owned)).await;
    }
    db.close().await;
}
