//! Many processes that migrate one database at once.

use std::process::Stdio;

use crate::shelf::{Said, on_every_database};

/// In which exactly one applies each migration, and all succeed; ten rounds with `FULL=1`.
#[tokio::test]
async fn one_of_ten_processes_applies_each() {
    let is_long = std::env::var_os("FULL").is_some_and(|full| !full.is_empty());
    for _ in 0..if is_long { 10 } else { 1 } {
        on_every_database(async |shelf| {
            shelf.write(
                "20240101000000_make.up.sql",
                "§CREATE TABLE a (id integer PRIMARY KEY, v integer NOT NULL);§INSERT INTO a VALUES (1, 0);",
            );
            shelf.write("20240102000000_more.up.sql", "§INSERT INTO a VALUES (2500, 0);");
            shelf.write("20240103000000_raise.up.sql", "-- crud: rust raise\n§UPDATE a SET v = v + 10;");
            let ten: Vec<_> = (0..10)
                .map(|_| {
                    let mut command = shelf.command(&["migrate", "up"]);
                    command.stdout(Stdio::piped()).stderr(Stdio::piped());
                    command.spawn().expect("it starts")
                })
                .collect();
            let mut applied = 0;
            for one in ten {
                let said = Said::of(&one.wait_with_output().expect("it ends")).succeeded();
                applied += said.matches(".up.sql in ").count();
            }
            assert_eq!(applied, 3, "each is applied once");
            assert_eq!(shelf.tell("SELECT count(*), min(v), max(v) FROM a"), ["2 11 11"]);
        })
        .await;
    }
}
