//! Links of n-m: one by one, and all at once.

use serde_json::{Value, json};

use super::entity::{on_every_database, order, tag, tags};

#[tokio::test]
async fn a_link_is_made_once_and_removed_once() {
    on_every_database(async |api| {
        let (order, tag) = (order(&api).await, tag(&api, "a").await);
        let path = format!("/orders/{order}/tags/{tag}");
        for _ in 0..2 {
            let answer = api.call("PUT", &path).await.is(204);
            assert_eq!(answer.body, "");
        }
        assert_eq!(tags(&api, &order).await, ["a"]);
        api.delete(&path).await.is(204);
        api.delete(&path).await.problem(404, "not-found");
        assert!(tags(&api, &order).await.is_empty());
        api.get(&format!("/tags/{tag}")).await.is(200);
        // The same from the other side.
        api.call("PUT", &format!("/tags/{tag}/orders/{order}")).await.is(204);
        assert_eq!(tags(&api, &order).await, ["a"]);
    })
    .await;
}

#[tokio::test]
async fn both_ends_must_be_there() {
    on_every_database(async |api| {
        let (order, tag) = (order(&api).await, tag(&api, "a").await);
        for path in [
            format!("/orders/99/tags/{tag}"),
            format!("/orders/{order}/tags/99"),
            format!("/orders/{order}/tags/x"),
            format!("/orders/x/tags/{tag}"),
        ] {
            api.call("PUT", &path).await.problem(404, "not-found");
            api.delete(&path).await.problem(404, "not-found");
        }
        let errors = api
            .call("PUT", &format!("/orders/{order}/tags/{tag}?x=1"))
            .await
            .errors(400, "parameters");
        assert_eq!(errors, ["x unknown"]);
    })
    .await;
}

#[tokio::test]
async fn conditions_ask_whether_they_are_linked() {
    on_every_database(async |api| {
        let (order, tag) = (order(&api).await, tag(&api, "a").await);
        let path = format!("/orders/{order}/tags/{tag}");
        let put = |name, value| api.call("PUT", &path).header(name, value);
        put("if-match", "*").await.problem(412, "precondition-failed");
        put("if-none-match", "*").await.is(204);
        put("if-none-match", "*").await.problem(412, "precondition-failed");
        put("if-match", "*").await.is(204);
        put("if-match", "\"1\"").await.problem(412, "precondition-failed");
        api.delete(&path).header("if-match", "\"1\"").await.problem(412, "precondition-failed");
        api.delete(&path).header("if-match", "*").await.is(204);
    })
    .await;
}

#[tokio::test]
async fn a_body_says_what_the_join_has_besides() {
    on_every_database(async |api| {
        let (order, tag) = (order(&api).await, tag(&api, "a").await);
        let path = format!("/orders/{order}/tags/{tag}");
        let join = format!("/order-tags/{order},{tag}");
        let reason = async || api.get(&join).await.is(200).json()["reason"].clone();
        api.put(&path, &json!({"reason": "new"})).await.is(204);
        assert_eq!(reason().await, "new");
        api.call("PUT", &path).await.is(204);
        assert_eq!(reason().await, "new");
        api.put(&path, &json!({"reason": null})).await.is(204);
        assert_eq!(reason().await, json!(null));
        let body = json!({"reason": "far too long", "tag_id": 1, "x": 1});
        let errors = api.put(&path, &body).await.errors(422, "validation");
        assert_eq!(errors, ["#/reason length", "#/tag_id unknown", "#/x unknown"]);
        let errors = api.put(&path, &json!([])).await.errors(422, "validation");
        assert_eq!(errors, ["# type"]);
        api.call("PUT", &path).body("{").await.problem(415, "unsupported-media-type");
    })
    .await;
}

#[tokio::test]
async fn a_join_with_required_members_asks_for_them() {
    on_every_database(async |api| {
        let student = api.created("/students", &json!({"name": "Ada"})).await["id"].clone();
        let student = student.as_str().expect("a UUID");
        api.created("/courses", &json!({"faculty": "a,b", "number": 1})).await;
        let path = format!("/students/{student}/courses/a%2Cb,1");
        let errors = api.call("PUT", &path).await.errors(422, "validation");
        assert_eq!(errors, ["#/grade required"]);
        let errors = api.put(&path, &json!({"grade": 7})).await.errors(422, "validation");
        assert_eq!(errors, ["#/grade range"]);
        api.put(&path, &json!({"grade": 2, "term": 1})).await.is(204);
        api.put(&path, &json!({"grade": 1, "term": 1})).await.is(204);
        let errors =
            api.put(&path, &json!({"grade": 1, "term": 2})).await.errors(422, "validation");
        assert_eq!(errors, ["#/term read_only"]);
        let list = api.get("/enrolments").await.is(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
        assert_eq!((&list["items"][0]["grade"], &list["items"][0]["term"]), (&json!(1), &json!(1)));

        // Nobody could say what the others' grades are.
        let courses = format!("/students/{student}/courses");
        api.put(&courses, &json!({"items": []})).await.problem(405, "method-not-allowed");
        api.delete(&path).await.is(204);
        let list = api.get("/enrolments").await.is(200).json();
        assert_eq!(list["items"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn all_links_are_set_at_once_and_those_that_stay_stay_as_they_are() {
    on_every_database(async |api| {
        let order = order(&api).await;
        let mut ids = Vec::new();
        for name in ["a", "b", "c"] {
            ids.push(tag(&api, name).await);
        }
        let path = format!("/orders/{order}/tags");
        let [a, b, c] = &ids[..] else { panic!("three") };
        api.put(&format!("{path}/{a}"), &json!({"reason": "kept"})).await.is(204);
        api.put(&path, &json!({"items": [b, a]})).await.is(204);
        assert_eq!(tags(&api, &order).await, ["a", "b"]);
        let join = api.get(&format!("/order-tags/{order},{a}")).await.is(200).json();
        assert_eq!(join["reason"], "kept");
        api.put(&path, &json!({"items": [c]})).await.is(204);
        assert_eq!(tags(&api, &order).await, ["c"]);
        api.put(&path, &json!({"items": []})).await.is(204);
        assert!(tags(&api, &order).await.is_empty());
        api.put("/orders/99/tags", &json!({"items": []})).await.problem(404, "not-found");
        api.put(&path, &json!({"items": []}))
            .header("if-match", "\"1\"")
            .await
            .problem(412, "precondition-failed");
    })
    .await;
}

#[tokio::test]
async fn a_bad_set_says_where_and_changes_nothing() {
    on_every_database(async |api| {
        let (order, a) = (order(&api).await, tag(&api, "a").await);
        let path = format!("/orders/{order}/tags");
        api.put(&path, &json!({"items": [a]})).await.is(204);
        let errors = async |body: Value| api.put(&path, &body).await.errors(422, "validation");
        assert_eq!(errors(json!({})).await, ["#/items required"]);
        assert_eq!(errors(json!({"items": 1, "x": 1})).await, ["#/items type", "#/x unknown"]);
        let body = json!({"items": [a, "x", null, {"id": 1}, a]});
        let expected =
            ["#/items/1 type", "#/items/2 null", "#/items/3 type", "#/items/4 duplicate"];
        assert_eq!(errors(body).await, expected);
        let many: Vec<i64> = (0..1001).collect();
        assert_eq!(errors(json!({"items": many})).await, ["#/items length"]);
        let unknown = api.put(&path, &json!({"items": [99, a]})).await.errors(409, "reference");
        assert_eq!(unknown, ["#/items/0 reference"]);
        assert_eq!(tags(&api, &order).await, ["a"]);
    })
    .await;
}

#[tokio::test]
async fn a_course_leads_to_courses_by_composite_keys() {
    on_every_database(async |api| {
        for number in 1..=3 {
            api.created("/courses", &json!({"faculty": "m", "number": number})).await;
        }
        let numbers = async |path: &str| -> Vec<i64> {
            let list = api.get(path).await.is(200).json();
            let items = list["items"].as_array().expect("items").clone();
            items.iter().map(|course| course["number"].as_i64().expect("a number")).collect()
        };
        let items = json!([{"faculty": "m", "number": 1}, {"number": 2, "faculty": "m"}]);
        api.put("/courses/m,3/prerequisites", &json!({"items": items})).await.is(204);
        assert_eq!(numbers("/courses/m,3/prerequisites").await, [1, 2]);
        assert_eq!(numbers("/courses/m,1/followers").await, [3]);
        assert!(numbers("/courses/m,1/prerequisites").await.is_empty());
        api.call("PUT", "/courses/m,2/followers/m,1").await.is(204);
        assert_eq!(numbers("/courses/m,1/prerequisites").await, [2]);
        api.delete("/courses/m,3/prerequisites/m,1").await.is(204);
        assert_eq!(numbers("/courses/m,3/prerequisites").await, [2]);
        let items = json!([{"faculty": "m"}, {"faculty": "m", "number": 1, "x": 1}, 1]);
        let errors = api
            .put("/courses/m,3/prerequisites", &json!({"items": items}))
            .await
            .errors(422, "validation");
        assert_eq!(errors, ["#/items/0 type", "#/items/1 type", "#/items/2 type"]);
    })
    .await;
}
