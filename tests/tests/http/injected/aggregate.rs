//! Aggregates: functions, groups, conditions on groups, orders.

use serde_json::json;

use super::{VALUES, asks_at, errors, escaped, names, part, query, refused_at};
use crate::aggregate::on_every_database;

#[tokio::test]
async fn a_name_that_is_none_is_named() {
    on_every_database(async |api| {
        for name in names() {
            let answer = api.get(&format!("/sales:aggregate?{}=1", escaped(&name))).await;
            let errors = errors(answer);
            assert_eq!(errors.len(), 1, "{name:?}: {errors:?}");
            assert_eq!(errors[0]["parameter"], name, "{errors:?}");
        }
    })
    .await;
}

/// The name alone, and where functions have names.
fn calls(name: &str) -> [String; 5] {
    [
        name.to_owned(),
        format!("sum({name})"),
        format!("month({name})"),
        format!("{name}(price)"),
        format!("sum(price){name}"),
    ]
}

#[tokio::test]
async fn a_name_within_a_parameter_is_told_at_the_parameter() {
    on_every_database(async |api| {
        for call in names().iter().flat_map(|name| calls(name)) {
            for (parameter, value) in [
                ("fields", call.clone()),
                ("fields", format!("count,{call}")),
                ("group_by", call.clone()),
                ("sort", call.clone()),
                ("sort", format!("-{call}")),
                ("having", call.clone()),
                ("having", format!("{call}[gt]=1")),
                ("having", format!("count[{call}]=1")),
            ] {
                let path = format!("/sales:aggregate?{parameter}={}", escaped(&value));
                for error in errors(api.get(&path).await) {
                    assert_eq!(error["parameter"], parameter, "{value:?}: {error}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_name_in_a_body_is_pointed_at() {
    on_every_database(async |api| {
        for name in names() {
            for (body, place) in [
                (json!({"aggregate": {"fields": [name]}}), "/aggregate/fields/0".to_owned()),
                (json!({"aggregate": {"group_by": [name]}}), "/aggregate/group_by/0".to_owned()),
                (
                    json!({"aggregate": {"having": {name.as_str(): {"gt": 1}}}}),
                    format!("/aggregate/having/{}", part(&name)),
                ),
                (
                    json!({"aggregate": {"having": {"count": {name.as_str(): 1}}}}),
                    "/aggregate/having/count".to_owned(),
                ),
                (json!({"aggregate": {name.as_str(): 1}}), format!("/aggregate/{}", part(&name))),
                (json!({"aggregate": {}, "sort": [name]}), "/sort/0".to_owned()),
                (json!({"aggregate": {}, name.as_str(): 1}), format!("/{}", part(&name))),
                (
                    json!({"aggregate": {}, "where": {name.as_str(): {"eq": 1}}}),
                    format!("/where/{}", part(&name)),
                ),
            ] {
                refused_at(query(&api, "/sales", &body).await, &body, &place);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_value_is_a_value() {
    on_every_database(async |api| {
        for value in VALUES {
            let text = escaped(value);
            for (parameter, before) in [
                ("having", "count="),
                ("having", "count[gt]="),
                ("having", "sum(price)[lte]="),
                ("having", "avg(weight)[ne]="),
                ("having", "max(product)="),
                ("having", "min(product)[gte]="),
                ("having", "max(sold_at)[lt]="),
                ("product", ""),
                ("product[contains]", ""),
                ("price[in]", ""),
                ("buyer.country", ""),
                ("buyer[exists]", ""),
                ("q", ""),
                ("limit", ""),
                ("offset", ""),
            ] {
                let path = format!("/sales:aggregate?group_by=product&{parameter}={before}{text}");
                let answer = api.get(&path).await;
                if answer.status == 200 {
                    let none = answer.json()["items"] == json!([]);
                    let compares = ["[", "limit"].iter().any(|part| path.contains(part));
                    assert!(none || compares, "{parameter}={before}{value:?} finds groups");
                    continue;
                }
                for error in errors(answer) {
                    assert_eq!(error["parameter"], parameter, "{before}{value:?}: {error}");
                }
            }
            for function in ["count", "sum(price)", "avg(weight)", "max(product)", "min(sold_at)"] {
                for operator in ["eq", "ne", "gt"] {
                    let having = json!({function: {operator: value}});
                    let body = json!({"aggregate": {"having": having}});
                    let place = format!("/aggregate/having/{function}/{operator}");
                    asks_at(&api, "/sales", &body, &place).await;
                }
            }
            for member in ["limit", "offset", "q", "where"] {
                let body = json!({"aggregate": {}, member: value});
                asks_at(&api, "/sales", &body, &format!("/{member}")).await;
            }
            for member in ["fields", "group_by", "having"] {
                let body = json!({"aggregate": {member: value}});
                let place = format!("/aggregate/{member}");
                refused_at(query(&api, "/sales", &body).await, &body, &place);
            }
        }
        let all = api.get("/sales:aggregate").await.is(200).json();
        assert_eq!(all["items"], json!([{"count": 5}]));
    })
    .await;
}
