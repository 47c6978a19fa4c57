//! kill -9 in the middle of migrations: what is interrupted is gone on with, and nothing is done
//! twice.

use std::thread::sleep;
use std::time::Instant;

use crud_test_databases::{Database, Kind, on_each};

use crate::shelf::{Shelf, on_every_database};

/// How many kills on each database, and how many records there are, a power of ten.
const SHORT: (u32, u32) = (3, 10_000);
/// The same with `FULL=1`.
const LONG: (u32, u32) = (20, 100_000);

fn form() -> (u32, u32) {
    if std::env::var_os("FULL").is_some_and(|full| !full.is_empty()) { LONG } else { SHORT }
}

fn write(shelf: &Shelf, records: u32) {
    let digits: Vec<_> = (0..10).map(|digit| format!("SELECT {digit} AS n")).collect();
    let digits = digits.join(" UNION ALL ");
    let (mut sum, mut tables) = (Vec::new(), Vec::new());
    for place in 0..records.ilog10() {
        sum.push(format!("{} * d{place}.n", 10_u32.pow(place)));
        tables.push(format!("({digits}) AS d{place}"));
    }
    let (sum, tables) = (sum.join(" + "), tables.join(", "));
    let fill = format!("INSERT INTO a (id, v) SELECT {sum}, 0 FROM {tables}");
    let make = "CREATE TABLE a (id integer PRIMARY KEY, v integer NOT NULL)";
    shelf.write("20240101000000_make.up.sql", &format!("§{make};§{fill};"));
    shelf.write(
        "20240102000000_widen.up.sql",
        "§ALTER TABLE a ADD COLUMN t varchar(20);§UPDATE a SET v = v + 10;
         §CREATE INDEX by_v ON a (v, id);§UPDATE a SET t = 'some';§UPDATE a SET v = v + 100;",
    );
    let change = match shelf.kind {
        Kind::Mysql => {
            "§ALTER TABLE a MODIFY t varchar(30) NOT NULL DEFAULT 'none';\
             §ALTER TABLE a ADD COLUMN w bigint NOT NULL DEFAULT 7, ADD INDEX by_w (w);\
             §UPDATE a SET v = v + 1000;§ALTER TABLE a RENAME COLUMN w TO x;\
             §CREATE TABLE b AS SELECT id, v FROM a;"
        }
        Kind::Postgres => {
            "-- crud: mode=stepwise
             §ALTER TABLE a ADD COLUMN x bigint NOT NULL DEFAULT 7;§UPDATE a SET v = v + 1000;\
             §CREATE INDEX CONCURRENTLY by_w ON a (x, id);§CREATE TABLE b AS SELECT id, v FROM a;"
        }
        Kind::File | Kind::Memory => {
            "-- crud: mode=rebuild
             §CREATE TABLE new_a (id integer PRIMARY KEY, v integer NOT NULL, t text, x integer);\
             §INSERT INTO new_a SELECT id, v + 1000, t, 7 FROM a;§DROP TABLE a;\
             §ALTER TABLE new_a RENAME TO a;§CREATE INDEX by_w ON a (x, id);\
             §CREATE TABLE b AS SELECT id, v FROM a;"
        }
    };
    shelf.write("20240103000000_change.up.sql", change);
    shelf.write("20240104000000_raise.up.sql", "-- crud: rust raise\n§UPDATE a SET v = v + 10000;");
}

/// Demands that each step was done once.
fn check(shelf: &Shelf, records: u32) {
    let told = shelf.tell("SELECT count(*), min(v), max(v), min(x), max(t) FROM a");
    assert_eq!(told, [format!("{records} 11111 11111 7 some")]);
    let told = shelf.tell("SELECT count(*), min(v), max(v) FROM b");
    assert_eq!(told, [format!("{records} 1110 1110")]);
}

#[tokio::test]
async fn a_step_in_rust_goes_on_behind_the_last_batch_that_was_kept() {
    on_every_database(async |shelf| {
        shelf.write(
            "20240101000000_make.up.sql",
            "§CREATE TABLE a (id integer PRIMARY KEY, v integer NOT NULL);
             §INSERT INTO a VALUES (1, 0), (1500, 0), (2500, 0), (3500, 0);",
        );
        shelf.write("20240102000000_raise.up.sql", "-- crud: rust raise\n");
        let mut dying = shelf.command(&["migrate", "up"]);
        let died = dying.env("DIE_AT", "1999").output().expect("it runs");
        assert!(!died.status.success(), "it was killed in the third batch");
        let status = shelf.run(&["migrate", "status"]).succeeded();
        assert!(status.contains("20240102000000_raise  half applied, 0 of 1 steps"), "{status}");
        shelf.run(&["serve", "--auto-migrate=false"]).failed(&["20240102000000_raise"]);
        shelf.run(&["migrate", "down"]).failed(&["only half applied", "`migrate up` goes on"]);
        shelf.run(&["migrate", "up"]).succeeded();
        assert_eq!(shelf.tell("SELECT min(v), max(v) FROM a"), ["1 1"]);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_done_twice_or_half_and_unseen() {
    let (kills, records) = form();
    on_each(&[Kind::File, Kind::Postgres, Kind::Mysql], async |database| {
        let whole = {
            let shelf = Shelf::of(database);
            write(&shelf, records);
            let begun = Instant::now();
            shelf.run(&["migrate", "up"]).succeeded();
            let whole = begun.elapsed();
            check(&shelf, records);
            whole
        };
        let (mut killed, mut round, mut halves) = (0, 0, 0);
        while killed < kills {
            let database = Database::new(database.kind()).await;
            let shelf = Shelf::of(&database);
            write(&shelf, records);
            // The same times in each run, all over the way: the golden ratio leaves no gap.
            round += 1;
            let mut part = f64::from(round) * 0.618_034 % 1.0;
            while killed < kills {
                let mut up = shelf.start(&["migrate", "up"]);
                sleep(whole.mul_f64(part));
                let is_over = up.try_wait().expect("it is there").is_some();
                up.kill().expect("it is killed, or over");
                up.wait().expect("it has ended");
                if is_over {
                    break;
                }
                killed += 1;
                halves += shelf
                    .run(&["migrate", "status"])
                    .succeeded()
                    .matches("  half applied, ")
                    .count();
                part = (part + 0.618_034) % 1.0;
            }
            shelf.run(&["migrate", "up"]).succeeded();
            check(&shelf, records);
        }
        println!("{killed} kills in {round} databases, {halves} left a migration half applied");
    })
    .await;
}
