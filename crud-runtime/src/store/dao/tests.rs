//! The operations, on every database.

use serde_json::json;

use super::*;
use crate::codec::json as codec;
use crate::error::Error;
use crate::fixture::{AUTHOR, BASKET, BOOK, REVIEW, SHELF_MARK, TABLES};
use crate::model::{Changes, Table, Value};
use crate::query::{Comparison, Filter, Query, TextMatch};
use crate::store::fixture::on_every_database;

fn changes(table: &'static Table, members: serde_json::Value) -> Changes {
    let mut changes = Changes::new(table);
    let serde_json::Value::Object(members) = members else { panic!("an object") };
    for (name, value) in members {
        let (position, column) = table.member(&name).expect("a member");
        changes.set(position, codec::read(column, value).expect("a value"));
    }
    changes
}

fn json_of(record: &Record) -> serde_json::Value {
    serde_json::from_slice(&record.body).expect("JSON")
}

fn key_of(record: &Record) -> Vec<Value> {
    let id = json_of(record)["id"].as_str().expect("an id").parse().expect("a UUID");
    vec![Value::Uuid(id)]
}

fn author() -> Changes {
    changes(
        &AUTHOR,
        json!({"name": "Ursula", "email": format!("{}@example.org", uuid::Uuid::now_v7())}),
    )
}

fn book(author: &Record, isbn: &str) -> Changes {
    changes(
        &BOOK,
        json!({
            "title": "Always \"Coming\" Home\n𝄞", "isbn": isbn, "price": "12.50", "pages": 523,
            "weight": 1.5, "author_id": json_of(author)["id"], "opens_at": "09:30:00",
            "cover": "AAEC", "licence_key": "secret",
        }),
    )
}

#[tokio::test]
async fn records_are_created_read_patched_replaced_and_deleted() {
    on_every_database(TABLES, async |db| {
        let full = Projection::full(&AUTHOR);
        let ursula = create(db.handle(), &AUTHOR, author(), &full).await.expect("created");
        let books = Projection::full(&BOOK);
        let created = create(db.handle(), &BOOK, book(&ursula, "9780000000001"), &books)
            .await
            .expect("created");
        let body = json_of(&created);
        assert_eq!(body["title"], "Always \"Coming\" Home\n𝄞");
        assert_eq!(body["price"], "12.50");
        assert_eq!(body["state"], "draft");
        assert_eq!(body["loanable"], true);
        assert_eq!(body["version"], 1);
        assert_eq!(body["opens_at"], "09:30:00.000000");
        assert_eq!(body["cover"], "AAEC");
        assert!(body.get("licence_key").is_none());
        assert_eq!(created.tag, "1");

        let key = key_of(&created);
        let found = read(db.handle(), &BOOK, &key, &books).await.expect("read");
        assert_eq!(found.as_ref(), Some(&created));

        let update = Update::new(&BOOK, changes(&BOOK, json!({"price": "9", "weight": null})));
        let patched = patch(db.handle(), &BOOK, &key, update, &books).await.expect("patched");
        let body = json_of(&patched);
        assert_eq!((&body["price"], &body["weight"]), (&json!("9.00"), &json!(null)));
        assert_eq!(body["title"], "Always \"Coming\" Home\n𝄞");
        assert_eq!(patched.tag, "2");

        let update = Update::new(
            &BOOK,
            changes(
                &BOOK,
                json!({
                    "id": body["id"], "title": "New", "isbn": "9780000000009", "price": "1",
                    "pages": 1, "author_id": body["author_id"], "state": "in_print",
                }),
            ),
        );
        let written = replace(db.handle(), &BOOK, &key, update, &books).await.expect("replaced");
        assert!(!written.created);
        let body = json_of(&written.record);
        assert_eq!(
            (&body["title"], &body["opens_at"], &body["version"]),
            (&json!("New"), &json!(null), &json!(3))
        );
        let rows = list_rows(db.handle(), &BOOK, &Query::all(&BOOK)).await.expect("listed").0;
        assert_eq!(rows[0][10], Value::Text("secret".to_owned()), "write-only members are kept");

        let none = Precondition::default();
        let restricted = delete(db.handle(), &AUTHOR, &key_of(&ursula), none.clone(), &full).await;
        assert!(matches!(restricted, Err(Error::Restricted("Book"))), "{restricted:?}");
        delete(db.handle(), &BOOK, &key, none.clone(), &books).await.expect("deleted");
        let gone = delete(db.handle(), &BOOK, &key, none.clone(), &books).await;
        assert!(matches!(gone, Err(Error::NotFound)));
        delete(db.handle(), &AUTHOR, &key_of(&ursula), none, &full).await.expect("deleted");
    })
    .await;
}

#[tokio::test]
async fn broken_constraints_name_the_members() {
    on_every_database(TABLES, async |db| {
        let full = Projection::full(&AUTHOR);
        let ursula = create(db.handle(), &AUTHOR, author(), &full).await.expect("created");
        let books = Projection::full(&BOOK);
        let one = book(&ursula, "9780000000001");
        create(db.handle(), &BOOK, one.clone(), &books).await.expect("created");
        let again = create(db.handle(), &BOOK, one.clone(), &books).await;
        assert!(matches!(&again, Err(Error::Unique(members)) if members == &["isbn"]), "{again:?}");

        let mut dangling = book(&ursula, "9780000000002");
        dangling.set(7, Value::Uuid(uuid::Uuid::now_v7()));
        let dangling = create(db.handle(), &BOOK, dangling, &books).await;
        assert!(
            matches!(&dangling, Err(Error::Reference(members)) if members == &["author_id"]),
            "{dangling:?}"
        );

        let mut priced = book(&ursula, "9780000000003");
        priced.set(3, Value::Decimal((-1).into()));
        let Err(Error::Invalid(violations)) = create(db.handle(), &BOOK, priced, &books).await
        else {
            panic!("a CHECK refuses it")
        };
        assert_eq!((violations[0].pointer.as_str(), violations[0].code), ("/price", "range"));

        // The rules of bodies stand above this, so that the database itself refuses.
        let key = Value::Uuid(uuid::Uuid::now_v7());
        for both in [Value::Null, key] {
            let mut review = Changes::new(&REVIEW);
            review.set(1, both.clone());
            if !both.is_null() {
                review.set(2, Value::Int(1));
            }
            review.set(3, Value::Int(5));
            let reviews = Projection::full(&REVIEW);
            let Err(Error::Invalid(violations)) =
                create(db.handle(), &REVIEW, review, &reviews).await
            else {
                panic!("a CHECK refuses it")
            };
            assert_eq!(
                (violations[0].pointer.as_str(), violations[0].code),
                ("/subject", "one_of")
            );
        }

        let mut untitled = book(&ursula, "9780000000004");
        untitled.keep(1);
        let Err(Error::Invalid(violations)) = create(db.handle(), &BOOK, untitled, &books).await
        else {
            panic!("NOT NULL refuses it")
        };
        assert_eq!((violations[0].pointer.as_str(), violations[0].code), ("/title", "required"));
    })
    .await;
}

#[tokio::test]
async fn conditions_and_echoes_are_decided_inside() {
    on_every_database(TABLES, async |db| {
        let full = Projection::full(&AUTHOR);
        let ursula = create(db.handle(), &AUTHOR, author(), &full).await.expect("created");
        let key = key_of(&ursula);
        let with = |if_match: Option<Tags>, members: serde_json::Value| {
            let mut update = Update::new(&AUTHOR, changes(&AUTHOR, members));
            update.precondition.if_match = if_match;
            patch(db.handle(), &AUTHOR, &key, update, &full)
        };
        let tag = Tags::Listed(vec![ursula.tag.clone()]);
        let patched = with(Some(tag.clone()), json!({"name": "U."})).await.expect("patched");
        assert_ne!(patched.tag, ursula.tag);
        let stale = with(Some(tag), json!({"name": "K."})).await;
        assert!(matches!(stale, Err(Error::PreconditionFailed)), "{stale:?}");
        with(None, json!({"id": json_of(&ursula)["id"]})).await.expect("an equal echo passes");
        let other = with(None, json!({"id": uuid::Uuid::now_v7().to_string()})).await;
        assert!(matches!(&other, Err(Error::Invalid(v)) if v[0].code == "read_only"), "{other:?}");

        let books = Projection::full(&BOOK);
        let book = create(db.handle(), &BOOK, book(&ursula, "9780000000001"), &books)
            .await
            .expect("created");
        let update = Update::new(&BOOK, changes(&BOOK, json!({"version": 7, "pages": 5})));
        let stale = patch(db.handle(), &BOOK, &key_of(&book), update, &books).await;
        assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    })
    .await;
}

#[tokio::test]
async fn replacing_an_unknown_key_creates_where_keys_are_given() {
    on_every_database(TABLES, async |db| {
        let full = Projection::full(&AUTHOR);
        let ursula = create(db.handle(), &AUTHOR, author(), &full).await.expect("created");
        let books = Projection::full(&BOOK);
        let book = create(db.handle(), &BOOK, book(&ursula, "9780000000001"), &books)
            .await
            .expect("created");
        let marks = Projection::full(&SHELF_MARK);
        let mut key = key_of(&book);
        key.push(Value::Int(3));
        for created in [true, false] {
            let update = Update::new(&SHELF_MARK, changes(&SHELF_MARK, json!({"note": "x"})));
            let written =
                replace(db.handle(), &SHELF_MARK, &key, update, &marks).await.expect("replaced");
            assert_eq!(written.created, created);
            assert_eq!(json_of(&written.record)["position"], 3);
        }
        let unknown = vec![Value::Uuid(uuid::Uuid::now_v7())];
        let update = Update::new(&AUTHOR, author());
        let missing = replace(db.handle(), &AUTHOR, &unknown, update, &full).await;
        assert!(matches!(missing, Err(Error::NotFound)));
        // The join entity goes with the book.
        let none = Precondition::default();
        delete(db.handle(), &BOOK, &key[..1], none, &books).await.expect("deleted");
        assert_eq!(read(db.handle(), &SHELF_MARK, &key, &marks).await.expect("read"), None);
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other() {
    on_every_database(TABLES, async |db| {
        let parents =
            create_many(db.handle(), &BASKET, vec![Changes::new(&BASKET); 3], &Rows::of(&BASKET))
                .await
                .expect("created");
        let mut baskets = vec![Changes::new(&BASKET); 8];
        for (index, basket) in baskets.iter_mut().enumerate() {
            basket.set(1, parents[index % 3][0].clone());
        }
        create_many(db.handle(), &BASKET, baskets, &Rows::of(&BASKET)).await.expect("created");
        for sort in
            [vec![], vec![(0, true)], vec![(1, false)], vec![(1, true)], vec![(1, true), (0, true)]]
        {
            let mut query = Query::all(&BASKET);
            query.sort = sort
                .iter()
                .map(|&(column, descending)| crate::query::Sort::column(column, descending))
                .collect();
            let all = list_rows(db.handle(), &BASKET, &query).await.expect("listed").0;
            assert_eq!(all.len(), 11);
            query.limit = Some(2);
            query.count = true;
            let mut paged = Vec::new();
            loop {
                let page = list(db.handle(), &BASKET, &query, &Projection::full(&BASKET), b"")
                    .await
                    .expect("listed");
                assert_eq!(page.total, Some(11));
                let items: Vec<serde_json::Value> =
                    serde_json::from_slice(&page.items).expect("JSON");
                paged.extend(items.iter().map(|item| Value::Int(item["id"].as_i64().expect("id"))));
                query.after = page.around.next;
                if query.after.is_none() {
                    break;
                }
            }
            let ids: Vec<_> = all.iter().map(|row| row[0].clone()).collect();
            assert_eq!(paged, ids, "{sort:?}");
            if sort.first() == Some(&(1, false)) {
                assert!(all.iter().rev().take(3).all(|row| row[1].is_null()), "nulls are last");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_text_that_no_column_holds_is_compared_on_every_database() {
    on_every_database(TABLES, async |db| {
        for name in ["a", "ab", "b"] {
            let mut author = author();
            author.set(1, Value::Text(name.to_owned()));
            create(db.handle(), &AUTHOR, author, &Rows::of(&AUTHOR)).await.expect("created");
        }
        let text = || "a\0b".to_owned();
        let compare = |how| Filter::Compare(1, how, Value::Text(text()));
        let contains = || Filter::Text(1, TextMatch::Contains, text());
        for (filter, count) in [
            (compare(Comparison::Eq), 0),
            (compare(Comparison::Ne), 3),
            (compare(Comparison::Gt), 2),
            (compare(Comparison::Gte), 2),
            (compare(Comparison::Lt), 1),
            (compare(Comparison::Lte), 1),
            (Filter::In(1, vec![Value::Text(text()), Value::Text("b".to_owned())]), 1),
            (contains(), 0),
            (Filter::Text(1, TextMatch::StartsWith, text()), 0),
            (Filter::Not(Box::new(contains())), 3),
        ] {
            let shown = format!("{filter:?}");
            let query = Query { filter, ..Query::all(&AUTHOR) };
            let found = list_rows(db.handle(), &AUTHOR, &query).await.expect("listed").0;
            assert_eq!(found.len(), count, "{shown}");
        }
    })
    .await;
}

#[test]
fn one_large_record_does_not_make_every_list_large() {
    let projection = Projection::full(&BOOK);
    projection.note_list(1 << 30, 1);
    assert!(projection.list_size(Some(1000)) <= 1 << 20);
    projection.note_list(usize::MAX, 1);
    assert!(projection.list_size(None) <= 1 << 20);
    projection.note_list(20_000, 100);
    assert!(projection.list_size(Some(1000)) >= 200_000);
}
