//! What conditions of bodies mean, and those on related records in either form.

use serde_json::json;

use super::{library, texts};
use crate::harness::on_every_database;

#[tokio::test]
async fn trees_select_what_they_say() {
    on_every_database(async |api| {
        library(&api).await;
        for (condition, expected) in [
            (json!({}), "Apple|banana|a,b|100%_x|ÉTÉ été"),
            (json!({"rank": {"gte": 1, "lt": 3}}), "Apple|banana"),
            (json!({"or": [{"rank": {"eq": 3}}, {"title": {"icontains": "APP"}}]}), "Apple|a,b"),
            (json!({"not": {"rank": {"gte": 1}}}), "100%_x|ÉTÉ été"),
            (json!({"and": [{"rank": {"gt": 1}}, {"price": {"lte": "2.0"}}]}), "banana"),
            (json!({"or": []}), ""),
            (json!({"and": []}), "Apple|banana|a,b|100%_x|ÉTÉ été"),
            (json!({"not": {}}), ""),
            (json!({"rank": {"in": []}}), ""),
            (json!({"rank": {"nin": []}}), "Apple|banana|a,b|100%_x|ÉTÉ été"),
            (json!({"rank": {"nin": [1, 2.0]}}), "a,b|100%_x|ÉTÉ été"),
            (json!({"rank": {"null": true}}), "100%_x"),
            (json!({"title": {"in": ["a,b", "Apple"]}}), "Apple|a,b"),
            (json!({"loanable": {"eq": false}}), "100%_x"),
            (json!({"published_on": {"lt": "2024-05-02"}}), "ÉTÉ été"),
            (json!({"state": {"ne": "draft"}}), "banana|a,b"),
            (json!({"author": {"exists": false}}), "ÉTÉ été"),
            (json!({"author": {"some": {"name": {"eq": "Ada"}}}}), "Apple|banana"),
            (json!({"author": {"none": {"name": {"eq": "Ada"}}}}), "a,b|100%_x|ÉTÉ été"),
            (json!({"author": {"every": {"name": {"eq": "Ada"}}}}), "Apple|banana|ÉTÉ été"),
            (json!({"author.name": {"ne": "Ada"}}), "a,b|100%_x"),
            (json!({"not": {"author.name": {"eq": "Ada"}}}), "a,b|100%_x|ÉTÉ été"),
            (json!({"author": {"some": {"books": {"some": {"rank": {"eq": 1}}}}}}), "Apple|banana"),
            (
                json!({"author": {"some": {"books": {"every": {"rank": {"null": false}}}}}}),
                "Apple|banana",
            ),
        ] {
            let page = api.query("/books", &json!({"where": condition})).await.is(200).json();
            assert_eq!(texts(&page, "title"), expected, "{condition}");
        }
    })
    .await;
}

#[tokio::test]
async fn paths_ask_one_related_record() {
    on_every_database(async |api| {
        library(&api).await;
        for (parameters, condition, expected) in [
            ("books[exists]=true", json!({"books": {"exists": true}}), "Ada|Bob"),
            ("books[exists]=false", json!({"books": {"none": {}}}), "Cyd"),
            ("books.title=Apple", json!({"books.title": {"eq": "Apple"}}), "Ada"),
            ("books.rank[null]=true", json!({"books.rank": {"null": true}}), "Bob"),
            (
                "books.price[in]=1,10&name[ne]=Ada",
                json!({"name": {"ne": "Ada"}, "books.price": {"in": ["1", "10"]}}),
                "Bob",
            ),
            // One book of hers has the rank and another the state: none has both.
            (
                "books.rank=1&books.state=in_print",
                json!({"books.rank": {"eq": 1}, "books.state": {"eq": "in_print"}}),
                "",
            ),
            (
                "books.rank[gte]=2&books.state[ne]=draft&books.price[lt]=5",
                json!({"books": {"some": {
                    "rank": {"gte": 2}, "state": {"ne": "draft"}, "price": {"lt": "5"},
                }}}),
                "Ada",
            ),
        ] {
            let list = api.get(&format!("/authors?sort=name&{parameters}")).await.is(200).json();
            assert_eq!(texts(&list, "name"), expected, "{parameters}");
            let body = json!({"where": condition, "sort": ["name"]});
            assert_eq!(api.query("/authors", &body).await.is(200).json(), list, "{condition}");
        }
        // Two records may do, where that is what is asked.
        let two = json!({"and": [{"books.rank": {"eq": 1}}, {"books.state": {"eq": "in_print"}}]});
        let page = api.query("/authors", &json!({"where": two})).await.is(200).json();
        assert_eq!(texts(&page, "name"), "Ada");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_with_its_place() {
    on_every_database(async |api| {
        for (path, errors) in [
            ("/books?author.x=1", "author.x unknown"),
            ("/books?writer.name=1", "writer.name unknown"),
            ("/books?author[some]=1", "author[some] unknown"),
            ("/books?author=1", "author unknown"),
            ("/books?author[exists]=1", "author[exists] value"),
            ("/books?author.name[gte]=%00", "author.name[gte] value"),
            ("/books?author.books.title=1", "author.books.title unknown"),
            ("/authors?books.rank=x", "books.rank value"),
            ("/authors?books.secret=x", "books.secret unknown"),
            ("/authors?sort=books.title", "sort value"),
            ("/books?sort=author.books", "sort value"),
        ] {
            assert_eq!(api.get(path).await.errors(400, "parameters"), [errors], "{path}");
        }
        let body = json!({
            "where": {"or": [{"price": {"gte": 10}}, {"secret": {"eq": "x"}}]},
            "sort": ["notes"],
            "fields": ["id"],
            "x": null,
        });
        for answer in [api.query("/books", &body).await, api.post("/books:query", &body).await] {
            assert_eq!(
                answer.errors(400, "parameters"),
                [
                    "#/fields unknown",
                    "#/sort/0 value",
                    "#/where/or/0/price/gte type",
                    "#/where/or/1/secret unknown",
                    "#/x unknown",
                ]
            );
        }
    })
    .await;
}
