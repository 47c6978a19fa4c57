//! Folders: what is in them in order, and what a merge of two branches leaves behind.

use super::{Folder, SNAPSHOT};
use crate::error::{Error, Result};
use crate::fixture::TABLES;
use crate::migrate::file::{File, Risk};
use crate::migrate::script::{Mode, Script};
use crate::migrate::snapshot;
use crate::sql::Dialect::{Mysql, Postgres, Sqlite};
use crate::sql::shape::Schema;

/// The hash of no tables, with which everything begins.
const NOTHING: &str = "57f9bf6390bb37d9";

fn text(parent: &str, result: &str) -> String {
    let script = Script { mode: Mode::Whole, steps: Vec::new() };
    File::new(parent, result, Risk::Safe, script).text()
}

fn folder(files: &[(&str, String)]) -> Result<Folder> {
    Folder::of_files(files.iter().map(|(path, text)| ((*path).to_owned(), text.clone())).collect())
}

#[track_caller]
fn refused<T: std::fmt::Debug>(outcome: Result<T>, words: &[&str]) {
    let Err(Error::Config(message)) = outcome else { panic!("it is not refused: {outcome:?}") };
    for word in words {
        assert!(message.contains(word), "`{word}` is not in: {message}");
    }
}

#[test]
fn files_are_read_in_order_with_what_undoes_them() {
    let schema = Schema::of(TABLES);
    let hash = snapshot::hash(&schema);
    let folder = folder(&[
        ("sqlite/20240501123001_fill.up.sql", "-- crud: step\nSELECT 1;".to_owned()),
        ("sqlite/20240501123000_begin.up.sql", text(NOTHING, &hash)),
        ("sqlite/20240501123000_begin.down.sql", text(&hash, NOTHING)),
        ("postgres/20240501123000_begin.up.sql", text(NOTHING, &hash)),
        (SNAPSHOT, snapshot::write(&schema, Some("20240501123001_fill"))),
    ])
    .expect("it can be read");
    let migrations = folder.of(Sqlite).expect("they lead on");
    let titles: Vec<_> = migrations.iter().map(super::Migration::title).collect();
    assert_eq!(titles, ["20240501123000_begin", "20240501123001_fill"]);
    assert!(migrations[0].down.is_some() && migrations[1].down.is_none());
    // What a person writes stays where it is.
    assert_eq!((&*migrations[1].up.parent, &*migrations[1].up.result), (&*hash, &*hash));
    assert_eq!(folder.of(Postgres).expect("they lead on").len(), 1);
    assert!(folder.of(Mysql).expect("there are none").is_empty());
    assert!(folder.has(Postgres) && !folder.has(Mysql));
}

#[test]
fn a_fork_names_both_and_what_to_do() {
    let folder = folder(&[
        ("sqlite/20240501120000_begin.up.sql", text(NOTHING, "a")),
        ("sqlite/20240501130000_mine.up.sql", text("a", "b")),
        ("sqlite/20240501140000_again.up.sql", text("b", "c")),
        ("sqlite/20240501150000_yours.up.sql", text("a", "d")),
    ])
    .expect("it can be read");
    refused(
        folder.of(Sqlite),
        &[
            "sqlite/20240501130000_mine.up.sql and sqlite/20240501150000_yours.up.sql",
            "Remove the files of 20240501150000_yours",
            "run `migrate diff` again",
        ],
    );
}

#[test]
fn a_chain_is_whole() {
    let of = |files: &[(&str, String)]| folder(files).and_then(|folder| folder.of(Sqlite));
    refused(
        of(&[("sqlite/20240501120000_x.up.sql", text("a", "b"))]),
        &["the first there is", "those before it are missing"],
    );
    refused(
        of(&[
            ("sqlite/20240501120000_x.up.sql", text(NOTHING, "b")),
            ("sqlite/20240501120001_y.up.sql", text("c", "d")),
        ]),
        &["20240501120001_y.up.sql does not begin where 20240501120000_x ends"],
    );
    refused(
        of(&[
            ("sqlite/20240501120000_x.up.sql", text(NOTHING, "b")),
            ("sqlite/20240501120000_y.up.sql", text("b", "c")),
        ]),
        &["the same version"],
    );
    refused(
        of(&[
            ("sqlite/20240501120000_x.up.sql", text(NOTHING, "b")),
            ("sqlite/20240501120000_x.down.sql", text("c", NOTHING)),
        ]),
        &["20240501120000_x.down.sql does not lead"],
    );
    refused(
        of(&[
            ("sqlite/20240501120000_x.up.sql", text(NOTHING, "b")),
            (SNAPSHOT, snapshot::write(&Schema::of(TABLES), Some("20240501120000_x"))),
        ]),
        &["end with 20240501120000_x", "schema.json"],
    );
    refused(of(&[("sqlite/20240501120000_x.down.sql", text("b", NOTHING))]), &["no 2024"]);
    refused(of(&[("sqlite/001_x.up.sql", text(NOTHING, "b"))]), &["not called as a migration"]);
    refused(of(&[("sqlite/20240501120000_x.sql", text(NOTHING, "b"))]), &["`migrate new`"]);
    refused(of(&[("postgresql/20240501120000_x.up.sql", String::new())]), &["postgres/"]);
    refused(
        of(&[(SNAPSHOT, snapshot::write(&Schema::of(TABLES), Some("20240501120000_x")))]),
        &["20240501120000_x was written last", "version control"],
    );
}

#[test]
fn a_folder_is_read_from_disk() {
    let place = tempfile::tempdir().expect("a folder");
    let path = place.path();
    let none = Folder::read(&path.join("migrations")).expect("none is an empty one");
    assert!(none.snapshot.is_none() && none.sources.is_empty());
    std::fs::create_dir(path.join("mysql")).expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(path.join(name), text).expect("a file");
    write("mysql/20240501120000_x.up.sql", "-- crud: step\nSELECT 1;\n");
    write("mysql/README.md", "Ours.");
    write("notes.txt", "Ours.");
    let folder = Folder::read(path).expect("it can be read");
    assert_eq!(folder.sources.len(), 1);
    assert_eq!(folder.sources[0].0, "mysql/20240501120000_x.up.sql");
    assert_eq!(folder.of(Mysql).expect("they lead on").len(), 1);
    write("20240501120000_y.up.sql", "SELECT 1;");
    refused(Folder::read(path), &["20240501120000_y.up.sql", "sqlite/, postgres/"]);
}
