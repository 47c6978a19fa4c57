//! `include`: records of relations embedded in those that are read.

use serde_json::{Value, json};

use crate::harness::{Api, on_every_database};

/// Two authors; the first has two books, and one book is nobody's.
async fn shelf(api: &Api) -> (Value, Value) {
    let first = api.author().await;
    let second = api.author().await;
    for (title, author) in [("a", &first), ("b", &first), ("c", &Value::Null)] {
        api.book(json!({"title": title, "author_id": author})).await;
    }
    (first, second)
}

#[tokio::test]
async fn to_one_is_an_object_or_null_and_to_many_an_array() {
    on_every_database(async |api| {
        let (first, second) = shelf(&api).await;
        let books = api.get("/books?include=author&sort=title").await.is(200).json();
        let authors: Vec<_> = (0..3).map(|index| books["items"][index]["author"].clone()).collect();
        let ada = json!({"id": first, "name": "Ada", "email": null});
        assert_eq!(authors, [ada.clone(), ada.clone(), Value::Null]);

        let author =
            |id: &Value| format!("/authors/{}?include=books.author", id.as_str().expect("one"));
        let body = api.get(&author(&first)).await.is(200).json();
        let books = body["books"].as_array().expect("an array");
        assert_eq!(books.len(), 2);
        assert!(books.iter().all(|book| book["author"] == ada && book["secret"].is_null()));
        assert!(books.iter().all(|book| book.get("internal").is_none()));
        assert_eq!(api.get(&author(&second)).await.is(200).json()["books"], json!([]));
        // Nothing is embedded that is not asked for.
        assert!(api.get("/books").await.is(200).json()["items"][0].get("author").is_none());
    })
    .await;
}

#[tokio::test]
async fn the_tag_is_of_all_that_is_there() {
    on_every_database(async |api| {
        let (first, _) = shelf(&api).await;
        let author = format!("/authors/{}", first.as_str().expect("an id"));
        for path in [format!("{author}?include=books"), "/books?include=author".to_owned()] {
            let tag = api.get(&path).await.is(200).header("etag").to_owned();
            api.get(&path).header("if-none-match", &tag).await.is(304);
            api.get(&path).header("if-match", &tag).await.is(200);
            let name = json!({"name": format!("Eve {}", path.len())});
            api.patch(&author, &name).await.is(200);
            api.post(
                "/books",
                &json!({
                    "title": "new", "price": "1.00", "secret": "s", "author_id": first,
                }),
            )
            .await
            .is(201);
            api.get(&path).header("if-none-match", &tag).await.is(200);
        }
        assert!(
            api.get(&format!("{author}?include=books")).await.is(200).header("etag").len() > 30
        );
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_with_what_they_embed() {
    on_every_database(async |api| {
        let (first, _) = shelf(&api).await;
        let page = api.get("/books?include=author&limit=2&sort=title&count=exact").await.is(200);
        let body = page.json();
        assert_eq!(
            (&body["total"], body["items"].as_array().expect("items").len()),
            (&json!(3), 2)
        );
        let link = page.header("link").to_owned();
        assert!(link.contains("include=author"), "{link}");
        let next = body["next"].as_str().expect("a cursor");
        let path = format!("/books?include=author&sort=title&cursor={next}");
        let last = api.get(&path).await.is(200).json();
        assert_eq!(last["items"][0]["title"], "c");
        let path = format!(
            "/books?include=author&sort=title&cursor={}",
            last["prev"].as_str().expect("one")
        );
        let back = api.get(&path).await.is(200).json();
        assert_eq!(back["items"][0]["title"], "a");
        assert_eq!(back["items"][1]["author"]["id"], first);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_included_is_refused_with_what_can() {
    on_every_database(async |api| {
        shelf(&api).await;
        for include in ["", "x", "author.", "author,author", "author.books.author.books", "secret"]
        {
            let answer = api.get(&format!("/books?include={include}")).await;
            assert_eq!(answer.errors(400, "parameters"), ["include value"], "{include}");
        }
        let problem = api.get("/books/1?include=y").await.problem(400, "parameters");
        let detail = problem["errors"][0]["detail"].as_str().expect("a detail");
        assert!(detail.contains("allowed are author, author.books"), "{detail}");
        let answer = api.get("/words?include=x").await;
        assert_eq!(answer.errors(400, "parameters"), ["include unknown"]);
    })
    .await;
}
