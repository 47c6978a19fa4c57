//! Paths, methods and keys.

use serde_json::json;

use crate::harness::on_every_database;

#[tokio::test]
async fn options_names_the_exact_methods() {
    on_every_database(async |api| {
        let collection = api.call("OPTIONS", "/books").await.is(204);
        assert_eq!(collection.header("allow"), "GET, HEAD, OPTIONS, POST, QUERY");
        assert_eq!(collection.header("accept-query"), "application/json");
        assert_eq!(collection.header("accept-post"), "application/json");
        assert_eq!(collection.header("accept-patch"), "");
        let record = api.call("OPTIONS", "/books/1").await.is(204);
        assert_eq!(record.header("allow"), "DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
        assert!(record.header("accept-patch").contains("application/merge-patch+json"));
        // `OPTIONS` alone is lenient about parameters.
        api.call("OPTIONS", "/books?x=1").await.is(204);
    })
    .await;
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    on_every_database(async |api| {
        for method in ["PUT", "PATCH", "DELETE", "TRACE", "NONSENSE"] {
            let answer = api.call(method, "/books").await;
            assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS, POST, QUERY");
            answer.problem(405, "method-not-allowed");
        }
        let answer = api.post("/books/1", &json!({})).await;
        assert_eq!(answer.header("allow"), "DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
        assert!(answer.header("accept-patch").contains("application/merge-patch+json"));
        answer.problem(405, "method-not-allowed");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_served_is_not_there() {
    on_every_database(async |api| {
        let answer = api.call("GET", "/drops").await;
        assert_eq!(answer.header("allow"), "OPTIONS, POST");
        answer.problem(405, "method-not-allowed");
        let answer = api.call("HEAD", "/drops/1").await;
        assert_eq!(answer.header("allow"), "DELETE, OPTIONS, PATCH, PUT");
        answer.is(405);
        for path in ["/logs/1", "/vaults", "/vaults/1"] {
            api.get(path).await.problem(404, "not-found");
        }
    })
    .await;
}

#[tokio::test]
async fn unknown_paths_are_problems() {
    on_every_database(async |api| {
        for path in ["/", "/nothing", "/books/", "/books/1/2", "/Books", "//books", "/books/1/"] {
            api.get(path).await.problem(404, "not-found");
        }
    })
    .await;
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        for path in ["/books/1", "/books", "/books?limit=0", "/books/2", "/livez"] {
            let get = api.get(path).await;
            let head = api.call("HEAD", path).await.is(get.status);
            assert!(head.body.is_empty());
            assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
            for name in ["etag", "content-type", "link"] {
                assert_eq!(head.header(name), get.header(name), "{path} {name}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn keys_that_do_not_parse_are_not_there() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        for key in ["x", "01", "1.0", "+1", "-", "9223372036854775808", "%FF", "%", "1%00", "1,1"] {
            api.get(&format!("/books/{key}")).await.problem(404, "not-found");
            api.delete(&format!("/books/{key}")).await.problem(404, "not-found");
        }
        for key in ["x", "00000000-0000-0000-0000-00000000000", "{0}"] {
            api.get(&format!("/authors/{}", key.replace(['{', '}'], "%7B")))
                .await
                .problem(404, "not-found");
        }
        api.get("/books/%31").await.is(200);
    })
    .await;
}

#[tokio::test]
async fn uuids_are_lower_case_and_found_in_any_case() {
    on_every_database(async |api| {
        let id = api.author().await;
        let id = id.as_str().expect("a UUID");
        assert_eq!(id, id.to_lowercase());
        assert_eq!(&id[14..15], "7", "version 7");
        api.get(&format!("/authors/{}", id.to_uppercase())).await.is(200);
        api.get(&format!("/authors/{}", id.replace('-', ""))).await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn composite_keys_split_at_bare_commas() {
    on_every_database(async |api| {
        let line = json!({"order_id": 7, "code": "a,b/c %é", "quantity": 1, "origin": "x"});
        let answer = api.post("/order-lines", &line).await.is(201);
        let location = answer.header("location").to_owned();
        assert_eq!(location, "/order-lines/7,a%2Cb%2Fc%20%25%C3%A9");
        assert_eq!(api.get(&location).await.is(200).json()["code"], "a,b/c %é");
        for key in ["7", "7,a,b", "a,7", "7%2Ca", ",", "7,"] {
            api.get(&format!("/order-lines/{key}")).await.problem(404, "not-found");
        }
        api.delete(&location).await.is(204);
        api.get(&location).await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn any_text_can_be_a_key() {
    on_every_database(async |api| {
        for word in ["", "a b", "a,b", "a/b", "50%", "?#", "é𝄞", "+", "..a", "\u{1}", "'\"", "A"]
        {
            let answer = api.post("/words", &json!({"word": word})).await.is(201);
            let location = answer.header("location").to_owned();
            let read = api.get(&location).await.is(200).json();
            assert_eq!(read["word"], word, "{location}");
        }
        api.get("/words/a").await.problem(404, "not-found");
    })
    .await;
}
