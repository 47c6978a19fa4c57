//! The last page costs what the first does, counted in what the database touches.
//!
//! `SQLite` counts the steps of its machine, the others rows. In its
//! long form (`FULL=1`) the table has 200,000 records and the last page is 100,000 deep; what it
//! prints is the table of ARCHITECTURE.md.

use crud_test_databases::{Database, Kind};
use futures_util::FutureExt as _;

use super::runtime;
use crate::error::{Error, Result};
use crate::model::{Index, Table, Value, column};
use crate::query::{Query, Sort};
use crate::sql::{self, Dialect, Statement};
use crate::store::connection::Connection;
use crate::store::dao;
use crate::store::fixture::{SHARED, open};
use crate::store::task::work;
use crate::store::{Db, Run};

static DEEP: Table = Table {
    columns: &[
        column::<i64>("id").primary_key().done(),
        column::<i32>("price").index().done(),
        column::<Option<i32>>("rank").index().done(),
        // Four words: a tie is a quarter of the table.
        column::<String>("state").length(0, Some(20)).index().done(),
        column::<i32>("day").done(),
        column::<String>("form").length(0, Some(20)).done(),
    ],
    key: &[0],
    indexes: &[
        Index { columns: &[5, 4], descending: &[], unique: false },
        Index { columns: &[5, 4], descending: &[4], unique: false },
        // The field's own is not made beside it.
        Index { columns: &[2, 0], descending: &[], unique: false },
        Index { columns: &[2, 1], descending: &[2], unique: false },
    ],
    ..Table::of("Deep", "deep", "deep")
};

/// What a list is sorted by.
const SORTS: &[(&str, &[(usize, bool)])] = &[
    ("id", &[]),
    ("-id", &[(0, true)]),
    ("price", &[(1, false)]),
    ("-price", &[(1, true)]),
    ("rank (nulls)", &[(2, false)]),
    ("-rank (nulls)", &[(2, true)]),
    ("state (4 values)", &[(3, false)]),
    ("-state (4 values)", &[(3, true)]),
    ("form, day", &[(5, false), (4, false)]),
    ("-form, -day", &[(5, true), (4, true)]),
    ("form, -day", &[(5, false), (4, true)]),
    ("-form, day", &[(5, true), (4, false)]),
    ("rank (nulls), -price", &[(2, false), (1, true)]),
    ("-rank (nulls), price", &[(2, true), (1, false)]),
];

async fn fill(db: &Db, records: u64) {
    let numbers = match db.dialect() {
        Dialect::Postgres => format!("generate_series(1, {records}) AS n(i)"),
        Dialect::Sqlite | Dialect::Mysql => "n".to_owned(),
    };
    let begin = match db.dialect() {
        Dialect::Postgres => String::new(),
        Dialect::Sqlite | Dialect::Mysql => format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {records}) "
        ),
    };
    let select = format!(
        "{begin}SELECT i, i * 7919 % 1000003, CASE WHEN i % 3 = 0 THEN NULL ELSE i * 31 % 5003 END, \
         CASE i % 4 WHEN 0 THEN 'closed' WHEN 1 THEN 'draft' WHEN 2 THEN 'gone' ELSE 'open' END, \
         i * 17 % 997, CASE i % 3 WHEN 0 THEN 'book' WHEN 1 THEN 'map' ELSE 'score' END \
         FROM {numbers}"
    );
    let quote = |name: &str| db.dialect().quoted(name);
    let names = ["id", "price", "rank", "state", "day", "form"].map(quote).join(", ");
    let mut session = db.session().await.expect("a session");
    if db.dialect() == Dialect::Mysql {
        let deep = "SET SESSION max_recursive_iterations = 10000000".to_owned();
        // MariaDB's name of it, and MySQL's.
        if session.run(Run(deep)).await.is_err() {
            let deep = "SET SESSION cte_max_recursion_depth = 10000000".to_owned();
            session.run(Run(deep)).await.expect("deep enough");
        }
    }
    session.run(Run(format!("INSERT INTO deep ({names}) {select}"))).await.expect("filled");
    let count = match db.dialect() {
        Dialect::Mysql => "ANALYZE TABLE deep",
        Dialect::Postgres => "VACUUM ANALYZE deep",
        Dialect::Sqlite => "ANALYZE",
    };
    session.run(Run(count.to_owned())).await.expect("counted");
    session.close().await;
}

/// What the database touches for a page.
async fn cost(db: &Db, database: &Database, query: &Query) -> u64 {
    let columns: Vec<_> = (0..DEEP.columns.len()).collect();
    let limit = query.limit.map(|limit| u64::from(limit) + 1);
    let statement = sql::page(db.dialect(), &DEEP, &columns, query, limit);
    match db.dialect() {
        Dialect::Sqlite => steps(database, &statement),
        Dialect::Postgres => {
            let asked = Statement {
                text: format!("EXPLAIN (ANALYZE, TIMING OFF) {}", statement.text).into(),
                ..statement
            };
            let lines = texts(db, asked).await;
            let number = |line: &str, word: &str| {
                let (_, rest) = line.split_once(word)?;
                rest.split([' ', ')']).next()?.parse::<u64>().ok()
            };
            let read = |line: &String| {
                let is_scan = line.contains("Scan") && line.contains("actual rows=");
                let loops = number(line, "loops=").unwrap_or(1);
                let rows = number(line, "actual rows=").filter(|_| is_scan);
                let passed = number(line, "Rows Removed by Filter: ");
                rows.map(|rows| rows * loops).or(passed).unwrap_or(0)
            };
            lines.iter().map(read).sum()
        }
        Dialect::Mysql => {
            run(db, "FLUSH STATUS").await;
            dao::list_rows(db.handle(), &DEEP, query).await.expect("a page");
            // MySQL has another place for it.
            let asked = "SELECT CAST(CAST(sum(variable_value) AS signed) AS char)
                   FROM /*!80000 performance_schema. */ /*M! information_schema. */ session_status
                  WHERE variable_name LIKE 'handler\\_read\\_%'";
            let lines = texts(db, Statement { text: asked.into(), args: Vec::new() }).await;
            lines[0].parse().expect("a number")
        }
    }
}

async fn run(db: &Db, sql: &'static str) {
    let run = work(move |connection: &mut Connection| connection.run(sql).boxed());
    db.write(run).await.expect("it runs");
}

/// The first column of an answer.
async fn texts(db: &Db, statement: Statement) -> Vec<String> {
    static TEXT: crate::model::Column = column::<String>("text").done();
    let read = work(move |connection: &mut Connection| {
        let statement = statement.clone();
        async move {
            let mut lines = Vec::new();
            let mut sink = |fields: &crate::store::fields::Fields<'_>| -> Result<()> {
                if let Value::Text(line) = fields.value(0, &TEXT)? {
                    lines.push(line);
                }
                Ok(())
            };
            connection.each(&statement, &mut sink).await.map_err(Error::from)?;
            Ok(lines)
        }
        .boxed()
    });
    db.read(false, read).await.expect("an answer")
}

/// Steps of `SQLite`'s machine.
#[cfg(feature = "sqlite")]
pub(super) fn steps(database: &Database, statement: &Statement) -> u64 {
    let url = database.url_with("");
    let path = url.trim_start_matches("sqlite:").split('?').next().unwrap_or_default();
    let connection = rusqlite::Connection::open(path).expect("the file opens");
    // It plans as the store's connections have it plan.
    let by_average = rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
    connection.set_db_config(by_average, true).expect("it plans by averages");
    let mut prepared = connection.prepare(&statement.text).expect("it prepares");
    for (index, arg) in statement.args.iter().enumerate() {
        let place = index + 1;
        match arg {
            sql::Arg::Integer(value) | sql::Arg::Value(_, Value::Int(value)) => {
                prepared.raw_bind_parameter(place, value)
            }
            sql::Arg::Value(_, Value::Text(value)) => prepared.raw_bind_parameter(place, value),
            other => panic!("{other:?}"),
        }
        .expect("it binds");
    }
    {
        let mut rows = prepared.raw_query();
        while rows.next().expect("a row").is_some() {}
    }
    let steps = prepared.get_status(rusqlite::StatementStatus::VmStep);
    u64::try_from(steps).expect("some steps")
}

#[cfg(not(feature = "sqlite"))]
pub(super) fn steps(_: &Database, _: &Statement) -> u64 {
    0
}

/// The record that is so deep.
async fn place(db: &Db, query: &Query, depth: u64) -> Vec<Value> {
    let order = query.order(&DEEP);
    let one = Query { offset: depth - 1, limit: Some(1), ..query.clone() };
    let (rows, _) = dao::list_rows(db.handle(), &DEEP, &one).await.expect("a page");
    let row = &rows[0];
    let value = |sort: &Sort| match sort.key {
        crate::query::SortKey::Column(column) => row[column].clone(),
        _ => Value::Null,
    };
    order.iter().map(value).collect()
}

#[test]
fn the_last_page_costs_what_the_first_does() {
    let is_full = std::env::var_os("FULL").is_some_and(|full| !full.is_empty());
    let records: u64 = if is_full { 200_000 } else { 20_000 };
    for &kind in SHARED.iter().filter(|kind| kind.is_tested()) {
        let runtime = runtime();
        runtime.block_on(async {
            let database = Database::new(kind).await;
            let options = if kind == Kind::Mysql { "connections=1" } else { "" };
            let db = open(&database, options, &[&DEEP]).await;
            fill(&db, records).await;
            println!("{kind:?}, {records} records: first, second, last, before the last");
            for (title, sort) in SORTS {
                let sort = sort.iter().map(|&(column, way)| Sort::column(column, way)).collect();
                let first = Query { sort, limit: Some(50), ..Query::all(&DEEP) };
                let at = async |depth| Some(place(&db, &first, depth).await);
                let second = Query { after: at(50).await, ..first.clone() };
                let deep = at(records / 2).await;
                let last = Query { after: deep.clone(), ..first.clone() };
                let before = Query { before: deep, ..first.clone() };
                let mut costs = Vec::new();
                for query in [&first, &second, &last, &before] {
                    costs.push(cost(&db, &database, query).await);
                }
                println!("{title:18} {costs:?}");
                let first = costs[0];
                // A position costs a few steps down an index, more where it stands between nulls
                // and values, and none that grows with the depth.
                // PostgreSQL may take an index with less of the order and sort the ties of a few
                // dozen records, which it reads 32 at a time.
                let batch = if kind == Kind::Postgres { 32 } else { 0 };
                let most = first * 3 / 2 + batch;
                assert!(costs.iter().all(|&cost| cost <= most), "{kind:?} {title}: {costs:?}");
            }
            db.close().await;
        });
    }
}
