//! `fields`, where the entity says `sparse`.

use serde_json::{Value, json};

use crate::harness::{Api, on_every_database};

const LINE: &str = "/order-lines/1,a";

async fn line(api: &Api) -> Value {
    let line = json!({"order_id": 1, "code": "a", "quantity": 2, "origin": "x"});
    api.created("/order-lines", &line).await
}

#[tokio::test]
async fn answers_show_what_is_asked_for() {
    on_every_database(async |api| {
        line(&api).await;
        let record = api.get(&format!("{LINE}?fields=quantity,order_id")).await.is(200);
        assert_eq!(record.json(), json!({"order_id": 1, "quantity": 2}));
        let list = api.get("/order-lines?fields=remark").await.is(200).json();
        assert_eq!(list["items"], json!([{"remark": null}]));
    })
    .await;
}

#[tokio::test]
async fn a_narrowed_body_has_a_tag_of_its_own() {
    on_every_database(async |api| {
        line(&api).await;
        let full = api.get(LINE).await.is(200).header("etag").to_owned();
        let narrow =
            api.get(&format!("{LINE}?fields=code")).await.is(200).header("etag").to_owned();
        assert_ne!(full, narrow);
        let path = format!("{LINE}?fields=code");
        api.get(&path).header("if-none-match", &narrow).await.is(304);
        api.get(&path).header("if-none-match", &full).await.is(200);
        // Either says which state of the record is meant.
        api.patch(LINE, &json!({"quantity": 3})).header("if-match", &narrow).await.is(200);
        api.patch(LINE, &json!({"quantity": 4})).header("if-match", &narrow).await.is(412);
    })
    .await;
}

#[tokio::test]
async fn unknown_fields_are_refused() {
    on_every_database(async |api| {
        line(&api).await;
        for fields in ["", "x", "code,", "code,code", "*", "Code"] {
            for path in ["/order-lines", LINE] {
                let answer = api.get(&format!("{path}?fields={fields}")).await;
                assert_eq!(answer.errors(400, "parameters"), ["fields value"], "{path} {fields}");
            }
        }
        let errors = api.get(&format!("{LINE}?limit=1")).await.errors(400, "parameters");
        assert_eq!(errors, ["limit unknown"]);
    })
    .await;
}

#[tokio::test]
async fn pages_stay_narrow() {
    on_every_database(async |api| {
        for code in ["a", "b", "c"] {
            let line = json!({"order_id": 1, "code": code, "quantity": 2, "origin": "x"});
            api.created("/order-lines", &line).await;
        }
        let first = api.get("/order-lines?fields=code&limit=2").await.is(200);
        let next =
            first.header("link").trim_start_matches('<').split('>').next().expect("a target");
        assert!(next.contains("fields=code"));
        let last = api.get(next).await.is(200).json();
        assert!(last["prev"].is_string());
        assert_eq!(last["items"], json!([{"code": "c"}]));
        assert_eq!(last["next"], Value::Null);
    })
    .await;
}
