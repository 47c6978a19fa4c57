//! A condition that goes back and forth over a join looks at each link a few times, not at each way
//! over them.

use crud_test_databases::{Database, Kind};

use super::depth::steps;
use super::runtime;
use super::world::{PERSON, TABLES, TAG, WORK, WORK_TAG};
use crate::model::{Changes, Table, Value};
use crate::query::{Comparison, Filter, Quantifier, Query};
use crate::sql::{self, Dialect};
use crate::store::Db;
use crate::store::dao::{self, Rows};
use crate::store::fixture::open;

const WORKS: i64 = 20;
const TAGS: i64 = 500;

async fn create(db: &Db, table: &'static Table, rows: impl Iterator<Item = Vec<Value>>) {
    let all = rows.map(|row| Changes::from_row(table, row)).collect();
    dao::create_many(db.handle(), table, all, &Rows::none(table)).await.expect("created");
}

/// Every work has every tag.
async fn fill(db: &Db) {
    let (int, text) = (Value::Int, |text: &str| Value::Text(text.to_owned()));
    create(db, &PERSON, [vec![int(1), text("a"), Value::Null, Value::Null]].into_iter()).await;
    let work = |id| {
        let (title, at) = (text("a"), Value::Timestamp(chrono::DateTime::UNIX_EPOCH));
        let null = Value::Null;
        vec![
            int(id),
            int(1),
            null.clone(),
            title,
            null.clone(),
            null.clone(),
            Value::Bool(true),
            null,
            at,
        ]
    };
    create(db, &WORK, (1..=WORKS).map(work)).await;
    create(db, &TAG, (1..=TAGS).map(|id| vec![int(id), text("a")])).await;
    let of_work = |work| (1..=TAGS).map(move |tag| vec![int(work), int(tag)]);
    create(db, &WORK_TAG, (1..=WORKS).flat_map(of_work)).await;
}

#[test]
fn a_way_back_and_forth_is_not_walked_for_each_record() {
    if !Kind::File.is_tested() {
        return;
    }
    runtime().block_on(async {
        let database = Database::new(Kind::File).await;
        let db = open(&database, "", TABLES).await;
        fill(&db).await;
        let related = |table: &'static Table, name, quantifier, part| {
            let relation = table.relations.iter().position(|relation| relation.name == name);
            Filter::Related(relation.expect("a relation"), quantifier, Box::new(part))
        };
        for quantifier in [Quantifier::Some, Quantifier::None, Quantifier::Every] {
            let nobody = Value::Text("nobody\u{1}".to_owned());
            let title = Filter::Compare(3, Comparison::Eq, nobody);
            let works = related(&TAG, "works", quantifier, title);
            let tags = related(&WORK, "tags", quantifier, works);
            let filter = related(&TAG, "works", quantifier, tags);
            let query = Query { filter, ..Query::all(&TAG) };
            let statement = sql::page(Dialect::Sqlite, &TAG, &[0], &query, Some(50));
            let steps = steps(&database, &statement);
            let links = u64::try_from(WORKS * TAGS).expect("few");
            println!("{quantifier:?}: {steps} steps for {links} links");
            assert!(steps < 60 * links, "{quantifier:?}: {steps}: {}", statement.text);
        }
        db.close().await;
    });
}
