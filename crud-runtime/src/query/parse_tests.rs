//! What the query strings of lists mean, and what is refused.

use super::{list, record};
use crate::fixture;
use crate::model::{Column, Order, Page, Row, Table, Value, column};
use crate::query::{Around, Comparison, Filter, Sort, TextMatch};

static COLUMNS: &[Column] = &[
    column::<i64>("id").primary_key().auto().done(),
    column::<String>("title").filter().sort().done(),
    column::<Option<i32>>("rank").index().done(),
    column::<String>("secret").write_only().done(),
    column::<String>("note").done(),
];
static BOOKS: Table = Table {
    entity: "Book",
    name: "books",
    path: "books",
    columns: COLUMNS,
    key: &[0],
    page: Page { default: 20, max: 100 },
    order: &[Order { column: 2, descending: true }],
    ..Table::EMPTY
};
static SPARSE: Table = Table { sparse: true, ..BOOKS };
const SECRET: &[u8; 16] = b"sixteen secrets!";

fn codes(query: &str) -> Vec<(String, &'static str)> {
    match list(&SPARSE, SECRET, query) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.into_iter().map(|error| (error.parameter, error.code)).collect(),
    }
}

fn refused(query: &str, parameter: &str, code: &'static str) {
    assert_eq!(codes(query), [(parameter.to_owned(), code)], "{query}");
}

#[test]
fn a_bare_list_is_the_first_page_in_the_table_s_order() {
    let request = list(&BOOKS, SECRET, "").expect("no parameters are fine");
    assert_eq!(request.query.limit, Some(20));
    let own: Vec<_> = BOOKS.order.iter().copied().map(Sort::from).collect();
    assert_eq!(request.query.sort, own);
    assert_eq!(request.query.filter, Filter::And(Vec::new()));
}

#[test]
fn limits_above_the_greatest_are_the_greatest() {
    for (query, limit) in [
        ("limit=1", 1),
        ("limit=5.0", 5),
        ("limit=101", 100),
        ("limit=99999999999999999999999", 100),
    ] {
        assert_eq!(list(&BOOKS, SECRET, query).expect(query).query.limit, Some(limit));
    }
    for bad in ["limit=0", "limit=-1", "limit=", "limit=ten", "limit=1.5", "limit=+1", "limit=01"] {
        refused(bad, "limit", "value");
    }
    for bad in ["offset=-1", "offset=", "offset=x"] {
        refused(bad, "offset", "value");
    }
    for bad in ["count=", "count=true", "count=Exact"] {
        refused(bad, "count", "value");
    }
}

#[test]
fn filters_are_canonical_however_they_were_written() {
    let one = list(&BOOKS, SECRET, "title[contains]=a%2Cb&rank[gte]=1").expect("known");
    let other = list(&BOOKS, SECRET, "rank%5Bgte%5D=1&title%5Bcontains%5D=a,b").expect("known");
    assert_eq!(one.query, other.query);
    assert_eq!(
        one.query.filter,
        Filter::And(vec![
            Filter::Text(1, TextMatch::Contains, "a,b".to_owned()),
            Filter::Compare(2, Comparison::Gte, Value::Int(1)),
        ])
    );
}

#[test]
fn nothing_unknown_is_ignored() {
    for name in [
        "x",
        "secret",
        "note",
        "title[]",
        "title[like]",
        "title[eq]",
        "rank[contains]",
        "id[null]",
        "title[ne",
        "titl]",
        "[ne]",
        "title[ne][ne]",
        "Title",
        "q",
        "include",
        "title[ne]x",
    ] {
        refused(&format!("{name}=1"), name, "unknown");
    }
    let errors = list(&BOOKS, SECRET, "fields=id").expect_err("not sparse");
    assert!(errors[0].detail.contains("limit, cursor, offset, count, sort, id"));
    for (query, allowed) in [
        ("x=1", "sort, fields, include, id"),
        ("author.x=1", "allowed are author[exists], author.id"),
        ("author.books.title=x", "by `where` in the body of a query"),
    ] {
        let errors = list(&fixture::BOOK, SECRET, query).expect_err("unknown");
        assert!(errors[0].detail.contains(allowed), "{query}: {}", errors[0].detail);
    }
}

#[test]
fn all_errors_come_at_once() {
    let errors = codes("limit=0&x=1&rank=a&title=a&title=b&sort=note&y=%FF&cursor=bad");
    let names: Vec<_> = errors.iter().map(|(name, code)| (name.as_str(), *code)).collect();
    assert_eq!(
        names,
        [
            ("title", "duplicate"),
            ("y", "encoding"),
            ("limit", "value"),
            ("x", "unknown"),
            ("rank", "value"),
            ("sort", "value")
        ]
    );
}

#[test]
fn sorts_and_fields_name_members_that_are_there() {
    for bad in ["sort=", "sort=note", "sort=secret", "sort=title,", "sort=--id"] {
        refused(bad, "sort", "value");
    }
    for bad in ["fields=", "fields=secret", "fields=id,id", "fields=id,,title", "fields=*"] {
        refused(bad, "fields", "value");
    }
    let request = list(&SPARSE, SECRET, "fields=title,id&sort=-title,id").expect("known");
    assert_eq!(request.query.fields, Some(vec![0, 1]));
    assert_eq!(request.query.order(&SPARSE).len(), 2);
    assert_eq!(record(&SPARSE, "fields=note").expect("known").fields, Some(vec![4]));
    assert_eq!(record(&BOOKS, "fields=note").expect_err("not sparse")[0].code, "unknown");
    assert!(record(&SPARSE, "limit=1").is_err());
}

/// The cursors around a page that begins and ends with this record.
fn around(question: &str, values: &Row) -> [String; 2] {
    let around = Around { prev: Some(values.clone()), next: Some(values.clone()) };
    let request = list(&BOOKS, SECRET, question).expect("known");
    let (prev, next) = request.cursors(SECRET, &around, 50);
    [prev.expect("a page before"), next.expect("a page behind")]
}

fn next(question: &str, values: &Row) -> String {
    let [_, next] = around(question, values);
    next
}

#[test]
fn cursors_say_which_way_they_go() {
    let values = vec![Value::Null, Value::Int(7)];
    let [prev, next] = around("sort=-title", &values);
    let read = |cursor: &str| {
        let question = format!("sort=-title&cursor={cursor}");
        let query = list(&BOOKS, SECRET, &question).expect("its own").query;
        (query.before, query.after)
    };
    assert_eq!(read(&prev), (Some(values.clone()), None));
    assert_eq!(read(&next), (None, Some(values)));
    // Behind an empty page there is the whole list.
    let [prev, next] = around("sort=-title", &Row::new());
    assert_eq!(read(&prev), (Some(Row::new()), None));
    assert_eq!(read(&next), (None, None));
}

#[test]
fn positions_that_fit_into_no_address_are_counted() {
    let long = vec![Value::Text("x".repeat(5000)), Value::Int(7)];
    let query_of = |question: &str| list(&BOOKS, SECRET, question).expect("its own").query;
    let around = Around { prev: Some(long.clone()), next: Some(long) };
    let first = list(&BOOKS, SECRET, "sort=title").expect("known");
    let (prev, next) = first.cursors(SECRET, &around, 50);
    assert_eq!(prev, None, "nothing is counted in front of the first");
    let next = format!("sort=title&cursor={}", next.expect("a page behind"));
    assert_eq!((query_of(&next).after, query_of(&next).offset), (None, 50));
    let second = format!("{next}&limit=50");
    let request = list(&BOOKS, SECRET, &second).expect("its own");
    let (prev, next) = request.cursors(SECRET, &around, 50);
    let of = |cursor: Option<String>| {
        let query = query_of(&format!("sort=title&cursor={}", cursor.expect("a page")));
        (query.before, query.after, query.offset)
    };
    assert_eq!((of(prev), of(next)), ((None, None, 0), (None, None, 100)));
}

#[test]
fn cursors_answer_the_same_question_only() {
    let question = "sort=-title&rank[gte]=1";
    let values = vec![Value::Text("é,\"".to_owned()), Value::Int(7)];
    let cursor = next(question, &values);
    let with = |rest: &str| format!("{rest}&cursor={cursor}");

    for same in [question, "rank%5Bgte%5D=1&sort=-title&limit=3&offset=2&count=exact"] {
        let query = with(same);
        let request = list(&BOOKS, SECRET, &query).expect(same);
        assert_eq!(request.query.after.as_ref(), Some(&values));
    }
    for changed in ["", "sort=title&rank[gte]=1", "sort=-title&rank[gte]=2", "sort=-title"] {
        refused(&with(changed), "cursor", "cursor");
    }
    let query = with(question);
    let other_secret = list(&BOOKS, b"another  secret!", &query);
    assert_eq!(other_secret.expect_err("foreign")[0].code, "cursor");
    for position in 0..cursor.len() {
        let mut tampered = cursor.clone().into_bytes();
        tampered[position] = if tampered[position] == b'A' { b'B' } else { b'A' };
        let tampered = String::from_utf8(tampered).expect("ASCII");
        refused(&format!("{question}&cursor={tampered}"), "cursor", "cursor");
    }
    refused("cursor=", "cursor", "cursor");
}

#[test]
fn nulls_pass_through_cursors() {
    let values = vec![Value::Null, Value::Int(7)];
    let cursor = next("", &values);
    let query = format!("cursor={cursor}");
    let request = list(&BOOKS, SECRET, &query).expect("its own");
    assert_eq!(request.query.after, Some(values));
}

#[test]
fn the_next_page_keeps_all_other_parameters() {
    let request = list(&BOOKS, SECRET, "limit=2&title%5Bne%5D=a+b&offset=3").expect("known");
    assert_eq!(request.link("abc"), "limit=2&title%5Bne%5D=a+b&cursor=abc");
}
