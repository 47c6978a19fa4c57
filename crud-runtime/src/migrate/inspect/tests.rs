//! What is written of a database that has everything at once.

use std::fmt::Write as _;

use super::{Stored, source};
use crate::Db;
use crate::fixture::assert_golden;
use crate::sql::ddl_tests::{LINES, ORDERS, THINGS};
use crate::store::Run;
use crate::store::fixture::on_every_database;

/// Names with spaces, quotes and keywords, keys of several columns in another order, references to
/// oneself and to what is not the key, names that are taken, and what has no words here.
const TABLES: &str = r#"
    CREATE TABLE "Order ""Lines""" (
        line INTEGER NOT NULL, "order" INTEGER NOT NULL, "type" TEXT, "Zip Code" VARCHAR(10),
        PRIMARY KEY ("order", line)
    ) WITHOUT ROWID;
    CREATE TABLE options (id INTEGER PRIMARY KEY, "limit" TEXT NOT NULL UNIQUE, "größe" TEXT);
    CREATE TABLE persons (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        mother INTEGER REFERENCES persons ON DELETE SET NULL,
        mother_id INTEGER REFERENCES persons (id) ON UPDATE CASCADE,
        option_limit TEXT REFERENCES options ("limit"),
        line INTEGER, "order" INTEGER,
        born DATE, seen DATETIME DEFAULT CURRENT_TIMESTAMP, fee DECIMAL(5, 2) DEFAULT 0.5,
        score, password TEXT COLLATE NOCASE,
        CONSTRAINT adult CHECK (born < '2000-01-01'), CHECK (fee > 0),
        FOREIGN KEY ("order", line) REFERENCES "Order ""Lines""" ("order", line) DEFERRABLE INITIALLY DEFERRED
    );
    CREATE UNIQUE INDEX one_mother ON persons (mother, born);
    CREATE TABLE plain (id BLOB NOT NULL PRIMARY KEY, note TEXT) STRICT;
    CREATE INDEX noted ON plain (note);
    CREATE TABLE partial (id INTEGER PRIMARY KEY, note TEXT, total AS (id * 2));
    CREATE INDEX some ON partial (note) WHERE note <> '';
    CREATE TABLE keyless (note TEXT);
    CREATE TABLE loose (
        id INTEGER PRIMARY KEY, at DATETIME, "on" DATETIME, amount INTEGER, flag BOOLEAN, any, mixed DATE, "none"
    );
    INSERT INTO loose VALUES
        (1, '2016-07-04', '2016-07-04 10:00:00', 'much', 2, 1, 5, NULL),
        (2, NULL, '2016-07-04 10:00:00.5', 'more', 1, 2.5, 'five', NULL);
    CREATE VIEW seen AS SELECT * FROM plain;
    CREATE TRIGGER counted AFTER INSERT ON partial BEGIN SELECT 1; END;
"#;

#[tokio::test]
async fn what_is_found_is_written() {
    let db = Db::connect("sqlite::memory:").await.expect("a database");
    let mut session = db.session().await.expect("a session");
    session.run(Run(TABLES.to_owned())).await.expect("tables");
    let catalogue = db.catalogue().await.expect("a catalogue");
    let stored = Stored::read(&db, &catalogue).await.expect("the values");
    let source = source(&catalogue, &stored, "all = nobody");
    let mut text = String::new();
    for (name, file) in &source.files {
        let _ = writeln!(text, "// ---- {name}\n\n{file}");
    }
    text.push_str("// ---- notes\n\n");
    for note in &source.notes {
        let _ = writeln!(text, "// {note}");
    }
    assert_golden("migrate/golden/inspected.rs", &text);
}

#[tokio::test]
async fn what_serves_a_search_is_told_as_such() {
    on_every_database(&[&THINGS, &ORDERS, &LINES], async |db| {
        let catalogue = db.catalogue().await.expect("a catalogue");
        assert!(catalogue.triggers.is_empty() && catalogue.others.is_empty());
        let stored = Stored::read(&db, &catalogue).await.expect("the values");
        let source = source(&catalogue, &stored, "all = nobody");
        let text: String = source.files.iter().map(|(_, file)| file.as_str()).collect();
        let mut words = String::new();
        let mut searched = Vec::new();
        for line in text.lines().map(str::trim) {
            if let Some(field) = line.strip_prefix("pub ").filter(|line| line.contains(": ")) {
                if words.contains("search") {
                    searched.push(field.split(':').next().unwrap_or_default().to_owned());
                }
                words.clear();
            } else {
                words.push_str(line);
            }
        }
        searched.sort_unstable();
        assert_eq!(searched, ["code", "note_1", "remark"], "{text}");
    })
    .await;
}
