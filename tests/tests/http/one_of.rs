//! References to one of several entities: `{"author": "…"}`.

use serde_json::{Value, json};

use crate::harness::{Api, on_every_database};

/// A remark about Ada from the log, with Ada's key.
async fn remark(api: &Api) -> (Value, Value) {
    let author = api.author().await;
    api.created("/words", &json!({"word": "word"})).await;
    api.created("/logs", &json!({"line": "one"})).await;
    let remark = json!({
        "id": 7, "about": {"author": author}, "text": "She is good.", "origin": {"log": 1},
        "drop_id": null,
    });
    assert_eq!(api.created("/remarks", &remark).await, remark);
    (remark, author)
}

#[tokio::test]
async fn what_is_referred_to_is_one_member() {
    on_every_database(async |api| {
        let (remark, author) = remark(&api).await;
        assert_eq!(api.get("/remarks/7").await.is(200).json(), remark);
        let names: Vec<_> = remark.as_object().expect("an object").keys().collect();
        let shown = api.get("/remarks").await.is(200).json();
        let shown: Vec<_> = shown["items"][0].as_object().expect("an object").keys().collect();
        assert_eq!(shown, ["id", "about", "text", "origin", "drop_id"]);
        assert_eq!(names.len(), shown.len());
        let narrowed = api.get("/remarks/7?fields=about,id").await.is(200).json();
        assert_eq!(narrowed, json!({"id": 7, "about": {"author": author}}));
        let errors = api.get("/remarks?fields=author_id").await.errors(400, "parameters");
        assert_eq!(errors, ["fields value"]);
    })
    .await;
}

#[tokio::test]
async fn a_patch_sets_one_and_nulls_the_others() {
    on_every_database(async |api| {
        let (_, author) = remark(&api).await;
        let author = author.as_str().expect("a UUID");
        let count = async |query: &str| {
            let list = api.get(&format!("/remarks?{query}")).await.is(200).json();
            list["items"].as_array().expect("items").len()
        };
        assert_eq!(count(&format!("author_id={author}&word[null]=true")).await, 1);
        let patched = api.patch("/remarks/7", &json!({"about": {"word": "word"}})).await.is(200);
        assert_eq!(patched.json()["about"], json!({"word": "word"}));
        assert_eq!(count("author_id[null]=true&word=word").await, 1);
        assert_eq!(count(&format!("author_id={author}")).await, 0);
        api.patch("/remarks/7", &json!({"text": "It is."})).await.is(200);
        assert_eq!(api.get("/remarks/7").await.json()["about"], json!({"word": "word"}));
        // Real foreign keys: what is referred to stays, or takes the record along.
        api.delete("/words/word").await.problem(409, "restricted");
        api.patch("/remarks/7", &json!({"about": {"author": author}})).await.is(200);
        api.delete("/words/word").await.is(204);
        api.delete(&format!("/authors/{author}")).await.is(204);
        api.get("/remarks/7").await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_place() {
    on_every_database(async |api| {
        let (remark, author) = remark(&api).await;
        for (about, expected) in [
            (json!(null), "#/about null"),
            (json!("word"), "#/about type"),
            (json!({}), "#/about one_of"),
            (json!({"author": author, "word": "word"}), "#/about one_of"),
            (json!({"book": 1}), "#/about/book unknown"),
            (json!({"author": null}), "#/about/author null"),
            (json!({"author": 7}), "#/about/author type"),
            (json!({"word": "w"}), "#/about/word length"),
        ] {
            let mut body = remark.clone();
            body["about"] = about.clone();
            body["id"] = json!(8);
            let errors = api.post("/remarks", &body).await.errors(422, "validation");
            assert_eq!(errors, [expected], "create {about}");
            let errors = api.put("/remarks/7", &body).await.errors(422, "validation");
            assert!(errors.contains(&expected.to_owned()), "replace {about}: {errors:?}");
            let patch = json!({"about": about});
            let errors = api.patch("/remarks/7", &patch).await.errors(422, "validation");
            assert_eq!(errors, [expected], "patch {about}");
        }
        let body = json!({"id": 8, "author_id": author, "text": 5});
        assert_eq!(
            api.post("/remarks", &body).await.errors(422, "validation"),
            ["#/about required", "#/author_id unknown", "#/origin required", "#/text type"]
        );
        let nobody = json!({"about": {"word": "nothing"}});
        let errors = api.patch("/remarks/7", &nobody).await.errors(409, "reference");
        assert_eq!(errors, ["#/about reference"]);
        assert_eq!(api.get("/remarks/7").await.json(), remark);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_change_may_be_sent_back() {
    on_every_database(async |api| {
        let (mut remark, _) = remark(&api).await;
        remark["text"] = json!("Indeed.");
        assert_eq!(api.put("/remarks/7", &remark).await.is(200).json(), remark);
        assert_eq!(api.patch("/remarks/7", &remark).await.is(200).json(), remark);
        api.book(json!({})).await;
        let moved = json!({"origin": {"book": 1}});
        let errors = api.patch("/remarks/7", &moved).await.errors(422, "validation");
        assert_eq!(errors, ["#/origin read_only"]);
        // The key is the client's, so that a replace creates.
        remark["id"] = json!(9);
        remark["origin"] = json!({"book": 1});
        assert_eq!(api.put("/remarks/9", &remark).await.is(201).json(), remark);
        let mut without = remark.clone();
        without.as_object_mut().expect("an object").remove("origin");
        without["id"] = json!(10);
        let errors = api.put("/remarks/10", &without).await.errors(422, "validation");
        assert_eq!(errors, ["#/origin required"]);
        without["id"] = json!(9);
        assert_eq!(api.put("/remarks/9", &without).await.is(200).json(), remark);
        without.as_object_mut().expect("an object").remove("about");
        let errors = api.put("/remarks/9", &without).await.errors(422, "validation");
        assert_eq!(errors, ["#/about required"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_referred_to_is_embedded_and_asked_about() {
    on_every_database(async |api| {
        let (_, author) = remark(&api).await;
        let word =
            json!({"id": 8, "about": {"word": "word"}, "text": "It is.", "origin": {"log": 1}});
        api.created("/remarks", &word).await;
        let page = api.get("/remarks?include=author&sort=id").await.is(200).json();
        let ada = json!({"id": author, "name": "Ada", "email": null});
        assert_eq!(page["items"][0]["author"], ada);
        assert_eq!(page["items"][0]["about"], json!({"author": author}));
        assert_eq!(page["items"][1]["author"], Value::Null);
        let body = json!({
            "where": {"or": [{"author.name": {"eq": "Ada"}}, {"word": {"eq": "none"}}]},
            "include": {"author": {}},
        });
        let page = api.query("/remarks", &body).await.is(200).json();
        assert_eq!((&page["items"][0]["id"], &page["items"][1]), (&json!(7), &Value::Null));
        let ids = async |query: &str| -> Vec<i64> {
            let list = api.get(&format!("/remarks?sort=id&{query}")).await.is(200).json();
            let items = list["items"].as_array().expect("items").clone();
            items.iter().map(|remark| remark["id"].as_i64().expect("a number")).collect()
        };
        assert_eq!(ids("author[exists]=true").await, [7]);
        assert_eq!(ids("author[exists]=false").await, [8]);
        assert_eq!(ids("author.name[starts_with]=A").await, [7]);
        // The other one moves over, and is found there.
        api.patch("/remarks/8", &json!({"about": {"author": author}})).await.is(200);
        assert_eq!(ids("author.name=Ada").await, [7, 8]);
        assert_eq!(ids("word[null]=false").await, [0; 0]);
        let moved = api.get("/remarks/8?include=author").await.is(200).json();
        assert_eq!(moved["author"], ada);
        let errors = api.get("/remarks?include=about").await.errors(400, "parameters");
        assert_eq!(errors, ["include value"]);
    })
    .await;
}
