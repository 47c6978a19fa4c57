//! Folders that make what the structs say, and folders that lose something on the way.

use crud_test_databases::{Kind, on_each};

use super::*;
use crate::migrate::folder::SNAPSHOT;
use crate::migrate::intent::Intents;
use crate::migrate::make::Maker;
use crate::migrate::render::Manner;
use crate::sql::ddl_tests::{LINES, ORDERS, THINGS};

/// A folder whose migrations make these tables, in two steps.
fn folder(dialect: Dialect, schema: &Schema) -> Folder {
    let now = chrono::DateTime::UNIX_EPOCH;
    let mut before = schema.clone();
    before.tables.retain(|table| table.name == "things");
    before.tables[0].indexes.clear();
    before.tables[0].columns.retain(|column| column.name != "file");
    let mut folder = Folder::default();
    for (name, tables) in [("begin", &before), ("go on", schema)] {
        let maker = Maker { folder: &folder, dialects: &[dialect], name, now };
        let draft = maker.diff(tables, &Intents::default(), Manner::Whole).expect("a migration");
        let sources = draft.files.into_iter().filter(|(path, _)| path != SNAPSHOT);
        folder.sources.extend(sources);
        folder.snapshot = Some(tables.clone());
    }
    folder
}

const KINDS: &[Kind] = &[
    #[cfg(feature = "sqlite")]
    Kind::Memory,
    #[cfg(feature = "postgres")]
    Kind::Postgres,
    #[cfg(feature = "mysql")]
    Kind::Mysql,
];

async fn replayed(url: &str, folder: &Folder, schema: &Schema) -> Replayed {
    let steps = Steps::default();
    on_scratch(url, folder, schema, &steps).await.expect("the migrations are applied")
}

fn dialect(kind: Kind) -> Dialect {
    let all = Dialect::ALL.into_iter();
    all.into_iter().find(|dialect| dialect.name() == kind.name()).expect("a dialect")
}

#[tokio::test]
async fn what_the_migrations_make_is_compared_with_the_structs() {
    on_each(KINDS, async |database| {
        let schema = Schema::of(&[&THINGS, &ORDERS, &LINES]);
        let dialect = dialect(database.kind());
        let mut whole = folder(dialect, &schema);
        let url = database.url_with("");
        // Twice, because the first leaves nothing behind.
        for _ in 0..2 {
            assert_eq!(replayed(&url, &whole, &schema).await, Replayed::default());
        }
        let (_, last) = whole
            .sources
            .iter_mut()
            .rfind(|(path, _)| path.ends_with(".up.sql"))
            .expect("the last migration");
        let statement = last
            .split("-- crud: step\n")
            .find(|step| step.contains("INDEX") && step.contains("ix_things_day_time"))
            .expect("the statement that makes the index")
            .to_owned();
        let quiet = statement.replace("ix_things_day_time", "mine");
        *last = last.replace(&statement, &quiet);
        let found = replayed(&url, &whole, &schema).await;
        assert_eq!(found.differences.len(), 1, "{found:#?}");
        let told = found.differences[0].to_string();
        assert!(told.contains("`mine`") && told.contains("`ix_things_day_time`"), "{told}");
        let (_, last) =
            whole.sources.iter_mut().rfind(|(path, _)| path.ends_with(".up.sql")).expect("it");
        last.push_str("-- crud: step\nCREATE INDEX our_own ON things (medium);\n");
        *last = last.replace(&quiet, &statement);
        let found = replayed(&url, &whole, &schema).await;
        assert_eq!(found.differences, [], "{found:#?}");
        assert_eq!(found.besides.len(), 1, "{found:#?}");
        assert_eq!(found.besides[0].besides.as_deref(), Some("our_own"));
    })
    .await;
}

#[tokio::test]
async fn a_database_in_use_is_no_scratch_database() {
    on_each(KINDS, async |database| {
        if database.kind() == Kind::Memory {
            return;
        }
        let schema = Schema::of(&[&THINGS]);
        let db = Db::connect(&database.url_with("")).await.expect("it opens");
        db.create_tables(&[&THINGS]).await.expect("made");
        let folder = folder(dialect(database.kind()), &schema);
        let refused = on_scratch(&database.url_with(""), &folder, &schema, &Steps::default()).await;
        let Err(Error::Config(message)) = refused else { panic!("it has a table") };
        assert!(message.contains("`things`"), "{message}");
        db.close().await;
    })
    .await;
}
