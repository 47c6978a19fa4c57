//! What is asked by chance is answered as the reference answers it, on every database.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::on_databases;
use super::question;
use super::reference::World;
use super::world::{self, NOTE, TABLES};
use crate::model::{Changes, Row, Table, Value};
use crate::query::{Around, Query};
use crate::store::Db;
use crate::store::dao::{self, Precondition, Rows};

fn failed(error: impl std::fmt::Debug) -> TestCaseError {
    TestCaseError::fail(format!("{error:?}"))
}

/// Asks the database and the reference for one page.
async fn page(
    db: &Db,
    world: &World,
    table: &'static Table,
    query: &Query,
) -> Result<Around, TestCaseError> {
    let (rows, around) = dao::list_rows(db.handle(), table, query).await.map_err(failed)?;
    let expected = world.page(table, query).rows;
    prop_assert_eq!(rows.iter().collect::<Vec<_>>(), expected, "{:?}", query);
    Ok(around)
}

/// Goes through all pages, and back again.
async fn walk(
    db: &Db,
    world: &World,
    table: &'static Table,
    query: Query,
    limit: u32,
) -> Result<(), TestCaseError> {
    let order = query.order(table);
    let query = Query { limit: Some(limit), ..query };
    let all = world.page(table, &Query { limit: None, ..query.clone() });
    let place = |index: usize| world.position(table, all.rows[index], &order);
    let most = limit as usize;
    let mut here = query.clone();
    for index in (0..).step_by(most) {
        let around = page(db, world, table, &here).await?;
        let last = index + most;
        let next: Option<Row> = (last < all.total).then(|| place(last - 1));
        let prev: Option<Row> = (index > 0).then(|| place(index));
        prop_assert_eq!((&around.prev, &around.next), (&prev, &next), "{:?}", here);
        let Some(next) = next else { break };
        here.after = Some(next);
    }
    let mut here = Query { before: Some(Row::new()), ..query };
    let mut end = all.total;
    loop {
        let around = page(db, world, table, &here).await?;
        let begin = end.saturating_sub(most);
        let prev = (begin > 0).then(|| place(begin));
        let next = if end > begin { place(end - 1) } else { Row::new() };
        prop_assert_eq!((&around.prev, &around.next), (&prev, &Some(next)), "{:?}", here);
        let Some(prev) = prev else { break };
        here.before = Some(prev);
        end = begin;
    }
    Ok(())
}

#[test]
fn whatever_is_asked_is_answered_as_by_the_reference() {
    let world = world::world();
    on_databases(TABLES, 400, |db, runtime, mut cases| {
        runtime.block_on(world::store(db, &world));
        let skip = prop_oneof![3 => Just(0_u64), 1 => 0..30_u64];
        let questions = (question::query(), 1..20_u32, skip, any::<bool>(), any::<bool>());
        let outcome = cases.run(&questions, |((table, query), limit, offset, count, walks)| {
            runtime.block_on(async {
                let expected = world.page(table, &query).total;
                let counted = dao::count(db.handle(), table, &query.filter).await;
                prop_assert_eq!(counted.map_err(failed)?, expected as u64, "{:?}", query);
                let exists = dao::exists(db.handle(), table, &query.filter).await;
                prop_assert_eq!(exists.map_err(failed)?, expected > 0, "{:?}", query);
                page(db, &world, table, &query).await?;
                if walks {
                    return walk(db, &world, table, query, limit).await;
                }
                let query = Query { limit: Some(limit), offset, count, ..query };
                page(db, &world, table, &query).await?;
                let back = Query { before: Some(Row::new()), ..query };
                page(db, &world, table, &back).await?;
                Ok(())
            })
        });
        if let Err(error) = outcome {
            panic!("{error}");
        }
    });
}

/// One note that comes and goes.
async fn flicker(db: &Db, step: i64) -> Result<(), TestCaseError> {
    let key = vec![Value::Int(1000)];
    if step % 2 == 0 {
        let work = Value::Int(2 * (step / 2 % 30) + 2);
        let text = Value::Text(if step % 4 == 0 { "a" } else { "b" }.to_owned());
        let changes = Changes::from_row(&NOTE, vec![key[0].clone(), work, text]);
        let form = Rows::of(&NOTE);
        dao::create(db.handle(), &NOTE, changes, &form).await.map(drop).map_err(failed)
    } else {
        let (none, form) = (Precondition::default(), Rows::none(&NOTE));
        dao::delete(db.handle(), &NOTE, &key, none, &form).await.map(drop).map_err(failed)
    }
}

/// A record may come or go between two pages: those that stay are read once each, either way.
#[test]
fn pages_are_stable_while_records_come_and_go() {
    let world = world::world();
    on_databases(TABLES, 40, |db, runtime, mut cases| {
        runtime.block_on(world::store(db, &world));
        let questions = (question::sorts(&NOTE), 1..6_u32, any::<bool>());
        let outcome = cases.run(&questions, |(sort, limit, backward)| {
            runtime.block_on(async {
                let mut query = Query { sort, limit: Some(limit), ..Query::all(&NOTE) };
                query.before = backward.then(Row::new);
                let stay = world.page(&NOTE, &Query { limit: None, ..query.clone() }).rows;
                let (mut seen, mut step, mut further) = (Vec::new(), 0, true);
                while further {
                    flicker(db, step).await?;
                    step += 1;
                    let page = dao::list_rows(db.handle(), &NOTE, &query).await;
                    let (rows, around) = page.map_err(failed)?;
                    let kept = rows.into_iter().filter(|row| row[0] != Value::Int(1000));
                    if backward {
                        seen.splice(0..0, kept);
                        query.before = around.prev;
                        further = query.before.is_some();
                    } else {
                        seen.extend(kept);
                        query.after = around.next;
                        further = query.after.is_some();
                    }
                }
                if step % 2 == 1 {
                    flicker(db, step).await?;
                }
                prop_assert_eq!(seen.iter().collect::<Vec<_>>(), stay);
                Ok(())
            })
        });
        if let Err(error) = outcome {
            panic!("{error}");
        }
    });
}
