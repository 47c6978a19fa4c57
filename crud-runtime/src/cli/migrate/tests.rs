//! As somebody would who has never done this: a field gets another name, the attribute is
//! forgotten, the error is read, the migration is written, applied and taken back.

use std::path::Path;
use std::sync::Arc;

use crate::app::Core;
use crate::migrate::Migrations;
use crate::model::{self, column};
use crate::{Db, Error, Result};

fn books(columns: Vec<model::Column>, dropped: &'static [&'static str]) -> &'static model::Table {
    let id = column::<i64>("id").primary_key().auto().done();
    Box::leak(Box::new(model::Table {
        entity: "Book",
        name: "books",
        path: "books",
        columns: Vec::leak([vec![id], columns].concat()),
        key: &[0],
        dropped,
        ..model::Table::EMPTY
    }))
}

/// A binary that was built from these structs.
struct Binary<'p> {
    place: &'p Path,
    tables: Vec<&'static model::Table>,
    dropped: Vec<String>,
}

impl Binary<'_> {
    async fn run(&self, arguments: &[&str]) -> Result<()> {
        let mut core = Core::new("library".to_owned());
        core.tables.clone_from(&self.tables);
        core.dropped.clone_from(&self.dropped);
        core.migrations = Some(Migrations::at(self.place.join("migrations")));
        let url = format!("sqlite:{}", self.place.join("library.db").display());
        let all = ["library", "migrate"].iter().chain(arguments).map(Into::into);
        let all = all.chain([format!("--database-url={url}").into()]);
        crate::cli::run(Arc::new(core), Vec::new(), all).await
    }

    async fn refused(&self, arguments: &[&str]) -> String {
        match self.run(arguments).await {
            Err(Error::Config(message)) => message,
            other => panic!("it is not refused: {other:?}"),
        }
    }
}

fn files(place: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(place.join("migrations/sqlite"));
    let mut names: Vec<_> = entries
        .expect("there is a folder")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy()[15..].to_owned())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_field_gets_another_name() {
    let place = tempfile::tempdir().expect("a folder");
    let binary = |tables| Binary { place: place.path(), tables, dropped: Vec::new() };
    let pages = || column::<Option<i32>>("pages");
    let first = binary(vec![books(vec![pages().done()], &[])]);
    first.run(&["diff", "Begin!"]).await.expect("it is written");
    first.run(&["up"]).await.expect("it is applied");
    assert_eq!(files(place.path()), ["begin.down.sql", "begin.up.sql"]);
    first.run(&["diff", "again"]).await.expect("nothing is to be done");
    assert_eq!(files(place.path()).len(), 2);

    let url = format!("sqlite:{}", place.path().join("library.db").display());
    let db = Db::connect(&url).await.expect("it opens");
    let mut session = db.session().await.expect("a session");
    let insert = "INSERT INTO books (id, pages) VALUES (1, 300)".to_owned();
    session.run(crate::store::Run(insert)).await.expect("it is there");
    session.close().await;
    db.close().await;

    let forgotten = column::<Option<i32>>("page_count").done();
    let message = binary(vec![books(vec![forgotten], &[])]).refused(&["diff", "rename"]).await;
    assert!(message.contains("#[crud(renamed_from = \"pages\")] on `page_count`"), "{message}");
    assert_eq!(files(place.path()).len(), 2, "nothing was written");

    let renamed = || column::<Option<i32>>("page_count").renamed_from("pages").done();
    let second = binary(vec![books(vec![renamed()], &[])]);
    second.run(&["diff", "rename pages"]).await.expect("it is written");
    second.run(&["up"]).await.expect("it is applied");
    second.run(&["down"]).await.expect("it is taken back");
    second.run(&["up"]).await.expect("it is applied again");
    second.run(&["verify"]).await.expect("all is well");

    second.run(&["new", "fill"]).await.expect("it is written");
    assert_eq!(files(place.path()).len(), 6);
    second.run(&["up"]).await.expect("it is applied, and does nothing");

    // An entity that is not listed says nothing; that its table goes has to be said.
    let author =
        model::Table { entity: "Author", name: "authors", path: "authors", ..*books(vec![], &[]) };
    let mut none = binary(vec![Box::leak(Box::new(author))]);
    let message = none.refused(&["diff", "no books"]).await;
    assert!(message.contains(".dropped(\"books\")"), "{message}");
    none.dropped = vec!["books".to_owned()];
    none.run(&["diff", "no books"]).await.expect("it is written");
    none.run(&["up"]).await.expect("it is applied");
    let message = none.refused(&["down"]).await;
    assert!(message.contains("--yes"), "{message}");
    none.run(&["down", "--yes"]).await.expect("it is taken back");
    let db = Db::connect(&url).await.expect("it opens");
    let missing = db.missing_tables(&[books(vec![renamed()], &[])]).await;
    assert!(missing.expect("it is as it was").is_empty());
    db.close().await;
}

#[tokio::test]
async fn what_the_files_do_not_make_is_not_written() {
    let place = tempfile::tempdir().expect("a folder");
    let binary = |tables| Binary { place: place.path(), tables, dropped: Vec::new() };
    let begin = binary(vec![books(vec![column::<i32>("pages").index().done()], &[])]);
    begin.run(&["diff", "begin"]).await.expect("it is written");
    let folder = place.path().join("migrations/sqlite");
    let up = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .find(|path| path.to_string_lossy().ends_with(".up.sql"))
        .expect("a file");
    let text = std::fs::read_to_string(&up).expect("it can be read");
    std::fs::write(&up, text + "\n-- crud: step\nDROP INDEX ix_books_pages;\n").expect("written");

    let next = binary(vec![books(
        vec![column::<i32>("pages").index().done(), column::<Option<String>>("isbn").done()],
        &[],
    )]);
    let message = next.refused(&["diff", "isbn"]).await;
    assert!(message.contains("nothing is written"), "{message}");
    assert!(message.contains("ix_books_pages"), "{message}");
    assert_eq!(files(place.path()).len(), 2);
    next.run(&["diff", "isbn", "--unproved"]).await.expect("it is written as it is");
    assert_eq!(files(place.path()).len(), 4);
}

#[tokio::test]
async fn what_is_pending_is_rated_and_a_rule_is_silenced() {
    let place = tempfile::tempdir().expect("a folder");
    let binary = |tables| Binary { place: place.path(), tables, dropped: Vec::new() };
    let first = binary(vec![books(vec![column::<Option<i32>>("pages").done()], &[])]);
    first.run(&["diff", "begin"]).await.expect("it is written");
    first.run(&["lint", "--fail-on", "locks"]).await.expect("nobody has tables yet");
    first.run(&["up"]).await.expect("it is applied");

    let renamed = column::<Option<i32>>("page_count").renamed_from("pages").done();
    let second = binary(vec![books(vec![renamed], &[])]);
    second.run(&["diff", "rename"]).await.expect("it is written");
    second.run(&["lint"]).await.expect("it is only said");
    second.run(&["lint", "--fail-on", "loses"]).await.expect("nothing is lost");
    let message = second.refused(&["lint", "--fail-on", "breaks"]).await;
    assert!(message.contains("a step breaks"), "{message}");
    let message = second.refused(&["lint", "--all", "--fail-on", "rewrites"]).await;
    assert!(message.contains("-- crud: allow"), "{message}");
    second.run(&["lint", "--rules"]).await.expect("they are listed");

    let name = files(place.path()).into_iter().find(|name| name == "rename.up.sql");
    let entries = std::fs::read_dir(place.path().join("migrations/sqlite")).expect("a folder");
    let path = entries
        .map(|entry| entry.expect("a file").path())
        .find(|path| path.to_string_lossy().ends_with(name.as_deref().unwrap_or("?")))
        .expect("it was written");
    let text = std::fs::read_to_string(&path).expect("it can be read");
    std::fs::write(&path, format!("-- crud: allow rename-column, rebuild\n{text}"))
        .expect("it is written");
    second.run(&["lint", "--fail-on", "locks"]).await.expect("its author knows");
    second.run(&["up"]).await.expect("it is applied");
    second.run(&["lint", "--fail-on", "locks"]).await.expect("nothing is pending");
}
