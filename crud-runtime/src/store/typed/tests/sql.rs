//! SQL of the user's own.

use crate::prelude::*;
use crate::store::fixture::on_every_database;
use crate::store::sql;

#[derive(CrudEnum, Clone, Copy, Debug, PartialEq)]
enum State {
    New,
    Worn,
}

/// A column of each type.
#[derive(Crud, Clone, Debug, PartialEq)]
#[crud(allow(all = public), table = "things")]
struct Thing {
    #[crud(primary_key)]
    id: i64,
    #[crud(length(..=100))]
    name: String,
    small: Option<i16>,
    middle: i32,
    natural: u32,
    ratio: f64,
    #[crud(decimal(10, 2))]
    price: Decimal,
    is_good: bool,
    token: Uuid,
    day: NaiveDate,
    hour: NaiveTime,
    at: DateTime<Utc>,
    octets: Vec<u8>,
    state: State,
    document: Json<Vec<i64>>,
}

fn thing(id: i64, price: &str) -> NewThing {
    NewThing {
        id,
        name: format!("thing {id}"),
        small: (id > 1).then_some(7),
        middle: -5,
        natural: u32::MAX,
        ratio: 0.25,
        price: price.parse().expect("a decimal"),
        is_good: true,
        token: Uuid::from_u128(7),
        day: "2024-05-01".parse().expect("a date"),
        hour: "12:30:00".parse().expect("a time"),
        at: "2024-05-01T12:30:00.000001Z".parse().expect("an instant"),
        octets: vec![0, 255],
        state: State::Worn,
        document: Json(vec![1, 2]),
    }
}

async fn two(db: &Db) -> Vec<Thing> {
    Thing::create_many(db, [thing(1, "12.50"), thing(2, "0.05")]).await.expect("things")
}

/// A column of each type.
type Row = (
    i64,
    String,
    Option<i16>,
    i32,
    u32,
    f64,
    bool,
    Uuid,
    NaiveDate,
    NaiveTime,
    DateTime<Utc>,
    Vec<u8>,
);

#[tokio::test]
async fn entities_are_found_by_the_names_of_their_columns() {
    on_every_database(&[Thing::TABLE], async |db| {
        let things = two(&db).await;
        let all = Thing::sql("SELECT t.*, 1 AS more FROM things t ORDER BY id").all(&db).await;
        assert_eq!(all.expect("things"), things);
        let dear = Thing::sql("SELECT * FROM things WHERE price > ? AND name <> ?")
            .bind_as(Thing::PRICE, 1)
            .bind("a '?' in a text");
        assert_eq!(dear.one(&db).await.expect("a thing"), things[0]);
        let error = Thing::sql("SELECT id, name FROM things").all(&db).await.expect_err("few");
        let text = format!("{error:?}");
        assert!(text.contains("lacks the columns `small`, `middle`"), "{text}");
        assert!(text.contains("select every column of things, or `*`"), "{text}");
        let twice = Thing::sql("SELECT a.*, b.* FROM things a, things b").all(&db).await;
        let text = format!("{:?}", twice.expect_err("which one"));
        assert!(text.contains("more than one column `id`"), "{text}");
        assert_eq!(
            Thing::sql("SELECT * FROM things WHERE id = 9").first(&db).await.ok(),
            Some(None)
        );
    })
    .await;
}

#[tokio::test]
async fn every_type_is_bound_and_read() {
    on_every_database(&[Thing::TABLE], async |db| {
        two(&db).await;
        let found = sql("SELECT id FROM things WHERE id = ? AND small IS NULL AND middle = ? \
                         AND \"natural\" = ? AND ratio = ? AND is_good = ? AND token = ? AND day = ? \
                         AND hour = ? AND at = ? AND octets = ? AND state = ?")
            .bind(1_i64)
            .bind(-5_i32)
            .bind(u32::MAX)
            .bind(0.25)
            .bind(true)
            .bind(Uuid::from_u128(7))
            .bind("2024-05-01".parse::<NaiveDate>().expect("a date"))
            .bind("12:30:00".parse::<NaiveTime>().expect("a time"))
            .bind("2024-05-01T12:30:00.000001Z".parse::<DateTime<Utc>>().expect("an instant"))
            .bind(&[0_u8, 255][..])
            .bind(State::Worn)
            .rows::<(i64,)>();
        assert_eq!(found.all(&db).await.expect("a row"), [(1,)]);
        let rows: Vec<Row> = sql("SELECT id, name, small, middle, \"natural\", ratio, is_good, \
                                  token, day, hour, at, octets FROM things ORDER BY id")
        .rows()
        .all(&db)
        .await
        .expect("rows");
        let NewThing { token, day, hour, at, octets, .. } = thing(1, "1");
        let name = "thing 1".to_owned();
        let first = (1, name, None, -5, u32::MAX, 0.25, true, token, day, hour, at, octets);
        assert_eq!((&rows[0], rows[1].2), (&first, Some(7)));
        let (state, Json(document)): (State, Json<Vec<i64>>) =
            sql("SELECT state, document FROM things WHERE id = 1").rows().one(&db).await.expect("a row");
        assert_eq!((state, document), (State::Worn, vec![1, 2]));
    })
    .await;
}

#[tokio::test]
async fn computed_values_are_read_as_what_they_are() {
    on_every_database(&[Thing::TABLE], async |db| {
        two(&db).await;
        let (count, sum, mean): (i32, i64, f64) =
            sql("SELECT count(*), sum(middle), avg(middle) FROM things")
                .rows()
                .one(&db)
                .await
                .expect("a row");
        assert_eq!((count, sum, mean), (2, -10, -5.0));
        let none: (Option<i64>, Option<String>) =
            sql("SELECT max(id), max(name) FROM things WHERE id > 9")
                .rows()
                .one(&db)
                .await
                .expect("a row");
        assert_eq!(none, (None, None));
        let money = sql("SELECT sum(price) FROM things").rows::<(Decimal,)>().one(&db).await;
        if db.dialect() == crate::sql::Dialect::Sqlite {
            let text = format!("{:?}", money.expect_err("its form is SQLite's"));
            assert!(text.contains("without their point"), "{text}");
            let digits = sql("SELECT sum(price) FROM things").rows::<(i64,)>().one(&db).await;
            assert_eq!(digits.expect("digits"), (1255,));
            let bound =
                sql("SELECT id FROM things WHERE price > ?").bind(Decimal::ONE).execute(&db).await;
            assert!(format!("{:?}", bound.expect_err("which scale")).contains("bind_as"));
        } else {
            assert_eq!(money.expect("a sum").0.to_string(), "12.55");
            let (exact, third): (Decimal, Decimal) =
                sql("SELECT price + ?, avg(price) OVER () / 3 FROM things ORDER BY id LIMIT 1")
                    .bind(Decimal::new(-1_234_567, 6))
                    .rows()
                    .one(&db)
                    .await
                    .expect("a row");
            assert_eq!(exact.to_string(), "11.265433");
            assert!(third.to_string().starts_with("2.0916"), "{third}");
        }
        let wrong = sql("SELECT name FROM things").rows::<(i64,)>().all(&db).await;
        let text = format!("{:?}", wrong.expect_err("a text"));
        assert!(text.contains("not an integer: cast it"), "{text}");
        let few = sql("SELECT id FROM things").rows::<(i64, i64)>().all(&db).await;
        assert!(format!("{:?}", few.expect_err("one")).contains("the answer has 1 columns, and 2"));
        let null = sql("SELECT small FROM things WHERE id = 1").rows::<(i16,)>().one(&db).await;
        assert!(null.is_err());
        let range = sql("SELECT 70000").rows::<(i16,)>().one(&db).await;
        assert!(format!("{:?}", range.expect_err("large")).contains("an integer of 16 bits"));
    })
    .await;
}

#[tokio::test]
async fn statements_write_and_stand_in_transactions() {
    on_every_database(&[Thing::TABLE], async |db| {
        two(&db).await;
        let more = || sql("UPDATE things SET middle = middle + ?").bind(1);
        assert_eq!(more().execute(&db).await.expect("two"), 2);
        assert_eq!(sql("DELETE FROM things WHERE id = 9").execute(&db).await.expect("none"), 0);
        let mut transaction = db.begin().await.expect("a transaction");
        assert_eq!(more().execute(&mut transaction).await.expect("two"), 2);
        let seen = sql("SELECT sum(middle) FROM things").rows::<(i64,)>();
        assert_eq!(seen.clone().one(&mut transaction).await.expect("a sum"), (-6,));
        // What fails does not end it.
        assert!(sql("SELECT nothing").execute(&mut transaction).await.is_err());
        transaction.rollback();
        assert_eq!(seen.one(&db).await.expect("a sum"), (-8,));
        if db.dialect() != crate::sql::Dialect::Mysql {
            let returned = sql("DELETE FROM things WHERE id = ? RETURNING id, middle").bind(2_i64);
            assert_eq!(returned.rows::<(i64, i32)>().all(&db).await.expect("gone"), [(2, -4)]);
            assert_eq!(Thing::count(&db).await.expect("a count"), 1);
        }
        for text in ["COMMIT", " begin", "-- ?\nROLLBACK"] {
            let error = sql(text).execute(&db).await.expect_err("not here");
            assert!(format!("{error:?}").contains("begun and ended by `Db`"), "{error:?}");
        }
        let unbound = sql("SELECT ?, ?").bind(1).execute(&db).await.expect_err("one is missing");
        assert!(format!("{unbound:?}").contains("2 placeholders, and 1 values are bound"));
    })
    .await;
}

/// Values are values, whatever they say.
#[tokio::test]
async fn hostile_values_stay_values() {
    on_every_database(&[Thing::TABLE], async |db| {
        two(&db).await;
        for hostile in ["'; DROP TABLE things; --", "\\' OR 1=1 -- ", "?", "$1", "\"", "%"] {
            let found = sql("SELECT name FROM things WHERE name = ?").bind(hostile);
            assert_eq!(found.rows::<(String,)>().all(&db).await.expect("rows").len(), 0);
            let (back,) = sql("SELECT ? FROM things WHERE id = 1")
                .bind(hostile)
                .rows::<(String,)>()
                .one(&db)
                .await
                .expect("a row");
            assert_eq!(back, hostile);
        }
        assert_eq!(Thing::count(&db).await.expect("a count"), 2);
    })
    .await;
}

#[derive(Crud)]
#[crud(allow(all = public))]
struct Maker {
    #[crud(primary_key)]
    id: i64,
    #[crud(unique, length(..=20))]
    name: String,
}

#[derive(Crud, Debug)]
#[crud(allow(all = public), unique(maker_id, name))]
struct Toy {
    #[crud(primary_key)]
    id: i64,
    #[crud(references = Maker)]
    maker_id: i64,
    #[crud(length(..=20))]
    name: String,
    #[crud(range(1..=5))]
    stars: i32,
    #[crud(decimal(10, 2))]
    price: Decimal,
}

#[tokio::test]
async fn a_broken_constraint_is_the_same_error_as_elsewhere() {
    on_every_database(&[Maker::TABLE, Toy::TABLE], async |db| {
        for (id, name) in [(1, "a"), (2, "b")] {
            Maker::create(&db, NewMaker::new(id, name.to_owned())).await.expect("a maker");
        }
        Toy::create(&db, NewToy::new(1, 1, "t".to_owned(), 3, Decimal::ONE)).await.expect("a toy");
        let scale = if db.dialect() == crate::sql::Dialect::Sqlite { 100 } else { 1 };
        for (text, expected) in [
            ("INSERT INTO makers (id, name) VALUES (3, 'a')", "another record has the same name"),
            ("UPDATE makers SET name = 'a' WHERE id = 2", "another record has the same name"),
            ("INSERT INTO makers (id, name) VALUES (1, 'c')", "another record has the same id"),
            (
                "INSERT INTO toys SELECT 2, maker_id, name, stars, price FROM toys",
                "another record has the same maker_id, name",
            ),
            (
                "INSERT INTO toys (id, maker_id, name, stars, price) VALUES (2, 9, 'u', 3, 1)",
                "maker_id refers to a record that does not exist",
            ),
            ("UPDATE toys SET maker_id = 9", "maker_id refers to a record that does not exist"),
            ("DELETE FROM makers WHERE id = 1", "records of Toy refer to this one"),
            ("UPDATE makers SET id = 7 WHERE id = 1", "records of Toy refer to this one"),
            ("UPDATE toys SET stars = 9", "stars"),
            ("UPDATE toys SET name = NULL", "name is required"),
        ] {
            let error = sql(text).execute(&db).await.expect_err(text);
            assert!(!matches!(error, crate::Error::Database(_)), "{text}: {error:?}");
            assert!(error.to_string().contains(expected), "{text}: {error}");
        }
        if db.dialect() != crate::sql::Dialect::Mysql {
            let twice = Toy::sql("INSERT INTO toys VALUES (1, 1, 'u', 1, 1) RETURNING *");
            let error = twice.all(&db).await.expect_err("there is one");
            assert!(
                matches!(&error, crate::Error::Unique(members) if members == &["id"]),
                "{error:?}"
            );
        }
        // What belongs to no table of ours stays what it is.
        sql("CREATE TABLE strangers (a integer PRIMARY KEY)").execute(&db).await.expect("a table");
        let insert = || sql("INSERT INTO strangers VALUES (1)").execute(&db);
        insert().await.expect("the first");
        assert!(matches!(insert().await, Err(crate::Error::Database(_))));
        let left = sql("SELECT count(*), sum(price) FROM toys").rows::<(i64, i64)>().one(&db).await;
        assert_eq!(left.expect("a row"), (1, scale));
    })
    .await;
}

#[tokio::test]
async fn decimals_are_bound_exactly_or_not_at_all() {
    on_every_database(&[Thing::TABLE], async |db| {
        two(&db).await;
        let bound = |text: &str| {
            let value: Decimal = text.parse().expect("a decimal");
            Thing::sql("SELECT * FROM things WHERE price >= ?")
                .bind_as(Thing::PRICE, value)
                .all(&db)
        };
        assert_eq!(bound("12.500").await.expect("things").len(), 1);
        assert_eq!(bound("90000000000000000").await.expect("things").len(), 0);
        for value in ["12.505", "100000000000000000.00", "79228162514264337593543950335"] {
            let error = format!("{:?}", bound(value).await.expect_err("it does not fit"));
            assert!(error.contains("is bound as `price`, which has 10 digits"), "{error}");
        }
        if db.dialect() != crate::sql::Dialect::Sqlite {
            // More digits than a float has.
            let value: Decimal = "900719925474099312345.67".parse().expect("a decimal");
            let (more,) = sql("SELECT ? + price FROM things WHERE id = 2")
                .bind(value)
                .rows::<(Decimal,)>()
                .one(&db)
                .await
                .expect("a sum");
            assert_eq!(more.to_string(), "900719925474099312345.72");
        }
    })
    .await;
}
