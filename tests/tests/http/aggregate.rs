//! `GET /sales:aggregate`, and aggregates in the bodies of queries.

use crud_runtime::App;
use crud_runtime::prelude::*;
use serde_json::{Value, json};

use crate::harness::{self, Api};

#[derive(CrudEnum)]
pub(crate) enum Channel {
    Web,
    Shop,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub(crate) struct Buyer {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(length(..=50), filter)]
    country: Option<String>,
    /// Shown, and not to be asked for.
    nickname: Option<String>,
}

#[derive(Crud)]
#[crud(allow(all = public), page(default = 3, max = 5))]
pub(crate) struct Sale {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(references = Buyer)]
    buyer_id: Option<i64>,
    #[crud(decimal(10, 2), filter)]
    price: Decimal,
    #[crud(filter)]
    pieces: Option<i64>,
    #[crud(filter)]
    weight: Option<f64>,
    #[crud(length(..=50), filter, search)]
    product: String,
    #[crud(filter)]
    channel: Channel,
    #[crud(filter)]
    sold_at: DateTime<Utc>,
    #[crud(write_only)]
    code: Option<i64>,
    margin: Option<i64>,
}

/// What may be read one by one, and not listed.
#[derive(Crud)]
#[crud(allow(all = public, list = nobody))]
pub(crate) struct Secret {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(filter)]
    amount: i64,
}

pub(crate) async fn on_every_database(test: impl AsyncFn(Api)) {
    let app = || {
        App::new("sales")
            .settings(|settings| settings.auto_migrate = Some(true))
            .entity::<Buyer>()
            .entity::<Sale>()
            .entity::<Secret>()
    };
    harness::with(app, async |api| {
        let mut buyers = Vec::new();
        for country in [json!("US"), json!("us"), Value::Null] {
            let buyer = json!({"country": country, "nickname": "n"});
            buyers.push(api.created("/buyers", &buyer).await["id"].clone());
        }
        buyers.push(Value::Null);
        let sales = [
            (0, "9.99", json!(i64::MAX), json!(0.5), "a", "web", "2023-12-31T23:59:59.999999Z"),
            (0, "10.00", json!(i64::MAX), json!(0.25), "A", "web", "2024-01-01T00:00:00Z"),
            (1, "0.01", json!(1), Value::Null, "a ", "shop", "2024-01-01T01:00:00+02:00"),
            (2, "5.00", Value::Null, json!(1), "é", "web", "1969-12-31T12:00:00Z"),
            (3, "5.00", json!(-3), json!(2), "a", "shop", "2024-02-29T00:00:00Z"),
        ];
        for (buyer, price, pieces, weight, product, channel, sold_at) in sales {
            let sale = json!({
                "buyer_id": buyers[buyer], "price": price, "pieces": pieces, "weight": weight,
                "product": product, "channel": channel, "sold_at": sold_at, "code": 7, "margin": 1,
            });
            api.created("/sales", &sale).await;
        }
        test(api).await;
    })
    .await;
}

/// The groups, and whether there are more.
async fn groups(api: &Api, query: &str) -> (Value, bool) {
    let mut answer = api.get(&format!("/sales:aggregate?{query}")).await.is(200).json();
    (answer["items"].take(), answer["more"].as_bool().expect("more"))
}

#[tokio::test]
async fn one_group_of_all() {
    on_every_database(async |api| {
        assert_eq!(groups(&api, "").await, (json!([{"count": 5}]), false));
        let fields = "sum(price),count,avg(price),sum(pieces),avg(pieces),sum(weight),avg(weight),\
                      min(product),max(product),min(sold_at),max(pieces),count_distinct(product),\
                      count_distinct(buyer_id)";
        let all = json!([{
            "sum": {"price": "30.00", "pieces": "18446744073709551612", "weight": 3.75},
            "count": 5,
            // 30.00 / 5, and 18446744073709551612 / 4.
            "avg": {"price": "6.000000", "pieces": "4611686018427387903.0000", "weight": 0.9375},
            "min": {"product": "A", "sold_at": "1969-12-31T12:00:00.000000Z"},
            "max": {"product": "é", "pieces": i64::MAX},
            "count_distinct": {"product": 4, "buyer_id": 3},
        }]);
        assert_eq!(groups(&api, &format!("fields={fields}")).await, (all, false));
        let nothing = json!([{"count": 0, "sum": {"price": null}, "max": {"product": null}}]);
        let asked = "fields=count,sum(price),max(product)&price[gt]=1000";
        assert_eq!(groups(&api, asked).await, (nothing, false));
    })
    .await;
}

#[tokio::test]
async fn groups_are_those_of_columns_and_of_related_records() {
    on_every_database(async |api| {
        let (found, more) = groups(&api, "group_by=buyer.country&fields=count,sum(price)").await;
        // Nulls: a buyer without a country, and no buyer.
        let country = |country, count, sum| json!({"group": {"buyer.country": country}, "count": count, "sum": {"price": sum}});
        let expected =
            json!([country(json!("US"), 2, "19.99"), country(json!("us"), 1, "0.01"), country(Value::Null, 2, "10.00")]);
        assert_eq!((found, more), (expected, false));
        let (found, _) = groups(&api, "group_by=product,channel&limit=5").await;
        let product = |product, channel, count| json!({"group": {"product": product, "channel": channel}, "count": count});
        assert_eq!(
            found,
            json!([
                product("A", "web", 1),
                product("a", "shop", 1),
                product("a", "web", 1),
                product("a ", "shop", 1),
                product("é", "web", 1),
            ])
        );
    })
    .await;
}

#[tokio::test]
async fn periods_are_in_utc() {
    on_every_database(async |api| {
        let first_days = async |period: &str| {
            let (found, _) = groups(&api, &format!("group_by={period}(sold_at)&limit=5")).await;
            let name = format!("{period}(sold_at)");
            let day = |item: &Value| item["group"][&name].as_str().expect("a date").to_owned();
            found.as_array().expect("items").iter().map(day).collect::<Vec<_>>()
        };
        assert_eq!(
            first_days("day").await,
            ["1969-12-31", "2023-12-31", "2024-01-01", "2024-02-29"]
        );
        assert_eq!(
            first_days("week").await,
            ["1969-12-29", "2023-12-25", "2024-01-01", "2024-02-26"]
        );
        assert_eq!(
            first_days("month").await,
            ["1969-12-01", "2023-12-01", "2024-01-01", "2024-02-01"]
        );
        assert_eq!(first_days("year").await, ["1969-01-01", "2023-01-01", "2024-01-01"]);
    })
    .await;
}

#[tokio::test]
async fn groups_are_filtered_sorted_and_cut() {
    on_every_database(async |api| {
        let products = async |query: &str| {
            let (found, more) = groups(&api, &format!("group_by=product&{query}")).await;
            let product = |item: &Value| item["group"]["product"].as_str().expect("a").to_owned();
            (found.as_array().expect("items").iter().map(product).collect::<Vec<_>>(), more)
        };
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(products("sort=-sum(price)").await, (names(&["a", "A", "é"]), true));
        assert_eq!(products("sort=-sum(price)&offset=3").await, (names(&["a "]), false));
        assert_eq!(products("sort=-product&limit=1").await, (names(&["é"]), true));
        // Nulls last ascending, first descending.
        assert_eq!(products("sort=sum(pieces)&limit=5").await.0.last().expect("one"), "é");
        assert_eq!(products("sort=-sum(pieces)&limit=1").await.0, ["é"]);
        assert_eq!(products("having=count[gt]=1").await.0, ["a"]);
        assert_eq!(products("having=avg(price)[gte]=7.495,count=2").await.0, ["a"]);
        assert_eq!(products("having=avg(price)[gt]=7.495,count=2").await.0, [""; 0]);
        assert_eq!(products("having=sum(pieces)[gt]=9223372036854775803").await.0, ["A", "a"]);
        assert_eq!(products("having=sum(pieces)[ne]=1&limit=5").await.0, ["A", "a", "é"]);
        assert_eq!(products("having=max(product)=a%20").await.0, ["a "]);
        assert_eq!(products("channel=shop&buyer.country[null]=false").await.0, ["a "]);
        assert_eq!(products("q=A&sort=-count").await, (names(&["a", "A", "a "]), false));
        assert_eq!(products("q=%C3%A9&buyer.country[null]=true").await.0, ["é"]);
        let none = groups(&api, "having=count[gt]=100").await;
        assert_eq!(none, (json!([]), false));
    })
    .await;
}

#[tokio::test]
async fn bodies_ask_the_same() {
    on_every_database(async |api| {
        let body = json!({
            "aggregate": {
                "fields": ["count", "sum(price)"],
                "group_by": ["buyer.country"],
                "having": {"sum(price)": {"gte": "10"}},
            },
            "where": {"or": [{"channel": {"eq": "web"}}, {"buyer_id": {"null": true}}]},
            "sort": ["-sum(price)"],
            "limit": 5,
        });
        let expected = json!({
            "items": [
                {"group": {"buyer.country": "US"}, "count": 2, "sum": {"price": "19.99"}},
                {"group": {"buyer.country": null}, "count": 2, "sum": {"price": "10.00"}},
            ],
            "more": false,
        });
        let post = api.post("/sales:query", &body).await.is(200);
        assert_eq!((post.json(), post.header("etag")), (expected.clone(), ""));
        let query = api.call("QUERY", "/sales").json(&body).await.is(200);
        assert_eq!(query.json(), expected);
        let tag = query.header("etag").to_owned();
        api.call("QUERY", "/sales").json(&body).header("if-none-match", &tag).await.is(304);
        let errors = api
            .post(
                "/sales:query",
                &json!({"aggregate": {"fields": ["sum(product)"]}, "cursor": "x"}),
            )
            .await
            .errors(400, "parameters");
        assert_eq!(errors, ["#/aggregate/fields/0 value", "#/cursor unknown"]);
    })
    .await;
}

#[tokio::test]
async fn answers_have_tags_and_paths_their_methods() {
    on_every_database(async |api| {
        let path = "/sales:aggregate?fields=sum(price)";
        let tag = api.get(path).await.is(200).header("etag").to_owned();
        api.get(path).header("if-none-match", &tag).await.is(304);
        api.get(path).header("if-match", "\"x\"").await.problem(412, "precondition-failed");
        api.get(path).header("accept", "text/html").await.problem(406, "not-acceptable");
        let head = api.call("HEAD", path).await.is(200);
        assert_eq!((head.header("etag"), head.body.len()), (tag.as_str(), 0));
        let options = api.call("OPTIONS", "/sales:aggregate").await.is(204);
        assert_eq!(options.header("allow"), "GET, HEAD, OPTIONS");
        let refused = api.post("/sales:aggregate", &json!({})).await.is(405);
        assert_eq!(refused.header("allow"), "GET, HEAD, OPTIONS");
        // What is not listed is not summed up either.
        api.get("/secrets:aggregate").await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn only_what_is_offered_is_computed() {
    on_every_database(async |api| {
        let errors = api
            .get(
                "/sales:aggregate?fields=sum(code)&group_by=margin&having=sum(margin)[gt]=1\
                 &sort=-code&cursor=x&colour=red",
            )
            .await
            .errors(400, "parameters");
        assert_eq!(
            errors,
            ["colour unknown", "cursor unknown", "fields value", "group_by value", "having value"]
        );
        for hostile in [
            "fields=sum(price));DROP%20TABLE%20sales--",
            "fields=count(*)",
            "fields=sum(price)%20FROM%20sales",
            "fields=SUM(price)",
            "fields=sum(%22price%22)",
            "fields=sum(sales.price)",
            "fields=sum(buyer.id)",
            "fields=sum(price,price)",
            "group_by=1",
            "group_by=month(sold_at))",
            "group_by=buyer.nickname",
            "group_by=buyer.sales.price",
            "group_by=buyer",
            "group_by=c0",
            "group_by=r1.price",
            "sort=1",
            "sort=c0",
            "sort=--count",
            "having=1=1",
            "having=sum(price)[gt]=0)%20OR%20(1=1",
            "having=sum(price)[gt]=1e5",
            "having=count[gt]=99999999999999999999",
            "limit=-1",
            "offset=x",
            "fields=%00",
        ] {
            let parameter = hostile.split('=').next().expect("a name");
            let errors = api.get(&format!("/sales:aggregate?{hostile}")).await;
            assert_eq!(
                errors.errors(400, "parameters"),
                [format!("{parameter} value")],
                "{hostile}"
            );
        }
        // A text is a value, whatever it says.
        let found = groups(&api, "having=max(product)=%27)%20OR%201=1--").await;
        assert_eq!(found, (json!([]), false));
    })
    .await;
}

#[tokio::test]
async fn the_document_describes_what_is_answered() {
    on_every_database(async |api| {
        let document = api.get("/openapi.json").await.is(200).json();
        let schema = &document["components"]["schemas"]["SaleAggregate"]["properties"];
        assert_eq!(schema["sum"]["properties"]["pieces"]["type"], json!(["string", "null"]));
        assert_eq!(schema["sum"]["properties"]["weight"]["type"], json!(["number", "null"]));
        assert_eq!(schema["avg"]["properties"]["price"]["type"], json!(["string", "null"]));
        assert!(schema["min"]["properties"]["channel"].is_null());
        assert!(schema["group"]["properties"]["margin"].is_null());
        assert!(schema["group"]["properties"]["buyer.country"].is_object());
        assert!(document["paths"]["/secrets:aggregate"].is_null());
    })
    .await;
}
