//! That a search finds what its meaning says, on every database, whatever is written and asked.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

use super::Db;
use super::dao::{self, Precondition, Rows, Update};
use super::executor::Executor as _;
use super::fixture::on_every_database;
use super::task::Work;
use super::{Connection, Run};
use crate::model::{Changes, Row, Table, Value, column};
use crate::query::search::{normal, split, words};
use crate::query::{Filter, Query, Sort, SortKey};
use crate::sql::{self, Arg, Dialect, Statement};

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
    for number in 0..count {
        let mut text = sample(runner, &asked());
        if number % 2 == 0 {
            // Beginnings of words that are there.
            let row = &all[sample(runner, &(0..all.len()))];
            let Value::Text(title) = &row[1] else { continue };
            let length = sample(runner, &(1..6_usize));
            let beginnings = split(title).map(|word| word.chars().take(length).collect::<String>());
            text = beginnings.take(2).collect::<Vec<_>>().join(" ");
        }
        let Ok(words) = words(&text) else { continue };
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
    assert!(found_any > count / 10, "{found_any} of {count} searches found anything");
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
            Dialect::Sqlite => vec!["VACUUM".to_owned()],
            Dialect::Postgres => vec!["VACUUM FULL".to_owned()],
            Dialect::Mysql => TABLES
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

/// A statement with its arguments, as texts.
struct Explain(Statement);

impl Work for Explain {
    type Output = String;

    async fn run(&mut self, connection: &mut Connection) -> crate::Result<String> {
        let before = match connection.dialect() {
            Dialect::Sqlite => "EXPLAIN QUERY PLAN",
            Dialect::Postgres => {
                // There are too few records for an index to be worth it.
                connection.run("SET enable_seqscan = off").await?;
                "EXPLAIN"
            }
            Dialect::Mysql => "EXPLAIN",
        };
        let args = self.0.args.iter().map(|arg| match arg {
            Arg::Text(text) => Value::Text(text.clone()),
            Arg::Integer(number) => Value::Int(*number),
            Arg::Value(_, value) => value.clone(),
            Arg::List(..) => panic!("a search asks for no list"),
        });
        let args: Vec<_> = args.collect();
        let rows = connection.texts(&format!("{before} {}", self.0.text), &args).await?;
        let lines =
            rows.iter().map(|row| row.iter().flatten().cloned().collect::<Vec<_>>().join(" "));
        Ok(lines.collect::<Vec<_>>().join("\n"))
    }
}

#[tokio::test]
async fn a_search_goes_through_its_index() {
    on_every_database(&TABLES, async |db| {
        for table in TABLES {
            let words = vec!["lathe".to_owned(), "hea".to_owned()];
            let filter = Filter::And(vec![Filter::Search(words)]);
            for sort in [Vec::new(), vec![Sort { key: SortKey::Relevance, descending: false }]] {
                let query = Query { filter: filter.clone(), sort, ..Query::all(table) };
                let page = sql::page(db.dialect(), table, &[0], &query, None);
                let mut session = db.session().await.expect("a session");
                let plan = session.run(Explain(page)).await.expect("a plan");
                session.close().await;
                let used = match db.dialect() {
                    Dialect::Sqlite => "VIRTUAL TABLE INDEX".to_owned(),
                    Dialect::Postgres => {
                        let name = sql::search::name(table.name);
                        format!("Bitmap Index Scan on {}", quoted_where_needed(&name))
                    }
                    Dialect::Mysql => "fulltext".to_owned(),
                };
                assert!(plan.contains(&used), "{}: {plan}", table.name);
            }
        }
    })
    .await;
}

/// As `PostgreSQL` writes a name.
fn quoted_where_needed(name: &str) -> String {
    let is_plain = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_';
    if name.chars().all(is_plain) { name.to_owned() } else { format!("\"{name}\"") }
}

#[tokio::test]
async fn what_is_rolled_back_is_not_found() {
    on_every_database(&TABLES, async |db| {
        for table in TABLES {
            let mut runner = runner();
            let form = Rows::of(table);
            let new = |title: &str, runner: &mut TestRunner| {
                let mut row = sample(runner, &row());
                row[1] = Value::Text(title.to_owned());
                row[2] = Value::Null;
                changes(table, row)
            };
            let kept = new("kept", &mut runner);
            dao::create(db.handle(), table, kept, &form).await.expect("created");
            let mut transaction = db.begin().await.expect("a transaction");
            let gone = new("gone", &mut runner);
            let handle = (&mut transaction).into_handle();
            dao::create(handle, table, gone, &form).await.expect("created");
            transaction.rollback();
            for (word, expected) in [("kept", 1), ("gone", 0)] {
                let filter = Filter::Search(vec![word.to_owned()]);
                let count = dao::count(db.handle(), table, &filter).await.expect("a count");
                assert_eq!(count, expected, "{word} in {}", table.name);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn long_texts_are_found_as_far_as_they_count() {
    // As many different words as there can be, of the longest characters.
    let digit = |number: usize| {
        u32::try_from(number % 8)
            .ok()
            .and_then(|number| char::from_u32(0x1F600 + number))
            .unwrap_or('x')
    };
    let word = |number: usize| (0..6).map(|place| digit(number >> (3 * place))).collect::<String>();
    let various: Vec<_> = (0..36_000).map(word).collect();
    let cases = [
        ("word ".repeat(49_999) + "edge beyond", vec![("edge", 1), ("beyond", 0), ("word", 1)]),
        ("x".repeat(300_000), vec![("xxx", 1)]),
        (
            various.join(" "),
            vec![
                (various[0].as_str(), 1),
                (various[35_000].as_str(), 1),
                // Seven characters each, with the space: the last that is whole is 35,713.
                (various[35_713].as_str(), 1),
                (various[35_900].as_str(), 0),
            ],
        ),
    ];
    on_every_database(&TABLES[..1], async |db| {
        let form = Rows::of(&NUMBERED);
        for (text, searches) in &cases {
            let row = vec![Value::Null, Value::Text(text.clone()), Value::Null, Value::Null];
            let new = changes(&NUMBERED, row);
            let row = dao::create(db.handle(), &NUMBERED, new, &form).await.expect("created");
            for (word, expected) in searches {
                let filter = Filter::Search(normal(word));
                let found = dao::count(db.handle(), &NUMBERED, &filter).await.expect("a count");
                assert_eq!(found, *expected, "{word}");
            }
            let none = Precondition::default();
            let deleted = dao::delete(db.handle(), &NUMBERED, &row[..1], none, &form).await;
            deleted.expect("deleted");
        }
    })
    .await;
}
