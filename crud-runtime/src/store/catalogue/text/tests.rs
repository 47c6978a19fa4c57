//! Texts as they stand in databases.

use super::{Definition, KeyKind, index, normal};
use crate::sql::Dialect;
use crate::store::catalogue::Action;

fn sqlite(sql: &str) -> Definition {
    Definition::read(Dialect::Sqlite, sql).expect("a table")
}

#[test]
fn a_table_of_somebody_elses_is_taken_apart() {
    let found = sqlite(
        r#"CREATE TABLE IF NOT EXISTS main.[Order Details] (
             -- a comment, with a comma
             [Order ID] INTEGER NOT NULL REFERENCES "Orders" ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
             `key` NVARCHAR(40) COLLATE NOCASE DEFAULT 'it''s, (so)' UNIQUE ON CONFLICT IGNORE,
             price NUMERIC(10, 2) DEFAULT (1 + (2)) CONSTRAINT positive CHECK (price > 0) CHECK (price < 9),
             untyped,
             double DOUBLE PRECISION NOT NULL DEFAULT -1.5,
             total AS (price * 2) STORED,
             twice INTEGER GENERATED ALWAYS AS (price * 2),
             CONSTRAINT "the key" PRIMARY KEY ([Order ID], `key`) CONSTRAINT one UNIQUE (price, "key" DESC),
             FOREIGN KEY (price, "key") REFERENCES other (a, "b c") ON UPDATE SET NULL MATCH FULL
           ) WITHOUT ROWID, STRICT"#,
    );
    let columns: Vec<_> = found.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns, ["Order ID", "key", "price", "untyped", "double", "total", "twice"]);
    let types: Vec<_> = found.columns.iter().map(|column| column.type_name.as_str()).collect();
    assert_eq!(
        types,
        ["INTEGER", "NVARCHAR(40)", "NUMERIC(10, 2)", "", "DOUBLE PRECISION", "", "INTEGER"]
    );
    let defaults: Vec<_> = found.columns.iter().map(|column| column.default.as_deref()).collect();
    assert_eq!(
        defaults,
        [None, Some("'it''s, (so)'"), Some("1 + (2)"), None, Some("-1.5"), None, None]
    );
    assert_eq!(found.columns[1].collation.as_deref(), Some("NOCASE"));
    assert_eq!(found.columns[5].generated.as_deref(), Some("(price * 2) STORED"));
    assert_eq!(found.columns[6].generated.as_deref(), Some("(price * 2) VIRTUAL"));
    let checks: Vec<_> =
        found.checks.iter().map(|check| (check.name.as_str(), check.expression.as_str())).collect();
    assert_eq!(checks, [("positive", "price > 0"), ("", "price < 9")]);
    let keys: Vec<_> = found
        .keys
        .iter()
        .map(|key| (key.name.as_str(), key.kind, key.columns.join("|"), key.text.as_deref()))
        .collect();
    assert_eq!(
        keys,
        [
            ("", KeyKind::Unique, "key".to_owned(), None),
            ("the key", KeyKind::Primary, "Order ID|key".to_owned(), None),
            ("one", KeyKind::Unique, "price|key".to_owned(), Some("(price, \"key\" DESC)")),
        ]
    );
    let [first, second] = found.references.as_slice() else { panic!("two references") };
    assert_eq!((first.table.as_str(), first.on_delete), ("Orders", Action::Cascade));
    assert_eq!(first.options, "DEFERRABLE INITIALLY DEFERRED");
    assert_eq!(second.target, ["a", "b c"]);
    assert_eq!((second.on_update, second.options.as_str()), (Action::SetNull, "MATCH FULL"));
    assert_eq!(found.options, ["WITHOUT ROWID", "STRICT"]);
}

#[test]
fn an_index_is_columns_or_more() {
    let read = |sql: &str| index(sql, sql.contains("UNIQUE")).expect("an index");
    let of = |sql| {
        let key = read(sql);
        (key.columns.join(" "), key.descending.join(" "), key.text.unwrap_or_default())
    };
    let is = |columns: &str, descending: &str, text: &str| {
        (columns.to_owned(), descending.to_owned(), text.to_owned())
    };
    assert_eq!(of("CREATE INDEX \"on\" ON t (a, \"b c\" ASC)"), is("a b c", "", ""));
    assert_eq!(of("CREATE INDEX i ON t (a DESC, b)"), is("a b", "a", ""));
    assert_eq!(of("CREATE UNIQUE INDEX i ON t (a DESC, b)"), is("a b", "", "(a DESC, b)"));
    assert_eq!(
        of("CREATE UNIQUE INDEX i ON [a t] (a, lower(b)) WHERE a > 0"),
        is("a", "", "(a, lower(b)) WHERE a > 0")
    );
    assert_eq!(
        of("CREATE INDEX i ON t (a COLLATE NOCASE, b DESC)"),
        is("a b", "", "(a COLLATE NOCASE, b DESC)")
    );
}

#[test]
fn what_mysql_shows_is_taken_apart() {
    let found = Definition::read(
        Dialect::Mysql,
        "CREATE TABLE \"a `t`\" (
  \"id\" bigint(20) unsigned NOT NULL AUTO_INCREMENT COMMENT 'it''s\\n(the) key, CHECK (x)',
  \"kind\" enum('a','b,c') NOT NULL DEFAULT 'a' CHECK (\"kind\" <> 'b'),
  \"at\" timestamp(6) NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  \"name\" varchar(10) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL,
  \"up\" varchar(10) GENERATED ALWAYS AS (upper(\"name\")) VIRTUAL,
  \"half\" double DEFAULT (1 / 2) /*!80023 INVISIBLE */,
  PRIMARY KEY (\"id\") USING BTREE,
  UNIQUE KEY \"one\" (\"kind\",\"at\"),
  KEY \"part\" (\"name\"(5)),
  FULLTEXT KEY \"words\" (\"name\"),
  CONSTRAINT \"fk\" FOREIGN KEY (\"id\") REFERENCES \"other\".\"o\" (\"id\") ON DELETE SET NULL ON UPDATE NO ACTION,
  CONSTRAINT \"ck\" CHECK ((\"half\" > 0) and (\"id\" <> 5)) /*!80016 NOT ENFORCED */
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
/*!50100 PARTITION BY HASH (\"id\") */",
    )
    .expect("a table");
    let column =
        |name: &str| found.columns.iter().find(|column| column.name == name).expect("the column");
    assert!(column("id").is_counted);
    assert_eq!(column("id").type_name, "bigint(20) unsigned");
    assert_eq!(column("kind").type_name, "enum('a','b,c')");
    assert_eq!(column("kind").default.as_deref(), Some("'a'"));
    assert_eq!(column("at").default.as_deref(), Some("current_timestamp(6)"));
    assert_eq!(column("at").on_update.as_deref(), Some("current_timestamp(6)"));
    assert_eq!(column("name").default, None);
    assert_eq!(column("name").collation.as_deref(), Some("latin1_bin"));
    assert_eq!(column("up").generated.as_deref(), Some("(upper(\"name\")) VIRTUAL"));
    assert_eq!(column("half").default.as_deref(), Some("(1 / 2)"));
    let keys: Vec<_> =
        found.keys.iter().map(|key| (key.name.as_str(), key.text.as_deref())).collect();
    assert_eq!(
        keys,
        [
            ("PRIMARY", None),
            ("one", None),
            ("part", Some("(\"name\"(5))")),
            ("words", Some("FULLTEXT (\"name\")")),
        ]
    );
    assert_eq!(found.references[0].table, "other.o");
    assert_eq!(found.references[0].on_delete, Action::SetNull);
    assert_eq!(found.references[0].on_update, Action::Restrict);
    let checks: Vec<_> =
        found.checks.iter().map(|check| (check.name.as_str(), check.expression.as_str())).collect();
    assert_eq!(
        checks,
        [("kind", "\"kind\" <> 'b'"), ("ck", "(\"half\" > 0) and (\"id\" <> 5) NOT ENFORCED"),]
    );
    assert!(found.options.iter().any(|option| option.contains("PARTITION BY HASH")));
}

#[test]
fn one_expression_has_one_spelling() {
    assert_eq!(normal("\"Flag\" OR  small>0 -- so"), normal("flag or [SMALL] > 0"));
    assert_ne!(normal("a = 'X'"), normal("a = 'x'"));
    assert_ne!(normal("a = \"x\""), normal("a = 'x'"));
}
