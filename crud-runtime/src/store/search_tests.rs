//! That a search finds what its meaning says, on every database, whatever is written and asked.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

use super::Db;
use super::Run;
use super::dao::{self, Precondition, Rows, Update};
use super::fixture::on_every_database;
use crate::model::{Changes, Row, Table, Value, column};
use crate::query::search::{normal, split, words};
use crate::query::{Filter, Query, Sort, SortKey};

/// A number as key, which is the record's own.
static NUMBERED: Table = Table {
    entity: "Numbered",
    name: "numbered",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<String>("title").search().done(),
        column::<Option<String>>("order \"by\"").search().done(),
        column::<Option<String>>("note").done(),
    ],
    key: &[0],
    ..Table::EMPTY
};

/// A key that is no number.
static NAMED: Table = Table {
    entity: "Named",
    name: "It's \"named\" `so`",
    columns: &[
        column::<Uuid>("id").primary_key().auto().done(),
        column::<String>("title").search().done(),
        column::<Option<String>>("order \"by\"").search().done(),
        column::<Option<String>>("note").done(),
    ],
    key: &[0],
    ..Table::EMPTY
};

/// A key of two columns, one of which is searched.
static PAIRED: Table = Table {
    entity: "Paired",
    name: "paired",
    columns: &[
        column::<Uuid>("id").primary_key().done(),
        column::<String>("title").search().length(0, Some(600)).primary_key().done(),
        column::<Option<String>>("order \"by\"").search().done(),
        column::<Option<String>>("note").done(),
    ],
    key: &[0, 1],
    ..Table::EMPTY
};

static TABLES: [&Table; 3] = [&NUMBERED, &NAMED, &PAIRED];

/// What a search means, in Rust.
fn finds(asked: &[String], row: &Row) -> bool {
    let texts = row[1..3].iter().filter_map(|value| match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let has: Vec<_> = texts.flat_map(split).map(str::to_ascii_lowercase).collect();
    asked.iter().all(|asked| has.iter().any(|word| word.starts_with(asked.as_str())))
}

/// Words that databases think something of, and what stands between words.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => prop::sample::select(vec![
            "the", "a", "an", "of", "The", "lathe", "Lathes", "LATHER", "head", "he", "h", "NEAR",
            "AND", "or", "NOT", "www", "com", "x1", "0", "42", "3", "été", "ÉTÉ", "éclair", "straße",
            "ẞ", "日本", "日本語", "北京", "Привет", "привет", "أهلا", "🙂", "🙂🙂", "a🙂", "—",
            "a—b", "x\u{a0}y", "ſ", "K", "İ", "ı", "zz", "zz61", "qq", "null", "words", "rowid",
            "ﬁne", "e\u{301}", "\u{200b}", "\u{10FFFF}", "𝄞", "٣", "½",
        ]).prop_map(str::to_owned),
        1 => "[a-cA-C]{1,3}",
        1 => "[a-b]{38,43}",
        1 => Just("é".repeat(45)),
        1 => Just("x".repeat(90)),
        1 => Just("日".repeat(100)),
    ];
    let between = prop::sample::select(vec![
        " ", " ", " ", "-", "_", "'", "\"", "*", "+", "&", "|", ":", "(", ")", "\\", "%", "~", "<",
        ">", "@", "^", "`", "{", "]", "!", ".", ",", ";", "#", "$", "=", "?", "/", "\t", "\n",
        "\u{1}", "\u{1f}", "\u{7f}", "  ", " -", "\"*", "':*", " & ", "\\'", "--", "/*",
    ]);
    prop::collection::vec((word, between), 0..6)
        .prop_map(|parts| parts.into_iter().map(|(word, between)| word + between).collect())
}

/// A text to ask for: some text, or the beginnings of words of one.
fn asked() -> impl Strategy<Value = String> {
    (text(), prop::option::of(1..4_usize)).prop_map(|(text, beginning)| match beginning {
        Some(count) => split(&text)
            .map(|word| word.chars().take(count).collect::<String>())
            .collect::<Vec<_>>()
            .join(" *"),
        None => text,
    })
}

fn row() -> impl Strategy<Value = Row> {
    let optional = |text: Option<String>| text.map_or(Value::Null, Value::Text);
    (text(), prop::option::of(text()), prop::option::of(text())).prop_map(
        move |(title, by, note)| {
            let id = Value::Uuid(Uuid::now_v7());
            vec![id, Value::Text(title), optional(by), optional(note)]
        },
    )
}

fn runner() -> TestRunner {
    TestRunner::new(Config { failure_persistence: None, ..Config::default() })
}

fn sample<T: std::fmt::Debug>(runner: &mut TestRunner, of: &impl Strategy<Value = T>) -> T {
    of.new_tree(runner).expect("a sample").current()
}

/// Asks for many things, and compares with what is in the table.
async fn compare(db: &Db, table: &'static Table, runner: &mut TestRunner, count: usize) {
    let all = dao::list_rows(db.handle(), table, &Query::all(table)).await.expect("all").0;
    let mut found_any = 0;
    for _ in 0..count {
        let Ok(words) = words(&sample(runner, &asked())) else { continue };
        let expected: Vec<_> = all.iter().filter(|row| finds(&words, row)).cloned().collect();
        let filter = Filter::Search(words.clone());
        let query = Query { filter: filter.clone(), ..Query::all(table) };
        let found = dao::list_rows(db.handle(), table, &query).await.expect("found").0;
        assert_eq!(found, expected, "{words:?} in {}", table.name);
        let not = Filter::Not(Box::new(filter.clone()));
        let counted = [&filter, &not].map(|filter| dao::count(db.handle(), table, filter));
        let [one, other] = counted;
        let both = [one.await.expect("a count"), other.await.expect("a count")];
        assert_eq!(both, [expected.len(), all.len() - expected.len()].map(|count| count as u64));
        let sort = vec![Sort { key: SortKey::Relevance, descending: false }];
        let ranked = Query { filter: Filter::And(vec![filter.clone()]), sort, ..Query::all(table) };
        let mut ranked = dao::list_rows(db.handle(), table, &ranked).await.expect("ranked").0;
        let in_order = |one: &Row, other: &Row| format!("{one:?}").cmp(&format!("{other:?}"));
        let mut sorted = expected.clone();
        sorted.sort_by(in_order);
        ranked.sort_by(in_order);
        assert_eq!(ranked, sorted, "{words:?} by relevance in {}", table.name);
        found_any += usize::from(!expected.is_empty());
    }
    assert!(found_any > count / 8, "{found_any} of {count} searches found anything");
}

fn changes(table: &'static Table, row: Row) -> Changes {
    let mut changes = Changes::from_row(table, row);
    if table.columns[0].generated.is_some() {
        changes.keep(0);
    }
    changes
}

#[tokio::test]
async fn a_search_finds_what_it_means() {
    on_every_database(&TABLES, async |db| {
        let mut runner = runner();
        for table in TABLES {
            let rows: Vec<_> = (0..60).map(|_| sample(&mut runner, &row())).collect();
            let all = rows.into_iter().map(|row| changes(table, row)).collect();
            let form = Rows::of(table);
            let rows = dao::create_many(db.handle(), table, all, &form).await.expect("created");
            compare(&db, table, &mut runner, 60).await;
            // A third gets other texts, column by column, and a third goes.
            for (index, old) in rows.iter().enumerate() {
                let key: Vec<_> = table.key.iter().map(|&column| old[column].clone()).collect();
                if index % 3 == 0 {
                    let mut changed = Changes::new(table);
                    let new = sample(&mut runner, &row());
                    let column = [1, 2, 2, 3][index % 4];
                    if !table.is_key(column) {
                        changed.set(column, new[column].clone());
                    }
                    let update = Update::new(table, changed);
                    dao::patch(db.handle(), table, &key, update, &form).await.expect("patched");
                } else if index % 3 == 1 {
                    let none = Precondition::default();
                    dao::delete(db.handle(), table, &key, none, &form).await.expect("deleted");
                }
            }
            compare(&db, table, &mut runner, 40).await;
        }
        let tidy = match db.dialect() {
            crate::sql::Dialect::Sqlite => vec!["VACUUM".to_owned()],
            crate::sql::Dialect::Postgres => vec!["VACUUM FULL".to_owned()],
            crate::sql::Dialect::Mysql => TABLES
                .iter()
                .map(|table| format!("OPTIMIZE TABLE {}", db.dialect().quoted(table.name)))
                .collect(),
        };
        let mut session = db.session().await.expect("a session");
        for statement in tidy {
            session.run(Run(statement)).await.expect("it is tidied up");
        }
        session.close().await;
        for table in TABLES {
            compare(&db, table, &mut runner, 20).await;
        }
    })
    .await;
}

#[test]
fn what_is_searched_for_is_what_is_found() {
    let row = vec![Value::Null, Value::Text("The Lathe".into()), Value::Null, Value::Null];
    assert!(finds(&normal("lat THE"), &row));
    assert!(!finds(&normal("athe"), &row));
}
