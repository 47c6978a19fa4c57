//! Includes by chance, each with a filter, an order, a limit, fields and includes of its own, embed
//! what the reference says, on every database.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Map, Value as Json};

use super::on_databases;
use super::question::{self, filter, sorts};
use super::reference::{World, in_order};
use super::world::{self, TABLES};
use crate::codec::json;
use crate::model::{Row, Table};
use crate::query::{Filter, Include, Query};
use crate::store::dao::{self, Projection};

/// Up to three relations of a table, each once, so many levels deep at most.
fn includes(table: &'static Table, depth: u32) -> BoxedStrategy<Vec<Include>> {
    if depth == 0 || table.relations.is_empty() {
        return Just(Vec::new()).boxed();
    }
    let one = (0..table.relations.len()).prop_flat_map(move |relation| {
        let target = (table.relations[relation].target)();
        let filter = prop_oneof![3 => Just(Filter::And(vec![])), 1 => filter(target, 1)];
        let sort = prop_oneof![1 => Just(Query::all(target).sort), 1 => sorts(target)];
        let limit = prop::option::of(1..4_u32);
        let fields = prop::option::of(fields(target));
        (filter, sort, limit, fields, includes(target, depth - 1)).prop_map(
            move |(filter, sort, limit, fields, include)| {
                let query = Query { filter, sort, limit, fields, include, ..Query::all(target) };
                Include { relation, query }
            },
        )
    });
    let distinct = |all: Vec<Include>| {
        let mut distinct: Vec<Include> = Vec::new();
        for include in all {
            if distinct.iter().all(|known| known.relation != include.relation) {
                distinct.push(include);
            }
        }
        distinct
    };
    vec(one, 0..4).prop_map(distinct).boxed()
}

/// Some columns, in the table's order.
fn fields(table: &'static Table) -> impl Strategy<Value = Vec<usize>> {
    let all: Vec<_> = (0..table.columns.len()).collect();
    prop::sample::subsequence(all, 1..=table.columns.len())
}

impl World {
    /// A record with all that it embeds.
    fn object(&self, table: &'static Table, row: &Row, query: &Query) -> Json {
        let mut object = Map::new();
        for (index, column) in table.columns.iter().enumerate() {
            if query.fields.as_ref().is_none_or(|fields| fields.contains(&index)) {
                let mut text = Vec::new();
                json::write(column, &row[index], &mut text);
                let value = serde_json::from_slice(&text).expect("JSON");
                object.insert(column.member.to_owned(), value);
            }
        }
        for Include { relation, query } in &query.include {
            let known = &table.relations[*relation];
            let target = (known.target)();
            let mut rows = self.related(table, row, *relation);
            rows.retain(|row| self.holds(target, row, &query.filter));
            if known.is_to_many() {
                rows.sort_by(|one, other| {
                    in_order(&query.order(target), |sort| {
                        let value = |row| self.value(target, row, sort.key);
                        (value(one), value(other))
                    })
                });
                rows.truncate(query.limit.map_or(usize::MAX, |limit| limit as usize));
            }
            let mut objects = rows.into_iter().map(|row| self.object(target, row, query));
            let embedded = if known.is_to_many() {
                Json::Array(objects.collect())
            } else {
                objects.next().unwrap_or(Json::Null)
            };
            object.insert(known.name.to_owned(), embedded);
        }
        Json::Object(object)
    }
}

#[test]
fn whatever_is_included_is_embedded_as_by_the_reference() {
    let world = world::world();
    on_databases(TABLES, 400, |db, runtime, mut cases| {
        runtime.block_on(world::store(db, &world));
        let questions = question::query().prop_flat_map(|(table, query)| {
            (Just((table, query)), includes(table, 3), prop::option::of(fields(table)), 1..40_u32)
        });
        let outcome = cases.run(&questions, |((table, query), include, fields, limit)| {
            let query = Query { include, fields, limit: Some(limit), ..query };
            let projection = match &query.fields {
                Some(fields) => Projection::of(table, fields),
                None => Projection::full(table),
            };
            let listed = dao::list(db.handle(), table, &query, &projection, b"");
            let listed = runtime
                .block_on(listed)
                .map_err(|error| TestCaseError::fail(format!("{error:?}: {query:?}")))?;
            let items: Json = serde_json::from_slice(&listed.items)
                .map_err(|error| TestCaseError::fail(error.to_string()))?;
            let rows = world.page(table, &query).rows;
            let expected: Vec<_> =
                rows.into_iter().map(|row| world.object(table, row, &query)).collect();
            prop_assert_eq!(items, Json::Array(expected), "{:?}", query);
            Ok(())
        });
        if let Err(error) = outcome {
            panic!("{error}");
        }
    });
}
