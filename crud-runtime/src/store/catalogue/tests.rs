//! What was made reads back as what it was made from, and every change is found.

use crud_test_databases::on_each;

use super::Weight::{Heavy, Light};
use super::{Catalogue, Difference};
use crate::fixture::{AUTHOR, BASKET, BOOK, CHICKEN, EGG, SHELF_MARK};
use crate::model::{Number, OnDelete, Table, Value};
use crate::sql::ddl_tests::{LINES, ORDERS, THINGS};
use crate::sql::shape::{self, Kind};
use crate::sql::{self, Dialect};
use crate::store::Db;
use crate::store::fixture::{KINDS, open};
use crate::store::properties::VALUES;
use crate::store::task::work;

const SETS: &[&[&Table]] = &[
    &[&THINGS, &ORDERS, &LINES],
    &[&AUTHOR, &BOOK, &SHELF_MARK],
    &[&CHICKEN, &EGG],
    &[&BASKET],
    &[&VALUES],
];

fn shapes(tables: &[&'static Table]) -> Vec<shape::Table> {
    tables.iter().map(|table| shape::Table::of(table)).collect()
}

async fn read(db: &Db) -> Catalogue {
    let read = work(|connection| Box::pin(Catalogue::read(connection)));
    db.write(read).await.expect("the catalogue is read")
}

async fn expected(db: &Db, shapes: Vec<shape::Table>) -> Catalogue {
    let made = work(move |connection| {
        let shapes = shapes.clone();
        Box::pin(async move { Catalogue::expected_by(connection, &shapes).await })
    });
    db.write(made).await.expect("the twins are made")
}

async fn run(db: &Db, statements: Vec<String>) {
    let done = work(move |connection| {
        let statements = statements.clone();
        Box::pin(async move {
            for statement in statements {
                connection.run(&statement).await?;
            }
            Ok(())
        })
    });
    db.write(done).await.expect("the statements run");
}

#[tokio::test]
async fn what_was_made_reads_back_without_a_difference() {
    on_each(KINDS, async |database| {
        let all: Vec<&'static Table> = SETS.concat();
        let db = open(database, "", &all).await;
        let found = read(&db).await;
        let shapes = shapes(&all);
        let structure = Catalogue::expected(found.dialect, &shapes).expect("there are such tables");
        assert_eq!(found.differences(&structure), Vec::<String>::new(), "structure");
        let exact = expected(&db, shapes).await;
        assert_eq!(found.differences(&exact), Vec::<String>::new(), "expressions");
        let unknown = exact.tables.iter().any(|table| {
            table.columns.iter().any(|column| column.default.as_deref() == Some("?"))
                || table.checks.iter().any(|check| check.expression == "?")
        });
        assert!(!unknown, "the twins say everything: {exact:#?}");
        // The twins have left nothing.
        assert_eq!(read(&db).await, found);
        db.close().await;
    })
    .await;
}

/// What is done to the tables, a part of what is said of it, and how much it matters.
type Planted = (fn(&mut [shape::Table]), &'static str, super::Weight);

const THING: usize = 0;
const LINE: usize = 2;

fn column<'t>(tables: &'t mut [shape::Table], table: usize, name: &str) -> &'t mut shape::Column {
    tables[table].columns.iter_mut().find(|column| column.name == name).expect("the column")
}

const PLANTED: &[Planted] = &[
    (|all| column(all, THING, "large").kind = Kind::F64, "the column `large` is ", Heavy),
    (|all| column(all, THING, "real").kind = Kind::I64, "the column `real` is ", Heavy),
    (
        |all| column(all, THING, "large").nullable = false,
        "the column `large` is NOT NULL, which is not expected",
        Heavy,
    ),
    (
        |all| column(all, THING, "document").nullable = true,
        "the column `document` may be null, which is not expected",
        Heavy,
    ),
    (
        |all| column(all, THING, "small").default = Some(shape::Default::Value(Value::Int(-6))),
        "the default of the column `small` is ",
        Light,
    ),
    (|all| column(all, THING, "since").default = None, "the column `since` has no default", Heavy),
    (
        |all| {
            column(all, THING, "version").default = Some(shape::Default::Value(Value::Int(1)));
        },
        "the column `version` has the default ",
        Light,
    ),
    (
        |all| {
            let sql = "CURRENT_TIMESTAMP + INTERVAL '1' DAY";
            let sqlite = "datetime(CURRENT_TIMESTAMP, '+1 day')";
            let is_sqlite = all[THING].sql_options.sqlite.take().is_some();
            let sql = if is_sqlite { sqlite } else { sql };
            column(all, THING, "since").default = Some(shape::Default::Sql(sql.to_owned()));
        },
        "the default of the column `since` is ",
        Light,
    ),
    (
        |all| "flag AND small > 0".clone_into(&mut all[THING].checks[0].expression),
        "the check `ck_things_flagged` is (",
        Light,
    ),
    (|all| "ck_other".clone_into(&mut all[THING].checks[0].name), "the check ", Light),
    (|all| all[THING].checks.clear(), "the check `ck_things_flagged` is missing: (", Light),
    (
        |all| {
            column(all, THING, "colour").kind =
                Kind::Enum(vec!["red".into(), "it's \\ bluE".into()]);
        },
        "the check `ck_things_colour_words` is (",
        Light,
    ),
    (
        |all| column(all, THING, "natural").range = Some((None, Some(Number::new(8, 0)))),
        "the check `ck_things_natural_range` is (",
        Light,
    ),
    (
        |all| drop(all[THING].uniques.pop()),
        "the index `uq_things_code_flag` is missing: UNIQUE (code, flag)",
        Heavy,
    ),
    (
        |all| all[THING].uniques[1].columns.reverse(),
        "the index `uq_things_code_flag` is UNIQUE (flag, code), not UNIQUE (code, flag)",
        Heavy,
    ),
    (
        |all| drop(all[THING].indexes.remove(0)),
        "the index `ix_things_day_time` is missing: (day, time",
        Light,
    ),
    (
        |all| all[THING].indexes[0].columns = vec!["day".into(), "at".into()],
        "the index `ix_things_day_time` is (day, at",
        Light,
    ),
    (
        |all| all[THING].indexes[0].descending = vec!["day".into()],
        "the index `ix_things_day_time` is (day DESC, time",
        Light,
    ),
    (
        |all| "ix_mine".clone_into(&mut all[THING].indexes[0].name),
        "is called `ix_mine`, not `ix_things_day_time`",
        Light,
    ),
    (
        |all| {
            let mut more = all[THING].indexes[0].clone();
            more.name = "ix_more".to_owned();
            more.columns = vec!["natural".to_owned()];
            all[THING].indexes.push(more);
        },
        "the index `ix_more` is there, and is not expected: (natural",
        Light,
    ),
    (
        |all| all[LINE].references[0].on_delete = OnDelete::Restrict,
        "ON DELETE RESTRICT, not (order_id) REFERENCES `orders` (id) ON DELETE CASCADE",
        Heavy,
    ),
    (
        |all| drop(all[LINE].references.pop()),
        "the foreign key `fk_lines_thing_code` is missing: (thing_code) REFERENCES `things` (code)",
        Heavy,
    ),
    (
        |all| {
            let mut more = all[THING].columns[4].clone();
            more.name = "more".to_owned();
            all[THING].columns.insert(3, more);
        },
        "the column `more` is there, and is not expected",
        Light,
    ),
    (
        |all| {
            let mut more = all[THING].columns[3].clone();
            more.name = "more".to_owned();
            all[THING].columns.push(more);
        },
        "no record can be made without it",
        Heavy,
    ),
    (
        |all| all[THING].columns.retain(|column| column.name != "file"),
        "the column `file` is missing",
        Heavy,
    ),
];

/// What `MySQL` has no such key for.
const KEYS: &[Planted] = &[(
    |all| all[LINE].key.columns.reverse(),
    "the primary key is (number, order_id), not (order_id, number)",
    Heavy,
)];

/// Comments, where there are any.
const COMMENTS: &[Planted] = &[
    (
        |all| "Another".clone_into(&mut all[THING].comment),
        "the comment is \"Another\", not \"It's one of each kind.\"",
        Light,
    ),
    (
        |all| column(all, THING, "id").comment.clear(),
        "the comment of the column `id` is missing: \"Never given \\\\ twice.\"",
        Light,
    ),
];

#[tokio::test]
async fn what_serves_a_search_is_missed() {
    on_each(KINDS, async |database| {
        let db = open(database, "", &[&THINGS, &ORDERS, &LINES]).await;
        let exact = expected(&db, shapes(&[&THINGS, &ORDERS, &LINES])).await;
        assert_eq!(read(&db).await.compare(&exact), []);
        let (part, weight) = match exact.dialect {
            Dialect::Sqlite => ("DROP TRIGGER \"_search_things_update\"", Heavy),
            Dialect::Postgres => ("DROP INDEX \"_search_things\"", Light),
            Dialect::Mysql => ("ALTER TABLE things DROP INDEX \"_search_things\"", Heavy),
        };
        run(&db, vec![part.to_owned()]).await;
        let told = read(&db).await.compare(&exact);
        let is_it = |one: &Difference| {
            one.text.contains("`_search_things`") && (&*one.table, one.weight) == ("things", weight)
        };
        assert!(told.iter().any(is_it), "{told:#?}");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn each_planted_change_is_found_and_named() {
    on_each(KINDS, async |database| {
        let db = Db::connect(&database.url_with("")).await.expect("the database opens");
        let mut ours = shapes(&[&THINGS, &ORDERS, &LINES]);
        // What serves a search differs with whatever it is over.
        for table in &mut ours {
            table.search = None;
        }
        let exact = expected(&db, ours.clone()).await;
        let comments = if exact.dialect == Dialect::Sqlite { &[] } else { COMMENTS };
        let keys = if exact.dialect == Dialect::Mysql { &[] } else { KEYS };
        for (place, (plant, said, weight)) in PLANTED.iter().chain(comments).chain(keys).enumerate()
        {
            let mut tables = ours.clone();
            // So that a plant knows where it is.
            let native = tables[THING].sql_options.clone();
            if exact.dialect == Dialect::Sqlite {
                tables[THING].sql_options.sqlite = Some("STRICT".to_owned());
            }
            plant(&mut tables);
            tables[THING].sql_options = native;
            let made = sql::create_tables(exact.dialect, &tables).expect("there are such tables");
            run(&db, made).await;
            let found = read(&db).await;
            let told = found.compare(&exact);
            let is_said = told.iter().any(|one| one.text.contains(said));
            let heaviest = told.iter().map(|one| one.weight).max();
            assert!(is_said && heaviest == Some(*weight), "{place}: {said}\n{told:#?}");
            // One plant is one difference, but for a type that has rules of its own, and for what
            // an index or a foreign key was over.
            assert!(told.len() <= 3, "{place}: {told:#?}");
            let structure = Catalogue::expected(exact.dialect, &ours).expect("such tables");
            // Without the expressions nothing else is told.
            let roughly = found.compare(&structure);
            let heavy =
                |all: &[super::Difference]| all.iter().filter(|one| one.weight == Heavy).count();
            assert!(roughly.len() <= told.len() + 1, "{place}: {roughly:#?}");
            assert_eq!(heavy(&roughly), heavy(&told), "{place}");
            run(&db, dropped(exact.dialect)).await;
        }
        db.close().await;
    })
    .await;
}

fn dropped(dialect: Dialect) -> Vec<String> {
    let all = match dialect {
        Dialect::Sqlite => {
            "PRAGMA defer_foreign_keys = on; DROP TABLE lines; DROP TABLE orders; DROP TABLE things"
        }
        Dialect::Postgres => "DROP TABLE \"lines\", orders, things CASCADE",
        Dialect::Mysql => {
            "SET foreign_key_checks = 0; DROP TABLE \"lines\", orders, things; SET foreign_key_checks = 1"
        }
    };
    vec![all.to_owned()]
}
