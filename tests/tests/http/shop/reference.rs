//! Records that others refer to in the bodies of those, and records that belong to another by
//! another column than its key.

use crud_runtime::App;
use crud_runtime::prelude::*;
use serde_json::{Value, json};

use crate::harness::{self, Api};

async fn on_every_database(test: impl AsyncFn(Api)) {
    harness::with(app, test).await;
}

fn app() -> App {
    App::new("parcels")
        .settings(|settings| settings.auto_migrate = Some(true))
        .entity::<Carrier>()
        .entity::<Van>()
        .entity::<Depot>()
        .entity::<Parcel>()
        .entity::<Piece>()
}

#[derive(Crud)]
#[crud(allow(all = public), has_many(vans: Van::CARRIER_CODE, nested))]
struct Carrier {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(unique, length(1..=10))]
    code: String,
    #[crud(unique, length(1..=20))]
    name: String,
}

/// Refers to another column than the key.
#[derive(Crud)]
#[crud(allow(all = public), unique(carrier_code, place), order_by(place))]
struct Van {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(references = Carrier::CODE, relation = carrier, length(1..=10))]
    carrier_code: String,
    #[crud(sort)]
    place: i32,
    #[crud(version)]
    version: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
struct Depot {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(unique, length(1..=10))]
    code: String,
}

#[derive(Crud)]
#[crud(allow(all = public), has_many(pieces: Piece::PARCEL_ID, nested))]
struct Parcel {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(references = Carrier, nested)]
    carrier_id: i64,
    #[crud(references = Depot::CODE, relation = origin, nested, length(1..=10))]
    depot: Option<String>,
    #[crud(version)]
    version: i64,
}

#[derive(Crud)]
#[crud(allow(all = public), order_by(name))]
struct Piece {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(references = Parcel, nested, on_delete = cascade)]
    parcel_id: i64,
    #[crud(references = Carrier, nested)]
    hauler_id: Option<i64>,
    #[crud(length(1..=10))]
    name: String,
}

fn carrier(name: &str) -> Value {
    json!({"code": name, "name": name})
}

#[tokio::test]
async fn what_a_record_refers_to_is_made_or_found_first() {
    on_every_database(async |api| {
        let known = api.created("/carriers", &carrier("known")).await;
        let body = json!({
            "carrier": {"code": "c", "name": "new", "vans": [{"place": 2}, {"place": 1}]},
            "origin": {"code": "d"},
            "pieces": [
                {"name": "1", "hauler": {"id": known["id"]}},
                {"name": "2", "hauler": carrier("h")},
                {"name": "3", "hauler": null},
                {"name": "4", "hauler_id": known["id"]},
            ],
        });
        let made = api.created("/parcels", &body).await;
        assert_eq!((&made["carrier"]["name"], &made["depot"]), (&json!("new"), &json!("d")));
        assert_eq!(made["carrier"]["id"], made["carrier_id"]);
        assert_eq!(made["origin"]["code"], "d");
        let vans = made["carrier"]["vans"].as_array().expect("vans");
        assert_eq!(vans.iter().map(|van| &van["carrier_code"]).collect::<Vec<_>>(), ["c", "c"]);
        let haulers = made["pieces"].as_array().expect("pieces").iter();
        let haulers: Vec<_> = haulers.map(|piece| piece["hauler"]["name"].clone()).collect();
        assert_eq!(json!(haulers), json!(["known", "h", null, "known"]));

        let path = format!("/parcels/{}", made["id"]);
        let other = json!({"carrier": {"id": known["id"]}, "origin": null});
        let now = api.patch(&path, &other).await.is(200).json();
        assert_eq!((&now["carrier_id"], &now["depot"]), (&known["id"], &json!(null)));
        assert_eq!(now["version"], 2);
        let now = api.put(&path, &json!({"carrier": carrier("third")})).await.is(200).json();
        assert_eq!(now["carrier"]["name"], "third");
        let piece = now["id"].clone();
        let list = api.get("/carriers").await.is(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(4), "none of them goes");
        // A piece in a parcel is of that parcel.
        let change = json!({"pieces": [{"name": "x", "parcel": {"id": piece}}]});
        let errors = api.patch(&path, &change).await.errors(422, "validation");
        assert_eq!(errors, ["#/pieces/0/parcel unknown"]);
        let alone = json!({"name": "x", "parcel": {"id": piece}});
        assert_eq!(api.created("/pieces", &alone).await["parcel_id"], piece);
    })
    .await;
}

#[tokio::test]
async fn each_error_of_what_is_referred_to_has_its_place() {
    on_every_database(async |api| {
        let known = api.created("/carriers", &carrier("known")).await;
        let id = &known["id"];
        let errors = async |body: Value, status, kind| {
            api.post("/parcels", &body).await.errors(status, kind)
        };
        for (body, expected) in [
            (json!({}), "#/carrier_id required"),
            (json!({"carrier": null}), "#/carrier null"),
            (json!({"carrier": [{"id": id}]}), "#/carrier type"),
            (json!({"carrier": {"id": "x"}}), "#/carrier/id type"),
            (json!({"carrier": {"id": id}, "carrier_id": id}), "#/carrier duplicate"),
            (json!({"carrier": {"code": "", "name": "x"}}), "#/carrier/code length"),
            (json!({"carrier": {"code": "x"}}), "#/carrier/name required"),
            (
                json!({"carrier": {"id": id}, "pieces": [{"name": "a", "hauler": {}}]}),
                "#/pieces/0/hauler/code required",
            ),
        ] {
            let found = errors(body.clone(), 422, "validation").await;
            assert_eq!(found.first().map(String::as_str), Some(expected), "{body}");
        }
        let missing = json!({"carrier": {"id": 99}});
        assert_eq!(errors(missing, 409, "reference").await, ["#/carrier reference"]);
        let taken = json!({"carrier": {"code": "x", "name": "known"}});
        assert_eq!(errors(taken, 409, "unique").await, ["#/carrier/name unique"]);
        let pieces = |last: Value| {
            let mut pieces: Vec<_> = (0..99).map(|at| json!({"name": at.to_string()})).collect();
            pieces.insert(60, last);
            json!({"carrier": {"id": id}, "pieces": pieces})
        };
        let missing = pieces(json!({"name": "x", "hauler_id": 99}));
        assert_eq!(errors(missing, 409, "reference").await, ["#/pieces/60/hauler_id reference"]);
        let missing = pieces(json!({"name": "x", "hauler": {"id": 99}}));
        assert_eq!(errors(missing, 409, "reference").await, ["#/pieces/60/hauler reference"]);
        let hauler = json!({"code": "x", "name": "known"});
        let taken = pieces(json!({"name": "x", "hauler": hauler}));
        assert_eq!(errors(taken, 409, "unique").await, ["#/pieces/60/hauler/name unique"]);
        let list = api.get("/parcels").await.is(200).json();
        assert_eq!(list["items"], json!([]), "nothing is half written");
        assert_eq!(
            api.get("/carriers").await.is(200).json()["items"].as_array().map(Vec::len),
            Some(1)
        );
        let absent = api.patch("/parcels/99", &json!({"carrier": {"id": 99}})).await;
        absent.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn unique_values_move_along_but_not_in_a_circle() {
    on_every_database(async |api| {
        let vans: Vec<_> = (1..=20).map(|place| json!({"place": place})).collect();
        let body = json!({"code": "c", "name": "n", "vans": vans});
        let made = api.created("/carriers", &body).await;
        let path = format!("/carriers/{}", made["id"]);
        let ids = made["vans"].as_array().expect("vans").iter().map(|van| &van["id"]);
        let ids: Vec<_> = (1..).zip(ids).collect();
        let moved = |by: i64| {
            let van = |(at, id): &(i64, &Value)| json!({"id": id, "place": at + by});
            json!({"vans": ids.iter().map(van).collect::<Vec<_>>()})
        };
        for by in [1, 0] {
            let now = api.patch(&path, &moved(by)).await.is(200).json();
            let places = now["vans"].as_array().expect("vans").iter();
            let places: Vec<_> =
                places.map(|van| van["place"].as_i64().expect("a place")).collect();
            assert_eq!(places, (1 + by..=20 + by).collect::<Vec<_>>());
        }
        // One more in front, and one less behind.
        let mut shifted = moved(1);
        shifted["vans"].as_array_mut().expect("vans").pop();
        shifted["vans"].as_array_mut().expect("vans").insert(0, json!({"place": 1}));
        let now = api.patch(&path, &shifted).await.is(200).json();
        assert_eq!(now["vans"].as_array().map(Vec::len), Some(20));

        let vans = now["vans"].as_array().expect("vans");
        let mut swapped: Vec<_> = vans.iter().map(|van| json!({"id": van["id"]})).collect();
        swapped[3]["place"] = json!(8);
        swapped[7]["place"] = json!(4);
        let errors = api.patch(&path, &json!({"vans": swapped})).await.errors(409, "unique");
        assert_eq!(errors, ["#/vans/7/carrier_code unique", "#/vans/7/place unique"]);
        let same = api.get(&format!("{path}?include=vans")).await.is(200).json();
        assert_eq!(same["vans"], now["vans"]);
    })
    .await;
}
