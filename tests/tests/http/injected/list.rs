//! Lists, what they are asked in bodies, and keys.

use serde_json::json;

use super::{VALUES, asks_at, errors, escaped, names, part, pointer, query};
use crate::harness::on_every_database;

#[tokio::test]
async fn a_name_that_is_none_is_named() {
    on_every_database(async |api| {
        for path in ["/books", "/remarks"] {
            for name in names() {
                let answer = api.get(&format!("{path}?{}=1", escaped(&name))).await;
                let errors = errors(answer);
                assert_eq!(errors.len(), 1, "{name:?}: {errors:?}");
                assert_eq!(errors[0]["parameter"], name, "{errors:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_name_within_a_parameter_is_told_at_the_parameter() {
    on_every_database(async |api| {
        for name in names() {
            for parameter in ["sort", "include", "fields"] {
                let answer = api.get(&format!("/remarks?{parameter}={}", escaped(&name))).await;
                let errors = errors(answer);
                assert_eq!(errors.len(), 1, "{parameter} {name:?}: {errors:?}");
                assert_eq!(errors[0]["parameter"], parameter, "{name:?}: {errors:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_name_in_a_body_is_pointed_at() {
    on_every_database(async |api| {
        for name in names() {
            let places = [
                (json!({"where": {name.as_str(): {"eq": 1}}}), format!("/where/{}", part(&name))),
                (
                    json!({"where": {"not": {"or": [{name.as_str(): {"eq": 1}}]}}}),
                    format!("/where/not/or/0/{}", part(&name)),
                ),
                (json!({"where": {"about": 1, name.as_str(): 1}}), String::new()),
                (json!({"where": {"text": {name.as_str(): 1}}}), String::new()),
                (json!({"sort": [name.as_str()]}), "/sort/0".to_owned()),
                (json!({"fields": [name.as_str()]}), "/fields/0".to_owned()),
                (json!({"include": [name.as_str()]}), "/include".to_owned()),
                (json!({"include": {name.as_str(): {}}}), format!("/include/{}", part(&name))),
                (
                    json!({"include": {"author": {"where": {name.as_str(): {"eq": 1}}}}}),
                    "/include/author/where/".to_owned(),
                ),
                (json!({name.as_str(): 1}), format!("/{}", part(&name))),
            ];
            for (body, place) in places {
                let errors = errors(query(&api, "/remarks", &body).await);
                let found = pointer(&errors[0]);
                assert!(found.starts_with(&place), "{body} is refused at {found:?}, not {place:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_value_is_a_value() {
    on_every_database(async |api| {
        api.book(json!({"title": "plain"})).await;
        for value in VALUES {
            let text = escaped(value);
            for parameter in [
                "title",
                "title[ne]",
                "title[in]",
                "title[contains]",
                "title[icontains]",
                "title[starts_with]",
                "title[ends_with]",
                "title[gt]",
                "price",
                "price[gte]",
                "price[in]",
                "rank[null]",
                "state",
                "id[lt]",
                "published_on[lte]",
                "created_at",
                "author_id",
                "author.name",
                "author.name[contains]",
                "author.email",
                "author[exists]",
                "sort",
                "limit",
                "offset",
                "cursor",
                "count",
            ] {
                let answer = api.get(&format!("/books?{parameter}={text}")).await;
                if answer.status == 200 {
                    let titles = answer.json()["items"].as_array().map_or(0, Vec::len);
                    let may_match = parameter.contains("[ne]")
                        || parameter.contains("[gt")
                        || parameter.contains("[lt")
                        || matches!(parameter, "author[exists]" | "limit" | "rank[null]");
                    assert!(titles == 0 || may_match, "{parameter}={value:?} finds the book");
                } else {
                    let errors = errors(answer);
                    assert_eq!(errors[0]["parameter"], parameter, "{value:?}: {errors:?}");
                }
            }
            for operator in ["eq", "ne", "in", "contains", "starts_with", "gt", "null"] {
                for field in ["title", "price", "rank", "author.name", "created_at"] {
                    let value = if operator == "in" { json!([value]) } else { json!(value) };
                    let body = json!({"where": {field: {operator: value}}});
                    let answer = query(&api, "/books", &body).await;
                    if answer.status != 200 {
                        let errors = errors(answer);
                        let at = format!("/where/{field}/{operator}");
                        assert!(pointer(&errors[0]).starts_with(&at), "{body}: {errors:?}");
                    }
                }
            }
        }
        assert_eq!(api.titles("").await, ["plain"]);
    })
    .await;
}

#[tokio::test]
async fn keys_of_records_are_values_too() {
    on_every_database(async |api| {
        for value in VALUES {
            for path in ["/books", "/authors", "/words", "/order-lines"] {
                for method in ["GET", "PATCH", "DELETE"] {
                    let call = api.call(method, &format!("{path}/{}", escaped(value)));
                    let call = if method == "PATCH" { call.json(&json!({})) } else { call };
                    call.await.problem(404, "not-found");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_searched_for_is_words() {
    on_every_database(async |api| {
        api.created("/leaflets", &json!({"title": "plain", "body": "words", "pages": 1})).await;
        for value in VALUES {
            for query in ["q=", "sort=relevance&q=", "sort=-relevance,id&include=x&q="] {
                let answer = api.get(&format!("/leaflets?{query}{}", escaped(value))).await;
                if answer.status == 200 {
                    assert_eq!(answer.json()["items"], json!([]), "{value:?} finds something");
                    continue;
                }
                for error in errors(answer) {
                    let parameter = error["parameter"].as_str().expect("a parameter");
                    assert!(matches!(parameter, "q" | "include"), "{value:?}: {error}");
                }
            }
            asks_at(&api, "/leaflets", &json!({"q": value, "sort": ["relevance"]}), "/q").await;
        }
    })
    .await;
}
