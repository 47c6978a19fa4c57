//! What is written: files that lead on, and nothing where nothing has changed.

use chrono::{DateTime, Utc};

use super::{Draft, Maker};
use crate::error::{Error, Result};
use crate::fixture::{TABLES, assert_golden};
use crate::migrate::folder::Folder;
use crate::migrate::intent::Intents;
use crate::migrate::render::Manner;
use crate::model::{self, column};
use crate::sql::Dialect::{self, Mysql, Postgres, Sqlite};
use crate::sql::shape::Schema;

fn noon() -> DateTime<Utc> {
    "2024-05-01T12:30:00Z".parse().expect("an instant")
}

fn maker<'m>(folder: &'m Folder, dialects: &'m [Dialect], name: &'m str) -> Maker<'m> {
    Maker { folder, dialects, name, now: noon() }
}

fn grown(folder: &Folder, draft: Draft) -> Folder {
    let mut files = folder.sources.clone();
    files.extend(draft.files);
    Folder::of_files(files).expect("what is written can be read")
}

fn table(columns: Vec<model::Column>) -> &'static model::Table {
    Box::leak(Box::new(model::Table {
        entity: "Book",
        name: "books",
        columns: Vec::leak(columns),
        key: &[0],
        ..model::Table::EMPTY
    }))
}

fn books(rest: Vec<model::Column>) -> &'static model::Table {
    table([vec![column::<i64>("id").primary_key().auto().done()], rest].concat())
}

fn changed(
    folder: &Folder,
    dialects: &[Dialect],
    name: &str,
    table: &'static model::Table,
) -> Result<Draft> {
    let tables = [table];
    maker(folder, dialects, name).diff(&Schema::of(&tables), &Intents::of(&tables), Manner::Whole)
}

fn paths(draft: &Draft) -> Vec<&str> {
    draft.files.iter().map(|(path, _)| path.as_str()).collect()
}

#[test]
fn the_first_migration_makes_all_tables() {
    let folder = Folder::default();
    let draft = maker(&folder, &Dialect::ALL, "Begin: all").diff(
        &Schema::of(TABLES),
        &Intents::of(TABLES),
        Manner::Whole,
    );
    let draft = draft.expect("nothing is to be said");
    assert_eq!(
        paths(&draft),
        [
            "sqlite/20240501123000_begin_all.up.sql",
            "sqlite/20240501123000_begin_all.down.sql",
            "postgres/20240501123000_begin_all.up.sql",
            "postgres/20240501123000_begin_all.down.sql",
            "mysql/20240501123000_begin_all.up.sql",
            "mysql/20240501123000_begin_all.down.sql",
            "schema.json",
        ]
    );
    let folder = grown(&folder, draft);
    for dialect in Dialect::ALL {
        assert_eq!(folder.of(dialect).expect("it leads on").len(), 1);
    }
    let again =
        maker(&folder, &[], "again").diff(&Schema::of(TABLES), &Intents::of(TABLES), Manner::Whole);
    assert!(again.expect("nothing is to be said").files.is_empty());
}

#[test]
fn migrations_lead_on_from_each_other() {
    let folder = Folder::default();
    let draft = changed(&folder, &[Sqlite], "begin", books(vec![])).expect("nothing to say");
    let folder = grown(&folder, draft);
    let pages = || column::<i32>("pages");
    let more =
        || books(vec![pages().default(model::Literal::Number(model::Number::new(0, 0))).done()]);
    let draft = changed(&folder, &[], "add pages", more()).expect("nothing to say");
    // In the same second, and still later.
    assert_eq!(
        paths(&draft),
        [
            "sqlite/20240501123001_add_pages.up.sql",
            "sqlite/20240501123001_add_pages.down.sql",
            "schema.json"
        ]
    );
    assert!(draft.files[1].1.contains("irreversible: the values of `pages` of `books` are lost"));
    let folder = grown(&folder, draft);

    // Another database gets all there is at once, and the one that is there nothing.
    let draft = changed(&folder, &[Postgres], "for postgres", more()).expect("nothing to say");
    assert_eq!(paths(&draft).len(), 3);
    assert!(draft.files[0].1.contains("CREATE TABLE \"books\""));
    let folder = grown(&folder, draft);

    let draft = maker(&folder, &[], "fill").blank().expect("nothing to say");
    assert_eq!(paths(&draft).len(), 5);
    let folder = grown(&folder, draft);
    assert_eq!(folder.last.as_deref(), Some("20240501123003_fill"));
    assert_eq!(folder.of(Sqlite).expect("it leads on").len(), 3);
    assert_eq!(folder.of(Postgres).expect("it leads on").len(), 2);
    assert!(folder.of(Sqlite).expect("it leads on")[2].up.script.steps.is_empty());

    let mut gone = *books(vec![]);
    gone.dropped = &["pages"];
    let draft = changed(&folder, &[], "no pages", Box::leak(Box::new(gone)));
    let draft = draft.expect("nothing to say");
    let (_, up) = &draft.files[0];
    let (_, down) = &draft.files[1];
    assert!(up.contains("risk=loses") && up.contains("`books` are lost"), "{up}");
    assert!(down.contains("the values of `pages` of `books` do not come back"), "{down}");
}

#[test]
fn a_way_back_says_which_values_are_made_up() {
    let folder = Folder::default();
    let begin = books(vec![column::<i32>("pages").done(), column::<Option<i32>>("year").done()]);
    let draft = changed(&folder, &[Sqlite], "begin", begin).expect("nothing to say");
    let folder = grown(&folder, draft);
    let mut gone = *books(vec![]);
    gone.dropped = &["pages", "year"];
    let draft = changed(&folder, &[], "less", Box::leak(Box::new(gone))).expect("nothing to say");
    let (_, down) = &draft.files[1];
    let made_up = |column| {
        format!("the values of `{column}` of `books` do not come back; each record gets one")
    };
    assert!(down.contains(&made_up("pages")), "{down}");
    assert!(!down.contains(&made_up("year")), "{down}");
}

#[test]
fn people_read_what_is_written() {
    let folder = Folder::default();
    let pages = |name| column::<i32>(name).range(Some(model::Number::new(1, 0)), None);
    let begin = books(vec![
        column::<String>("title").length(0, Some(200)).index().done(),
        pages("pages").done(),
        column::<Option<String>>("note").done(),
    ]);
    let draft = changed(&folder, &Dialect::ALL, "begin", begin).expect("nothing to say");
    let folder = grown(&folder, draft);
    let then = books(vec![
        column::<String>("title").length(1, Some(200)).index().describe("As printed.").done(),
        pages("page_count").renamed_from("pages").index().done(),
        column::<String>("note").default(model::Literal::Text("none")).done(),
        column::<Option<String>>("isbn").length(10, Some(13)).unique().done(),
    ]);
    let draft = changed(&folder, &[], "more", then).expect("nothing to say");
    for (path, text) in &draft.files[..6] {
        let name = path.replace("/20240501123001_more", "");
        assert_golden(&format!("migrate/golden/{name}"), text);
    }
}

#[test]
fn what_cannot_be_made_says_why() {
    let refused = |outcome: Result<Draft>, words: &str| match outcome {
        Err(Error::Config(message)) => assert!(message.contains(words), "{message}"),
        other => panic!("it is not refused: {other:?}"),
    };
    let folder = Folder::default();
    refused(changed(&folder, &[Sqlite], "§§", books(vec![])), "add isbn");
    let check = model::Check { name: "odd", expression: "id > 0\n-- crud: step\n" };
    let odd = model::Table { checks: Vec::leak(vec![check]), ..*books(vec![]) };
    refused(changed(&folder, &[Mysql], "odd", Box::leak(Box::new(odd))), "begins with `-- crud:`");
    let draft = changed(&folder, &[Sqlite], "begin", books(vec![])).expect("nothing to say");
    let mut folder = grown(&folder, draft);
    folder.snapshot = None;
    refused(changed(&folder, &[], "next", books(vec![])), "no schema.json");
}
