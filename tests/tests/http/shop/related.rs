//! `/orders/{id}/lines`: the target's list, of one record.

use serde_json::{Value, json};

use super::entity::{on_every_database, order, tag};
use crate::harness::Api;

async fn line(api: &Api, order: &Value, product: &str, quantity: i32) {
    let line = json!({"order_id": order, "product": product, "quantity": quantity});
    api.created("/lines", &line).await;
}

fn products(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().expect("items");
    items.iter().map(|line| line["product"].as_str().expect("a product")).collect()
}

#[tokio::test]
async fn the_records_of_one_are_a_list_of_their_own() {
    on_every_database(async |api| {
        let (one, other) = (order(&api).await, order(&api).await);
        for (product, quantity) in [("a", 3), ("b", 1), ("c", 2)] {
            line(&api, &one, product, quantity).await;
        }
        line(&api, &other, "d", 4).await;
        let path = format!("/orders/{one}/lines");

        let first = api.get(&format!("{path}?sort=quantity&count=exact")).await.is(200);
        assert_eq!(products(&first.json()), ["b", "c"]);
        assert_eq!(first.json()["total"], 3);
        assert_eq!(first.header("x-total-count"), "3");
        let next = first.json()["next"].as_str().expect("a cursor").to_owned();
        assert!(
            first.header("link").starts_with(&format!("<{path}?sort=quantity&count=exact&cursor=")),
            "{}",
            first.header("link")
        );
        let query = format!("sort=quantity&cursor={next}");
        let last = api.get(&format!("{path}?{query}")).await.is(200).json();
        assert_eq!((products(&last), &last["next"]), (vec!["a"], &json!(null)));

        // A cursor is good for the parent that it was given out for.
        for foreign in [format!("/orders/{other}/lines"), "/lines".to_owned()] {
            let errors = api.get(&format!("{foreign}?{query}")).await.errors(400, "parameters");
            assert_eq!(errors, ["cursor cursor"]);
        }
        let own = api.get("/lines?sort=quantity").await.is(200).json();
        let next = own["next"].as_str().expect("a cursor");
        let query = format!("sort=quantity&cursor={next}");
        let errors = api.get(&format!("{path}?{query}")).await.errors(400, "parameters");
        assert_eq!(errors, ["cursor cursor"]);

        let page = api.get(&format!("{path}?product[in]=a,d&fields=product")).await.is(200).json();
        assert_eq!(page["items"], json!([{"product": "a"}]));
        let errors = api.get(&format!("{path}?x=1&limit=0")).await.errors(400, "parameters");
        assert_eq!(errors, ["limit value", "x unknown"]);
    })
    .await;
}

#[tokio::test]
async fn it_has_a_tag_and_says_what_it_takes() {
    on_every_database(async |api| {
        let one = order(&api).await;
        line(&api, &one, "a", 3).await;
        let path = format!("/orders/{one}/lines");
        let tag = api.get(&path).await.is(200).header("etag").to_owned();
        api.get(&path).header("if-none-match", &tag).await.is(304);
        let head = api.call("HEAD", &path).await.is(200);
        assert_eq!((head.header("etag"), head.body.len()), (tag.as_str(), 0));
        line(&api, &one, "b", 3).await;
        api.get(&path).header("if-match", &tag).await.problem(412, "precondition-failed");

        let options = api.call("OPTIONS", &path).await.is(204);
        assert_eq!(options.header("allow"), "GET, HEAD, OPTIONS");
        let refused = api.post(&path, &json!({})).await;
        assert_eq!(refused.header("allow"), "GET, HEAD, OPTIONS");
        refused.problem(405, "method-not-allowed");
        let options = api.call("OPTIONS", &format!("/orders/{one}/tags")).await.is(204);
        assert_eq!(options.header("allow"), "GET, HEAD, OPTIONS, PUT");
        let options = api.call("OPTIONS", &format!("/orders/{one}/tags/1")).await.is(204);
        assert_eq!(options.header("allow"), "DELETE, OPTIONS, PUT");
    })
    .await;
}

#[tokio::test]
async fn of_no_record_there_is_no_list() {
    on_every_database(async |api| {
        let one = order(&api).await;
        let empty = json!({"items": [], "next": null});
        for path in ["lines", "tags"] {
            let page = api.get(&format!("/orders/{one}/{path}")).await.is(200).json();
            assert_eq!(page["items"], empty["items"]);
            assert_eq!(page["next"], empty["next"]);
            for key in ["99", "x", "1.0", "1,2"] {
                api.get(&format!("/orders/{key}/{path}")).await.problem(404, "not-found");
            }
        }
        api.get("/customers/7/orders").await.problem(404, "not-found");
        api.get(&format!("/orders/{one}/buyer")).await.problem(404, "not-found");
        api.get(&format!("/orders/{one}/nothing")).await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn they_are_found_by_the_column_that_refers() {
    on_every_database(async |api| {
        let ada = api.created("/customers", &json!({"code": "ada"})).await["id"].clone();
        let bob = api.created("/customers", &json!({"code": "bob"})).await["id"].clone();
        for (note, customer) in [("a", json!("ada")), ("b", json!("bob")), ("c", json!(null))] {
            api.created("/orders", &json!({"note": note, "customer": customer})).await;
        }
        for (id, note) in [(ada, "a"), (bob, "b")] {
            let page = api.get(&format!("/customers/{id}/orders")).await.is(200).json();
            assert_eq!(page["items"].as_array().map(Vec::len), Some(1));
            assert_eq!(page["items"][0]["note"], note);
        }
    })
    .await;
}

#[tokio::test]
async fn linked_records_come_once() {
    on_every_database(async |api| {
        let orders = [order(&api).await, order(&api).await];
        let mut ids = Vec::new();
        for name in ["a", "b", "c"] {
            ids.push(tag(&api, name).await);
        }
        for order in &orders {
            for id in &ids {
                api.call("PUT", &format!("/orders/{order}/tags/{id}")).await.is(204);
            }
        }
        let [one, _] = &orders;
        let page = api.get(&format!("/orders/{one}/tags?sort=-name&limit=2")).await.is(200).json();
        assert_eq!(
            (&page["items"][0]["name"], &page["items"][1]["name"]),
            (&json!("c"), &json!("b"))
        );
        let next = page["next"].as_str().expect("a cursor");
        let path = format!("/orders/{one}/tags?sort=-name&limit=2&cursor={next}");
        let page = api.get(&path).await.is(200).json();
        assert_eq!((&page["items"][0]["name"], &page["next"]), (&json!("a"), &json!(null)));
        let page = api.get(&format!("/tags/{}/orders", ids[1])).await.is(200).json();
        assert_eq!(page["items"].as_array().map(Vec::len), Some(2));
    })
    .await;
}
