//! Columns, their rules, constraints and indexes.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::case::{Case, belongs_to, books, id, judge_all, state, table, text, three, title};
use super::order::{ORDERS, amounts, lines, orders};
use crate::migrate::render::Manner;
use crate::model::{self, Check, Index, Literal, Native, Number, OnDelete, Value, column};

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
        more.indexes = &[
            Index { columns: &[2, 1], descending: &[2], unique: false },
            Index { columns: &[1, 2], descending: &[], unique: true },
        ];
        let rows = vec![
            vec![Value::Int(1), text("a"), Value::Int(1)],
            vec![Value::Int(3), text("b"), Value::Int(1)],
        ];
        let plain = || books(vec![short(), column::<i32>("pages").done()]);
        let mut concurrently = Case::new(vec![plain()], vec![more]).with("books", rows.clone());
        concurrently.manner = Manner::Concurrently;
        // The same columns, one of them the other way round.
        let mut turned = more;
        turned.indexes = &[
            Index { columns: &[2, 1], descending: &[], unique: false },
            Index { columns: &[1, 2], descending: &[], unique: true },
        ];
        let turned = Case::new(vec![more], vec![turned]).with("books", rows.clone());
        vec![turned, Case::new(vec![plain()], vec![more]).with("books", rows), concurrently]
    })
    .await;
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

#[tokio::test]
async fn types_of_the_database_become_ours() {
    use chrono::NaiveTime;

    let native = |sqlite, postgres, mysql| Native {
        sqlite: Some(sqlite),
        postgres: Some(postgres),
        mysql: Some(mysql),
    };
    judge_all(|| {
        let price = || column::<Decimal>("price").decimal(9, 2);
        let at = || column::<DateTime<Utc>>("at");
        let time = || column::<NaiveTime>("time");
        let note = || column::<String>("note").length(0, Some(50));
        let theirs = books(vec![
            price().sql_type(native("NUMERIC(9,2)", "numeric(9,2)", "decimal(9,2)")).done(),
            at().sql_type(native("DATETIME", "timestamptz", "datetime")).done(),
            time().sql_type(native("TIME", "time without time zone", "time")).done(),
            note().sql_type(native("NVARCHAR(50)", "character varying(50)", "varchar(50)")).done(),
        ]);
        let ours = books(vec![price().done(), at().done(), time().done(), note().done()]);
        // Without STRICT, which knows none of them.
        let sql_options = Native { sqlite: Some(""), ..Native::NONE };
        vec![Case::new(vec![model::Table { sql_options, ..theirs }], vec![ours])]
    })
    .await;
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn what_sqlite_stores_has_another_form_in_another_type() {
    use super::database::{run, texts};
    use crate::Db;
    use crate::migrate::render::form::converted;
    use crate::sql::shape::Schema;

    let db = Db::connect("sqlite::memory:").await.expect("it opens");
    let native = Native { sqlite: Some("NUMERIC"), ..Native::NONE };
    let pair = |plain: model::Column| {
        let own = model::Column { sql_type: native, ..plain };
        [plain, own].map(|column| {
            let table: &'static model::Table = Box::leak(Box::new(books(vec![column])));
            Schema::of(&[table]).tables[0].columns[1].clone()
        })
    };
    let price = pair(column::<Decimal>("v").decimal(9, 2).done());
    let at = pair(column::<DateTime<Utc>>("v").done());
    let time = pair(column::<chrono::NaiveTime>("v").done());
    for ([ours, theirs], stored, customary) in [
        (&price, "29", "0.29"),
        (&price, "-123456789", "-1234567.89"),
        (&at, "'2024-05-01T12:30:00.000000Z'", "'2024-05-01 12:30:00'"),
        (&at, "'2024-05-01T12:30:00.050000Z'", "'2024-05-01 12:30:00.05'"),
        (&time, "'12:30:00.000001'", "'12:30:00.000001'"),
        (&time, "'12:30:00.000000'", "'12:30:00'"),
    ] {
        run(&db, ["DROP TABLE IF EXISTS t".to_owned()]).await;
        run(&db, [format!("CREATE TABLE t AS SELECT {stored} AS o, {customary} AS c")]).await;
        let there = converted("o", ours, theirs);
        let back = converted("c", theirs, ours);
        let sql = format!("SELECT {there} = c, {back} = o, typeof({back}) = typeof(o) FROM t");
        let is_so = vec![Some("1".to_owned()); 3];
        assert_eq!(texts(&db, &sql).await, [is_so], "{stored} and {customary}");
    }
    db.close().await;
}
