//! The records that belong to others, as rows.

use super::fetch::key_columns;
use super::slots::{NONE, Slots};
use super::tree::{key_text, values_text};
use crate::error::Result;
use crate::model::{Row, Table};
use crate::query::Query;
use crate::sql::{self, Related};
use crate::store::connection::Connection;
use crate::store::dao::form::{Form as _, Rows};
use crate::store::fields::Fields;

/// The records on the other side of one of `table`'s relations, for each of the parents in their
/// order. A parent is the values of the columns that the relation compares on this side (`near` of
/// [`Relation::link`](crate::model::Relation)); where one of them is null there are none.
///
/// Of the query, its filter, its sort and its limit count, the limit for each parent.
pub(crate) async fn related(
    connection: &mut Connection,
    table: &'static Table,
    relation: usize,
    parents: &[Row],
    query: &Query,
) -> Result<Vec<Vec<Row>>> {
    let relation = &table.relations[relation];
    let link = relation.link(table);
    let near = link.near.iter().map(|&column| &table.columns[column]);
    let shared = connection.shared().clone();
    let (mut slots, mut text) = (Slots::new(shared.secret), Vec::new());
    let (mut values, mut numbers) = (Vec::new(), Vec::with_capacity(parents.len()));
    for parent in parents {
        if !values_text(parent, near.clone(), &mut text) {
            numbers.push(NONE);
            continue;
        }
        let (number, is_new) = slots.add(&text);
        numbers.push(number);
        if is_new {
            values.extend_from_slice(parent);
        }
    }
    let form = Rows::of(link.target);
    let mut columns = form.columns().to_vec();
    let key = key_columns(link, &mut columns);
    let related = Related { link, columns: &columns, query, relation, most: None };
    let dialect = connection.dialect();
    let most_keys = sql::most_keys(dialect, &link).saturating_mul(link.near.len());
    let mut found: Vec<Vec<Row>> = vec![Vec::new(); slots.len()];
    while !values.is_empty() {
        let later = values.split_off(most_keys.min(values.len()));
        let statement = related.statement(dialect, std::mem::replace(&mut values, later));
        let mut sink = |fields: &Fields<'_>| {
            key_text(fields, key.iter().copied(), &mut text)?;
            if let Some(number) = slots.find(&text) {
                found[number as usize].push(form.read(fields, &shared)?);
            }
            Ok(())
        };
        connection.each(&statement, &mut sink).await?;
    }
    // Several parents may name one key: the last of them takes the rows themselves.
    let mut left = vec![0_usize; found.len()];
    for &number in numbers.iter().filter(|number| **number != NONE) {
        left[number as usize] += 1;
    }
    let take = |number: u32| {
        let Some(rows) = found.get_mut(number as usize) else { return Vec::new() };
        let left = &mut left[number as usize];
        *left -= 1;
        if *left == 0 { std::mem::take(rows) } else { rows.clone() }
    };
    Ok(numbers.into_iter().map(take).collect())
}
