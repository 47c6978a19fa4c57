//! What `SQLite` makes of our text: that it takes the DDL, and which way it walks.

use crate::fixture::{BASKET, BOOK, SHELF_MARK, TABLES};
use crate::model::{Table, Value};
use crate::query::{Comparison, Filter, Query, Sort};
use crate::sql::ddl_tests::{LINES, ORDERS, THINGS, created};
use crate::sql::{Arg, Dialect, page};

const UUID: Value = Value::Uuid(uuid::Uuid::nil());

#[test]
fn sqlite_takes_its_ddl() {
    let database = rusqlite::Connection::open_in_memory().expect("memory");
    for ddl in created(Dialect::Sqlite, &[&LINES, &THINGS, &ORDERS]).expect("tables") {
        database.execute_batch(&ddl).expect(&ddl);
    }
    let insert = "INSERT INTO things (medium, natural, code, document, version, flag)
                  VALUES (2, 7, 'abc', '[]', 1, 1)";
    database.execute_batch(insert).expect("the defaults keep the rules");
    let forms = "SELECT fee, length(since), substr(since, 20), length(today), length(clock), price
                 FROM things";
    let stored = database.query_row(forms, [], |row| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get::<_, String>(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
        ))
    });
    let expected: (i64, i64, _, i64, i64, i64) = (125, 27, ".000000Z".to_owned(), 10, 15, 250);
    assert_eq!(stored.expect("a row"), expected);
}

fn sorted(table: &'static Table, sort: &[(usize, bool)]) -> Query {
    let sort = sort.iter().map(|&(column, descending)| Sort::column(column, descending)).collect();
    Query { sort, limit: Some(50), ..Query::all(table) }
}

fn after(query: Query, position: Vec<Value>) -> Query {
    Query { after: Some(position), ..query }
}

fn filtered(filter: Filter) -> Query {
    Query { filter, ..sorted(&BOOK, &[]) }
}

#[test]
fn sqlite_walks_indexes_and_sorts_nothing() {
    let database = rusqlite::Connection::open_in_memory().expect("memory");
    for ddl in created(Dialect::Sqlite, TABLES).expect("tables") {
        database.execute_batch(&ddl).expect("a table");
    }
    let plan = |table, query: &Query| {
        let statement = page(Dialect::Sqlite, table, &[0], query, Some(51));
        let explain = format!("EXPLAIN QUERY PLAN {}", statement.text);
        let mut prepared = database.prepare(&explain).expect("it is SQL");
        for (index, arg) in statement.args.iter().enumerate() {
            if let Arg::Integer(integer) = arg {
                prepared.raw_bind_parameter(index + 1, integer).expect("a limit");
            }
        }
        let mut rows = prepared.raw_query();
        let mut plan = String::new();
        while let Some(row) = rows.next().expect("a step") {
            plan.push_str(&row.get::<_, String>(3).expect("text"));
        }
        plan
    };
    let eq = |column| Filter::Compare(column, Comparison::Eq, UUID);
    for (table, query) in [
        (&BOOK, sorted(&BOOK, &[])),
        (&BOOK, after(sorted(&BOOK, &[]), vec![UUID])),
        (&BOOK, filtered(eq(7))),
        (&BOOK, after(filtered(eq(7)), vec![UUID])),
        (&BOOK, sorted(&BOOK, &[(2, false)])),
        (&BOOK, after(sorted(&BOOK, &[(7, true), (0, true)]), vec![UUID, UUID])),
        (&BASKET, sorted(&BASKET, &[(0, true)])),
        (&SHELF_MARK, after(sorted(&SHELF_MARK, &[]), vec![UUID, Value::Int(1)])),
    ] {
        let plan = plan(table, &query);
        assert!(!plan.contains("TEMP B-TREE"), "{query:?}: {plan}");
        assert!(
            !plan.contains("SCAN") || plan.contains("USING") || table.name == "baskets",
            "{plan}"
        );
    }
}
