//! The statements of each dialect as text, and how `SQLite` walks them.

use std::fmt::Write as _;

use super::{Assignment, Dialect, Statement};
use crate::fixture::{AUTHOR, BASKET, BOOK, EGG, SHELF_MARK, assert_golden};
use crate::model::{Table, Value};
use crate::query::{Comparison, Filter, Quantifier, Query, Sort, TextMatch};

const UUID: Value = Value::Uuid(uuid::Uuid::nil());

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
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

/// What belongs to three records by a relation.
fn related(dialect: Dialect, table: &'static Table, relation: usize, query: &Query) -> Statement {
    let known = &table.relations[relation];
    let related = super::Related {
        link: known.link(table),
        columns: &[0, 1],
        query,
        relation: known,
        most: Some(100),
    };
    related.statement(dialect, vec![UUID; 3])
}

fn statements(dialect: Dialect) -> Vec<(&'static str, Statement)> {
    let page = |table, query: &Query| {
        super::page(dialect, table, &[0], query, query.limit.map(|limit| u64::from(limit) + 1))
    };
    let eq = |column, value| Filter::Compare(column, Comparison::Eq, value);
    let born = 3;
    vec![
        ("one record", super::by_key(dialect, &BOOK, &[0, 1], &[UUID], false)),
        ("one record, kept from others", super::by_key(dialect, &BOOK, &[0], &[UUID], true)),
        (
            "three composite keys",
            super::by_keys(dialect, &SHELF_MARK, &[0], &vec![vec![UUID, Value::Int(1)]; 3], false),
        ),
        ("three keys", super::by_keys(dialect, &BOOK, &[0], &vec![vec![UUID]; 3], false)),
        (
            "three keys, kept from others",
            super::by_keys(dialect, &BOOK, &[0], &vec![vec![UUID]; 3], true),
        ),
        (
            "three new marks",
            super::insert_all(
                dialect,
                &SHELF_MARK,
                &[0, 1],
                vec![vec![UUID, Value::Int(1)]; 3],
                &[0, 1],
            ),
        ),
        (
            "three composite keys that go",
            super::delete_all(dialect, &SHELF_MARK, &vec![vec![UUID, Value::Int(1)]; 3]),
        ),
        ("a page by key", page(&BOOK, &sorted(&BOOK, &[]))),
        ("the next page by key", page(&BOOK, &after(sorted(&BOOK, &[]), vec![UUID]))),
        (
            "the next page by two columns",
            page(&BOOK, &after(sorted(&BOOK, &[(1, true), (0, true)]), vec![text("x"), UUID])),
        ),
        (
            "the next page in two directions",
            page(&BOOK, &after(sorted(&BOOK, &[(1, true)]), vec![text("x"), UUID])),
        ),
        (
            "the next page by a column with nulls",
            page(&AUTHOR, &after(sorted(&AUTHOR, &[(born, false)]), vec![text("x"), UUID])),
        ),
        (
            "the next page, descending, behind a null",
            page(&AUTHOR, &after(sorted(&AUTHOR, &[(born, true)]), vec![Value::Null, UUID])),
        ),
        ("all that belongs to three", related(dialect, &AUTHOR, 0, &Query::all(&BOOK))),
        (
            "the dearest two of each",
            related(dialect, &AUTHOR, 0, &Query { limit: Some(2), ..sorted(&BOOK, &[(3, true)]) }),
        ),
        ("what three belong to", related(dialect, &BOOK, 0, &Query::all(&AUTHOR))),
        (
            "the first page by an indexed column with nulls",
            page(&EGG, &sorted(&EGG, &[(2, false)])),
        ),
        (
            "the next page by an indexed column with nulls",
            page(&EGG, &after(sorted(&EGG, &[(2, false)]), vec![Value::Int(1), Value::Int(2)])),
        ),
        (
            "the next page by an indexed column, descending, behind a null",
            page(&EGG, &after(sorted(&EGG, &[(2, true)]), vec![Value::Null, Value::Int(2)])),
        ),
        (
            "the page before by an indexed column with nulls",
            page(
                &EGG,
                &Query {
                    before: Some(vec![Value::Int(1), Value::Int(2)]),
                    ..sorted(&EGG, &[(2, false)])
                },
            ),
        ),
        (
            "the next page by the author's name and birth",
            page(
                &BOOK,
                &Query {
                    sort: vec![Sort::related(0, 1, false), Sort::related(0, 3, true)],
                    after: Some(vec![text("x"), Value::Null, UUID]),
                    ..sorted(&BOOK, &[])
                },
            ),
        ),
        (
            "the last page by the parent of some basket",
            page(
                &BASKET,
                &Query {
                    filter: Filter::Related(0, Quantifier::Some, Box::new(Filter::Null(1, true))),
                    sort: vec![Sort::related(0, 1, true)],
                    before: Some(vec![]),
                    ..sorted(&BASKET, &[])
                },
            ),
        ),
        (
            "an offset without a limit",
            super::page(dialect, &BOOK, &[0], &Query { offset: 7, ..Query::all(&BOOK) }, None),
        ),
        ("equal", page(&BOOK, &filtered(eq(7, UUID)))),
        (
            "not equal, without nulls",
            page(&BOOK, &filtered(Filter::Not(Box::new(eq(6, Value::Int(1)))))),
        ),
        (
            "not equal, with nulls",
            page(&BOOK, &filtered(Filter::Compare(5, Comparison::Ne, Value::Float(1.0)))),
        ),
        (
            "one of three",
            page(
                &BOOK,
                &filtered(Filter::In(6, vec![Value::Int(1), Value::Int(2), Value::Int(3)])),
            ),
        ),
        (
            "contains",
            super::count(dialect, &BOOK, &Filter::Text(1, TextMatch::Contains, "x".into())),
        ),
        (
            "contains in either case",
            super::count(
                dialect,
                &BOOK,
                &Filter::Text(1, TextMatch::ContainsIgnoreCase, "x.Y".into()),
            ),
        ),
        (
            "starts with",
            super::count(dialect, &BOOK, &Filter::Text(1, TextMatch::StartsWith, "x".into())),
        ),
        (
            "ends with",
            super::count(dialect, &BOOK, &Filter::Text(1, TextMatch::EndsWith, "xy".into())),
        ),
        (
            "neither nor",
            super::exists(
                dialect,
                &BOOK,
                &Filter::Not(Box::new(Filter::Or(vec![
                    Filter::Null(5, true),
                    Filter::And(vec![
                        eq(6, Value::Int(1)),
                        Filter::Compare(5, Comparison::Gt, Value::Float(2.0)),
                    ]),
                ]))),
            ),
        ),
        (
            "books of an author who was born, and who wrote nothing else",
            super::exists(
                dialect,
                &BOOK,
                &Filter::Related(
                    0,
                    Quantifier::Some,
                    Box::new(Filter::And(vec![
                        Filter::Null(2, false),
                        Filter::Related(
                            0,
                            Quantifier::Every,
                            Box::new(Filter::Compare(1, Comparison::Eq, text("x"))),
                        ),
                    ])),
                ),
            ),
        ),
        ("an insert", super::insert(dialect, &BASKET, vec![(1, Value::Int(1))], &[0, 1])),
        ("an insert of nothing", super::insert(dialect, &BASKET, Vec::new(), &[0])),
        (
            "an update",
            super::update(
                dialect,
                &BOOK,
                &[UUID],
                vec![
                    (1, Assignment::Value(text("x"))),
                    (3, Assignment::Expression("abs(-1)")),
                    (12, Assignment::Increment),
                ],
                &[0],
            ),
        ),
        ("a delete", super::delete(dialect, &BOOK, &[UUID], &[0])),
    ]
}

#[test]
fn statements_read_as_each_dialect_has_them() {
    for (dialect, file) in [
        (Dialect::Sqlite, "sql/golden/sqlite_statements.sql"),
        (Dialect::Postgres, "sql/golden/postgres_statements.sql"),
        (Dialect::Mysql, "sql/golden/mysql_statements.sql"),
    ] {
        let mut golden = String::new();
        for (title, statement) in statements(dialect) {
            let _ = writeln!(golden, "-- {title}\n{};", statement.text);
        }
        assert_golden(file, &golden);
    }
}

#[test]
fn each_placeholder_has_its_argument() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
        for (title, statement) in statements(dialect) {
            let placeholder = if dialect == Dialect::Postgres { '$' } else { '?' };
            let places = statement.text.matches(placeholder).count();
            assert_eq!(places, statement.args.len(), "{title}: {}", statement.text);
        }
    }
}

#[test]
fn equal_shapes_have_equal_texts() {
    let of = |filter: Filter| super::count(Dialect::Sqlite, &BOOK, &filter).text;
    let ints = |count: i64| (0..count).map(Value::Int).collect();
    assert_eq!(of(Filter::In(6, ints(5))), of(Filter::In(6, ints(8))));
    assert_ne!(of(Filter::In(6, ints(4))), of(Filter::In(6, ints(5))));
    let text = |word: &str| of(Filter::Text(1, TextMatch::Contains, word.to_owned()));
    assert_eq!(text("a"), text("bc"));
}
