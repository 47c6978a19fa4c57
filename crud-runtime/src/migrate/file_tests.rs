//! Files: read as they were written, also when people wrote them.

use super::{File, Risk};
use crate::error::Error;
use crate::migrate::script::{Mode, Script, Step};
use crate::sql::Dialect::{self, Mysql, Postgres, Sqlite};

fn sql(text: &str) -> Step {
    Step::Sql(text.to_owned())
}

fn read(dialect: Dialect, text: &str) -> Result<File, String> {
    File::read(dialect, "20240501123000_x.up.sql", text).map_err(|error| match error {
        Error::Config(message) => message,
        other => panic!("{other}"),
    })
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let steps = vec![
        sql("ALTER TABLE \"books\" ADD COLUMN \"isbn\" text DEFAULT 'a;\n-- b'"),
        sql("-- locks: nobody\nCREATE INDEX \"i\" ON \"books\" (\"isbn\")"),
    ];
    let script = Script { mode: Mode::Whole, steps };
    let file = File::new("0123456789abcdef", "fedcba9876543210", Risk::Locks, script)
        .irreversible(vec!["the values of `isbn`".to_owned()]);
    let text = file.text();
    assert_eq!(
        text,
        "-- crud: parent=0123456789abcdef result=fedcba9876543210 risk=locks\n\
         -- crud: mode=whole\n\
         -- crud: irreversible: the values of `isbn`\n\
         \n\
         -- crud: step\n\
         ALTER TABLE \"books\" ADD COLUMN \"isbn\" text DEFAULT 'a;\n\
         -- b';\n\
         \n\
         -- crud: step\n\
         -- locks: nobody\n\
         CREATE INDEX \"i\" ON \"books\" (\"isbn\");\n"
    );
    assert_eq!(read(Sqlite, &text), Ok(file.clone()));
    // As Windows checks it out.
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(read(Sqlite, &windows), Ok(file.clone()));
    let edited = read(Sqlite, &text.replace("nobody", "all")).expect("it can be read");
    assert_ne!(edited.checksum, file.checksum);
}

#[test]
fn what_a_person_writes_is_read() {
    let file = read(
        Postgres,
        "-- Fills what is new.\n\
         -- crud: step\n\
         \n\
         UPDATE books\nSET pages = 1;\n\
         \n\
         -- This takes long.\n\
         -- crud: rust count_pages\n\
         -- crud: step\n\
         -- Nothing yet.\n\
         -- crud: step\n\
         SELECT 1\n",
    )
    .expect("it can be read");
    let steps = vec![
        sql("UPDATE books\nSET pages = 1"),
        Step::Rust("count_pages".to_owned()),
        sql("SELECT 1"),
    ];
    assert_eq!(file.script, Script { mode: Mode::Stepwise, steps });
    assert_eq!((&*file.parent, &*file.result, file.risk), ("", "", Risk::Safe));

    let text = "UPDATE a SET b = 1;\nUPDATE c SET d = 2;\n";
    let file = read(Sqlite, text).expect("one batch");
    let steps = vec![sql("UPDATE a SET b = 1;\nUPDATE c SET d = 2")];
    assert_eq!(file.script, Script { mode: Mode::Whole, steps });

    let file = read(Mysql, "-- Not written yet.\n").expect("nothing to do");
    assert_eq!(file.script, Script { mode: Mode::Stepwise, steps: Vec::new() });
}

#[test]
fn what_cannot_be_meant_is_refused_with_what_to_write() {
    let refused = |dialect, text: &str, words: &[&str]| {
        let message = read(dialect, text).expect_err("it is refused");
        for word in ["20240501123000_x.up.sql"].iter().chain(words) {
            assert!(message.contains(word), "`{word}` is not in: {message}");
        }
    };
    refused(Mysql, "UPDATE a SET b = 1;", &["`-- crud: step` before each statement"]);
    refused(Mysql, "-- crud: mode=whole", &["`mode=stepwise`"]);
    refused(Postgres, "-- crud: mode=rebuild", &["`mode=whole`"]);
    refused(Sqlite, "-- crud: mode=whole\n-- crud: rust x", &["`mode=stepwise`"]);
    refused(Sqlite, "SELECT 1;\n-- crud: step\nSELECT 2;", &["line 2", "before it too"]);
    refused(Sqlite, "-- crud: step\nSELECT 1;\n-- crud: mode=whole", &["line 3", "to the top"]);
    refused(Sqlite, "-- crud: stp", &["line 1", "`stp` is not understood"]);
    refused(Sqlite, "-- crud: risk=none", &["safe|locks|rewrites|breaks|loses"]);
    refused(Sqlite, "-- crud: parent=1", &["both, or neither"]);
    refused(Sqlite, "-- crud: parent=1 parent=2", &["said twice"]);
    refused(Sqlite, "-- crud: rust", &[".step(\"…\", …)"]);
}

#[test]
fn risks_are_ordered() {
    assert!(Risk::ALL.is_sorted());
}

#[test]
fn the_checksum_never_changes() {
    // It stands in the ledgers of users.
    let file = read(Sqlite, "SELECT 1;\n").expect("it can be read");
    assert_eq!(file.checksum, "21d6ded5d67cfd73");
}

#[test]
fn rules_are_allowed_by_their_names() {
    let text = "-- crud: allow rename-column, drop-column\n-- crud: step\nSELECT 1;\n";
    let file = read(Postgres, text).expect("it can be read");
    assert_eq!(file.allowed, ["rename-column", "drop-column"]);
    assert_eq!(read(Postgres, &file.text()).expect("it can be read").allowed, file.allowed);
    let error = read(Postgres, "-- crud: allow rename-colum\nSELECT 1;\n").expect_err("a typo");
    assert!(error.contains("did you mean `rename-column`?"), "{error}");
}
