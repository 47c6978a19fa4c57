//! Records written together with the one that they belong to.

use serde_json::{Value, json};

use super::entity::on_every_database;
use crate::harness::Api;

/// Some members of all elements.
fn some(array: &Value, members: &[&str]) -> Value {
    let pick = |one: &Value| members.iter().map(|member| one[*member].clone()).collect::<Value>();
    array.as_array().expect("an array").iter().map(pick).collect()
}

async fn with_items(api: &Api) -> Value {
    let body = json!({"items": [
        {"product": "a", "quantity": 2, "origin": "x"},
        {"product": "b", "parts": [{"position": 1, "name": "p"}, {"position": 2, "name": "q"}]},
    ]});
    api.created("/purchases", &body).await
}

#[tokio::test]
async fn a_record_is_created_with_all_that_belongs_to_it() {
    on_every_database(async |api| {
        let known = api.created("/labels", &json!({"name": "known"})).await;
        let body = json!({
            "note": "n",
            "items": [
                {"product": "a", "quantity": 2},
                {"product": "b", "parts": [{"position": 2, "name": "q"}, {"position": 1, "name": "p"}]},
            ],
            "receipt": {"number": "r1"},
            "address": {"street": "s"},
            "labels": [{"id": known["id"]}, {"name": "new"}],
            "slips": [{"number": "s1"}],
        });
        let answer = api.post("/purchases", &body).await.is(201);
        let made = answer.json();
        let path = format!("/purchases/{}", made["id"]);
        assert_eq!(answer.header("location"), path);
        assert_eq!((&made["note"], &made["version"]), (&json!("n"), &json!(1)));
        let items = some(&made["items"], &["product", "quantity"]);
        assert_eq!(items, json!([["a", 2], ["b", 1]]));
        let parts = some(&made["items"][1]["parts"], &["position", "name"]);
        assert_eq!(parts, json!([[1, "p"], [2, "q"]]));
        assert_eq!(made["receipt"]["number"], "r1");
        assert_eq!(made["address"]["street"], "s");
        assert_eq!(some(&made["labels"], &["name"]), json!([["known"], ["new"]]));
        assert_eq!(some(&made["slips"], &["number"]), json!([["s1"]]));

        // What is answered is what a read that includes them answers.
        let include = "items.parts,receipt,address,labels,slips";
        let read = api.get(&format!("{path}?include={include}")).await.is(200).json();
        assert_eq!(read, made);
        // The tag is good for conditions.
        let change = json!({"note": "m"});
        api.patch(&path, &change).header("if-match", answer.header("etag")).await.is(200);
        let stale = api.patch(&path, &change).header("if-match", answer.header("etag")).await;
        stale.problem(412, "precondition-failed");
        let plain = api.created("/purchases", &json!({"items": []})).await;
        assert_eq!(plain["items"], json!([]));
        assert_eq!(plain.get("labels"), None);
    })
    .await;
}

#[tokio::test]
async fn every_error_has_its_place_and_nothing_is_written() {
    on_every_database(async |api| {
        let body = json!({
            "note": 1,
            "items": [
                {"quantity": 0, "x": 1, "purchase_id": 5, "id": null},
                5,
                {"product": "a", "parts": [{"position": 0, "name": "p"}, {"item_id": null}]},
                {"product": "b", "parts": {}},
            ],
            "receipt": [],
            "address": {"city": 5},
            "labels": [{"id": "x"}, {"name": ""}, 7, {}],
            "unknown": [],
        });
        let errors = api.post("/purchases", &body).await.errors(422, "validation");
        let expected = [
            "#/address/city type",
            "#/address/street required",
            "#/items/0/id read_only",
            "#/items/0/product required",
            "#/items/0/purchase_id unknown",
            "#/items/0/quantity range",
            "#/items/0/x unknown",
            "#/items/1 type",
            "#/items/2/parts/0/position range",
            "#/items/2/parts/1/item_id unknown",
            "#/items/2/parts/1/name required",
            "#/items/2/parts/1/position required",
            "#/items/3/parts type",
            "#/labels/0/id type",
            "#/labels/1/name length",
            "#/labels/2 type",
            "#/labels/3/name required",
            "#/note type",
            "#/receipt type",
            "#/unknown unknown",
        ];
        assert_eq!(errors, expected);

        api.created("/purchases", &json!({"note": "one", "receipt": {"number": "r"}})).await;
        api.created("/labels", &json!({"name": "one"})).await;
        let conflict =
            async |body: Value, kind| api.post("/purchases", &body).await.errors(409, kind);
        let twice = json!({"items": [{"product": "a"}, {"product": "b"}, {"product": "a"}]});
        let expected = ["#/items/2/product unique", "#/items/2/purchase_id unique"];
        assert_eq!(conflict(twice, "unique").await, expected);
        let receipt = json!({"note": "two", "receipt": {"number": "r"}});
        assert_eq!(conflict(receipt, "unique").await, ["#/receipt/number unique"]);
        let label = json!({"labels": [{"name": "two"}, {"name": "one"}]});
        assert_eq!(conflict(label, "unique").await, ["#/labels/1/name unique"]);
        let label = json!({"labels": [{"name": "two"}, {"id": 99}]});
        assert_eq!(conflict(label, "reference").await, ["#/labels/1 reference"]);
        assert_eq!(
            conflict(json!({"note": "one", "items": []}), "unique").await,
            ["#/note unique"]
        );

        let count = async |path: &str| {
            let list = api.get(path).await.is(200).json();
            list["items"].as_array().map(Vec::len)
        };
        assert_eq!(count("/purchases").await, Some(1), "nothing was half written");
        assert_eq!(count("/items").await, Some(0));
        assert_eq!(count("/labels").await, Some(1));
    })
    .await;
}

#[tokio::test]
async fn a_body_holds_a_thousand_records() {
    on_every_database(async |api| {
        let parts: Vec<_> = (1..=500).map(|at| json!({"position": at, "name": "p"})).collect();
        let item = |product| json!({"product": product, "parts": parts});
        let body = json!({"items": [item("a"), item("b")]});
        let errors = api.post("/purchases", &body).await.errors(422, "validation");
        assert_eq!(errors, ["#/items/1/parts length"]);
        let many: Vec<_> = (0..1001).map(|at| json!({"product": at.to_string()})).collect();
        let errors =
            api.post("/purchases", &json!({"items": many})).await.errors(422, "validation");
        assert_eq!(errors, ["#/items length"]);
    })
    .await;
}

#[tokio::test]
async fn a_replace_has_exactly_what_is_listed() {
    on_every_database(async |api| {
        let made = with_items(&api).await;
        let path = format!("/purchases/{}", made["id"]);
        let (a, b) = (&made["items"][0], &made["items"][1]);
        // As it was read, with its references and versions.
        let kept = api.put(&path, &made).await.is(200).json();
        assert_eq!(kept["items"], made["items"], "what does not change is not written");
        assert_eq!(kept["version"], 2, "the parent tells of every write through it");

        let body = json!({"note": "n", "items": [
            {"id": b["id"], "product": "b2", "parts": [
                {"position": 2, "name": "q2"}, {"position": 3, "name": "r"},
            ]},
            {"product": "c"},
        ]});
        let now = api.put(&path, &body).await.is(200).json();
        let items = some(&now["items"], &["product", "quantity", "version"]);
        assert_eq!(items, json!([["b2", 1, 2], ["c", 1, 1]]));
        assert_eq!(now["items"][0]["id"], b["id"]);
        let parts = some(&now["items"][0]["parts"], &["position", "name"]);
        assert_eq!(parts, json!([[2, "q2"], [3, "r"]]));
        api.get(&format!("/items/{}", a["id"].as_str().expect("a UUID"))).await.is(404);

        // What is not said stays: a plain read does not show it.
        let now = api.put(&path, &json!({"note": "m"})).await.is(200).json();
        assert_eq!(now.get("items"), None);
        let list = api.get(&format!("{path}/items")).await.is(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
        let errors = api.put(&path, &json!({"items": [{"id": b["id"]}]})).await;
        assert_eq!(errors.errors(422, "validation"), ["#/items/0/product required"]);
        api.put("/purchases/99", &json!({"items": []})).await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn a_patch_changes_what_its_elements_say() {
    on_every_database(async |api| {
        let made = with_items(&api).await;
        let path = format!("/purchases/{}", made["id"]);
        let (a, b) = (&made["items"][0], &made["items"][1]);
        let body = json!({"items": [
            {"id": a["id"], "quantity": 7, "data": {"k": 1}},
            {"id": b["id"]},
            {"product": "c"},
        ]});
        let now = api.patch(&path, &body).await.is(200).json();
        let items = some(&now["items"], &["product", "quantity", "version"]);
        assert_eq!(items, json!([["a", 7, 2], ["b", 1, 1], ["c", 1, 1]]));
        assert_eq!(now["version"], 2);
        let body = json!({"items": [
            {"id": a["id"], "data": {"l": 2}}, {"id": b["id"], "parts": []},
        ]});
        let now = api.patch(&path, &body).await.is(200).json();
        assert_eq!(some(&now["items"], &["product"]), json!([["a"], ["b"]]));
        assert_eq!(now["items"][0]["data"], json!({"k": 1, "l": 2}));
        assert_eq!(now["items"][1]["parts"], json!([]));
        let now = api.patch(&path, &json!({"note": "n"})).await.is(200).json();
        assert_eq!((&now["version"], now.get("items")), (&json!(4), None));

        let errors =
            async |body: Value, status, kind| api.patch(&path, &body).await.errors(status, kind);
        let twice = json!({"items": [{"id": a["id"]}, {"id": a["id"]}]});
        assert_eq!(errors(twice, 422, "validation").await, ["#/items/1 duplicate"]);
        let origin = json!({"items": [{"id": a["id"], "origin": "y"}]});
        assert_eq!(errors(origin, 422, "validation").await, ["#/items/0/origin read_only"]);
        let stale = json!({"items": [{"id": a["id"], "version": 1}]});
        assert_eq!(errors(stale, 409, "stale").await, ["#/items/0 stale"]);
        let parent = json!({"items": [{"id": a["id"], "purchase_id": 99}]});
        assert_eq!(errors(parent, 422, "validation").await, ["#/items/0/purchase_id read_only"]);
        // The unique value of one that goes is free.
        let body = json!({"items": [{"id": b["id"], "product": "a"}]});
        let now = api.patch(&path, &body).await.is(200).json();
        assert_eq!(some(&now["items"], &["product"]), json!([["a"]]));
    })
    .await;
}

#[tokio::test]
async fn what_belongs_to_another_is_refused() {
    on_every_database(async |api| {
        let (one, other) = (with_items(&api).await, with_items(&api).await);
        let path = format!("/purchases/{}", one["id"]);
        let foreign = json!({"items": [{"id": other["items"][0]["id"], "quantity": 1}]});
        let errors = api.patch(&path, &foreign).await.errors(422, "validation");
        assert_eq!(errors, ["#/items/0/id reference"]);
        let unknown = json!({"items": [{"id": "018f334d-b7c0-7000-8000-000000000001"}]});
        let errors = api.patch(&path, &unknown).await.errors(422, "validation");
        assert_eq!(errors, ["#/items/0/id reference"]);
        let list = api.get(&format!("{path}/items")).await.is(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(2), "nothing was removed");
    })
    .await;
}

#[tokio::test]
async fn the_one_is_made_changed_and_removed() {
    on_every_database(async |api| {
        let made = api.created("/purchases", &json!({})).await;
        let path = format!("/purchases/{}", made["id"]);
        let change = async |body: Value| api.patch(&path, &body).await.is(200).json();
        let now = change(json!({"receipt": {"number": "r"}, "address": {"street": "s"}})).await;
        let id = now["address"]["id"].clone();
        let now = change(json!({"receipt": {"remark": "m"}, "address": {"city": "c"}})).await;
        assert_eq!(
            (&now["receipt"]["number"], &now["receipt"]["remark"]),
            (&json!("r"), &json!("m"))
        );
        assert_eq!((&now["address"]["id"], &now["address"]["city"]), (&id, &json!("c")));
        let errors = api.patch(&path, &json!({"address": {"id": 99}})).await;
        assert_eq!(errors.errors(422, "validation"), ["#/address/id read_only"]);
        let body = json!({"receipt": {"number": "r2"}, "address": {"id": id, "street": "t"}});
        let now = api.put(&path, &body).await.is(200).json();
        assert_eq!(
            (&now["receipt"]["remark"], &now["address"]["city"]),
            (&json!(null), &json!(null))
        );
        let now = change(json!({"receipt": null, "address": null})).await;
        assert_eq!((&now["receipt"], &now["address"]), (&json!(null), &json!(null)));
        let errors = api.patch(&path, &json!({"receipt": {"remark": "m"}})).await;
        assert_eq!(errors.errors(422, "validation"), ["#/receipt/number required"]);
        api.get(&format!("/addresses/{id}")).await.is(404);
    })
    .await;
}

#[tokio::test]
async fn links_are_kept_made_and_removed() {
    on_every_database(async |api| {
        let made =
            api.created("/purchases", &json!({"labels": [{"name": "a"}, {"name": "b"}]})).await;
        let (id, a) = (&made["id"], &made["labels"][0]["id"]);
        let path = format!("/purchases/{id}");
        api.patch(&format!("/purchase-labels/{id},{a}"), &json!({"reason": "kept"})).await.is(200);
        let body = json!({"labels": [{"name": "c"}, {"id": a}]});
        let now = api.patch(&path, &body).await.is(200).json();
        assert_eq!(some(&now["labels"], &["name"]), json!([["a"], ["c"]]));
        let join = api.get(&format!("/purchase-labels/{id},{a}")).await.is(200).json();
        assert_eq!(join["reason"], "kept");
        let list = api.get("/labels").await.is(200).json();
        assert_eq!(
            some(&list["items"], &["name"]),
            json!([["a"], ["b"], ["c"]]),
            "links go, not labels"
        );
        let errors = api.patch(&path, &json!({"labels": [{"id": a}, {"id": a}]})).await;
        assert_eq!(errors.errors(422, "validation"), ["#/labels/1 duplicate"]);
    })
    .await;
}

#[tokio::test]
async fn a_body_asks_for_nothing_that_nobody_may_do() {
    on_every_database(async |api| {
        // Slips may be created; a set of them would have to remove some.
        let made = api.created("/purchases", &json!({"slips": [{"number": "s"}]})).await;
        let path = format!("/purchases/{}", made["id"]);
        for answer in [
            api.put(&path, &json!({"slips": []})).await,
            api.patch(&path, &json!({"slips": []})).await,
        ] {
            assert_eq!(answer.errors(422, "validation"), ["#/slips unknown"]);
        }
    })
    .await;
}
