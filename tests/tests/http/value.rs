//! Values of every type, from body to answer.

use serde_json::{Value, json};

use crate::harness::on_every_database;

#[tokio::test]
async fn values_come_back_in_their_one_form() {
    on_every_database(async |api| {
        for (member, sent, shown) in [
            ("flag", json!(true), json!(true)),
            ("small", json!(-32768), json!(-32768)),
            ("medium", json!(5.0), json!(5)),
            ("large", json!(i64::MAX), json!(i64::MAX)),
            ("large", json!(i64::MIN), json!(i64::MIN)),
            ("natural", json!(u32::MAX), json!(u32::MAX)),
            ("float", json!(1), json!(1.0)),
            ("float", json!(0.1), json!(0.1)),
            ("float", json!(5e-324), json!(5e-324)),
            ("float", json!(f64::MAX), json!(f64::MAX)),
            (
                "text",
                json!("\u{1}\"\\\n\u{7f}é𝄞\u{10ffff}\r\t "),
                json!("\u{1}\"\\\n\u{7f}é𝄞\u{10ffff}\r\t "),
            ),
            ("text", json!(""), json!("")),
            (
                "uuid",
                json!("67E55044-10B1-426F-9247-BB680E5FE0C8"),
                json!("67e55044-10b1-426f-9247-bb680e5fe0c8"),
            ),
            ("decimal", json!("-12345678901234.5"), json!("-12345678901234.5000")),
            ("decimal", json!("99999999999999.9999"), json!("99999999999999.9999")),
            ("decimal", json!("-0"), json!("0.0000")),
            ("date", json!("9999-12-31"), json!("9999-12-31")),
            ("date", json!("2024-02-29"), json!("2024-02-29")),
            ("time", json!("23:59:59.5"), json!("23:59:59.500000")),
            ("instant", json!("2024-05-01T02:30:00+05:30"), json!("2024-04-30T21:00:00.000000Z")),
            ("instant", json!("1000-01-01t00:00:00z"), json!("1000-01-01T00:00:00.000000Z")),
            ("bytes", json!("AP/+/w=="), json!("AP/+/w==")),
            ("bytes", json!(""), json!("")),
            (
                "document",
                json!({"b": [1.0, null], "a": {"d": 1, "c": "𝄞"}}),
                json!({"a": {"c": "𝄞", "d": 1}, "b": [1, null]}),
            ),
            ("document", json!([]), json!([])),
            ("document", json!(false), json!(false)),
        ] {
            let mut body = json!({});
            body[member] = sent;
            let created = api.created("/samples", &body).await;
            assert_eq!(created[member], shown, "{member}");
            let read = api.get(&format!("/samples/{}", created["id"])).await.is(200).json();
            assert_eq!(read[member], shown, "{member}");
            let list = api.get("/samples?sort=-id&limit=1").await.is(200).json();
            assert_eq!(list["items"][0][member], shown, "{member}");
        }
    })
    .await;
}

#[tokio::test]
async fn types_are_strict() {
    on_every_database(async |api| {
        for (member, bad) in [
            ("flag", json!([1, 0, "true", "", []])),
            ("small", json!([32768, 1.5, "5", true, [], {}, 1e30])),
            ("large", json!([9_223_372_036_854_775_808_u64, 1e19, "1", -9.3e18])),
            ("natural", json!([-1, 4_294_967_296_u64, 0.5])),
            ("float", json!(["1", true, [], {}])),
            ("text", json!([5, true, [], {}, "a\0b"])),
            (
                "uuid",
                json!([
                    5,
                    "x",
                    "",
                    "67e5504410b1426f9247bb680e5fe0c8",
                    "{67e55044-10b1-426f-9247-bb680e5fe0c8}"
                ]),
            ),
            (
                "decimal",
                json!([
                    1,
                    1.5,
                    "x",
                    "",
                    "1.23456",
                    "123456789012345",
                    "1e5",
                    "+1",
                    " 1",
                    "01",
                    "."
                ]),
            ),
            (
                "date",
                json!([
                    5,
                    "",
                    "2024-2-1",
                    "2023-02-29",
                    "0999-12-31",
                    "10000-01-01",
                    "2024-01-01T00:00:00Z"
                ]),
            ),
            ("time", json!(["24:00:00", "12:00", "12:00:60", "12:00:00.1234567", "12:00:00Z", 5])),
            (
                "instant",
                json!([
                    0,
                    "2024-05-01",
                    "2024-05-01T12:00:00",
                    "2024-05-01T12:00:60Z",
                    "0999-12-31T23:59:59Z",
                    "2024-05-01T12:00:00.1234567Z",
                    "1000-01-01T00:00:00+00:01",
                    "2024-05-01 12:00:00Z"
                ]),
            ),
            ("bytes", json!([5, "A", "AA", "AB==", "_w==", "AAAAAAA=", "AA==\n", " "])),
        ] {
            for bad in bad.as_array().expect("a list") {
                let mut body = json!({});
                body[member] = bad.clone();
                let problem = api.post("/samples", &body).await.problem(422, "validation");
                let errors = problem["errors"].as_array().expect("errors");
                assert_eq!(errors.len(), 1, "{problem}");
                assert_eq!(errors[0]["pointer"], format!("#/{member}"), "{bad}");
            }
        }
        let all = api.get("/samples").await.json();
        assert_eq!(all["items"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn null_is_a_value_where_it_may_be() {
    on_every_database(async |api| {
        let mut body = json!({});
        for member in [
            "flag", "small", "medium", "large", "natural", "float", "text", "uuid", "decimal",
            "date", "time", "instant", "bytes", "document",
        ] {
            body[member] = Value::Null;
        }
        let created = api.created("/samples", &body).await;
        body["id"] = json!(1);
        assert_eq!(created, body);
    })
    .await;
}
