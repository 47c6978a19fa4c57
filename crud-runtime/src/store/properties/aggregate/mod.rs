//! Aggregates are what they say: random groups, functions, conditions and orders against plain
//! Rust over vectors, on every database.

mod question;
mod reference;
mod world;

use chrono::DateTime;
use proptest::collection::vec;
use proptest::prop_assert_eq;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestCaseError;
use rust_decimal::Decimal;

use self::world::{PEOPLE, SALES, fill, row};
use super::on_databases;
use super::reference::World;
use crate::model::{Row, Value};
use crate::query::aggregate::{Aggregate, Function, Group};
use crate::store::dao;
use crate::store::fixture::on_every_database;

#[test]
fn aggregates_are_what_they_say() {
    on_databases(&[&PEOPLE, &SALES], 1500, |db, runtime, mut cases| {
        let mut sample = |rows: usize, table, from| {
            vec(row(table, from), rows).new_tree(&mut cases).expect("rows").current()
        };
        let (people, sales) = (sample(12, &PEOPLE, 1), sample(150, &SALES, 2));
        let people = runtime.block_on(fill(db, &PEOPLE, people));
        let sales = sales.into_iter().enumerate().map(|(at, mut sale)| {
            // Some belong to nobody.
            let person = people.get(at % (people.len() + 2));
            sale.insert(0, person.map_or(Value::Null, |person| person[0].clone()));
            sale
        });
        let sales = runtime.block_on(fill(db, &SALES, sales.collect()));
        let world = World { tables: vec![(&PEOPLE, people), (&SALES, sales)] };
        let outcome = cases.run(&question::aggregate(), |aggregate| {
            let expected = reference::expected(&aggregate, &world);
            let found = dao::aggregate_rows(db.handle(), &SALES, aggregate);
            let found = runtime.block_on(found);
            let found = found.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
            prop_assert_eq!(found, expected);
            Ok(())
        });
        if let Err(error) = outcome {
            panic!("{error}");
        }
    });
}

#[tokio::test]
async fn sums_beyond_64_bits_are_exact() {
    on_every_database(&[&PEOPLE, &SALES], async |db| {
        let sale = |large: i64, fraction: i64| {
            let mut sale: Row = SALES.columns[1..].iter().map(|_| Value::Null).collect();
            sale[1] = Value::Int(large);
            sale[2] = Value::Int(0);
            sale[6] = Value::Decimal(Decimal::new(fraction, 18));
            sale[13] = Value::Timestamp(DateTime::UNIX_EPOCH);
            sale
        };
        let most = 999_999_999_999_999_999;
        let mut sales = vec![sale(i64::MIN, -most); 1000];
        sales.push(sale(0, 0));
        fill(&db, &SALES, sales).await;
        let functions =
            vec![Function::Sum(2), Function::Avg(2), Function::Sum(7), Function::Avg(7)];
        let question = Aggregate::of(functions);
        let found = dao::aggregate_rows(db.handle(), &SALES, question.clone()).await;
        let texts: Vec<_> = found.expect("an answer")[0]
            .iter()
            .map(|value| if let Value::Decimal(sum) = value { sum.to_string() } else { String::new() })
            .collect();
        assert_eq!(
            texts,
            [
                "-9223372036854775808000",
                "-9214157878975800007.9920",
                "-999.999999999999999000",
                "-0.9990009990009990000000",
            ]
        );
        let groups = dao::aggregate(db.handle(), &SALES, &question, b"").await.expect("an answer");
        assert_eq!(
            String::from_utf8(groups.items).expect("JSON"),
            r#"[{"sum":{"large":"-9223372036854775808000","fraction":"-999.999999999999999000"},"avg":{"large":"-9214157878975800007.9920","fraction":"-0.9990009990009990000000"}}]"#
        );
    })
    .await;
}

#[tokio::test]
async fn floats_that_do_not_add_up_are_null() {
    on_every_database(&[&PEOPLE, &SALES], async |db| {
        let mut sale: Row = SALES.columns[1..].iter().map(|_| Value::Null).collect();
        sale[2] = Value::Int(0);
        sale[13] = Value::Timestamp(DateTime::UNIX_EPOCH);
        sale[7] = Value::Float(f64::MAX);
        fill(&db, &SALES, vec![sale.clone(); 3]).await;
        sale[2] = Value::Int(1);
        sale[7] = Value::Float(1e290);
        fill(&db, &SALES, vec![sale; 4]).await;
        let functions = vec![Function::Sum(8), Function::Avg(8), Function::Max(8)];
        let mut question = Aggregate::of(functions);
        question.groups = vec![Group { relation: None, column: 3, truncate: None }];
        let found = dao::aggregate_rows(db.handle(), &SALES, question).await.expect("an answer");
        let float = Value::Float;
        assert_eq!(
            found,
            [
                vec![Value::Int(0), Value::Null, Value::Null, float(f64::MAX)],
                vec![Value::Int(1), float(4e290), float(1e290), float(1e290)],
            ]
        );
    })
    .await;
}
