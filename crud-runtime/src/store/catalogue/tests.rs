//! What was made reads back as what it was made from, and every change is found.

use crud_test_databases::{Kind, on_each};

use super::{Catalogue, Weight};
use crate::fixture::{AUTHOR, BASKET, BOOK, CHICKEN, EGG, SHELF_MARK};
use crate::model::Table;
use crate::sql::ddl_tests::{LINES, ORDERS, THINGS};
use crate::sql::shape;
use crate::store::Db;
use crate::store::fixture::{KINDS, open};
use crate::store::properties::VALUES;
use crate::store::task::work;

const SETS: &[&[&Table]] = &[
    &[&THINGS, &ORDERS, &LINES],
    &[&AUTHOR, &BOOK, &SHELF_MARK],
    &[&CHICKEN, &EGG],
    &[&BASKET],
    &[&VALUES],
];

fn shapes(tables: &[&'static Table]) -> Vec<shape::Table> {
    tables.iter().map(|table| shape::Table::of(table)).collect()
}

async fn read(db: &Db) -> Catalogue {
    let read = work(|connection| Box::pin(Catalogue::read(connection)));
    db.write(read).await.expect("the catalogue is read")
}

async fn expected(db: &Db, shapes: Vec<shape::Table>) -> Catalogue {
    let made = work(move |connection| {
        let shapes = shapes.clone();
        Box::pin(async move { Catalogue::expected_by(connection, &shapes).await })
    });
    db.write(made).await.expect("the twins are made")
}

async fn run(db: &Db, sql: &str) {
    let sql = sql.to_owned();
    let done = work(move |connection| {
        let sql = sql.clone();
        Box::pin(async move { connection.run(&sql).await })
    });
    db.write(done).await.expect("the statement runs");
}

#[tokio::test]
async fn what_was_made_reads_back_without_a_difference() {
    on_each(KINDS, async |database| {
        let all: Vec<&'static Table> = SETS.concat();
        let db = open(database, "", &all).await;
        let found = read(&db).await;
        let shapes = shapes(&all);
        let structure = Catalogue::expected(found.dialect, &shapes).expect("there are such tables");
        assert_eq!(found.differences(&structure), Vec::<String>::new(), "structure");
        let exact = expected(&db, shapes).await;
        assert_eq!(found.differences(&exact), Vec::<String>::new(), "expressions");
        let unknown = exact.tables.iter().any(|table| {
            table.columns.iter().any(|column| column.default.as_deref() == Some("?"))
                || table.checks.iter().any(|check| check.expression == "?")
        });
        assert!(!unknown, "the twins say everything: {exact:#?}");
        // The twins have left nothing.
        assert_eq!(read(&db).await, found);
        db.close().await;
    })
    .await;
}
