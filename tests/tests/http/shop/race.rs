//! Two clients who want the same at the same time.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;

use super::entity::{on_every_database, order, tag, tags};

#[tokio::test]
async fn the_same_link_made_by_many_is_one() {
    on_every_database(async |api| {
        for course in 1..=2 {
            api.created("/courses", &json!({"faculty": "m", "number": course})).await;
        }
        let (order, tag) = (order(&api).await, tag(&api, "a").await);
        let paths = [
            format!("/orders/{order}/tags/{tag}"),
            format!("/tags/{tag}/orders/{order}"),
            // Without a constraint there is the lock of the record alone.
            "/courses/m,1/prerequisites/m,2".to_owned(),
        ];
        for _ in 0..5 {
            for path in &paths {
                let all = (0..8).map(|_| api.call("PUT", path).into_future());
                for answer in join_all(all).await {
                    answer.is(204);
                }
            }
            let both = (0..8).map(|turn| api.call("PUT", &paths[turn % 2]).into_future());
            for answer in join_all(both).await {
                answer.is(204);
            }
            assert_eq!(tags(&api, &order).await, ["a"]);
            let list = api.get("/prerequisites").await.is(200).json();
            assert_eq!(list["items"].as_array().map(Vec::len), Some(1));

            let all = (0..8).map(|_| api.delete(&paths[0]).into_future());
            let statuses = join_all(all).await.into_iter().map(|answer| answer.status);
            let statuses: Vec<_> = statuses.filter(|status| *status != 404).collect();
            assert_eq!(statuses, [204], "one has removed it");
        }
    })
    .await;
}

#[tokio::test]
async fn of_two_sets_one_holds() {
    on_every_database(async |api| {
        let order = order(&api).await;
        let mut ids = Vec::new();
        for name in ["a", "b", "c", "d"] {
            ids.push(tag(&api, name).await);
        }
        let path = format!("/orders/{order}/tags");
        for _ in 0..5 {
            let sets = [vec![0, 1, 2], vec![3, 2], vec![1], vec![3, 0]];
            let calls = sets.iter().map(|set| {
                let items: Vec<_> = set.iter().map(|&one: &usize| ids[one].clone()).collect();
                api.put(&path, &json!({"items": items})).into_future()
            });
            for answer in join_all(calls).await {
                answer.is(204);
            }
            let now = tags(&api, &order).await.concat();
            assert!(["abc", "cd", "b", "ad"].contains(&now.as_str()), "{now}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_client_that_hangs_up_leaves_nothing_half_written() {
    on_every_database(async |api| {
        let items: Vec<_> = (0..200).map(|at| json!({"product": at.to_string()})).collect();
        for delay in [0, 1, 3, 10, 30, 100] {
            let delay = Duration::from_millis(delay);
            let call = api.post("/purchases", &json!({"items": items})).into_future();
            let _ = tokio::time::timeout(delay, call).await;
        }
        api.post("/purchases", &json!({"items": items})).await.is(201);
        let list = api.get("/purchases").await.is(200).json();
        for purchase in list["items"].as_array().expect("items") {
            let path = format!("/purchases/{}/items?count=exact&limit=1", purchase["id"]);
            assert_eq!(api.get(&path).await.is(200).json()["total"], 200);
        }
    })
    .await;
}

#[tokio::test]
async fn two_sets_of_one_record_do_not_mix() {
    on_every_database(async |api| {
        let made = api.created("/purchases", &json!({"items": [{"product": "a"}]})).await;
        let path = format!("/purchases/{}", made["id"]);
        for _ in 0..5 {
            let sets = [["a", "b"], ["c", "d"], ["b", "c"], ["d", "a"]];
            let calls = sets.iter().map(|set| {
                let items: Vec<_> = set.iter().map(|one| json!({"product": one})).collect();
                api.patch(&path, &json!({"items": items})).into_future()
            });
            for answer in join_all(calls).await {
                answer.is(200);
            }
            let list = api.get(&format!("{path}/items?sort=product")).await.is(200).json();
            let items = list["items"].as_array().expect("items");
            let now: String = items.iter().filter_map(|item| item["product"].as_str()).collect();
            assert!(["ab", "cd", "bc", "ad"].contains(&now.as_str()), "{now}");
        }
    })
    .await;
}
