//! Nested collections, embedded records, and links.

use serde_json::{Value, json};

use super::{VALUES, asks_at, errors, escaped, names, part, pointer, query, refused_at};
use crate::harness::Answer;
use crate::shop::entity::{on_every_database, order, tag, tags};

#[tokio::test]
async fn a_name_that_is_none_is_named() {
    on_every_database(async |api| {
        let (order, tag) = (order(&api).await, tag(&api, "a").await);
        let link = format!("/orders/{order}/tags/{tag}");
        for name in names() {
            let name_ = escaped(&name);
            for answer in [
                api.get(&format!("/orders/{order}/lines?{name_}=1")).await,
                api.get(&format!("/orders/{order}/tags?{name_}=1")).await,
                api.put(&format!("/orders/{order}/tags?{name_}=1"), &json!({"items": []})).await,
                api.call("PUT", &format!("{link}?{name_}=1")).await,
                api.delete(&format!("{link}?{name_}=1")).await,
            ] {
                let errors = errors(answer);
                assert_eq!(errors.len(), 1, "{name:?}: {errors:?}");
                assert_eq!(errors[0]["parameter"], name, "{errors:?}");
            }
            for (parameter, value) in [
                ("sort", name.clone()),
                ("fields", name.clone()),
                ("include", name.clone()),
                ("include", format!("order,{name}")),
                ("include", format!("order.{name}")),
            ] {
                let value = escaped(&value);
                for path in ["/lines".to_owned(), format!("/orders/{order}/lines")] {
                    let answer = api.get(&format!("{path}?{parameter}={value}")).await;
                    let errors = errors(answer);
                    assert_eq!(errors.len(), 1, "{parameter} {name:?}: {errors:?}");
                    assert_eq!(errors[0]["parameter"], parameter, "{name:?}: {errors:?}");
                }
            }
            let answer = api.get(&format!("/orders/{order}?include=lines.{name_}")).await;
            assert_eq!(errors(answer)[0]["parameter"], "include", "{name:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_name_in_what_is_embedded_is_pointed_at() {
    on_every_database(async |api| {
        order(&api).await;
        for name in names() {
            let name_ = part(&name);
            for (asked, place) in [
                (json!({"where": {name.as_str(): {"eq": 1}}}), format!("/where/{name_}")),
                (json!({"where": {"product": {name.as_str(): 1}}}), "/where/product".to_owned()),
                (json!({"sort": [name]}), "/sort/0".to_owned()),
                (json!({"fields": [name]}), "/fields/0".to_owned()),
                (json!({"include": [name]}), "/include/0".to_owned()),
                (json!({"include": {name.as_str(): {}}}), format!("/include/{name_}")),
                (json!({name.as_str(): 1}), format!("/{name_}")),
            ] {
                let body = json!({"include": {"lines": asked}});
                let place = format!("/include/lines{place}");
                refused_at(query(&api, "/orders", &body).await, &body, &place);
            }
            let body = json!({"where": {"lines": {name.as_str(): {}}}});
            refused_at(query(&api, "/orders", &body).await, &body, "/where/lines");
            for quantifier in ["some", "none", "every"] {
                let body = json!({"where": {"lines": {quantifier: {name.as_str(): {"eq": 1}}}}});
                let place = format!("/where/lines/{quantifier}/{name_}");
                refused_at(query(&api, "/orders", &body).await, &body, &place);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_value_is_a_value() {
    on_every_database(async |api| {
        let order = order(&api).await;
        let line = json!({"order_id": order, "product": "plain", "quantity": 7});
        api.created("/lines", &line).await;
        for value in VALUES {
            let text = escaped(value);
            for (path, parameters) in [
                (
                    format!("/orders/{order}/lines"),
                    &["product", "product[in]", "quantity[gt]", "cursor", "limit", "order.note"][..],
                ),
                ("/orders".to_owned(), &["lines.product", "lines.quantity[lte]", "lines[exists]"]),
            ] {
                for parameter in parameters {
                    let answer = api.get(&format!("{path}?{parameter}={text}")).await;
                    if answer.status == 200 {
                        let none = answer.json()["items"] == json!([]);
                        let may_match = matches!(*parameter, "limit" | "lines[exists]");
                        assert!(none || may_match, "{parameter}={value:?} finds something");
                        continue;
                    }
                    for error in errors(answer) {
                        assert_eq!(error["parameter"], *parameter, "{value:?}: {error}");
                    }
                }
            }
            for (asked, place) in [
                (json!({"where": {"product": {"eq": value}}}), "/where/product/eq"),
                (json!({"where": {"quantity": {"in": [value]}}}), "/where/quantity/in/0"),
                (json!({"where": value}), "/where"),
                (json!({"sort": [value]}), "/sort/0"),
                (json!({"limit": value}), "/limit"),
                (json!(value), ""),
            ] {
                let body = json!({"include": {"lines": asked}});
                asks_at(&api, "/orders", &body, &format!("/include/lines{place}")).await;
            }
            for quantifier in ["some", "none", "every"] {
                let condition = json!({"product": {"starts_with": value}});
                let body = json!({"where": {"lines": {quantifier: condition}}});
                asks_at(&api, "/orders", &body, "/where/lines").await;
            }
        }
        let page = api.get(&format!("/orders/{order}/lines")).await.is(200).json();
        assert_eq!(page["items"].as_array().map(Vec::len), Some(1));
    })
    .await;
}

#[tokio::test]
async fn keys_of_both_ends_are_values() {
    on_every_database(async |api| {
        let (order, tag) = (order(&api).await, tag(&api, "a").await);
        api.created("/courses", &json!({"faculty": "m", "number": 1})).await;
        for value in VALUES {
            let value = escaped(value);
            for path in [
                format!("/orders/{order}/tags/{value}"),
                format!("/orders/{value}/tags/{tag}"),
                format!("/courses/m,1/prerequisites/{value}"),
                format!("/courses/m,1/prerequisites/{value},1"),
                format!("/courses/{value},1/prerequisites/m,1"),
                format!("/courses/m,1/followers/m,{value}"),
            ] {
                api.call("PUT", &path).await.problem(404, "not-found");
                api.delete(&path).await.problem(404, "not-found");
            }
            for path in [
                format!("/orders/{value}/lines"),
                format!("/orders/{value}/tags"),
                format!("/courses/{value}/followers"),
                format!("/students/{value}/courses"),
            ] {
                api.get(&path).await.problem(404, "not-found");
            }
            let set = api.put(&format!("/orders/{value}/tags"), &json!({"items": []}));
            set.await.problem(404, "not-found");
        }
        assert!(tags(&api, &order).await.is_empty());
    })
    .await;
}

/// Every error of a body that is well-formed and wrong is at a place that begins so.
fn wrong_at(answer: Answer, body: &Value, place: &str) {
    let problem = answer.problem(422, "validation");
    for error in problem["errors"].as_array().expect("errors") {
        let found = pointer(error);
        assert!(found.starts_with(place), "{body} is refused at {found:?}, not {place:?}");
    }
}

#[tokio::test]
async fn bodies_of_links_say_where_they_are_wrong() {
    on_every_database(async |api| {
        let (order, tag) = (order(&api).await, tag(&api, "a").await);
        let set = format!("/orders/{order}/tags");
        let link = format!("{set}/{tag}");
        for name in names() {
            let body = json!({name.as_str(): 1});
            let place = format!("/{}", part(&name));
            wrong_at(api.put(&link, &body).await, &body, &place);
            let body = json!({"items": [tag], name.as_str(): 1});
            wrong_at(api.put(&set, &body).await, &body, &place);
        }
        assert!(tags(&api, &order).await.is_empty());
        for value in VALUES {
            let body = json!({"items": [tag, value]});
            wrong_at(api.put(&set, &body).await, &body, "/items/1");
            let body = json!({"items": value});
            wrong_at(api.put(&set, &body).await, &body, "/items");
            assert!(tags(&api, &order).await.is_empty());

            let items = json!({"items": [{"faculty": value, "number": 1}]});
            api.created("/courses", &json!({"faculty": "m", "number": 1})).await;
            let answer = api.put("/courses/m,1/prerequisites", &items).await;
            if answer.status == 422 {
                wrong_at(answer, &items, "/items/0");
            } else {
                assert_eq!(answer.errors(409, "reference"), ["#/items/0 reference"], "{value:?}");
            }
            api.delete("/courses/m,1").await.is(204);

            let body = json!({"reason": value});
            let answer = api.put(&link, &body).await;
            if answer.status == 422 {
                wrong_at(answer, &body, "/reason");
            } else {
                answer.is(204);
                let join = api.get(&format!("/order-tags/{order},{tag}")).await.is(200).json();
                assert_eq!(join["reason"], *value);
                api.delete(&link).await.is(204);
            }
        }
    })
    .await;
}
