//! `If-Match` and `If-None-Match`.

use serde_json::json;

use crate::harness::on_every_database;

#[tokio::test]
async fn a_client_that_has_the_record_gets_no_body() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        let tag = api.get("/books/1").await.header("etag").to_owned();
        for held in [tag.as_str(), &format!("W/{tag}"), &format!("\"x\", {tag}"), "*", "\"1-gzip\""]
        {
            let answer = api.get("/books/1").header("if-none-match", held).await.is(304);
            assert!(answer.body.is_empty());
            assert!(answer.header("etag").starts_with("\"1"));
            api.call("HEAD", "/books/1").header("if-none-match", held).await.is(304);
        }
        for held in ["\"2\"", "\"\"", "\"1-fields\""] {
            api.get("/books/1").header("if-none-match", held).await.is(200);
        }
        api.patch("/books/1", &json!({"rank": 1})).await.is(200);
        api.get("/books/1").header("if-none-match", &tag).await.is(200);
        api.get("/books/2").header("if-none-match", "*").await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn lists_carry_a_tag_of_their_bytes() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        let tag = api.get("/books").await.header("etag").to_owned();
        assert!(tag.starts_with('"'), "strong");
        assert_eq!(api.get("/books").await.header("etag"), tag);
        let same = api.get("/books").header("if-none-match", &tag).await.is(304);
        assert_eq!(same.header("etag"), tag);
        let narrower = api.get("/books?rank=5").await.is(200).header("etag").to_owned();
        assert_ne!(narrower, tag);
        api.patch("/books/1", &json!({"rank": 1})).await.is(200);
        api.get("/books").header("if-none-match", &tag).await.is(200);
    })
    .await;
}

#[tokio::test]
async fn writes_happen_only_to_the_state_that_is_meant() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        let body = json!({"title": "B", "price": "1"});
        for held in ["\"9\"", "W/\"1\"", "\"x\", \"y\"", "\"\""] {
            api.put("/books/1", &body)
                .header("if-match", held)
                .await
                .problem(412, "precondition-failed");
            api.patch("/books/1", &json!({"rank": 1})).header("if-match", held).await.is(412);
            api.delete("/books/1").header("if-match", held).await.is(412);
        }
        assert_eq!(api.get("/books/1").await.json()["version"], 1);
        api.put("/books/1", &body).header("if-match", "\"0\", \"1\"").await.is(200);
        api.patch("/books/1", &json!({"rank": 1})).header("if-match", "\"2-gzip\"").await.is(200);
        api.patch("/books/1", &json!({"rank": 2})).header("if-match", "*").await.is(200);
        api.delete("/books/1").header("if-match", "\"4\"").await.is(204);
    })
    .await;
}

#[tokio::test]
async fn several_lines_are_one_list() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        let call = api.patch("/books/1", &json!({"rank": 1}));
        call.header("if-match", "\"7\"").header("if-match", "\"1\"").await.is(200);
    })
    .await;
}

#[tokio::test]
async fn writes_can_be_for_another_state_only() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        for held in ["*", "\"1\"", "W/\"1\"", "\"1-gzip\""] {
            api.patch("/books/1", &json!({"rank": 1})).header("if-none-match", held).await.is(412);
            api.delete("/books/1").header("if-none-match", held).await.is(412);
        }
        api.patch("/books/1", &json!({"rank": 1})).header("if-none-match", "\"9\"").await.is(200);
    })
    .await;
}

#[tokio::test]
async fn a_put_can_be_for_creating_or_for_replacing_only() {
    on_every_database(async |api| {
        let line = json!({"quantity": 1, "origin": "x"});
        let path = "/order-lines/1,a";
        api.put(path, &line).header("if-match", "*").await.problem(412, "precondition-failed");
        api.get(path).await.is(404);
        api.put(path, &line).header("if-none-match", "*").await.is(201);
        api.put(path, &line).header("if-none-match", "*").await.problem(412, "precondition-failed");
        api.put(path, &line).header("if-match", "*").await.is(200);
    })
    .await;
}

#[tokio::test]
async fn records_without_version_have_a_tag_too() {
    on_every_database(async |api| {
        let line = json!({"order_id": 1, "code": "a", "quantity": 1, "origin": "x"});
        let tag = api.post("/order-lines", &line).await.is(201).header("etag").to_owned();
        assert!(tag.len() > 10, "{tag}");
        let path = "/order-lines/1,a";
        assert_eq!(api.get(path).await.header("etag"), tag);
        let changed =
            api.patch(path, &json!({"quantity": 2})).header("if-match", &tag).await.is(200);
        assert_ne!(changed.header("etag"), tag);
        api.patch(path, &json!({"quantity": 3})).header("if-match", &tag).await.is(412);
        let back = api.patch(path, &json!({"quantity": 1})).await.is(200);
        assert_eq!(back.header("etag"), tag, "the same state");
    })
    .await;
}

#[tokio::test]
async fn a_packed_body_has_a_tag_of_its_own() {
    on_every_database(async |api| {
        api.created("/samples", &json!({"text": "x".repeat(20_000)})).await;
        let plain = api.get("/samples/1").await.is(200).header("etag").to_owned();
        let packed = api.get("/samples/1").header("accept-encoding", "gzip").await.is(200);
        assert_eq!(packed.header("content-encoding"), "gzip");
        let tag = packed.header("etag").to_owned();
        assert_ne!(tag, plain);
        for (path, held) in [("/samples/1", &tag), ("/samples/1", &plain)] {
            let call = api.get(path).header("accept-encoding", "gzip");
            let same = call.header("if-none-match", held).await.is(304);
            assert_eq!(same.header("etag"), *held);
        }
        let list = api.get("/samples").header("accept-encoding", "gzip").await.is(200);
        let call = api.get("/samples").header("accept-encoding", "gzip");
        call.header("if-none-match", list.header("etag")).await.is(304);
        api.patch("/samples/1", &json!({"flag": true})).header("if-match", &tag).await.is(200);
        api.patch("/samples/1", &json!({"flag": false})).header("if-match", &tag).await.is(412);
    })
    .await;
}

#[tokio::test]
async fn reads_can_insist_on_a_state() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        api.get("/books/1").header("if-match", "\"1\"").await.is(200);
        api.get("/books/1").header("if-match", "*").await.is(200);
        api.get("/books/1").header("if-match", "\"2\"").await.problem(412, "precondition-failed");
    })
    .await;
}

#[tokio::test]
async fn what_is_no_list_of_tags_is_malformed() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        for bad in ["1", "\"1", "*, \"1\"", "\"1\" \"2\"", "w/\"1\"", "W/1", "'1'"] {
            for name in ["if-match", "if-none-match"] {
                api.get("/books/1").header(name, bad).await.problem(400, "malformed");
                api.get("/books").header(name, bad).await.problem(400, "malformed");
                api.delete("/books/1").header(name, bad).await.problem(400, "malformed");
                let call = api.patch("/books/1", &json!({})).header(name, bad);
                call.await.problem(400, "malformed");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_empty_list_names_no_state() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        for empty in ["", ",", " , "] {
            api.get("/books/1").header("if-none-match", empty).await.is(200);
            api.get("/books/1").header("if-match", empty).await.is(412);
            api.patch("/books/1", &json!({"rank": 1})).header("if-match", empty).await.is(412);
        }
        api.patch("/books/1", &json!({})).header("if-none-match", "").await.is(200);
    })
    .await;
}

#[tokio::test]
async fn of_two_writers_with_one_tag_one_wins() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        let writers = (0..10).map(|rank| {
            let call = api.patch("/books/1", &json!({"rank": rank})).header("if-match", "\"1\"");
            async move { call.await.status }
        });
        let mut statuses = futures_util::future::join_all(writers).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412, 412, 412]);
    })
    .await;
}
