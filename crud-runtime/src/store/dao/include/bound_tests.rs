//! What embedding takes at most: statements, records, bytes; and that it is of one state.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crud_test_databases::on_each;
use futures_util::FutureExt as _;
use uuid::Uuid;

use super::fixture::{COPY, MARK, TABLES, TAG, WORK, WRITER, create};
use crate::error::{Error, Result};
use crate::model::{Changes, Table, Value};
use crate::query::{Query, include};
use crate::store::Db;
use crate::store::dao::{self, Listing, Projection, Rows};
use crate::store::fixture::{SHARED, on_every_database, open};
use crate::store::task::work;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

async fn create_all(db: &Db, table: &'static Table, records: impl Iterator<Item = Vec<Value>>) {
    let changes = records.map(|values| {
        let mut changes = Changes::new(table);
        for (column, value) in values.into_iter().enumerate().filter(|(_, value)| !value.is_null())
        {
            changes.set(column, value);
        }
        changes
    });
    let changes = changes.collect();
    dao::create_many(db.handle(), table, changes, &Rows::none(table)).await.expect("created");
}

fn asked(table: &'static Table, paths: &str, limit: Option<u32>) -> Query {
    Query { include: include::parse(table, paths).expect(paths), limit, ..Query::all(table) }
}

async fn list(db: &Db, table: &'static Table, query: &Query) -> Result<Listing> {
    dao::list(db.handle(), table, query, &Projection::full(table), b"").await
}

#[tokio::test]
async fn there_is_one_statement_for_each_relation_whatever_the_number_of_records() {
    on_every_database(TABLES, async |db| {
        use Value::{Int, Null};
        let tag = |number: i64| Value::Uuid(Uuid::from_u128(number.unsigned_abs().into()));
        create(&db, &WRITER, &[Null, text("first"), Null, text("s")]).await;
        let name = |number| Value::Text(format!("writer {number}"));
        let writers = (0..20).map(|number| vec![Null, name(number), Int(1), text("s")]);
        create_all(&db, &WRITER, writers).await;
        create_all(&db, &TAG, (0..7).map(|number| vec![tag(number), name(number)])).await;
        let place = |number: i64| (Int(number / 50), Int(number % 50));
        let works = (0..1000).map(|number| {
            let (shelf, place) = place(number);
            vec![shelf, place, Null, Int(number % 20 + 2)]
        });
        create_all(&db, &WORK, works).await;
        let copies = (0..1000).map(|number| {
            let (shelf, place) = place(number);
            vec![Null, shelf, place]
        });
        create_all(&db, &COPY, copies).await;
        let marks = (0..1000).map(|number| {
            let (shelf, place) = place(number);
            vec![shelf, place, tag(number % 7)]
        });
        create_all(&db, &MARK, marks).await;
        for limit in [1, 100, 1000] {
            for (paths, relations) in
                [("writer", 1), ("copies,tags", 2), ("writer.teacher,copies", 3)]
            {
                let before = db.statements();
                let query = asked(&WORK, paths, Some(limit));
                let listing = list(&db, &WORK, &query).await.expect("listed");
                assert_eq!(listing.read, limit as usize);
                assert_eq!(db.statements() - before, 1 + relations, "{paths} of {limit}");
            }
        }
        // A page without records embeds nothing.
        let (before, query) = (db.statements(), asked(&WORK, "copies", Some(5)));
        let query = Query { offset: 5000, ..query };
        assert_eq!(list(&db, &WORK, &query).await.expect("listed").items, b"[]");
        assert_eq!(db.statements() - before, 1);
    })
    .await;
}

#[tokio::test]
async fn more_records_than_one_answer_holds_are_refused() {
    on_every_database(TABLES, async |db| {
        create(&db, &WORK, &[Value::Int(1), Value::Int(1)]).await;
        create(&db, &COPY, &[Value::Null, Value::Int(1), Value::Int(1)]).await;
        let double = "INSERT INTO copies (shelf, place) SELECT shelf, place FROM copies";
        let query = asked(&WORK, "copies", None);
        for _ in 0..13 {
            db.write(work(move |connection| connection.run(double).boxed()))
                .await
                .expect("doubled");
        }
        let items = list(&db, &WORK, &query).await.expect("listed").items;
        let items: serde_json::Value = serde_json::from_slice(&items).expect("JSON");
        assert_eq!(items[0]["copies"].as_array().map(Vec::len), Some(8192));
        db.write(work(move |connection| connection.run(double).boxed())).await.expect("doubled");
        for paths in ["copies", "copies.work"] {
            let refused = list(&db, &WORK, &asked(&WORK, paths, None)).await;
            let Err(Error::TooMany { relation, most }) = refused else { panic!("{refused:?}") };
            assert_eq!((&*relation, most), ("copies", "10,000 records"));
        }
        // Fewer of each are no more than fit.
        let mut few = asked(&WORK, "copies", None);
        few.include[0].query.limit = Some(3);
        let items = list(&db, &WORK, &few).await.expect("listed").items;
        let items: serde_json::Value = serde_json::from_slice(&items).expect("JSON");
        assert_eq!(items[0]["copies"].as_array().map(Vec::len), Some(3));
        assert_eq!(db.idle_readers().0, db.idle_readers().1);
    })
    .await;
}

#[tokio::test]
async fn a_page_ends_where_what_it_embeds_fills_it() {
    const COPIES: usize = 20;
    on_every_database(TABLES, async |db| {
        let large = Value::Text("x".repeat(1 << 20));
        let null = Value::Null;
        create(
            &db,
            &WORK,
            &[Value::Int(1), Value::Int(1), null.clone(), null.clone(), null, large],
        )
        .await;
        for _ in 0..COPIES {
            create(&db, &COPY, &[Value::Null, Value::Int(1), Value::Int(1)]).await;
        }
        let mut query = asked(&COPY, "work", Some(50));
        let mut ids = Vec::new();
        loop {
            let page = list(&db, &COPY, &query).await.expect("a page");
            assert!(page.items.len() < 10 << 20, "{}", page.items.len());
            let items: serde_json::Value = serde_json::from_slice(&page.items).expect("JSON");
            let items = items.as_array().expect("an array");
            assert!(items.iter().all(|copy| copy["work"]["body"].as_str().is_some()));
            assert_eq!(items.len(), page.read);
            ids.extend(items.iter().map(|copy| copy["id"].as_i64().expect("a number")));
            match page.around.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        assert_eq!(ids, (1..=20).collect::<Vec<_>>());
        let backward = Query { after: None, before: Some(Vec::new()), ..query };
        let page = list(&db, &COPY, &backward).await.expect("a page");
        let items: serde_json::Value = serde_json::from_slice(&page.items).expect("JSON");
        let items = items.as_array().expect("an array");
        let ids: Vec<_> = items.iter().map(|copy| copy["id"].as_i64().expect("one")).collect();
        assert_eq!(ids.last(), Some(&20));
        assert!(ids.is_sorted() && ids.len() < 20, "{ids:?}");
        assert!(page.around.prev.is_some());
        // One record that embeds more than memory is for.
        let refused = list(&db, &WORK, &asked(&WORK, "copies.work", None)).await;
        assert!(refused.is_ok(), "20 MiB are no more than 32");
        let double = "INSERT INTO copies (shelf, place) SELECT shelf, place FROM copies";
        db.write(work(move |connection| connection.run(double).boxed())).await.expect("doubled");
        let refused = list(&db, &WORK, &asked(&WORK, "copies.work", None)).await;
        assert!(
            matches!(refused, Err(Error::TooMany { most: "32 MiB", .. })),
            "{:?}",
            refused.err()
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_embedded_is_of_one_state_with_what_it_belongs_to() {
    on_each(SHARED, async |database| {
        let db = open(database, "", TABLES).await;
        create(&db, &WRITER, &[Value::Null, text("writer"), Value::Null, text("s")]).await;
        create(&db, &WORK, &[Value::Int(1), Value::Int(1), Value::Null, Value::Int(1)]).await;
        let (is_over, moves) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
        let writing = tokio::spawn({
            let (db, is_over, moves) = (db.clone(), Arc::clone(&is_over), Arc::clone(&moves));
            async move {
                let mut id = 1;
                while !is_over.load(Ordering::Relaxed) {
                    id += 1;
                    let written = db.write(work(move |connection| {
                        async move {
                            let sql = [
                                format!(
                                    "INSERT INTO writers (id, \"na\"\"me\", secret) \
                                     VALUES ({id}, '{id}', 's')"
                                ),
                                format!("UPDATE works SET writer_id = {id}"),
                                format!("DELETE FROM writers WHERE id = {}", id - 1),
                            ];
                            for sql in sql {
                                connection.run(&sql).await?;
                            }
                            Ok(())
                        }
                        .boxed()
                    }));
                    written.await.expect("written");
                    moves.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        for _ in 0..200 {
            let items =
                list(&db, &WORK, &asked(&WORK, "writer", None)).await.expect("listed").items;
            let items: serde_json::Value = serde_json::from_slice(&items).expect("JSON");
            assert_eq!(items[0]["writer"]["id"], items[0]["writer_id"]);
            tokio::task::yield_now().await;
        }
        is_over.store(true, Ordering::Relaxed);
        writing.await.expect("no panic");
        db.close().await;
    })
    .await;
}
