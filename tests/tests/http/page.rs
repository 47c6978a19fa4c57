//! What is served besides records.

use serde_json::json;

use crate::harness::on_every_database;

#[tokio::test]
async fn health_is_told() {
    on_every_database(async |api| {
        for path in ["/livez", "/readyz", "/livez?verbose=1"] {
            let answer = api.get(path).await.is(200);
            assert_eq!(answer.json(), json!({"status": "ok"}));
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    })
    .await;
}

#[tokio::test]
async fn pages_are_read_only() {
    on_every_database(async |api| {
        for path in ["/livez", "/problems", "/problems/validation"] {
            let answer = api.post(path, &json!({})).await;
            assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
            answer.problem(405, "method-not-allowed");
            api.call("OPTIONS", path).await.is(204);
            api.call("HEAD", path).await.is(200);
        }
    })
    .await;
}
