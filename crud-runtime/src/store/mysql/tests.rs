//! What a server makes of our text, and we of its answers.

use std::time::Duration;

use chrono::{DateTime, Utc};
use crud_test_databases::{Kind, on_each};
use futures_util::FutureExt as _;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::fixture::{AUTHOR, BOOK, TABLES};
use crate::model::{Changes, Index, Json, Row, Table, Value, column};
use crate::query::{Comparison, Filter, Query, Sort};
use crate::sql::Statement;
use crate::sql::ddl_tests::{LINES, ORDERS, THINGS};
use crate::store::Db;
use crate::store::dao::{self, Projection, Rows};
use crate::store::fixture::open;
use crate::store::task::work;

const MYSQL: &[Kind] = &[Kind::Mysql];

static TEXTS: Table = Table {
    entity: "Text",
    name: "texts",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<String>("short").length(0, Some(50)).unique().done(),
        column::<String>("long").done(),
    ],
    key: &[0],
    ..Table::EMPTY
};

async fn run(db: &Db, sql: &'static str) -> Result<()> {
    db.write(work(move |connection| connection.run(sql).boxed())).await
}

/// The integer that a statement answers with.
async fn ask(db: &Db, sql: &'static str) -> i64 {
    let ask = db.read(
        false,
        work(move |connection| {
            async move {
                let statement = Statement { text: sql.into(), args: Vec::new() };
                let answer = connection.first(&statement, |fields| fields.integer(0)).await?;
                answer.ok_or(Error::NotFound)
            }
            .boxed()
        }),
    );
    ask.await.expect("an answer")
}

fn text(short: &str, long: &str) -> Changes {
    let mut changes = Changes::new(&TEXTS);
    changes.set(1, Value::Text(short.to_owned()));
    changes.set(2, Value::Text(long.to_owned()));
    changes
}

async fn create(db: &Db, table: &'static Table, changes: Changes) -> Result<Row> {
    dao::create(db.handle(), table, changes, &Rows::of(table)).await
}

#[tokio::test]
async fn the_server_takes_the_ddl_and_describes_it_alike() {
    on_each(MYSQL, async |database| {
        let tables = [&LINES, &THINGS, &ORDERS];
        let db = open(database, "", &tables).await;
        db.create_tables(&tables).await.expect("they are as they were made");
        run(
            &db,
            "INSERT INTO things (medium, `natural`, code, document, version, flag)
             VALUES (2, 7, 'abc', '[]', 1, TRUE)",
        )
        .await
        .expect("the defaults keep the rules");
        let full = Projection::full(&THINGS);
        let record = dao::read(db.handle(), &THINGS, &[Value::Int(1)], &full).await.expect("read");
        let body: serde_json::Value =
            serde_json::from_slice(&record.expect("it is there").body).expect("JSON");
        for (member, value) in [
            ("real", "0.1"),
            ("note", r#""it's \\ fine""#),
            ("token", r#""0190c7a4-5e4f-7b3a-8000-000000000000""#),
            ("price", r#""2.50""#),
            ("day", r#""2024-05-01""#),
            ("time", r#""12:30:00.000000""#),
            ("at", r#""2024-05-01T10:30:00.000000Z""#),
            ("fee", r#""1.25""#),
            ("octets", r#""AAH/""#),
            ("file", "null"),
            ("document", "[]"),
            ("colour", r#""red""#),
        ] {
            assert_eq!(body[member].to_string(), value, "{member}");
        }
        // Rules that another session made hold whatever the mode of the one that writes.
        let refused = run(
            &db,
            "SET STATEMENT sql_mode = '' FOR
             INSERT INTO things (medium, `natural`, code, document, version, flag)
             VALUES (1, 7, 'abd', '[]', 1, TRUE)",
        );
        refused.await.expect_err("a range is broken");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn text_is_compared_by_code_point_and_nothing_else() {
    let mut texts = [
        "",
        " ",
        "  ",
        "a",
        "A",
        "a ",
        "á",
        "a\u{301}",
        "ä",
        "ß",
        "ss",
        "ı",
        "I",
        "\u{FFFD}",
        "𝄞",
        "\u{10FFFF}",
    ];
    on_each(MYSQL, async |database| {
        let db = open(database, "", &[&TEXTS]).await;
        for text in texts {
            create(&db, &TEXTS, self::text(text, text)).await.expect("it is like no other");
            let again = create(&db, &TEXTS, self::text(text, text)).await;
            assert!(matches!(&again, Err(Error::Unique(members)) if members == &["short"]));
        }
        for column in [1, 2] {
            for text in texts {
                let value = Value::Text(text.to_owned());
                for filter in [
                    Filter::Compare(column, Comparison::Eq, value.clone()),
                    Filter::In(column, vec![value.clone(), value.clone(), value.clone()]),
                ] {
                    let query = Query { filter, ..Query::all(&TEXTS) };
                    let rows = dao::list_rows(db.handle(), &TEXTS, &query).await.expect("found").0;
                    assert_eq!(rows.len(), 1, "{text:?}");
                    assert_eq!(rows[0][column], value);
                }
            }
        }
        db.close().await;
    })
    .await;
    texts.sort_unstable();
    let prefixed = texts.map(|text| format!("{}{text}", "é".repeat(5000))).to_vec();
    on_each(MYSQL, async |database| {
        let db = open(database, "", &[&TEXTS]).await;
        for (number, long) in prefixed.iter().enumerate() {
            // In another order than that of the texts.
            create(&db, &TEXTS, self::text(&format!("{:02}", number * 7 % 16), long))
                .await
                .expect("made");
        }
        for descending in [false, true] {
            let sort = vec![Sort::column(2, descending), Sort::column(0, !descending)];
            let query = Query { sort, ..Query::all(&TEXTS) };
            let rows = dao::list_rows(db.handle(), &TEXTS, &query).await.expect("listed").0;
            let found = rows.into_iter().map(|mut row| row.swap_remove(2));
            let mut expected = prefixed.clone();
            if descending {
                expected.reverse();
            }
            assert!(found.eq(expected.into_iter().map(Value::Text)), "descending: {descending}");
        }
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn many_keys_are_asked_for_at_once() {
    on_each(MYSQL, async |database| {
        let db = open(database, "", TABLES).await;
        let authors = (0..1100).map(|number| crate::store::tests::author(&number.to_string()));
        let authors = authors.collect();
        let made = dao::create_many(db.handle(), &AUTHOR, authors, &Rows::of(&AUTHOR)).await;
        let mut keys: Vec<Row> =
            made.expect("made").into_iter().map(|row| vec![row[0].clone()]).collect();
        keys.push(vec![Value::Uuid(Uuid::now_v7())]);
        let found = dao::many_in_order(db.handle(), &AUTHOR, keys.clone()).await.expect("found");
        keys.pop();
        assert!(found.iter().map(|row| &row[..1]).eq(keys.iter().map(Vec::as_slice)));
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_breaks_a_rule_is_named_and_not_quoted() {
    static BARE: Table = Table {
        entity: "Bare",
        name: "it's `a` bare.table",
        columns: &[
            column::<String>("co'de").length(2, Some(40)).primary_key().done(),
            column::<i16>("small").done(),
            column::<String>("t'w o").length(0, Some(40)).done(),
            column::<String>("isbn").pattern("^[0-9]{3}$").done(),
        ],
        key: &[0],
        indexes: &[Index { columns: &[1, 2], descending: &[], unique: true }],
        ..Table::EMPTY
    };
    fn bare(values: [Value; 4]) -> Changes {
        let mut changes = Changes::new(&BARE);
        for (position, value) in values.into_iter().enumerate() {
            changes.set(position, value);
        }
        changes
    }
    let text = |text: &str| Value::Text(text.to_owned());
    on_each(MYSQL, async |database| {
        let db = open(database, "", &[&BARE]).await;
        let tail = "x' for key 'PRIMARY";
        let good = [text(tail), Value::Int(1), text(tail), text("123")];
        create(&db, &BARE, bare(good.clone())).await.expect("made");
        let with = |position: usize, value: Value| {
            let mut values = good.clone();
            values[0] = text("other");
            values[2] = text("other");
            values[position] = value;
            create(&db, &BARE, bare(values))
        };
        let unique = with(0, text(tail)).await;
        assert!(
            matches!(&unique, Err(Error::Unique(members)) if members == &["co'de"]),
            "{unique:?}"
        );
        let unique = with(2, text(tail)).await;
        assert!(
            matches!(&unique, Err(Error::Unique(members)) if members == &["small", "t'w o"]),
            "{unique:?}"
        );
        for (position, value, pointer, code) in [
            (0, text("1"), "/co'de", "length"),
            (0, text(&"secret".repeat(10)), "/co'de", "length"),
            (1, Value::Int(40_000), "/small", "range"),
            (1, Value::Null, "/small", "required"),
            (2, Value::Null, "/t'w o", "required"),
            (3, text("12345"), "/isbn", "pattern"),
        ] {
            let Err(Error::Invalid(violations)) = with(position, value).await else {
                panic!("{pointer} is refused")
            };
            assert_eq!(violations[0].pointer, pointer);
            assert_eq!(violations[0].code, code, "{pointer}");
        }
        // A statement of another kind that quotes what it was given.
        let quoted = run(&db, "SELECT 1 FROM nowhere WHERE a = 'b'").await.expect_err("no table");
        assert!(format!("{quoted:?}").contains("nowhere"), "{quoted:?}");
        let mut date = Changes::new(&BOOK);
        date.set(1, text("secret"));
        let missing = create(&db, &BOOK, date).await.expect_err("there is no such table");
        assert!(!format!("{missing:?}").contains("secret"), "{missing:?}");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn sessions_are_what_we_say_whatever_the_server_is_set_to() {
    on_each(MYSQL, async |database| {
        let db = Db::connect(&database.url_with("timeout=1500")).await.expect("opened");
        for truth in [
            "SELECT @@time_zone = '+00:00' AND now(6) = utc_timestamp(6)",
            "SELECT @@collation_connection LIKE '%nopad_bin' OR @@collation_connection LIKE '%0900_bin'",
            "SELECT 'a' || 'b' = 'ab' AND 'a' <> 'A' AND 'a' <> 'a '",
            "SELECT @@innodb_lock_wait_timeout = 2 AND @@lock_wait_timeout = 2 AND @@autocommit",
        ] {
            assert_eq!(ask(&db, truth).await, 1, "{truth}");
        }
        let strict = run(&db, "CREATE TEMPORARY TABLE t (a date); INSERT INTO t VALUES ('2024-02-30')");
        strict.await.expect_err("no such day");
        let read_only = run(&db, "COMMIT; START TRANSACTION READ ONLY; DELETE FROM _crud").await;
        assert!(matches!(read_only, Err(Error::ReadOnly)), "{read_only:?}");
        assert_eq!(ask(&db, "SELECT count(*) FROM _crud").await, 1);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn who_waits_for_a_lock_too_long_is_told_so() {
    on_each(MYSQL, async |database| {
        let db = open(database, "timeout=1000", &[&TEXTS]).await;
        create(&db, &TEXTS, text("a", "")).await.expect("made");
        let mut holder = db.begin().await.expect("begun");
        let rows = Rows::of(&TEXTS);
        let change = |long: &str| {
            let mut changes = Changes::new(&TEXTS);
            changes.set(2, Value::Text(long.to_owned()));
            changes
        };
        let key = [Value::Int(1)];
        let handle = crate::store::Executor::into_handle(&mut holder);
        dao::assign(handle, &TEXTS, &key, change("b"), &rows).await.expect("locked");
        let waits = dao::assign(db.handle(), &TEXTS, &key, change("c"), &rows).await;
        assert!(matches!(waits, Err(Error::Timeout)), "{waits:?}");
        holder.commit().await.expect("kept");
        dao::assign(db.handle(), &TEXTS, &key, change("c"), &rows).await.expect("free again");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_server_stops_working_for_callers_that_went() {
    on_each(MYSQL, async |database| {
        let db = Db::connect(&database.url_with("")).await.expect("opened");
        let working = "SELECT count(*) FROM information_schema.processlist
                        WHERE db = database() AND state = 'User sleep'";
        let task = tokio::spawn({
            let db = db.clone();
            async move { run(&db, "DO sleep(25)").await }
        });
        while ask(&db, working).await == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        task.abort();
        for _ in 0..400 {
            if ask(&db, working).await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(ask(&db, working).await, 0);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn who_cannot_connect_is_told_what_to_do() {
    on_each(MYSQL, async |database| {
        let url = database.url();
        let (server, name) = url.rsplit_once('/').expect("a path");
        let (account, place) = server.split_once('@').expect("an account");
        let (user, _) = account.rsplit_once(':').expect("a password");
        for (url, hint) in [
            (format!("{server}/crud_test_nowhere"), "CREATE DATABASE crud_test_nowhere"),
            (format!("{user}:wrong_secret@{place}/{name}"), "check the user and the password"),
        ] {
            let Err(Error::Config(message)) = Db::connect(&url).await.map(drop) else {
                panic!("{hint}")
            };
            assert!(message.contains(hint), "{message}");
            assert!(!message.contains("secret"), "{message}");
        }
        // What MySQL has not seen yet it wants encrypted; MariaDB does not mind.
        if let Err(error) = Db::connect(&format!("{url}?ssl-mode=DISABLED")).await.map(drop) {
            assert!(error.to_string().contains("ssl-mode=REQUIRED"), "{error}");
        }
        // Nobody listens there: the port is ours.
        let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = port.local_addr().expect("an address").port();
        let refused = Db::connect(&format!("{account}@127.0.0.1:{port}/{name}")).await.map(drop);
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn a_row_that_is_too_wide_is_refused_with_a_way_out() {
    on_each(MYSQL, async |database| {
        let db = Db::connect(&database.url_with("")).await.expect("opened");
        let wide = "CREATE TABLE wide (a varchar(8000), b varchar(8000), c varchar(8000))
                CHARACTER SET utf8mb4";
        let Err(Error::Config(message)) = run(&db, wide).await else { panic!("it is too wide") };
        assert!(message.contains("above 255"), "{message}");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_key_that_the_database_makes_up_is_answered() {
    static MADE: Table = Table {
        entity: "Made",
        name: "made",
        columns: &[
            column::<String>("word")
                .length(0, Some(40))
                .primary_key()
                .default_sql("lower('Ä')")
                .done(),
            column::<Decimal>("price").decimal(5, 2).primary_key().default_sql("abs(-1.5)").done(),
            column::<DateTime<Utc>>("at").primary_key().default_sql("now(6)").done(),
            column::<Uuid>("token")
                .primary_key()
                .default_sql("unhex(replace(uuid(), '-', ''))")
                .done(),
            column::<u32>("natural").primary_key().default_sql("2 + 2").done(),
        ],
        key: &[0, 1, 2, 3, 4],
        ..Table::EMPTY
    };
    on_each(MYSQL, async |database| {
        let db = open(database, "", &[&MADE]).await;
        let made = create(&db, &MADE, Changes::new(&MADE)).await.expect("made");
        let found = dao::read(db.handle(), &MADE, &made, &Rows::of(&MADE)).await.expect("read");
        assert_eq!(found.as_ref(), Some(&made));
        assert_eq!(made[0], Value::Text("ä".to_owned()));
        assert_eq!(made[1], Value::Decimal("1.50".parse().expect("a decimal")));
        assert_eq!(made[4], Value::Int(4));
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn documents_nest_as_deep_as_elsewhere() {
    static DOCUMENTS: Table = Table {
        entity: "Document",
        name: "documents",
        columns: &[
            column::<i64>("id").primary_key().auto().done(),
            column::<Json<serde_json::Value>>("document").done(),
        ],
        key: &[0],
        ..Table::EMPTY
    };
    on_each(MYSQL, async |database| {
        let db = open(database, "", &[&DOCUMENTS]).await;
        let deep = format!("{}{}", "[".repeat(120), "]".repeat(120));
        let mut changes = Changes::new(&DOCUMENTS);
        changes.set(1, Value::Json(serde_json::from_str(&deep).expect("JSON")));
        let full = Projection::full(&DOCUMENTS);
        let made = dao::create(db.handle(), &DOCUMENTS, changes, &full).await.expect("made");
        assert_eq!(made.body, format!("{{\"id\":1,\"document\":{deep}}}").into_bytes());
        run(&db, "INSERT INTO documents (document) VALUES ('{')").await.expect("nobody looks");
        let broken = dao::read(db.handle(), &DOCUMENTS, &[Value::Int(2)], &full).await;
        assert!(matches!(broken, Err(Error::Stored { column: "document", .. })), "{broken:?}");
        db.close().await;
    })
    .await;
}

static NOTES: Table = Table {
    entity: "Note",
    name: "notes",
    columns: &[
        column::<Uuid>("id").primary_key().auto().done(),
        column::<i64>("group").index().done(),
        column::<String>("title").length(0, Some(50)).index().done(),
        column::<DateTime<Utc>>("at").index().done(),
        column::<Decimal>("price").decimal(10, 2).index().done(),
    ],
    key: &[0],
    ..Table::EMPTY
};

#[tokio::test]
async fn pages_are_walked_along_an_index() {
    on_each(MYSQL, async |database| {
        let db = open(database, "connections=1", &[&NOTES]).await;
        let fill = "INSERT INTO notes (id, `group`, title, at, price)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
            SELECT unhex(left(sha2(concat(n.i, '-', m.i), 256), 32)), n.i % 20,
                   concat('title ', n.i * 13 % 900), '2024-05-01' + INTERVAL n.i MINUTE, n.i / 3
              FROM n, n m WHERE m.i <= 40";
        // In a table that is small to them, servers look at everything.
        run(&db, fill).await.expect("filled");
        run(&db, "ANALYZE TABLE notes").await.expect("counted");
        let middle = Query { offset: 18_000, limit: Some(1), ..Query::all(&NOTES) };
        let middle = &dao::list_rows(db.handle(), &NOTES, &middle).await.expect("a row").0[0];
        let group = || Filter::Compare(1, Comparison::Eq, Value::Int(7));
        let all = || Filter::And(Vec::new());
        for (filter, sort, position) in [
            (all(), vec![], None),
            (all(), vec![], Some(vec![0])),
            (all(), vec![(0, true)], Some(vec![0])),
            (group(), vec![], None),
            (group(), vec![], Some(vec![0])),
            (all(), vec![(2, false)], None),
            (all(), vec![(2, false)], Some(vec![2, 0])),
            (all(), vec![(2, true), (0, true)], Some(vec![2, 0])),
            (all(), vec![(3, false)], Some(vec![3, 0])),
            (all(), vec![(4, true), (0, true)], Some(vec![4, 0])),
        ] {
            let sort =
                sort.into_iter().map(|(column, descending)| Sort::column(column, descending));
            let after = position.map(|columns| {
                columns.iter().map(|&column: &usize| middle[column].clone()).collect()
            });
            let query = Query {
                filter,
                sort: sort.collect(),
                after,
                limit: Some(50),
                ..Query::all(&NOTES)
            };
            run(&db, "FLUSH STATUS").await.expect("forgotten");
            let page = dao::list_rows(db.handle(), &NOTES, &query).await.expect("a page").0;
            assert_eq!(page.len(), 50);
            // MySQL has another place for it.
            let read = ask(
                &db,
                "SELECT CAST(sum(variable_value) AS signed)
                   FROM /*!80000 performance_schema. */ /*M! information_schema. */ session_status
                  WHERE variable_name LIKE 'handler\\_read\\_%'",
            );
            let read = read.await;
            assert!(read < 120, "{read} reads for {query:?}");
        }
        db.close().await;
    })
    .await;
}
