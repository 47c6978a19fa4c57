//! Sums beyond what a decimal holds.

use crate::Error;
use crate::model::Value;
use crate::prelude::*;
use crate::query::Filter;
use crate::query::aggregate::{Aggregate, Function};
use crate::store::dao;
use crate::store::fixture::on_every_database;
use crate::store::sql;

/// A column of a type of its own holds more than it is described to.
#[derive(Crud)]
#[crud(allow(all = public))]
struct Vault {
    #[crud(primary_key)]
    id: i64,
    #[crud(
        decimal(18, 18),
        filter,
        sql_type(sqlite = "REAL", postgres = "numeric(40, 18)", mysql = "decimal(40, 18)")
    )]
    amount: Decimal,
}

#[tokio::test]
async fn what_has_more_digits_is_an_error_that_says_so() {
    on_every_database(&[Vault::TABLE], async |db| {
        let ask = |functions: Vec<Function>| Aggregate {
            filter: Filter::And(Vec::new()),
            groups: Vec::new(),
            functions,
            having: Vec::new(),
            sort: Vec::new(),
            limit: None,
            offset: 0,
        };
        let (sum, mean) = (Function::Sum(1), Function::Avg(1));
        for id in 0..7 {
            let insert = sql("INSERT INTO vaults (id, amount) VALUES (?, 9000000000)").bind(id);
            insert.execute(&db).await.expect("an insert");
        }
        let rows = dao::aggregate_rows(db.handle(), Vault::TABLE, ask(vec![sum])).await;
        let seven = Value::Decimal("63000000000.000000000000000000".parse().expect("a decimal"));
        assert_eq!(rows.expect("29 digits, as far as a decimal goes"), [[seven]]);
        for id in 7..20 {
            let insert = sql("INSERT INTO vaults (id, amount) VALUES (?, 9000000000)").bind(id);
            insert.execute(&db).await.expect("an insert");
        }
        for (asked, name) in [(sum, "sum(amount)"), (mean, "avg(amount)")] {
            let rows = dao::aggregate_rows(db.handle(), Vault::TABLE, ask(vec![asked])).await;
            let Err(Error::TooLarge { function }) = rows else { panic!("{rows:?}") };
            assert_eq!(function, name);
            let json = dao::aggregate(db.handle(), Vault::TABLE, &ask(vec![asked]), b"").await;
            assert!(matches!(json, Err(Error::TooLarge { .. })), "{json:?}");
        }
        // Conditions are the database's to decide.
        let count = dao::aggregate_rows(db.handle(), Vault::TABLE, ask(vec![Function::Count]));
        assert_eq!(count.await.expect("a count"), [[Value::Int(20)]]);
    })
    .await;
}
