//! Bodies that nobody sends by mistake.

use serde_json::{Value, json};

use super::library;
use crate::harness::{Api, on_every_database};

async fn ask(api: &Api, body: String) -> crate::harness::Answer {
    api.call("QUERY", "/books").header("content-type", "application/json").body(body).await
}

#[tokio::test]
async fn what_is_no_strict_json_is_malformed() {
    on_every_database(async |api| {
        let nested = |open: &str, close: &str, depth: usize| {
            format!("{{\"where\":{}1{}}}", open.repeat(depth), close.repeat(depth))
        };
        for body in [
            String::new(),
            "{".to_owned(),
            "{}{}".to_owned(),
            r#"{"limit": 1, "limit": 2}"#.to_owned(),
            r#"{"where": {"rank": {"eq": 1, "eq": 2}}}"#.to_owned(),
            r#"{"where": {"title": {"eq": "\ud800"}}}"#.to_owned(),
            r#"{"limit": NaN}"#.to_owned(),
            r#"{"limit": 1e999}"#.to_owned(),
            nested("{\"not\":", "}", 10_000),
            nested("[", "]", 100_000),
        ] {
            ask(&api, body).await.problem(400, "malformed");
        }
        for body in ["[]", "null", "1", "\"x\""] {
            assert_eq!(ask(&api, body.to_owned()).await.errors(400, "parameters"), ["# type"]);
        }
    })
    .await;
}

#[tokio::test]
async fn depth_and_width_are_refused_before_the_database() {
    on_every_database(async |api| {
        library(&api).await;
        let deep = |depth: usize| {
            (0..depth).fold(json!({"rank": {"eq": 1}}), |inner, level| match level % 3 {
                0 => json!({"not": inner}),
                1 => json!({"or": [inner]}),
                _ => json!({"and": [inner]}),
            })
        };
        api.query("/books", &json!({"where": deep(8)})).await.is(200);
        for depth in [9, 30] {
            let answer = api.query("/books", &json!({"where": deep(depth)})).await;
            let errors = answer.errors(400, "parameters");
            assert!(errors.len() == 1 && errors[0].ends_with(" too_deep"), "{errors:?}");
        }
        let related = |depth: usize| {
            (0..depth).fold(json!({}), |inner, level| {
                let relation = if (depth - level) % 2 == 1 { "author" } else { "books" };
                json!({relation: {"some": inner}})
            })
        };
        // Three of them lead from authors to books; one more would be a fourth.
        api.query("/books", &json!({"where": related(7)})).await.is(200);
        let errors = api.query("/books", &json!({"where": related(8)})).await;
        assert!(errors.errors(400, "parameters")[0].ends_with(" too_deep"));

        let leaf = json!({"title": {"icontains": "x"}});
        api.query("/books", &json!({"where": {"or": vec![leaf.clone(); 64]}})).await.is(200);
        for leaf in [leaf, json!({}), json!({"or": []})] {
            let answer = api.query("/books", &json!({"where": {"or": vec![leaf; 20_000]}})).await;
            let errors = answer.errors(400, "parameters");
            assert!(errors.len() == 1 && errors[0].ends_with(" too_many"), "{errors:?}");
        }
        let list = |count: usize| json!({"id": {"in": (0..count).collect::<Vec<_>>()}});
        let lists = vec![list(1000); 10];
        api.query("/books", &json!({"where": {"or": lists}})).await.is(200);
        let errors = api.query("/books", &json!({"where": list(1001)})).await;
        assert_eq!(errors.errors(400, "parameters"), ["#/where/id/in too_many"]);
    })
    .await;
}

#[tokio::test]
async fn numbers_and_texts_of_any_size_are_answered_or_refused() {
    on_every_database(async |api| {
        library(&api).await;
        let condition = |member: &str, operator: &str, value: Value| {
            json!({"where": {member: {operator: value}}})
        };
        for (body, errors) in [
            (condition("rank", "eq", json!(1e300)), &["#/where/rank/eq range"][..]),
            (condition("rank", "gt", json!(2_147_483_648_i64)), &["#/where/rank/gt range"]),
            (condition("id", "lt", json!(u64::MAX)), &["#/where/id/lt range"]),
            (condition("rank", "eq", json!("1")), &["#/where/rank/eq type"]),
            (condition("rank", "eq", json!(null)), &["#/where/rank/eq null"]),
            (condition("price", "eq", json!("1e5")), &["#/where/price/eq format"]),
            (condition("title", "eq", json!("a\0")), &["#/where/title/eq pattern"]),
            (condition("title", "contains", json!("\0")), &["#/where/title/contains pattern"]),
            (condition("title", "in", json!([["a"], {}])), &[
                "#/where/title/in/0 type", "#/where/title/in/1 type",
            ]),
            (json!({"limit": -1}), &["#/limit range"]),
            (json!({"limit": 1.5}), &["#/limit range"]),
            (json!({"offset": "1"}), &["#/offset type"]),
        ] {
            let answer = api.query("/books", &body).await;
            assert_eq!(answer.errors(400, "parameters"), errors, "{body}");
        }
        for body in [
            condition("id", "eq", json!(i64::MIN)),
            condition("title", "contains", json!("%_\\'\"")),
            condition("title", "starts_with", json!("\u{10ffff}".repeat(5000))),
            condition("title", "eq", json!("x".repeat(200_000))),
            json!({"limit": 1e300, "offset": 1e300}),
            json!({"offset": i64::MAX}),
        ] {
            api.query("/books", &body).await.is(200);
        }
    })
    .await;
}

#[tokio::test]
async fn names_never_reach_a_statement() {
    on_every_database(async |api| {
        library(&api).await;
        for name in [
            "title\" OR 1=1 --",
            "title'; DROP TABLE books; --",
            "author.name\"; SELECT",
            "author\".name",
            "author.",
            ".name",
            ".",
            "",
            "`title`",
            "title[eq]",
            "$1",
            "?",
            "__proto__",
            "a/b~c",
            "\u{0}",
        ] {
            for body in [
                json!({"where": {name: {"eq": "x"}}}),
                json!({"where": {"title": {name: "x"}}}),
                json!({"where": {"author": {name: {}}}}),
                json!({"sort": [name]}),
                json!({"include": {name: {}}}),
                json!({"include": [name]}),
                json!({name: 1}),
            ] {
                let answer = api.query("/books", &body).await.problem(400, "parameters");
                assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1), "{body}: {answer}");
            }
        }
        let list = api.get("/books").await.is(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(5));
    })
    .await;
}
