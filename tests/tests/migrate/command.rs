//! The commands, and the start of a server.

use crud_test_databases::Kind;

use crate::shelf::{Shelf, on_every_database};

const MAKE: &str = "20240101000000_make.up.sql";
const UNMAKE: &str = "20240101000000_make.down.sql";
const WIDEN: &str = "20240102000000_widen.up.sql";

fn make(shelf: &Shelf) {
    shelf.write(MAKE, "§CREATE TABLE a (id integer PRIMARY KEY);§INSERT INTO a VALUES (1);");
    shelf.write(UNMAKE, "-- crud: irreversible: the records of a\n§DROP TABLE a;");
}

fn widen(shelf: &Shelf) {
    shelf.write(WIDEN, "§ALTER TABLE a ADD COLUMN b integer;");
}

#[tokio::test]
async fn an_operator_goes_there_and_back() {
    on_every_database(async |shelf| {
        make(&shelf);
        widen(&shelf);
        let preview = shelf.run(&["migrate", "up", "--dry-run"]).succeeded();
        assert!(preview.contains("CREATE TABLE a (id integer PRIMARY KEY);"), "{preview}");
        assert!(preview.contains("ADD COLUMN b integer;"), "{preview}");
        let status = shelf.run(&["migrate", "status"]).succeeded();
        assert!(status.contains("20240101000000_make   pending"), "nothing was run: {status}");
        assert!(status.contains("2 pending: `shelf migrate up`"), "{status}");

        let up = shelf.run(&["migrate", "up", "--to", "make"]).succeeded();
        assert!(up.starts_with("ran 20240101000000_make.up.sql in "), "{up}");
        let status = shelf.run(&["migrate", "status"]).succeeded();
        assert!(status.contains("20240101000000_make   applied 20"), "{status}");
        assert!(status.contains("20240102000000_widen  pending"), "{status}");
        shelf.run(&["migrate", "up"]).succeeded();
        assert_eq!(shelf.run(&["migrate", "up"]).succeeded(), "nothing is pending\n");
        let verified = shelf.run(&["migrate", "verify"]).succeeded();
        assert!(verified.starts_with("the files of 2 migrations"), "{verified}");

        shelf.run(&["migrate", "down"]).failed(&["no ", "20240102000000_widen.down.sql"]);
        shelf.write("20240102000000_widen.down.sql", "§ALTER TABLE a DROP COLUMN b;");
        shelf.run(&["migrate", "down"]).succeeded();
        let lost = ["the records of a", "--yes"];
        shelf.run(&["migrate", "down"]).failed(&lost);
        shelf.run(&["migrate", "redo"]).failed(&lost);
        assert_eq!(shelf.tell("SELECT count(*) FROM a"), ["1"]);
        shelf.run(&["migrate", "redo", "--yes"]).succeeded();
        let preview = shelf.run(&["migrate", "down", "--to", "0", "--dry-run"]).succeeded();
        assert!(preview.contains("DROP TABLE a;"), "{preview}");
        shelf.run(&["migrate", "down", "--to", "0", "--yes"]).succeeded();
        shelf.run(&["migrate", "down"]).failed(&["no migration is applied"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_run_and_what_is_written_have_to_agree() {
    on_every_database(async |shelf| {
        make(&shelf);
        widen(&shelf);
        shelf.run(&["migrate", "up"]).succeeded();
        shelf.write(MAKE, "§CREATE TABLE a (id integer PRIMARY KEY);");
        for command in ["up", "verify", "down"] {
            shelf.run(&["migrate", command]).failed(&["20240101000000_make.up.sql was changed"]);
        }
        make(&shelf);
        shelf.remove(WIDEN);
        let older = ["20240102000000_widen", "older than the database"];
        shelf.run(&["migrate", "up"]).failed(&older);
        shelf.run(&["serve"]).failed(&older);
        widen(&shelf);
        shelf
            .run(&["migrate", "up", "--to", "nobody"])
            .failed(&["no migration is called `nobody`"]);
    })
    .await;
}

#[tokio::test]
async fn a_server_does_not_start_before_its_tables_are_there() {
    on_every_database(async |shelf| {
        let ddl = shelf.run(&["schema", "print", "--dialect", shelf.kind.name()]).succeeded();
        shelf.write(MAKE, &format!("§{ddl}"));
        let serve = ["serve", "--auto-migrate=false"];
        let pending = ["20240101000000_make", "run `shelf migrate up`"];
        shelf.run(&serve).failed(&pending);
        if shelf.kind != Kind::File {
            // Somebody else's database is not changed unasked.
            shelf.run(&["serve"]).failed(&pending);
        }
        shelf.run(&["migrate", "up"]).succeeded();
        let mut server = shelf.start(&serve);
        std::thread::sleep(std::time::Duration::from_millis(700));
        assert!(server.try_wait().expect("it is there").is_none(), "it serves");
        server.kill().expect("it ends");
        server.wait().expect("it has ended");
        // A struct that no migration has heard of.
        shelf.write("20240102000000_lose.up.sql", "§DROP TABLE books;");
        shelf.run(&["migrate", "up"]).succeeded();
        shelf.run(&serve).failed(&["books", "migrate diff"]);
    })
    .await;
}
