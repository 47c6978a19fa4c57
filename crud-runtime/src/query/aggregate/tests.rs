//! Both spellings of an aggregate, and what is refused of them.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::{Aggregate, AggregateKey, Function, Group, Having, Truncate, parse, parse_body};
use crate::fixture::{AUTHOR, BOOK};
use crate::model::Value;
use crate::query::{Comparison, Filter};

fn read(query: &str) -> Aggregate {
    parse(&BOOK, query).expect("an aggregate")
}

fn read_body(body: &Json) -> Aggregate {
    let Json::Object(members) = body.clone() else { panic!("an object") };
    parse_body(&BOOK, members).expect("an aggregate")
}

/// The places and codes of what is refused.
fn refused(query: &str) -> Vec<String> {
    let errors = parse(&BOOK, query).expect_err(query);
    errors.into_iter().map(|error| format!("{} {}", error.parameter, error.code)).collect()
}

fn refused_body(body: &Json) -> Vec<String> {
    let Json::Object(members) = body.clone() else { panic!("an object") };
    let errors = parse_body(&BOOK, members).expect_err("a refusal");
    errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
}

fn price(cents: i64) -> Value {
    Value::Decimal(Decimal::new(cents, 2))
}

#[test]
fn nothing_asked_for_is_a_count() {
    let all = Aggregate { limit: Some(50), ..Aggregate::of(vec![Function::Count]) };
    assert_eq!(read(""), all);
    assert_eq!(read_body(&json!({"aggregate": {}})), all);
}

#[test]
fn both_spellings_say_the_same() {
    let query = "fields=avg(price),count&group_by=author.name,month(created_at)\
                 &having=sum(price)[gte]=12.5,count=3&sort=-sum(price),author.name&limit=7\
                 &offset=2&price[lt]=10";
    let body = json!({
        "aggregate": {
            "fields": ["avg(price)", "count"],
            "group_by": ["author.name", "month(created_at)"],
            "having": {"sum(price)": {"gte": "12.5"}, "count": {"eq": 3}},
        },
        "sort": ["-sum(price)", "author.name"],
        "limit": 7,
        "offset": 2,
        "where": {"price": {"lt": "10"}},
    });
    let asked = read(query);
    assert_eq!(asked, read_body(&body));
    assert_eq!(asked.functions, [Function::Avg(3), Function::Count]);
    assert_eq!(
        asked.groups,
        [
            Group { relation: Some(0), column: 1, truncate: None },
            Group { relation: None, column: 11, truncate: Some(Truncate::Month) },
        ]
    );
    let sum = Function::Sum(3);
    assert_eq!(
        asked.having,
        [
            Having { function: sum, comparison: Comparison::Gte, value: price(1250) },
            Having { function: Function::Count, comparison: Comparison::Eq, value: Value::Int(3) },
        ]
    );
    assert_eq!(asked.sort[0].key, AggregateKey::Function(sum));
    assert_eq!((asked.sort[0].descending, asked.sort[1].descending), (true, false));
    assert_eq!(asked.sort[1].key, AggregateKey::Group(0));
    assert_eq!((asked.limit, asked.offset), (Some(7), 2));
    let filter = Filter::Compare(3, Comparison::Lt, price(1000));
    assert_eq!(asked.filter, Filter::And(vec![filter]));
}

#[test]
fn texts_in_conditions_may_have_commas() {
    let asked = read(r"having=max(title)=a=b\,c,count[ne]=0");
    assert_eq!(asked.having[0].value, Value::Text("a=b,c".to_owned()));
    assert_eq!(asked.having.len(), 2);
}

#[test]
fn an_order_does_not_depend_on_where_it_stands() {
    assert_eq!(read("sort=title&group_by=title"), read("group_by=title&sort=title"));
}

#[test]
fn everything_wrong_is_named_at_once() {
    assert_eq!(
        refused(
            "fields=sum(title)&group_by=price,nothing&sort=nothing&having=sum(price)[like]=1\
             &limit=0&cursor=a&count=exact&colour=red&licence_key=x&offset=-1"
        ),
        [
            "fields value",
            "group_by value",
            "having value",
            "limit value",
            "cursor unknown",
            "count unknown",
            "colour unknown",
            "licence_key unknown",
            "offset value",
        ]
    );
    for query in [
        "fields=",
        "fields=count,count",
        "fields=sum",
        "fields=sum(licence_key)",
        "fields=min(state)",
        "group_by=licence_key",
        "group_by=author.address",
        "group_by=month(title)",
        "group_by=hour(created_at)",
        "group_by=title,title",
        "sort=title",
        "sort=-licence_key",
        "having=count",
        "having=count[gt]=x",
        "having=count[gt]=1.5",
        "having=sum(price)[gt]=",
        "having=sum(licence_key)[gt]=1",
        "having=sum(price)[in]=1",
        "having=count[gt]=1,",
    ] {
        let parameter = query.split('=').next().expect("a name");
        assert_eq!(refused(query), [format!("{parameter} value")], "{query}");
    }
}

#[test]
fn everything_wrong_in_a_body_is_pointed_at() {
    assert_eq!(
        refused_body(&json!({
            "aggregate": {
                "fields": ["count", "sum(title)", "count"],
                "group_by": [],
                "having": {"sum(price)": {"like": 1, "gte": 5}, "sum(cover)": {}, "count": 1, "max(price)": {}},
                "limit": 1,
            },
            "sort": ["title"],
            "limit": 0,
            "cursor": "x",
            "where": {"licence_key": {"eq": "x"}},
        })),
        [
            "/aggregate/fields/1 value",
            "/aggregate/fields/2 value",
            "/aggregate/group_by length",
            "/aggregate/having/sum(price)/like unknown",
            "/aggregate/having/sum(price)/gte type",
            "/aggregate/having/sum(cover) unknown",
            "/aggregate/having/count type",
            "/aggregate/having/max(price) required",
            "/aggregate/limit unknown",
            "/limit range",
            "/cursor unknown",
            "/where/licence_key unknown",
        ]
    );
    assert_eq!(refused_body(&json!({"aggregate": 1})), ["/aggregate type"]);
    assert_eq!(
        refused_body(&json!({"aggregate": {}, "sort": ["count", "title", 3]})),
        ["/sort/2 type"]
    );
}

#[test]
fn refusals_say_what_is_allowed() {
    let detail = |query: &str| parse(&AUTHOR, query).expect_err(query).remove(0).detail;
    assert_eq!(
        detail("group_by=x"),
        "cannot group by \"x\"; allowed are id, name, email, born_on, day|week|month|year(born_on)"
    );
    assert!(detail("fields=x").contains("count, count_distinct(id), min(name)"));
    assert!(detail("x=1").contains("fields, group_by, having, sort, limit, offset"));
    assert!(detail("having=x").contains("eq, ne, gt, gte, lt, lte"));
}

#[test]
fn there_are_bounds() {
    let groups = ["id", "title", "isbn", "price", "state", "pages", "author_id", "opens_at"];
    assert_eq!(read(&format!("group_by={}", groups.join(","))).groups.len(), 8);
    assert_eq!(refused(&format!("group_by={},created_at", groups.join(","))), ["group_by value"]);
    assert_eq!(read("limit=5000").limit, Some(1000));
}
