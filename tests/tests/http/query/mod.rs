//! Questions in bodies: `QUERY /books` and `POST /books:query`.

mod chance;
mod condition;
mod hostile;
mod method;

use serde_json::{Value, json};

use crate::harness::Api;

/// Two authors with books, an author without, and a book without.
async fn library(api: &Api) {
    let author = async |name: &str, email: &str| {
        api.created("/authors", &json!({"name": name, "email": email})).await["id"].clone()
    };
    let ada = author("Ada", "ada@example.org").await;
    let bob = author("Bob", "bob@example.org").await;
    author("Cyd", "cyd@example.org").await;
    for book in [
        json!({"title": "Apple", "rank": 1, "price": "1.00", "author_id": ada}),
        json!({"title": "banana", "rank": 2, "price": "2.00", "state": "in_print", "author_id": ada}),
        json!({"title": "a,b", "rank": 3, "price": "10.00", "state": "sold_out", "author_id": bob}),
        json!({"title": "100%_x", "price": "20.00", "loanable": false, "author_id": bob}),
        json!({"title": "ÉTÉ été", "rank": -1, "price": "0", "published_on": "2024-05-01"}),
    ] {
        api.book(book).await;
    }
}

/// The texts of one member on a page.
fn texts(page: &Value, member: &str) -> String {
    let text = |record: &Value| record[member].as_str().expect("a text").to_owned();
    page["items"].as_array().expect("items").iter().map(text).collect::<Vec<_>>().join("|")
}
