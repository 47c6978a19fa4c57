//! Problem details.

use serde_json::json;

use crate::harness::on_every_database;

#[tokio::test]
async fn problems_say_what_where_and_why() {
    on_every_database(async |api| {
        let problem = api.post("/books?x=1", &json!({})).await.problem(400, "parameters");
        assert_eq!(problem["instance"], "/books");
        assert_eq!(problem["title"], "Bad parameters");
        assert_eq!(problem["errors"][0]["parameter"], "x");
        let problem = api.get("/books/nobody%20home").await.problem(404, "not-found");
        assert_eq!(problem["instance"], "/books/nobody%20home");
    })
    .await;
}

#[tokio::test]
async fn every_type_leads_to_its_explanation() {
    on_every_database(async |api| {
        let index = api.get("/problems").await.is(200);
        let index = String::from_utf8(index.body.to_vec()).expect("UTF-8");
        let kinds: Vec<_> = index.split("href=\"problems/").skip(1).collect();
        assert!(kinds.len() > 15);
        for kind in kinds {
            let kind = kind.split('"').next().expect("a name");
            let page = api.get(&format!("/problems/{kind}")).await.is(200);
            assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        }
        api.get("/problems/nonsense").await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn malformed_bodies_say_where_they_break() {
    on_every_database(async |api| {
        let call = api.call("POST", "/books").header("content-type", "application/json");
        let problem = call.body("{\"title\": \"A\",}").await.problem(400, "malformed");
        assert!(problem["detail"].as_str().expect("a detail").contains("column 15"), "{problem}");
    })
    .await;
}
