//! What is rendered, run on each database: the tables are those that would be created anew, there
//! and back, and what was stored is kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use crud_test_databases::{Database, Kind, on_each};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Manner, Transition, render};
use crate::Db;
use crate::migrate::apply::{Migrator, Resume, Steps, Target};
use crate::migrate::diff::diff;
use crate::migrate::file::{File, Risk};
use crate::migrate::folder::{Folder, SNAPSHOT};
use crate::migrate::intent::Intents;
use crate::migrate::snapshot;
use crate::model::{
    self, Cardinality, Check, ColumnType, EnumType, Index, Literal, Number, OnDelete, OnUpdate,
    Relation, Value, column,
};
use crate::sql::shape::{Schema, Table};
use crate::sql::{self, Dialect, part};
use crate::store::{Connection, Run, Work, fixture::SHARED};

/// A migration of tables with records in them.
struct Case {
    before: Vec<model::Table>,
    after: Vec<model::Table>,
    say: fn(&mut Intents),
    /// The records of each table, by the columns of before.
    records: Vec<(&'static str, Vec<Vec<Value>>)>,
    manner: Manner,
}

impl Case {
    fn new(before: Vec<model::Table>, after: Vec<model::Table>) -> Self {
        Self { before, after, say: |_| {}, records: Vec::new(), manner: Manner::Whole }
    }

    fn with(mut self, table: &'static str, records: Vec<Vec<Value>>) -> Self {
        self.records.push((table, records));
        self
    }
}

fn table(entity: &'static str, name: &'static str, columns: Vec<model::Column>) -> model::Table {
    model::Table { entity, name, columns: Vec::leak(columns), key: &[0], ..model::Table::EMPTY }
}

fn id() -> model::Column {
    column::<i64>("id").primary_key().auto().describe("The number.").done()
}

fn books(columns: Vec<model::Column>) -> model::Table {
    table("Book", "books", [vec![id()], columns].concat())
}

/// An enum, whose first word is the default.
fn state(words: &'static [&'static str]) -> model::Column {
    let mut column = column::<String>("state").default(Literal::Text(words[0])).done();
    let words = EnumType { name: "State", description: "", variants: words };
    column.column_type = ColumnType::Enum(Box::leak(Box::new(words)));
    column
}

fn belongs_to(
    columns: &'static [usize],
    target: fn() -> &'static model::Table,
    on_delete: OnDelete,
) -> Relation {
    Relation {
        name: "one",
        cardinality: Cardinality::BelongsTo,
        columns,
        target,
        target_columns: &[],
        on_delete,
        on_update: OnUpdate::NoAction,
        join: None,
    }
}

fn leak(tables: Vec<model::Table>) -> Vec<&'static model::Table> {
    tables.into_iter().map(|table| &*Box::leak(Box::new(table))).collect()
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Rows as texts.
struct Texts(String);

impl Work for Texts {
    type Output = Vec<Vec<Option<String>>>;

    async fn run(&mut self, connection: &mut Connection) -> crate::Result<Self::Output> {
        connection.texts(&self.0, &[]).await
    }
}

async fn texts(db: &Db, sql: &str) -> Vec<Vec<Option<String>>> {
    let mut session = db.session().await.expect("a session");
    let rows = session.run(Texts(sql.to_owned())).await;
    session.close().await;
    rows.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
}

pub(super) async fn run(db: &Db, statements: impl IntoIterator<Item = String>) {
    let mut session = db.session().await.expect("a session");
    for sql in statements {
        let ran = session.run(Run(sql.clone())).await;
        ran.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }
    session.close().await;
}

/// What a database says of its tables, as far as it matters here.
pub(super) async fn catalogue(db: &Db) -> Vec<String> {
    let queries: &[&str] = match db.dialect() {
        Dialect::Sqlite => &["SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL \
             AND tbl_name NOT LIKE 'sqlite%' AND tbl_name NOT LIKE '\\_crud%' ESCAPE '\\' \
             ORDER BY type, name"],
        Dialect::Postgres => &[
            "SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull::text, \
                    attidentity::text, attcollation::regcollation::text, \
                    pg_get_expr(adbin, adrelid), col_description(attrelid, attnum) \
             FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid \
             LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum \
             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 \
               AND NOT attisdropped AND relname NOT LIKE '\\_crud%' ORDER BY 1, 2",
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) \
             FROM pg_constraint WHERE connamespace = 'public'::regnamespace \
               AND conrelid::regclass::text NOT LIKE '\\_crud%' AND contype <> 'n' ORDER BY 1, 2",
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
               AND tablename NOT LIKE '\\_crud%' ORDER BY 1",
            "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class \
             WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace \
               AND relname NOT LIKE '\\_crud%' ORDER BY 1",
        ],
        Dialect::Mysql => &["SELECT table_name FROM information_schema.tables \
             WHERE table_schema = database() AND table_name NOT LIKE '\\\\_crud%' ORDER BY 1"],
    };
    let mut all = Vec::new();
    for query in queries {
        for row in texts(db, query).await {
            all.push(
                row.iter()
                    .map(|text| text.as_deref().unwrap_or("-"))
                    .collect::<Vec<_>>()
                    .join(" | "),
            );
        }
    }
    if db.dialect() == Dialect::Sqlite {
        // It keeps the text, where a column that is added stands behind the last.
        let words = |sql: &String| sql.split_whitespace().collect::<Vec<_>>().join(" ");
        return all.iter().map(words).collect();
    }
    if db.dialect() != Dialect::Mysql {
        return all;
    }
    let mut tables = Vec::new();
    for table in all {
        let created = texts(db, &format!("SHOW CREATE TABLE `{table}`")).await;
        let created = created[0][1].clone().unwrap_or_default();
        let lines = created.lines().map(|line| line.trim_end_matches(','));
        // Columns are in order; constraints and indexes are as they came.
        let is_column = |line: &&str| line.starts_with("  `") || line.starts_with("CREATE");
        let (columns, mut rest): (Vec<_>, Vec<_>) = lines.partition(is_column);
        rest.sort_unstable();
        let lines =
            columns.into_iter().chain(rest).map(|line| match line.find(" AUTO_INCREMENT=") {
                Some(place) if line.starts_with(')') => {
                    let behind = &line[place + 1..];
                    format!("{}{}", &line[..place], &behind[behind.find(' ').unwrap_or(0)..])
                }
                _ => line.to_owned(),
            });
        tables.push(lines.collect::<Vec<_>>().join("\n"));
    }
    tables
}

/// The values of columns, in the order of the key.
pub(super) async fn values(db: &Db, table: &Table, columns: &[String]) -> Vec<Vec<Option<String>>> {
    let dialect = db.dialect();
    if columns.is_empty() {
        return Vec::new();
    }
    let key = part::columns(dialect, &table.key.columns);
    let columns = part::columns(dialect, columns);
    let table = dialect.quoted(&table.name);
    texts(db, &format!("SELECT {columns} FROM {table} ORDER BY {key}")).await
}

fn inserts(dialect: Dialect, schema: &Schema, case: &Case) -> Vec<String> {
    let mut all = Vec::new();
    for (table, records) in &case.records {
        let table = schema.table(table).expect("there is such a table");
        let names: Vec<_> = table.columns.iter().map(|column| column.name.clone()).collect();
        for record in records {
            let values: Vec<_> = table
                .columns
                .iter()
                .zip(record)
                .map(|(column, value)| part::value(dialect, &column.kind, value))
                .collect();
            all.push(format!(
                "INSERT INTO {} ({}) VALUES ({})",
                dialect.quoted(&table.name),
                part::columns(dialect, &names),
                values.join(", ")
            ));
        }
    }
    all
}

/// A folder with a migration that makes the tables and another that changes them.
fn folder(dialect: Dialect, case: &Case) -> (Folder, Transition) {
    let (before, after) = (leak(case.before.clone()), leak(case.after.clone()));
    let mut intents = Intents::of(&after);
    (case.say)(&mut intents);
    let (before, after) = (Schema::of(&before), Schema::of(&after));
    let nothing = Schema { tables: Vec::new() };
    let hashes = [&nothing, &before, &after].map(snapshot::hash);
    let plan = |before, after, intents| diff(before, after, intents).expect("it can be planned");
    let unsaid = Intents::default();
    let first = plan(&nothing, &before, &unsaid);
    let first = Transition::of(&nothing, &before, &first);
    let second = plan(&before, &after, &intents);
    let second = Transition::of(&before, &after, &second);
    let mut files = vec![(SNAPSHOT.to_owned(), snapshot::write(&after, None))];
    let ways = [
        ("20240501120000_begin.up", &first, [0, 1]),
        ("20240501130000_change.up", &second, [1, 2]),
        ("20240501130000_change.down", &second.reversed(), [2, 1]),
    ];
    for (name, transition, [parent, result]) in ways {
        let script = render(dialect, transition, case.manner).expect("it can be rendered");
        let text = File::new(&hashes[parent], &hashes[result], Risk::Safe, script).text();
        files.push((format!("{}/{name}.sql", dialect.name()), text));
    }
    (Folder::of_files(files).expect("a folder"), second)
}

fn named<'f>(folder: &'f Folder, name: &str) -> &'f str {
    folder.sources.iter().find(|(path, _)| path.contains(name)).map_or("", |(_, text)| text)
}

/// Migrates there and back, and compares with tables that are created anew.
async fn judge(database: &Database, kind: Kind, case: &Case) {
    let db = Db::connect(&database.url_with("")).await.expect("it opens");
    let other = Database::new(kind).await;
    let fresh = Db::connect(&other.url_with("")).await.expect("it opens");
    let dialect = db.dialect();
    let (folder, transition) = folder(dialect, case);
    let steps = Steps::default();
    let migrator = Migrator::new(&db, &folder, &steps, &|line| println!("{line}"));
    let migrator = migrator.expect("the files are right");
    migrator.up(Some("20240501120000"), Resume::Auto).await.expect("the tables are made");
    let before = catalogue(&db).await;
    run(&db, inserts(dialect, &transition.before, case)).await;

    let pairs = transition.pairs();
    let mut kept = BTreeMap::new();
    for pair in &pairs {
        let same = pair.kept.iter().filter(|(before, after)| {
            before.kind == after.kind && (after.nullable || !before.nullable)
        });
        let (old, new): (Vec<_>, Vec<_>) =
            same.map(|(before, after)| (before.name.clone(), after.name.clone())).unzip();
        let stored = values(&db, pair.before, &old).await;
        kept.insert(pair.after.name.clone(), (pair, old, new, stored));
    }

    println!("{}", named(&folder, "change.up"));
    migrator.up(None, Resume::Auto).await.expect("it migrates");
    run(&fresh, sql::create_tables(dialect, &transition.after.tables).expect("DDL")).await;
    assert_eq!(catalogue(&db).await, catalogue(&fresh).await, "after up");
    for (pair, _, columns, stored) in kept.values() {
        assert_eq!(&values(&db, pair.after, columns).await, stored, "{}", pair.after.name);
    }

    println!("{}", named(&folder, "change.down"));
    migrator.down(Target::Count(1), Resume::Auto).await.expect("it migrates back");
    assert_eq!(catalogue(&db).await, before, "after down");
    for (pair, columns, _, stored) in kept.values() {
        assert_eq!(&values(&db, pair.before, columns).await, stored, "{}", pair.before.name);
    }
    // Nothing stands in the way of going there again.
    migrator.up(None, Resume::Auto).await.expect("it migrates again");
    assert_eq!(catalogue(&db).await, catalogue(&fresh).await, "after up again");
    db.close().await;
    fresh.close().await;
}

async fn judge_all(cases: impl Fn() -> Vec<Case>) {
    for &kind in SHARED {
        on_each(&[kind], async |database| {
            for (place, case) in cases().iter().enumerate() {
                println!("case {place}");
                if place == 0 {
                    judge(database, kind, case).await;
                } else {
                    judge(&Database::new(kind).await, kind, case).await;
                }
            }
        })
        .await;
    }
}

fn three() -> Vec<Vec<Value>> {
    let row = |id, words: &str| vec![Value::Int(id), text(words)];
    vec![row(1, "one's"), row(2, ""), row(7, "seven\n\\n")]
}

fn title() -> model::Column {
    column::<String>("title").done()
}

#[tokio::test]
async fn columns_come_and_go() {
    let zero = Literal::Number(Number::new(0, 0));
    judge_all(|| {
        let plain = || books(vec![title()]);
        let to = |columns: Vec<model::Column>| {
            Case::new(vec![plain()], vec![books([vec![title()], columns].concat())])
                .with("books", three())
        };
        vec![
            to(vec![column::<Option<i32>>("pages").describe("How many.").done()]),
            to(vec![
                column::<i32>("pages").default(zero).done(),
                column::<bool>("lent").default(Literal::Bool(false)).done(),
            ]),
            to(vec![
                column::<i32>("pages")
                    .range(Some(Number::new(0, 0)), None)
                    .default(zero)
                    .index()
                    .done(),
                column::<DateTime<Utc>>("since").default_sql("CURRENT_TIMESTAMP").done(),
                column::<Option<String>>("isbn").length(10, Some(13)).unique().done(),
                state(&["new", "old"]),
            ]),
            // In front of the others.
            Case::new(
                vec![plain()],
                vec![books(vec![column::<Option<i32>>("pages").done(), title()])],
            )
            .with("books", three()),
        ]
    })
    .await;
}

#[tokio::test]
async fn columns_change() {
    let row = |id, a: Value, b: Value| vec![Value::Int(id), a, b];
    judge_all(|| {
        let two = |a: model::Column, b: model::Column| books(vec![a, b]);
        let number = |number: i64| Value::Int(number);
        let price = |digits, scale| column::<Decimal>("price").decimal(digits, scale);
        vec![
            // Wider, with the rules that the database keeps.
            Case::new(
                vec![two(
                    column::<i16>("small").range(Some(Number::new(1, 0)), None).done(),
                    column::<i32>("medium").index().done(),
                )],
                vec![two(
                    column::<i32>("small").range(Some(Number::new(1, 0)), None).done(),
                    column::<i64>("medium").index().done(),
                )],
            )
            .with(
                "books",
                vec![row(1, number(1), number(-5)), row(2, number(32767), number(2_147_483_647))],
            ),
            Case::new(
                vec![two(price(5, 2).done(), column::<u32>("natural").done())],
                vec![two(
                    price(9, 4).default(Literal::Text("1.5")).done(),
                    column::<f64>("natural").done(),
                )],
            )
            .with(
                "books",
                vec![
                    row(1, Value::Decimal(Decimal::new(-99999, 2)), number(4_294_967_295)),
                    row(2, Value::Decimal(Decimal::new(1, 2)), number(0)),
                ],
            ),
            // Null no more, and the other way round.
            Case::new(
                vec![two(column::<Option<i32>>("pages").done(), column::<String>("note").done())],
                vec![two(
                    column::<i32>("pages").default(Literal::Number(Number::new(9, 0))).done(),
                    column::<Option<String>>("note").done(),
                )],
            )
            .with("books", vec![row(1, Value::Null, text("a")), row(2, number(3), text(""))]),
            // Words, rules, defaults and comments.
            Case::new(
                vec![two(
                    state(&["new", "sold"]),
                    column::<String>("code").length(0, Some(20)).describe("A code.").done(),
                )],
                vec![two(
                    state(&["fresh", "new", "half used", "sold"]),
                    column::<String>("code")
                        .length(1, Some(90))
                        .default(Literal::Text("it's \\"))
                        .describe("It's a code.")
                        .done(),
                )],
            )
            .with("books", vec![row(1, text("new"), text("x")), row(2, text("sold"), text("y"))]),
        ]
    })
    .await;
}

#[tokio::test]
async fn constraints_and_indexes_come_and_go() {
    judge_all(|| {
        let short = || column::<String>("title").length(0, Some(50)).done();
        let mut more = books(vec![
            column::<String>("title").length(1, Some(60)).unique().done(),
            column::<i32>("pages").done(),
        ]);
        more.checks = &[Check { name: "named", expression: "title <> 'x' AND pages > 0" }];
        more.indexes =
            &[Index { columns: &[2, 1], unique: false }, Index { columns: &[1, 2], unique: true }];
        let rows = vec![
            vec![Value::Int(1), text("a"), Value::Int(1)],
            vec![Value::Int(3), text("b"), Value::Int(1)],
        ];
        let plain = || books(vec![short(), column::<i32>("pages").done()]);
        let mut concurrently = Case::new(vec![plain()], vec![more]).with("books", rows.clone());
        concurrently.manner = Manner::Concurrently;
        vec![Case::new(vec![plain()], vec![more]).with("books", rows), concurrently]
    })
    .await;
}

static ORDERS: model::Table = model::Table {
    entity: "Order",
    name: "orders",
    description: "What is ordered.",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<String>("code").length(2, Some(20)).unique().done(),
        column::<Option<i64>>("before_id").index().done(),
    ],
    key: &[0],
    relations: &[Relation {
        name: "before",
        cardinality: Cardinality::BelongsTo,
        columns: &[2],
        target: || &ORDERS,
        target_columns: &[],
        on_delete: OnDelete::SetNull,
        on_update: OnUpdate::NoAction,
        join: None,
    }],
    ..model::Table::EMPTY
};

static PURCHASES: model::Table = model::Table {
    entity: "Purchase",
    name: "purchases",
    renamed_from: Some("orders"),
    columns: &[
        column::<i64>("number").renamed_from("id").primary_key().auto().done(),
        column::<String>("token").renamed_from("code").length(2, Some(20)).unique().done(),
        column::<Option<i64>>("before_id").index().done(),
    ],
    relations: &[Relation {
        name: "before",
        cardinality: Cardinality::BelongsTo,
        columns: &[2],
        target: || &PURCHASES,
        target_columns: &[],
        on_delete: OnDelete::SetNull,
        on_update: OnUpdate::NoAction,
        join: None,
    }],
    ..ORDERS
};

fn lines(target: fn() -> &'static model::Table) -> model::Table {
    model::Table {
        relations: Vec::leak(vec![belongs_to(&[0], target, OnDelete::Cascade)]),
        key: &[0, 1],
        checks: &[Check { name: "some", expression: "amount >= 0" }],
        ..table(
            "Line",
            "lines",
            vec![
                column::<i64>("order_id").primary_key().done(),
                column::<i32>("place").primary_key().done(),
                column::<i32>("amount").done(),
            ],
        )
    }
}

fn orders() -> Vec<Vec<Value>> {
    vec![
        vec![Value::Int(3), text("aa"), Value::Null],
        vec![Value::Int(8), text("bb"), Value::Int(3)],
    ]
}

fn amounts() -> Vec<Vec<Value>> {
    vec![
        vec![Value::Int(3), Value::Int(1), Value::Int(10)],
        vec![Value::Int(8), Value::Int(1), Value::Int(20)],
        vec![Value::Int(8), Value::Int(2), Value::Int(30)],
    ]
}

#[tokio::test]
async fn tables_and_columns_are_renamed() {
    judge_all(|| {
        let pages = |name, old: &'static str| {
            let column = column::<i32>(name).range(Some(Number::new(0, 0)), None).index();
            if old.is_empty() { column.done() } else { column.renamed_from(old).done() }
        };
        let checked = |mut table: model::Table, expression| {
            table.checks = Vec::leak(vec![Check { name: "even", expression }]);
            table
        };
        let row = |id, one, two| vec![Value::Int(id), Value::Int(one), Value::Int(two)];
        vec![
            Case::new(vec![ORDERS, lines(|| &ORDERS)], vec![PURCHASES, lines(|| &PURCHASES)])
                .with("orders", orders())
                .with("lines", amounts()),
            // A chain, with a new column of an old name, which is in the way back.
            Case::new(
                vec![checked(books(vec![pages("a", ""), pages("b", "")]), "a <> b AND a % 2 = 0")],
                vec![checked(
                    books(vec![
                        pages("c", "b"),
                        pages("b", "a"),
                        column::<Option<i32>>("a").done(),
                    ]),
                    "b <> c AND b % 2 = 0",
                )],
            )
            .with("books", vec![row(1, 2, 3), row(2, 4, 5)]),
            Case::new(
                vec![books(vec![column::<Option<i32>>("a").done(), title()])],
                vec![books(vec![column::<Option<i32>>("b").renamed_from("a").done(), title()])],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn tables_come_and_go_with_what_refers_to_them() {
    judge_all(|| {
        let free = || model::Table { relations: &[], ..lines(|| &ORDERS) };
        let mut gone =
            Case::new(vec![ORDERS, lines(|| &ORDERS)], vec![free()]).with("orders", orders());
        gone.say = |intents| intents.dropped_tables.extend(["orders".to_owned()]);
        let mut all = Case::new(vec![ORDERS, lines(|| &ORDERS)], vec![]).with("orders", orders());
        all.say = |intents| {
            intents.dropped_tables.extend(["orders", "lines"].map(str::to_owned));
        };
        let mut circle = Case::new(vec![FIRSTS, SECONDS], vec![]);
        circle.say = |intents| {
            intents.dropped_tables.extend(["firsts", "seconds"].map(str::to_owned));
        };
        vec![
            Case::new(vec![free()], vec![ORDERS, free()]).with("lines", amounts()),
            gone,
            all,
            Case::new(vec![books(vec![])], vec![books(vec![]), FIRSTS, SECONDS]),
            circle,
            // The type of a key, on both sides.
            Case::new(vec![FIRSTS, SECONDS], vec![WIDE_FIRSTS, WIDE_SECONDS]),
        ]
    })
    .await;
}

const fn circular(
    entity: &'static str,
    name: &'static str,
    columns: &'static [model::Column],
    relations: &'static [Relation],
) -> model::Table {
    model::Table { entity, name, columns, key: &[0], relations, ..model::Table::EMPTY }
}

const fn other(target: fn() -> &'static model::Table) -> Relation {
    Relation {
        name: "other",
        cardinality: Cardinality::BelongsTo,
        columns: &[1],
        target,
        target_columns: &[],
        on_delete: OnDelete::Restrict,
        on_update: OnUpdate::NoAction,
        join: None,
    }
}

static FIRSTS: model::Table = circular(
    "First",
    "firsts",
    &[column::<i32>("id").primary_key().auto().done(), column::<Option<i32>>("other_id").done()],
    &[other(|| &SECONDS)],
);
static SECONDS: model::Table = circular(
    "Second",
    "seconds",
    &[column::<i32>("id").primary_key().auto().done(), column::<Option<i32>>("other_id").done()],
    &[other(|| &FIRSTS)],
);
static WIDE_FIRSTS: model::Table = circular(
    "First",
    "firsts",
    &[column::<i64>("id").primary_key().auto().done(), column::<Option<i64>>("other_id").done()],
    &[other(|| &WIDE_SECONDS)],
);
static WIDE_SECONDS: model::Table = circular(
    "Second",
    "seconds",
    &[column::<i64>("id").primary_key().auto().done(), column::<Option<i64>>("other_id").done()],
    &[other(|| &WIDE_FIRSTS)],
);

#[cfg(feature = "sqlite")]
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

#[tokio::test]
async fn what_returns_takes_no_null_and_is_filled() {
    judge_all(|| {
        let dropped = |columns: &'static [&'static str], mut table: model::Table| {
            table.dropped = columns;
            table
        };
        let full = books(vec![
            column::<String>("code").length(3, Some(50)).unique().done(),
            column::<i32>("pages").range(Some(Number::new(5, 0)), None).done(),
            column::<Uuid>("token").unique().done(),
            state(&["new", "old"]),
        ]);
        let row = |id: i64| {
            let token = Value::Uuid(Uuid::from_u128(u128::try_from(id).unwrap_or_default()));
            vec![Value::Int(id), text(&format!("code {id}")), Value::Int(9), token, text("old")]
        };
        let line = model::Table { relations: &[], ..lines(|| &ORDERS) };
        let item = |columns: Vec<model::Column>| table("Item", "items", columns);
        let of_order = model::Table {
            relations: Vec::leak(vec![belongs_to(&[1], || &ORDERS, OnDelete::Restrict)]),
            ..item(vec![id(), column::<i64>("order_id").done()])
        };
        vec![
            Case::new(
                vec![full],
                vec![dropped(&["code", "pages", "token", "state"], books(vec![]))],
            )
            .with("books", vec![row(1234), row(5678)]),
            Case::new(
                vec![ORDERS, of_order],
                vec![ORDERS, dropped(&["order_id"], item(vec![id()]))],
            )
            .with("orders", orders())
            .with("items", vec![vec![Value::Int(1), Value::Int(8)]]),
            Case::new(
                vec![line],
                vec![dropped(
                    &["amount"],
                    model::Table { checks: &[], columns: &line.columns[..2], ..line },
                )],
            )
            .with("lines", amounts()),
        ]
    })
    .await;
}
