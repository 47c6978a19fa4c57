//! What bodies of queries mean, and what is refused.

use serde_json::{Value as Json, json};

use super::{CONDITIONS, DEPTH, MANY, VALUES, list};
use crate::fixture::{AUTHOR, BASKET, BOOK};
use crate::model::{Table, Value};
use crate::query::{Around, Comparison, Filter, Quantifier, Query, Sort, include, parse};

const SECRET: &[u8; 16] = b"sixteen secrets!";

fn read(table: &'static Table, body: Json) -> Result<Query, Vec<(String, &'static str)>> {
    let Json::Object(body) = body else { unreachable!("tests send objects") };
    match list(table, SECRET, body) {
        Ok(request) => Ok(request.query),
        Err(errors) => Err(errors.into_iter().map(|error| (error.pointer, error.code)).collect()),
    }
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "callers make it for this call")]
fn filter(table: &'static Table, condition: Json) -> Filter {
    read(table, json!({"where": condition})).expect("a good condition").filter
}

#[track_caller]
fn refused(table: &'static Table, body: Json, expected: &[(&str, &str)]) {
    let shown = body.to_string();
    let errors = read(table, body).expect_err(&shown);
    let errors: Vec<_> = errors.iter().map(|(at, code)| (at.as_str(), *code)).collect();
    assert_eq!(errors, expected, "{shown}");
}

/// A query string and a body that ask the same.
#[track_caller]
fn same(table: &'static Table, parameters: &str, body: Json) {
    let asked = parse::list(table, SECRET, parameters).expect(parameters).query;
    assert_eq!(read(table, body).expect(parameters), asked, "{parameters}");
}

#[test]
fn parameters_and_members_ask_the_same() {
    same(&BOOK, "", json!({}));
    same(&BOOK, "", json!({"where": {}}));
    same(
        &BOOK,
        "price[gte]=10&state=draft&price[lt]=20.5",
        json!({
            "where": {"state": {"eq": "draft"}, "price": {"lt": "20.5", "gte": "10"}},
        }),
    );
    same(
        &BOOK,
        "title[in]=a,b%5C,c&pages[nin]=1&opens_at[null]=false",
        json!({
            "where": {
                "title": {"in": ["a", "b,c"]}, "pages": {"nin": [1]}, "opens_at": {"null": false},
            },
        }),
    );
    same(
        &BOOK,
        "author.email[contains]=B&author.born_on[null]=true&author[exists]=true",
        json!({
            "where": {
                "author": {"exists": true},
                "author.born_on": {"null": true},
                "author.email": {"contains": "B"},
            },
        }),
    );
    same(&AUTHOR, "books[exists]=false", json!({"where": {"books": {"exists": false}}}));
    same(
        &BOOK,
        "sort=-author.name,title,-title&limit=7&offset=3&count=exact&fields=title,id",
        json!({
            "sort": ["-author.name", "title", "-title"], "limit": 7.0, "offset": 3, "count": "exact",
            "fields": ["title", "id"],
        }),
    );
    same(&BOOK, "limit=100000", json!({"limit": 1e30}));
    let includes = |body: Json| read(&BOOK, json!({"include": body})).expect("allowed").include;
    let asked = include::parse(&BOOK, "author.books").expect("allowed");
    assert_eq!(includes(json!(["author.books", "author"])), asked);
    assert_eq!(includes(json!({"author": {"include": {"books": {}}}})), asked);
    same(&AUTHOR, "q=ada&sort=-relevance", json!({"sort": ["-relevance"], "q": "Ada"}));
    same(&AUTHOR, "q=ada&email=a@b.c", json!({"where": {"email": {"eq": "a@b.c"}}, "q": "Ada"}));
}

#[test]
fn trees_nest() {
    let title = |text: &str| Filter::Compare(1, Comparison::Eq, Value::Text(text.to_owned()));
    let tree = filter(
        &BOOK,
        json!({
            "or": [{"title": {"eq": "a"}}, {"not": {"title": {"eq": "b"}}}, {}],
        }),
    );
    let expected =
        Filter::Or(vec![title("a"), Filter::Not(Box::new(title("b"))), Filter::And(Vec::new())]);
    assert_eq!(tree, Filter::And(vec![expected]));
    let tree = filter(
        &AUTHOR,
        json!({"books": {
            "every": {"title": {"eq": "a"}}, "none": {"author": {"some": {}}},
        }}),
    );
    let author = Filter::Related(0, Quantifier::Some, Box::new(Filter::And(Vec::new())));
    assert_eq!(
        tree,
        Filter::And(vec![
            Filter::Related(0, Quantifier::None, Box::new(author)),
            Filter::Related(0, Quantifier::Every, Box::new(title("a"))),
        ])
    );
}

#[test]
fn conditions_on_one_relation_ask_one_record() {
    let two = filter(
        &AUTHOR,
        json!({
            "books.title": {"eq": "a"}, "books.pages": {"gte": 1, "lt": 9},
        }),
    );
    let Filter::And(parts) = two else { panic!("a list of conditions") };
    let [Filter::Related(0, Quantifier::Some, inner)] = parts.as_slice() else {
        panic!("{parts:?}")
    };
    assert!(matches!(&**inner, Filter::And(inner) if inner.len() == 3));
}

#[test]
fn a_cursor_fits_the_same_question_however_it_is_asked() {
    let parameters = "author.email=b&pages[in]=1,2&price[gte]=10&sort=title";
    let values = vec![Value::Text("t".to_owned()), Value::Uuid(uuid::Uuid::nil())];
    let request = parse::list(&BOOK, SECRET, parameters).expect(parameters);
    let around = Around { prev: None, next: Some(values.clone()) };
    let (_, cursor) = request.cursors(SECRET, &around, 5);
    let with = |condition: Json, sort: &str| {
        read(&BOOK, json!({"cursor": cursor, "where": condition, "sort": [sort], "limit": 3}))
    };
    for same in [
        json!({"author.email": {"eq": "b"}, "price": {"gte": "10.00"}, "pages": {"in": [2, 1]}}),
        json!({"and": [
            {"price": {"gte": "10"}}, {"author": {"some": {"email": {"eq": "b"}}}},
            {"pages": {"in": [1, 2]}},
        ]}),
    ] {
        assert_eq!(with(same, "title").expect("the same question").after.as_ref(), Some(&values));
    }
    let other =
        json!({"author.email": {"eq": "b"}, "price": {"gte": "10.01"}, "pages": {"in": [1]}});
    assert_eq!(with(other, "title"), Err(vec![("/cursor".to_owned(), "cursor")]));
    assert!(with(json!({}), "-title").is_err());
    refused(&BOOK, json!({"cursor": "AAAA"}), &[("/cursor", "cursor")]);
}

#[test]
fn all_errors_come_at_once_with_their_places() {
    refused(
        &BOOK,
        json!({
            "where": {
                "or": [{"price": {"gte": 10, "like": "1"}}, 7],
                "licence_key": {"eq": "x"},
                "isbn": {"in": ["a", null, 3]},
                "author": {"any": {}, "exists": "yes", "some": {"address": {"null": true}}},
                "author.nme": {"eq": "x"},
                "x/y": {},
                "pages": {},
                "title": {"contains": "é".repeat(257)},
                "opens_at": {"null": "true"},
                "state": {"eq": "sold"},
            },
            "sort": ["title", "weight", 3],
            "limit": 0,
            "offset": "1",
            "count": true,
            "fields": ["id", "id", "x"],
            "include": {"author": {"limit": -1, "books": {}}, "shelf": {}},
            "q": "x",
            "cursor": null,
        }),
        &[
            ("/where/or/0/price/gte", "type"),
            ("/where/or/0/price/like", "unknown"),
            ("/where/or/1", "type"),
            ("/where/licence_key", "unknown"),
            ("/where/isbn/in/1", "null"),
            ("/where/isbn/in/2", "type"),
            ("/where/author/any", "unknown"),
            ("/where/author/exists", "type"),
            ("/where/author/some/address", "unknown"),
            ("/where/author.nme", "unknown"),
            ("/where/x~1y", "unknown"),
            ("/where/pages", "required"),
            ("/where/title/contains", "length"),
            ("/where/opens_at/null", "type"),
            ("/where/state/eq", "enum"),
            ("/sort/2", "type"),
            ("/limit", "range"),
            ("/offset", "type"),
            ("/count", "value"),
            ("/fields/1", "value"),
            ("/fields/2", "value"),
            ("/include/author/limit", "range"),
            ("/include/author/books", "unknown"),
            ("/include/shelf", "unknown"),
            ("/q", "unknown"),
            ("/cursor", "type"),
        ],
    );
}

#[test]
fn refusals_say_what_is_allowed() {
    let detail = |body: Json| {
        let Json::Object(body) = body else { unreachable!("tests send objects") };
        list(&BOOK, SECRET, body).expect_err("bad").remove(0).detail
    };
    for (body, allowed) in [
        (json!({"x": 1}), "where, sort, limit, cursor, offset, count, fields, include, aggregate"),
        (
            json!({"where": {"x": 1}}),
            "and, or, not, id, title, isbn, price, state, pages, author_id",
        ),
        (json!({"where": {"x": 1}}), "author, author.…"),
        (json!({"where": {"author.x": 1}}), "author.id, author.email, author.born_on"),
        (json!({"where": {"state": {"gt": 1}}}), "allowed are eq, ne, in, nin"),
        (json!({"where": {"author": {"x": 1}}}), "allowed are some, none, every, exists"),
        (json!({"where": {"author": {}}}), "some, none, every, exists"),
        (json!({"where": {"state": "sold"}}), "must be an object with eq, ne, in, nin"),
        (json!({"where": {"author.books.id": {"eq": 1}}}), r#"write {"author": {"some": {…}}}"#),
        (json!({"where": {"opens_at": {"eq": null}}}), r#"{"null": true} asks for it"#),
        (json!({"where": {"title": {"eq": null}}}), "this member never is"),
        (json!({"sort": ["author.x"]}), "author.name"),
        (json!({"include": {"author": {"x": 1}}}), "where, sort, limit, include"),
        (json!({"include": {"x": {}}}), "allowed are author"),
    ] {
        let shown = body.to_string();
        let detail = detail(body);
        assert!(detail.contains(allowed), "{shown}: {detail}");
    }
}

#[test]
fn depth_and_width_are_bounded() {
    let nested = |depth: usize, word: &str| {
        let leaf = json!({"id": {"gte": 1}});
        (0..depth).fold(leaf, |inner, _| match word {
            "not" => json!({"not": inner}),
            "parent" => json!({"parent": {"some": inner}}),
            word => json!({word: [inner]}),
        })
    };
    for word in ["not", "and", "or", "parent"] {
        filter(&BASKET, nested(DEPTH, word));
        let errors = read(&BASKET, json!({"where": nested(DEPTH + 1, word)})).expect_err(word);
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0].1, "too_deep", "{errors:?}");
    }
    let path = nested(DEPTH - 1, "not");
    let path: Json = path.to_string().replace("\"id\"", "\"parent.id\"").parse().expect("JSON");
    filter(&BASKET, path.clone());
    let errors = read(&BASKET, json!({"where": {"and": [path]}})).expect_err("too deep");
    assert_eq!(errors[0].1, "too_deep");

    let many = |count: usize, leaf: Json| {
        (0..count).fold(leaf, |inner, _| json!({"author": {"some": {"books": {"none": inner}}}}))
    };
    filter(&BOOK, many(MANY, json!({"title": {"eq": "x"}})));
    let errors = read(&BOOK, json!({"where": many(MANY + 1, json!({}))})).expect_err("too many");
    let at = "/where".to_owned() + &"/author/some/books/none".repeat(MANY + 1);
    assert_eq!(errors, [(at, "too_deep")]);
    let path = many(MANY, json!({"author": {"some": {"books.title": {"eq": "x"}}}}));
    let errors = read(&BOOK, json!({"where": path})).expect_err("too many");
    assert_eq!(errors[0].1, "too_deep");

    let wide = |count: usize, leaf: Json| json!({"or": vec![leaf; count]});
    for leaf in [
        json!({}),
        json!({"id": {"eq": 1}}),
        json!({"parent": {"exists": true}}),
        json!({"or": []}),
    ] {
        filter(&BASKET, wide(CONDITIONS, leaf.clone()));
        let at = format!("/where/or/{CONDITIONS}");
        let errors = read(&BASKET, json!({"where": wide(1000, leaf)})).expect_err("too wide");
        assert_eq!(errors.len(), 1);
        assert!(errors[0].0.starts_with(&at) && errors[0].1 == "too_many", "{errors:?}");
    }
    filter(&BASKET, json!({"id": {"in": vec![1; VALUES]}}));
    filter(&BASKET, json!({"id": {"in": []}}));
    refused(
        &BASKET,
        json!({"where": {"id": {"in": vec![1; VALUES + 1]}}}),
        &[("/where/id/in", "too_many")],
    );
    let lists = vec![json!({"id": {"nin": vec![1; VALUES]}}); 11];
    refused(&BASKET, json!({"where": {"and": lists}}), &[("/where/and/10/id/nin", "too_many")]);
}

#[test]
fn includes_have_questions_of_their_own() {
    let query = read(
        &AUTHOR,
        json!({"include": {"books": {
            "where": {"or": [{"price": {"gt": "1"}}, {"author.email": {"eq": "x"}}]},
            "sort": ["-price"],
            "limit": 5,
            "fields": ["title"],
            "include": ["author"],
        }}}),
    );
    let query = query.expect("allowed");
    let [books] = query.include.as_slice() else { panic!("{query:?}") };
    assert_eq!(
        (books.query.limit, books.query.sort.as_slice()),
        (Some(5), &[Sort::column(3, true)][..])
    );
    assert_eq!(books.query.fields, Some(vec![1]));
    assert_eq!(books.query.include.len(), 1);
    let nested = |depth: usize| {
        (1..depth).fold(json!({"parent": {}}), |inner, _| json!({"parent": {"include": inner}}))
    };
    read(&BASKET, json!({"include": nested(4)})).expect("deep enough");
    let errors = read(&BASKET, json!({"include": nested(5)})).expect_err("too deep");
    assert_eq!(errors[0].1, "too_deep");
    let errors = read(
        &BASKET,
        json!({"include": {"parent": {"include": ["parent.parent.parent", "parent"]}}}),
    );
    errors.expect("deep enough");
    let inner = json!({"parent": {"include": {"parent": {"include": ["parent.parent.parent"]}}}});
    refused(
        &BASKET,
        json!({"include": inner}),
        &[("/include/parent/include/parent/include", "too_deep")],
    );
    refused(
        &BASKET,
        json!({"include": ["parent", "x", "a,b"]}),
        &[("/include/1", "value"), ("/include/2", "value")],
    );
    refused(
        &AUTHOR,
        json!({"include": {"books": {"include": {"author": {"sort": ["relevance"]}}}}}),
        &[("/include/books/include/author/sort", "value")],
    );
}
