//! Records that embed others.

use futures_util::FutureExt as _;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::fixture::{COPY, DESK, MARK, TABLES, TAG, WORK, WRITER, create};
use crate::error::Error;
use crate::model::{Table, Value};
use crate::query::{Comparison, Filter, Include, Query, Sort, include};
use crate::store::Db;
use crate::store::dao::{self, Projection};
use crate::store::fixture::on_every_database;
use crate::store::task::work;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn tag(number: u128) -> Value {
    Value::Uuid(Uuid::from_u128(number))
}

/// Three writers: Ann taught Ben, and Ben Cid. Ann has two works, Ben one, and one is nobody's.
async fn fill(db: &Db) {
    use Value::{Int, Null};
    for (name, teacher) in [("Ann", Null), ("Ben", Int(1)), ("Cid", Int(2))] {
        create(db, &WRITER, &[Null, text(name), teacher, text("hidden")]).await;
    }
    let price = |cents| Value::Decimal(Decimal::new(cents, 2));
    for (shelf, place, price, writer, reader) in [
        (1, 1, price(1250), Int(1), text("Cid")),
        (1, 2, Null, Int(1), Null),
        (2, 1, price(5), Int(2), text("Ann")),
        (2, 2, price(700), Null, text("Cid")),
    ] {
        create(db, &WORK, &[Int(shelf), Int(place), price, writer, reader]).await;
    }
    for (shelf, place, state) in [
        (Int(1), Int(1), Int(3)),
        (Int(1), Int(1), Null),
        (Int(1), Int(1), Int(1)),
        (Int(2), Int(1), Int(2)),
        (Int(1), Null, Int(9)),
    ] {
        create(db, &COPY, &[Null, shelf, place, state]).await;
    }
    for (id, word) in [(1, "new"), (2, "old")] {
        create(db, &TAG, &[tag(id), text(word)]).await;
    }
    for (shelf, place, id) in [(1, 1, 2), (1, 1, 1), (1, 1, 2), (2, 1, 2)] {
        create(db, &MARK, &[Int(shelf), Int(place), tag(id)]).await;
    }
    create(db, &DESK, &[Null, Int(2)]).await;
    create(db, &DESK, &[Null, Null]).await;
}

async fn list(db: &Db, table: &'static Table, query: &Query) -> Result<Json, Error> {
    let full = match &query.fields {
        Some(fields) => Projection::of(table, fields),
        None => Projection::full(table),
    };
    let listing = dao::list(db.handle(), table, query, &full, b"").await?;
    Ok(serde_json::from_slice(&listing.items).expect("JSON"))
}

async fn included(db: &Db, table: &'static Table, paths: &str) -> Json {
    let include = include::parse(table, paths).expect(paths);
    list(db, table, &Query { include, ..Query::all(table) }).await.expect(paths)
}

/// The members of these names of each record.
fn pick(records: &Json, names: &[&str]) -> Vec<Vec<Json>> {
    let records = records.as_array().expect("an array").iter();
    records.map(|record| names.iter().map(|name| record[name].clone()).collect()).collect()
}

fn ids(records: &Json) -> Vec<Json> {
    pick(records, &["id"]).concat()
}

#[tokio::test]
async fn every_kind_of_relation_is_embedded() {
    on_every_database(TABLES, async |db| {
        fill(&db).await;
        let writers = included(&db, &WRITER, "teacher,pupils,works,desk").await;
        let person = |id, name, teacher| json!({"id": id, "na\"me": name, "teacher_id": teacher});
        let work = |shelf, place, price, writer, reader| {
            json!({"shelf": shelf, "place": place, "price": price, "writer_id": writer,
                "reader": reader, "body": null})
        };
        let (none, no) = (Json::Null, json!([]));
        assert_eq!(
            pick(&writers, &["id", "na\"me", "secret", "teacher", "pupils", "works", "desk"]),
            [
                vec![
                    json!(3),
                    json!("Cid"),
                    none.clone(),
                    person(2, "Ben", json!(1)),
                    no.clone(),
                    no.clone(),
                    none.clone()
                ],
                vec![
                    json!(2),
                    json!("Ben"),
                    none.clone(),
                    person(1, "Ann", Json::Null),
                    json!([person(3, "Cid", json!(2))]),
                    json!([work(2, 1, json!("0.05"), json!(2), json!("Ann"))]),
                    json!({"id": 1, "writer_id": 2})
                ],
                vec![
                    json!(1),
                    json!("Ann"),
                    none.clone(),
                    none.clone(),
                    json!([person(2, "Ben", json!(1))]),
                    json!([
                        work(1, 1, json!("12.50"), json!(1), json!("Cid")),
                        work(1, 2, Json::Null, json!(1), Json::Null)
                    ]),
                    none
                ],
            ]
        );
        let works = included(&db, &WORK, "copies,tags,reader_").await;
        let works = works.as_array().expect("an array");
        let all = |name: &str| works.iter().map(|work| ids(&work[name])).collect::<Vec<_>>();
        assert_eq!(
            all("copies"),
            [vec![json!(1), json!(2), json!(3)], vec![], vec![json!(4)], vec![]]
        );
        let tagged = works.iter().map(|work| pick(&work["tags"], &["word"]).concat());
        assert_eq!(tagged.collect::<Vec<_>>(), [vec!["new", "old"], vec![], vec!["old"], vec![]]);
        let readers = works.iter().map(|work| work["reader_"]["id"].clone());
        assert_eq!(readers.collect::<Vec<_>>(), [json!(3), Json::Null, json!(1), json!(3)]);
    })
    .await;
}

#[tokio::test]
async fn what_is_embedded_embeds_in_turn() {
    on_every_database(TABLES, async |db| {
        fill(&db).await;
        let tags = included(&db, &TAG, "works.copies,works.writer.teacher").await;
        let shape = tags.as_array().expect("an array").iter().map(|tag| {
            pick(&tag["works"], &["shelf", "place", "copies", "writer"])
                .into_iter()
                .map(|work| (work[0].clone(), ids(&work[2]), work[3]["teacher"]["na\"me"].clone()))
                .collect::<Vec<_>>()
        });
        let first = (json!(1), vec![json!(1), json!(2), json!(3)], Json::Null);
        assert_eq!(
            shape.collect::<Vec<_>>(),
            [vec![first.clone()], vec![first, (json!(2), vec![json!(4)], json!("Ann"))]]
        );
    })
    .await;
}

#[tokio::test]
async fn an_include_has_its_own_filter_order_limit_and_fields() {
    on_every_database(TABLES, async |db| {
        fill(&db).await;
        let copies = |query| Include { relation: 2, query };
        let ask = async |query, fields: Option<Vec<usize>>| {
            let query = Query { include: vec![copies(query)], fields, ..Query::all(&WORK) };
            list(&db, &WORK, &query).await.expect("listed")
        };
        let all = || Query::all(&COPY);
        let by_state = || vec![Sort::column(3, true)];
        let orders = async |query| {
            let works = ask(query, None).await;
            pick(&works, &["copies"]).iter().map(|work| ids(&work[0])).collect::<Vec<_>>()
        };
        assert_eq!(
            orders(Query { sort: by_state(), ..all() }).await,
            [vec![json!(2), json!(1), json!(3)], vec![], vec![json!(4)], vec![]]
        );
        assert_eq!(
            orders(Query { sort: by_state(), limit: Some(2), ..all() }).await,
            [vec![json!(2), json!(1)], vec![], vec![json!(4)], vec![]]
        );
        let filter = Filter::Compare(3, Comparison::Gte, Value::Int(2));
        assert_eq!(
            orders(Query { filter, limit: Some(1), ..all() }).await,
            [vec![json!(1)], vec![], vec![json!(4)], vec![]]
        );
        // What belongs together by what is not shown.
        let works =
            ask(Query { fields: Some(vec![3]), limit: Some(1), ..all() }, Some(vec![2])).await;
        assert_eq!(
            works,
            json!([
                {"price": "12.50", "copies": [{"state": 3}]},
                {"price": null, "copies": []},
                {"price": "0.05", "copies": [{"state": 2}]},
                {"price": "7.00", "copies": []},
            ])
        );
        // Through a join that has a pair twice.
        let tags = Query { sort: vec![Sort::column(1, true)], limit: Some(1), ..Query::all(&TAG) };
        let include = vec![Include { relation: 3, query: tags }];
        let works =
            list(&db, &WORK, &Query { include, ..Query::all(&WORK) }).await.expect("listed");
        let tagged: Vec<_> =
            pick(&works, &["tags"]).iter().map(|work| pick(&work[0], &["word"]).concat()).collect();
        assert_eq!(tagged, [vec![json!("old")], vec![], vec![json!("old")], vec![]]);
    })
    .await;
}

#[tokio::test]
async fn a_record_embeds_as_a_list_does() {
    on_every_database(TABLES, async |db| {
        fill(&db).await;
        let include = || include::parse(&WRITER, "works.tags,teacher").expect("allowed");
        let read = async |id| {
            let full = Projection::full(&WRITER);
            dao::read_with(db.handle(), &WRITER, &[Value::Int(id)], &full, include()).await
        };
        let listed = list(&db, &WRITER, &Query { include: include(), ..Query::all(&WRITER) }).await;
        let listed = listed.expect("listed");
        for index in 0..3 {
            let id = listed[index]["id"].as_i64().expect("a number");
            let body = read(id).await.expect("read").expect("there");
            assert_eq!(serde_json::from_slice::<Json>(&body).expect("JSON"), listed[index]);
        }
        assert_eq!(read(9).await.expect("read"), None);
        assert_eq!(db.idle_readers().0, db.idle_readers().1);
    })
    .await;
}

#[tokio::test]
async fn rows_come_for_each_parent_in_their_order() {
    on_every_database(TABLES, async |db| {
        fill(&db).await;
        let parents = vec![
            vec![Value::Int(2)],
            vec![Value::Null],
            vec![Value::Int(1)],
            vec![Value::Int(7)],
            vec![Value::Int(1)],
        ];
        let query = Query { sort: vec![Sort::column(1, true)], ..Query::all(&WORK) };
        let read = work(move |connection| {
            let (parents, query) = (parents.clone(), query.clone());
            async move { dao::related(connection, &WRITER, 2, &parents, &query).await }.boxed()
        });
        let found = db.read(false, read).await.expect("found");
        let places: Vec<Vec<_>> =
            found.iter().map(|rows| rows.iter().map(|row| row[1].clone()).collect()).collect();
        let ann = vec![Value::Int(2), Value::Int(1)];
        assert_eq!(places, [vec![Value::Int(1)], vec![], ann.clone(), vec![], ann]);
    })
    .await;
}
