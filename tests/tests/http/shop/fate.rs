//! What becomes of records whose reference is deleted: the same on every database.

use crud_runtime::App;
use crud_runtime::prelude::*;
use serde_json::{Value, json};

use crate::harness::{self, Api};

/// One reference in each of the three ways, by a name of its own.
macro_rules! fates {
    ($($name:ident $target:ident $fate:ident $path:literal;)*) => {$(
        #[derive(Crud)]
        #[crud(allow(all = public), path = $path)]
        struct $name {
            #[crud(primary_key, auto)]
            id: i64,
            #[crud(references = $target, on_delete = $fate)]
            root_id: Option<i64>,
        }
    )*};
}

/// The same of a composite key.
macro_rules! composite_fates {
    ($($name:ident $fate:ident $path:literal;)*) => {$(
        #[derive(Crud)]
        #[crud(allow(all = public), path = $path, references(Pair: a, b, on_delete = $fate))]
        struct $name {
            #[crud(primary_key, auto)]
            id: i64,
            a: Option<i64>,
            b: Option<i32>,
        }
    )*};
}

#[derive(Crud)]
#[crud(allow(all = public), path = "roots")]
struct Root {
    #[crud(primary_key, auto)]
    id: i64,
}

#[derive(Crud)]
#[crud(allow(all = public), path = "pairs")]
struct Pair {
    #[crud(primary_key)]
    a: i64,
    #[crud(primary_key)]
    b: i32,
}

fates! {
    Gone Root cascade "gone";
    Held Root restrict "held";
    Freed Root set_null "freed";
    GoneTree GoneTree cascade "gone-trees";
    HeldTree HeldTree restrict "held-trees";
    FreedTree FreedTree set_null "freed-trees";
}

composite_fates! {
    GonePair cascade "gone-pairs";
    HeldPair restrict "held-pairs";
    FreedPair set_null "freed-pairs";
}

/// What joins a root and a pair: it goes with the one and holds the other.
#[derive(Crud)]
#[crud(allow(all = public), path = "joins", references(Pair: a, b, on_delete = restrict))]
struct Joined {
    #[crud(primary_key, references = Root, on_delete = cascade)]
    root_id: i64,
    #[crud(primary_key)]
    a: i64,
    #[crud(primary_key)]
    b: i32,
}

fn app() -> App {
    App::new("fates")
        .settings(|settings| settings.auto_migrate = Some(true))
        .entity::<Root>()
        .entity::<Pair>()
        .entity::<Gone>()
        .entity::<Held>()
        .entity::<Freed>()
        .entity::<GoneTree>()
        .entity::<HeldTree>()
        .entity::<FreedTree>()
        .entity::<GonePair>()
        .entity::<HeldPair>()
        .entity::<FreedPair>()
        .entity::<Joined>()
}

async fn id(api: &Api, path: &str, body: Value) -> Value {
    api.created(path, &body).await["id"].clone()
}

async fn all(api: &Api, path: &str) -> Value {
    api.get(path).await.is(200).json()["items"].clone()
}

async fn is_held(api: &Api, path: &str, by: &str) {
    let problem = api.delete(path).await.problem(409, "restricted");
    assert_eq!(problem["detail"], format!("records of {by} refer to this one"));
}

#[tokio::test]
async fn by_a_key_of_one_column() {
    harness::with(app, async |api| {
        let root = id(&api, "/roots", json!({})).await;
        for path in ["/gone", "/freed"] {
            for _ in 0..2 {
                id(&api, path, json!({"root_id": root})).await;
            }
        }
        let held = id(&api, "/held", json!({"root_id": root})).await;
        let path = format!("/roots/{root}");
        is_held(&api, &path, "Held").await;
        assert_eq!(all(&api, "/gone").await.as_array().map(Vec::len), Some(2), "all or nothing");
        api.delete(&format!("/held/{held}")).await.is(204);
        api.delete(&path).await.is(204);
        assert_eq!(all(&api, "/gone").await, json!([]));
        let freed = json!([{"id": 1, "root_id": null}, {"id": 2, "root_id": null}]);
        assert_eq!(all(&api, "/freed").await, freed);
    })
    .await;
}

#[tokio::test]
async fn by_a_composite_key() {
    harness::with(app, async |api| {
        let pair = json!({"a": 1, "b": 2});
        api.created("/pairs", &pair).await;
        api.created("/pairs", &json!({"a": 1, "b": 3})).await;
        for path in ["/gone-pairs", "/freed-pairs"] {
            id(&api, path, pair.clone()).await;
            id(&api, path, json!({"a": 1, "b": 3})).await;
        }
        let held = id(&api, "/held-pairs", pair).await;
        is_held(&api, "/pairs/1,2", "HeldPair").await;
        api.delete(&format!("/held-pairs/{held}")).await.is(204);
        api.delete("/pairs/1,2").await.is(204);
        let rest = json!({"id": 2, "a": 1, "b": 3});
        assert_eq!(all(&api, "/gone-pairs").await, json!([rest]));
        let freed = json!([{"id": 1, "a": null, "b": null}, rest]);
        assert_eq!(all(&api, "/freed-pairs").await, freed);
    })
    .await;
}

#[tokio::test]
async fn within_one_table() {
    harness::with(app, async |api| {
        for (path, entity) in
            [("/gone-trees", ""), ("/held-trees", "HeldTree"), ("/freed-trees", "")]
        {
            let root = id(&api, path, json!({})).await;
            let child = id(&api, path, json!({"root_id": root})).await;
            id(&api, path, json!({"root_id": child})).await;
            let delete = format!("{path}/{root}");
            if entity.is_empty() {
                api.delete(&delete).await.is(204);
            } else {
                is_held(&api, &delete, entity).await;
            }
        }
        assert_eq!(all(&api, "/gone-trees").await, json!([]), "to the last leaf");
        assert_eq!(all(&api, "/held-trees").await.as_array().map(Vec::len), Some(3));
        let freed = json!([{"id": 2, "root_id": null}, {"id": 3, "root_id": 2}]);
        assert_eq!(all(&api, "/freed-trees").await, freed);
    })
    .await;
}

#[tokio::test]
async fn through_what_joins_two() {
    harness::with(app, async |api| {
        let root = id(&api, "/roots", json!({})).await;
        api.created("/pairs", &json!({"a": 1, "b": 2})).await;
        api.created("/joins", &json!({"root_id": root, "a": 1, "b": 2})).await;
        is_held(&api, "/pairs/1,2", "Joined").await;
        api.delete(&format!("/roots/{root}")).await.is(204);
        assert_eq!(all(&api, "/joins").await, json!([]));
        api.delete("/pairs/1,2").await.is(204);
    })
    .await;
}
