//! Filters of lists: every operator, every type, and what is refused.

use serde_json::{Value, json};

use crate::harness::{Api, on_every_database};

async fn shelf(api: &Api) {
    for book in [
        json!({"title": "Apple", "rank": 1, "price": "1.00", "published_on": "2024-01-01"}),
        json!({"title": "banana", "rank": 2, "price": "2.00", "state": "in_print"}),
        json!({"title": "a,b", "rank": 3, "price": "10.00", "state": "sold_out"}),
        json!({"title": "100%_x", "price": "20.00", "loanable": false}),
        json!({"title": "ÉTÉ été", "rank": -1, "price": "0"}),
    ] {
        api.book(book).await;
    }
}

#[tokio::test]
async fn every_operator_answers_its_question() {
    on_every_database(async |api| {
        shelf(&api).await;
        for (query, expected) in [
            ("title=Apple", "Apple"),
            ("title=apple", ""),
            ("title=a,b", "a,b"),
            ("title[ne]=Apple", "banana|a,b|100%_x|ÉTÉ été"),
            ("rank[ne]=1", "banana|a,b|100%_x|ÉTÉ été"),
            ("rank[gt]=1", "banana|a,b"),
            ("rank[gte]=1", "Apple|banana|a,b"),
            ("rank[lt]=1", "ÉTÉ été"),
            ("rank[lte]=1", "Apple|ÉTÉ été"),
            ("rank[gte]=1&rank[lt]=3", "Apple|banana"),
            ("rank[in]=1,3", "Apple|a,b"),
            ("rank[nin]=1,3", "banana|100%_x|ÉTÉ été"),
            ("rank[null]=true", "100%_x"),
            ("rank[null]=false", "Apple|banana|a,b|ÉTÉ été"),
            ("title[in]=Apple,a%5C,b", "Apple|a,b"),
            ("title[nin]=Apple,a%5C%2Cb,banana", "100%_x|ÉTÉ été"),
            ("title[contains]=an", "banana"),
            ("title[contains]=AN", ""),
            ("title[contains]=%25", "100%_x"),
            ("title[contains]=_", "100%_x"),
            ("title[contains]=", "Apple|banana|a,b|100%_x|ÉTÉ été"),
            ("title[icontains]=APP", "Apple"),
            ("title[icontains]=aN", "banana"),
            ("title[icontains]=%C3%A9t%C3%A9", "ÉTÉ été"),
            ("title[icontains]=%C3%A9T%C3%A9", "ÉTÉ été"),
            ("title[icontains]=%C3%89t%C3%A9", ""),
            ("title[starts_with]=a", "a,b"),
            ("title[starts_with]=100%25", "100%_x"),
            ("title[ends_with]=e", "Apple"),
            ("title[ends_with]=_x", "100%_x"),
            ("title[gte]=b", "banana|ÉTÉ été"),
            ("price=10", "a,b"),
            ("price=10.00", "a,b"),
            ("price[gt]=2.00&price[lte]=20", "a,b|100%_x"),
            ("state=sold_out", "a,b"),
            ("state[in]=in_print,sold_out", "banana|a,b"),
            ("loanable=false", "100%_x"),
            ("published_on=2024-01-01", "Apple"),
            ("published_on[lt]=2024-01-02", "Apple"),
            ("published_on[null]=true", "banana|a,b|100%_x|ÉTÉ été"),
            ("id=3", "a,b"),
            ("id[gt]=3", "100%_x|ÉTÉ été"),
            ("author_id[null]=false", ""),
            ("isbn[null]=true&state=draft&rank[gte]=0", "Apple"),
        ] {
            assert_eq!(api.titles(query).await.join("|"), expected, "{query}");
            let encoded = query.replace('[', "%5B").replace(']', "%5d");
            assert_eq!(api.titles(&encoded).await.join("|"), expected, "{encoded}");
        }
    })
    .await;
}

#[tokio::test]
async fn instants_compare_across_offsets() {
    on_every_database(async |api| {
        for instant in ["2024-05-01T12:00:00Z", "2024-05-01T12:00:00.000001Z"] {
            api.created("/samples", &json!({"instant": instant, "time": &instant[11..19]})).await;
        }
        for (query, count) in [
            ("instant=2024-05-01T14:00:00%2B02:00", 1),
            ("instant[gt]=2024-05-01T12:00:00z", 1),
            ("instant[gte]=2024-05-01T07:00:00.000000-05:00", 2),
            ("time=12:00:00", 2),
            ("time[lt]=12:00:00.5", 2),
        ] {
            let list = api.get(&format!("/samples?{query}")).await.is(200).json();
            assert_eq!(list["items"].as_array().expect("items").len(), count, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn other_types_are_equal_or_not() {
    on_every_database(async |api| {
        let uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        api.created(
            "/samples",
            &json!({"uuid": uuid, "bytes": "AP8=", "float": 0.1, "natural": 4_294_967_295_u32}),
        )
        .await;
        api.created("/samples", &json!({})).await;
        for (query, count) in [
            (format!("uuid={}", uuid.to_uppercase()), 1),
            (format!("uuid[ne]={uuid}"), 1),
            ("bytes=AP8%3D".to_owned(), 1),
            ("bytes[in]=AP8%3D,AA%3D%3D".to_owned(), 1),
            ("float=0.1".to_owned(), 1),
            ("float[lt]=1e-1".to_owned(), 0),
            ("natural[gte]=4294967295".to_owned(), 1),
            ("flag=true".to_owned(), 0),
        ] {
            let list = api.get(&format!("/samples?{query}")).await.is(200).json();
            assert_eq!(list["items"].as_array().expect("items").len(), count, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn values_must_be_of_the_column_s_type() {
    on_every_database(async |api| {
        for (name, value) in [
            ("rank", "x"),
            ("rank", ""),
            ("rank", "1.5"),
            ("rank", "2147483648"),
            ("rank[in]", "1,x"),
            ("rank[in]", ""),
            ("rank[in]", "1,"),
            ("rank[null]", "yes"),
            ("rank[null]", ""),
            ("price", "1.001"),
            ("price", "NaN"),
            ("published_on", "2024-02-30"),
            ("state", "lost"),
            ("loanable", "1"),
            ("created_at", "2024-01-01"),
            ("created_at[gt]", "yesterday"),
            ("author_id", "1"),
            ("title", "%00"),
            ("title[contains]", "%00"),
            ("id", "9223372036854775808"),
        ] {
            let errors = api.get(&format!("/books?{name}={value}")).await.errors(400, "parameters");
            assert_eq!(errors, [format!("{name} value")], "{value}");
        }
        for (name, value) in [
            ("natural", "-1"),
            ("small", "32768"),
            ("float", "inf"),
            ("float", "1e999"),
            ("uuid", "x"),
            ("bytes", "A"),
            ("time", "25:00:00"),
            ("instant", "2024-05-01T12:00:00"),
            ("decimal", "0.00001"),
        ] {
            let errors =
                api.get(&format!("/samples?{name}={value}")).await.errors(400, "parameters");
            assert_eq!(errors, [format!("{name} value")], "{value}");
        }
    })
    .await;
}

#[tokio::test]
async fn no_unknown_parameter_is_ignored() {
    on_every_database(async |api| {
        for name in [
            "x",
            "secret",
            "internal",
            "notes",
            "version",
            "Title",
            "title[]",
            "title[eq]",
            "title[like]",
            "title[gt][lt]",
            "rank[contains]",
            "loanable[gt]",
            "id[null]",
            "title[null]",
            "q",
            "where",
            "group_by",
            "deleted",
            "fields",
            "title[",
            "[]",
            "%20",
        ] {
            let errors = api.get(&format!("/books?{name}=1")).await.errors(400, "parameters");
            assert_eq!(errors, [format!("{} unknown", name.replace("%20", " "))]);
        }
        let problem = api.get("/books?titel=x").await.problem(400, "parameters");
        let detail = problem["errors"][0]["detail"].as_str().expect("a text");
        for allowed in ["limit", "cursor", "title[ne|", "rank[ne|"] {
            assert!(detail.contains(allowed), "{detail}");
        }
    })
    .await;
}

#[tokio::test]
async fn all_parameter_errors_come_at_once() {
    on_every_database(async |api| {
        let query = "limit=0&title=a&title=b&%5B=1&rank=x&sort=secret&count=1&y=%FF&z=%4";
        assert_eq!(
            api.get(&format!("/books?{query}")).await.errors(400, "parameters"),
            [
                "[ unknown",
                "count value",
                "limit value",
                "rank value",
                "sort value",
                "title duplicate",
                "y encoding",
                "z encoding",
            ]
        );
        let twice = api.get("/books?rank%5Bgt%5D=1&rank[gt]=1").await;
        assert_eq!(twice.errors(400, "parameters"), ["rank[gt] duplicate"]);
    })
    .await;
}

#[tokio::test]
async fn lists_of_values_end_where_the_address_does() {
    on_every_database(async |api| {
        let values = |count: usize| vec!["1"; count].join(",");
        api.get(&format!("/books?rank[in]={}", values(8000))).await.is(200);
        api.get(&format!("/books?rank[in]={}", values(9000))).await.problem(414, "uri-too-long");
    })
    .await;
}

#[tokio::test]
async fn text_is_never_sql() {
    on_every_database(async |api| {
        shelf(&api).await;
        for text in
            ["' OR '1'='1", "'; DROP TABLE b; --", "\" OR 1=1", "\\", "%' --", "$1", "?1", ":a"]
        {
            let encoded: String =
                text.bytes().fold(String::new(), |encoded, byte| encoded + &format!("%{byte:02X}"));
            for operator in ["", "[contains]", "[icontains]", "[starts_with]", "[in]"] {
                assert!(
                    api.titles(&format!("title{operator}={encoded}")).await.is_empty(),
                    "{text}"
                );
            }
            let book = api.book(json!({"title": text})).await;
            assert_eq!(book["title"], text);
            assert_eq!(api.titles(&format!("title={encoded}")).await, [text]);
            api.delete(&format!("/books/{}", book["id"])).await.is(204);
        }
        let list = api.get("/books").await.is(200).json();
        assert_ne!(list["items"], Value::Null);
    })
    .await;
}
