//! Input that nobody sends by accident: whatever it is, the answer is a problem, and the next
//! request is served.

use serde_json::json;

use crate::harness::{Api, on_every_database};

async fn post(api: &Api, body: impl Into<axum::body::Body>) -> crate::harness::Answer {
    api.call("POST", "/books").header("content-type", "application/json").body(body).await
}

#[tokio::test]
async fn what_is_no_strict_json_is_malformed() {
    on_every_database(async |api| {
        let deep = format!("{{\"notes\": {}1{}}}", "[".repeat(5000), "]".repeat(5000));
        let bodies: &[&[u8]] = &[
            b"",
            b" ",
            b"{",
            b"}",
            b"{} {}",
            b"{}x",
            b"{'a': 1}",
            b"{a: 1}",
            b"{\"a\": NaN}",
            b"{\"a\": Infinity}",
            b"{\"a\": 01}",
            b"{\"a\": +1}",
            b"{\"a\": 1.}",
            b"{\"a\": .5}",
            b"{\"a\": 1e999}",
            b"{\"a\": \"\\ud800\"}",
            b"{\"a\": \"\\udc00\\ud800\"}",
            b"{\"a\": \"\xff\"}",
            b"{\"a\": \"\xed\xa0\x80\"}",
            b"{\"a\": \"\x01\"}",
            b"{\"a\": \"\n\"}",
            b"{\"a\": 1, \"a\": 2}",
            b"{\"notes\": {\"b\": 1, \"b\": 1}}",
            b"{\"a\": 1, \"\\u0061\": 2}",
            b"\xef\xbb\xbf{}",
            b"{\"a\": 1} // c",
            b"/**/{}",
            b"{\"a\": 0x1}",
            b"{\"a\": tru}",
            b"\0",
            b"\x1f\x8b\x08\x00",
            b"undefined",
            b"title=A&price=1",
            deep.as_bytes(),
        ];
        for body in bodies {
            post(&api, body.to_vec()).await.problem(400, "malformed");
        }
        api.book(json!({})).await;
    })
    .await;
}

#[tokio::test]
async fn the_top_level_is_an_object() {
    on_every_database(async |api| {
        for body in ["[]", "null", "1", "\"x\"", "true", "[{\"title\": \"A\"}]"] {
            assert_eq!(post(&api, body).await.errors(422, "validation"), ["# type"], "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn large_bodies_are_refused() {
    on_every_database(async |api| {
        let large = format!("{{\"title\": \"{}\"}}", "x".repeat(2 << 20));
        post(&api, large.clone()).await.problem(413, "too-large");
        // Of unknown length, and promised rather than sent.
        let pieces = large
            .into_bytes()
            .chunks(1000)
            .map(|piece| Ok::<_, std::io::Error>(piece.to_vec()))
            .collect::<Vec<_>>();
        post(&api, axum::body::Body::from_stream(futures_util::stream::iter(pieces)))
            .await
            .problem(413, "too-large");
        let call = api.post("/books", &json!({})).header("content-length", "1099511627776");
        call.await.problem(413, "too-large");
    })
    .await;
}

#[tokio::test]
async fn a_body_that_breaks_off_is_malformed() {
    on_every_database(async |api| {
        let pieces = [Ok(b"{\"title\":".to_vec()), Err(std::io::Error::other("gone"))];
        let body = axum::body::Body::from_stream(futures_util::stream::iter(pieces));
        post(&api, body).await.problem(400, "malformed");
    })
    .await;
}

#[tokio::test]
async fn many_errors_do_not_make_a_large_answer() {
    on_every_database(async |api| {
        let members: Vec<_> = (0..50_000).map(|number| format!("\"m{number}\":1")).collect();
        let answer = post(&api, format!("{{{}}}", members.join(","))).await;
        assert!(answer.body.len() < 1 << 18, "{}", answer.body.len());
        answer.problem(422, "validation");
        let query: Vec<_> = (0..1800).map(|number| format!("p{number}=1")).collect();
        let answer = api.get(&format!("/books?{}", query.join("&"))).await;
        assert!(answer.body.len() < 1 << 18, "{}", answer.body.len());
        answer.problem(400, "parameters");
    })
    .await;
}

#[tokio::test]
async fn strange_names_stay_names() {
    on_every_database(async |api| {
        let body = json!({
            "__proto__": 1, "constructor": 1, "": 1, "a.b": 1, "/": 1, "~": 1, "title\u{0}": 1, "𝄞": 1,
            "'; DROP TABLE books": 1, "title": "A", "price": "1", "secret": "s",
        });
        assert_eq!(
            api.post("/books", &body).await.errors(422, "validation"),
            [
                "#/ unknown", "#/%F0%9D%84%9E unknown", "#/'; DROP TABLE books unknown".replace(' ', "%20").replacen("%20unknown", " unknown", 1).as_str(),
                "#/__proto__ unknown", "#/a.b unknown", "#/constructor unknown", "#/title%00 unknown",
                "#/~0 unknown", "#/~1 unknown",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn strange_headers_do_no_harm() {
    on_every_database(async |api| {
        api.book(json!({})).await;
        for (name, value) in [
            ("prefer", "return"),
            ("prefer", "=;,\"\\"),
            ("accept", ";;;q=,"),
            ("range", "bytes=0-1"),
            ("x-http-method-override", "DELETE"),
            ("x-forwarded-prefix", "//evil.example"),
            ("x-forwarded-host", "evil.example"),
            ("x-original-url", "/authors"),
            ("accept", "*/*;q=2"),
        ] {
            let answer = api.get("/books/1").header(name, value).await;
            assert!(answer.status == 200 || answer.status == 406, "{name}: {value}");
        }
        api.get("/books/1").await.is(200);
    })
    .await;
}

#[tokio::test]
async fn forwarded_headers_count_only_when_configured() {
    on_every_database(async |api| {
        let book = json!({"title": "A", "price": "1", "secret": "s"});
        let call = api.post("/books", &book).header("x-forwarded-prefix", "/evil");
        let call = call.header("forwarded", "host=evil.example").replacing("host", "evil.example");
        assert_eq!(call.await.is(201).header("location"), "/books/1");
    })
    .await;
}
