//! The DDL of some tables, as text for each dialect.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::create_tables;
use crate::error::{Error, Result};
use crate::fixture::assert_golden;
use crate::model::{
    Check, Column, ColumnType, EnumType, Format, Index, Json, Literal, NamedWhat, Native, Number,
    OnDelete, OnUpdate, Relation, Table, column, named,
};
use crate::sql::{Dialect, shape};

static COLOUR: EnumType =
    EnumType { name: "Colour", description: "", variants: &["red", "it's \\ blue"] };

const fn colour(mut column: Column) -> Column {
    column.column_type = ColumnType::Enum(&COLOUR);
    column
}

pub(crate) static THINGS: Table = Table {
    entity: "Thing",
    name: "things",
    path: "things",
    dto: ("NewThing", "ThingPatch"),
    description: "It's one of each kind.",
    columns: &[
        column::<i64>("id").primary_key().auto().describe("Never given \\ twice.").done(),
        column::<bool>("flag").default(Literal::Bool(false)).done(),
        column::<i16>("small").default(Literal::Number(Number::new(-5, 0))).done(),
        column::<i32>("medium").range(Some(Number::new(15, 1)), None).index().done(),
        column::<Option<i64>>("large").range(None, Some(Number::new(99, 1))).done(),
        column::<u32>("natural").range(None, Some(Number::new(7, 0))).done(),
        column::<f64>("real").default(Literal::Number(Number::new(1, 1))).done(),
        column::<String>("code").length(3, Some(3)).unique().search().done(),
        column::<String>("note").default(Literal::Text("it's \\ fine")).done(),
        column::<Option<String>>("at_least").length(2, None).done(),
        column::<Uuid>("token")
            .default(Literal::Text("0190c7a4-5e4f-7b3a-8000-000000000000"))
            .done(),
        column::<Decimal>("price")
            .decimal(5, 2)
            .range(Some(Number::new(1005, 3)), Some(Number::new(99999, 2)))
            .default(Literal::Text("2.5"))
            .done(),
        column::<NaiveDate>("day").default(Literal::Text("2024-05-01")).done(),
        column::<NaiveTime>("time").default(Literal::Text("12:30:00")).done(),
        column::<DateTime<Utc>>("at").default(Literal::Text("2024-05-01T12:30:00+02:00")).done(),
        column::<DateTime<Utc>>("since").default_sql("CURRENT_TIMESTAMP").done(),
        column::<Decimal>("fee").decimal(4, 2).default_sql("abs(-1.25)").done(),
        column::<NaiveDate>("today").default_sql("CURRENT_DATE").done(),
        column::<NaiveTime>("clock").default_sql("CURRENT_TIME").done(),
        column::<Vec<u8>>("octets").length(0, Some(16)).default(Literal::Text("AAH/")).done(),
        column::<Option<Vec<u8>>>("file").done(),
        column::<Json<Vec<i32>>>("document").done(),
        colour(column::<String>("colour").default(Literal::Text("red")).done()),
        column::<i32>("version").version().done(),
    ],
    key: &[0],
    indexes: &[
        Index { columns: &[12, 13], descending: &[], unique: false },
        Index { columns: &[7, 1], descending: &[], unique: true },
        Index { columns: &[3, 4], descending: &[4], unique: false },
    ],
    checks: &[Check { name: "flagged", expression: "flag OR small > 0" }],
    ..Table::EMPTY
};

pub(crate) static ORDERS: Table = Table {
    entity: "Order",
    name: "orders",
    path: "orders",
    dto: ("NewOrder", "OrderPatch"),
    columns: &[
        column::<Uuid>("id").primary_key().auto().done(),
        column::<Option<Uuid>>("first_order").done(),
        column::<Option<i32>>("first_line").done(),
    ],
    key: &[0],
    relations: &[belongs_to(&[1, 2], || &LINES, OnDelete::SetNull)],
    ..Table::EMPTY
};

pub(crate) static LINES: Table = Table {
    entity: "Line",
    name: "lines",
    path: "lines",
    dto: ("NewLine", "LinePatch"),
    columns: &[
        column::<Uuid>("order_id").primary_key().done(),
        column::<i32>("number").primary_key().done(),
        column::<Option<Uuid>>("part_of").done(),
        column::<Option<String>>("thing_code").length(0, Some(3)).index().done(),
        column::<Option<String>>("note \"1\"").search().done(),
        column::<String>("remark").default(Literal::Text("")).search().done(),
    ],
    key: &[0, 1],
    relations: &[
        belongs_to(&[0], || &ORDERS, OnDelete::Cascade),
        belongs_to(&[2], || &ORDERS, OnDelete::Restrict),
        belongs_to(&[3], || &THINGS, OnDelete::SetNull).to(&[7]),
    ],
    ..Table::EMPTY
};

const fn belongs_to(
    columns: &'static [usize],
    target: fn() -> &'static Table,
    on_delete: OnDelete,
) -> Relation {
    Relation::stored("", columns, target).on_delete(on_delete)
}

/// The statements that create described tables.
pub(crate) fn created(dialect: Dialect, tables: &[&'static Table]) -> Result<Vec<String>> {
    let shapes: Vec<_> = tables.iter().map(|table| shape::Table::of(table)).collect();
    create_tables(dialect, &shapes)
}

#[test]
fn tables_are_created_as_each_dialect_has_them() {
    for (dialect, file) in [
        (Dialect::Sqlite, "sql/golden/sqlite.sql"),
        (Dialect::Postgres, "sql/golden/postgres.sql"),
        (Dialect::Mysql, "sql/golden/mysql.sql"),
    ] {
        let statements =
            created(dialect, &[&LINES, &THINGS, &ORDERS]).expect("there are such tables");
        assert_golden(file, &(statements.join(";\n\n") + ";\n"));
    }
}

#[test]
fn mysql_says_which_text_is_too_long_to_be_indexed() {
    static TABLE: Table = Table {
        entity: "Page",
        name: "pages",
        columns: &[
            column::<i64>("id").primary_key().auto().done(),
            column::<String>("slug").unique().done(),
        ],
        key: &[0],
        ..Table::EMPTY
    };
    let Err(Error::Config(message)) = created(Dialect::Mysql, &[&TABLE]) else {
        panic!("it cannot be indexed")
    };
    assert!(
        message.contains("`slug` of `pages`") && message.contains("length(..=768)"),
        "{message}"
    );
    assert!(created(Dialect::Postgres, &[&TABLE]).is_ok());
}

#[test]
fn mysql_takes_the_length_from_what_bounds_the_text() {
    static TABLE: Table = Table {
        entity: "Page",
        name: "pages",
        columns: &[
            column::<String>("id").format(Format::Email).primary_key().done(),
            column::<String>("isbn").pattern("^97[89][0-9]{10}$").unique().done(),
            column::<String>("note").length(0, Some(256)).done(),
            column::<String>("slug").length(0, Some(700)).unique().done(),
            column::<Vec<u8>>("digest").length(32, Some(3072)).unique().done(),
        ],
        key: &[0],
        ..Table::EMPTY
    };
    let types = ["varchar(254)", "varchar(13)", "longtext", "varchar(700)", "varbinary(3072)"];
    let shape = shape::Table::of(&TABLE);
    for (position, expected) in types.into_iter().enumerate() {
        let found = super::type_name(Dialect::Mysql, &shape, &shape.columns[position]);
        assert_eq!(found.expect("a type"), expected);
    }
}

#[test]
fn mysql_says_which_search_it_cannot_serve() {
    static TABLE: Table = Table {
        entity: "Page",
        name: "pages",
        columns: &[
            column::<String>("slug").length(0, Some(40)).primary_key().done(),
            column::<Option<String>>("above").length(0, Some(40)).search().done(),
        ],
        key: &[0],
        relations: &[belongs_to(&[1], || &TABLE, OnDelete::SetNull)],
        ..Table::EMPTY
    };
    let Err(Error::Config(message)) = created(Dialect::Mysql, &[&TABLE]) else {
        panic!("it cannot be searched")
    };
    assert!(message.contains("`above` of `pages`"), "{message}");
    assert!(created(Dialect::Sqlite, &[&TABLE]).is_ok());
    assert!(created(Dialect::Postgres, &[&TABLE]).is_ok());
}

#[test]
fn mysql_says_which_index_is_too_wide() {
    static TABLE: Table = Table {
        entity: "Page",
        name: "pages",
        columns: &[
            column::<i64>("id").primary_key().auto().done(),
            column::<String>("site").length(0, Some(400)).done(),
            column::<String>("slug").length(0, Some(400)).done(),
        ],
        key: &[0],
        indexes: &[Index { columns: &[1, 2], descending: &[], unique: true }],
        ..Table::EMPTY
    };
    let Err(Error::Config(message)) = created(Dialect::Mysql, &[&TABLE]) else {
        panic!("it cannot be indexed")
    };
    assert!(message.contains("over site, slug of `pages` has entries of 3200 bytes"), "{message}");
    assert!(created(Dialect::Sqlite, &[&TABLE]).is_ok());
}

#[test]
fn tables_of_others_are_created_in_their_own_spelling() {
    const fn native(type_name: &'static str) -> Native {
        Native { sqlite: Some(type_name), postgres: Some(type_name), mysql: Some(type_name) }
    }
    static TABLE: Table = Table {
        entity: "Album",
        name: "Album",
        columns: &[
            column::<i32>("AlbumId").primary_key().auto().sql_type(native("INTEGER")).done(),
            column::<String>("Title").length(1, Some(160)).sql_type(native("NVARCHAR(160)")).done(),
            column::<i32>("ArtistId").unindexed().done(),
            column::<DateTime<Utc>>("At")
                .sql_type(native("DATETIME"))
                .default(Literal::Text("2009-01-01T00:00:00Z"))
                .done(),
            column::<Option<String>>("Note").done(),
        ],
        key: &[0],
        checks: &[Check { name: "titled", expression: "Title <> ''" }],
        relations: &[belongs_to(&[2], || &TABLE, OnDelete::NoAction).on_update(OnUpdate::Cascade)],
        names: &[
            named(NamedWhat::Key, &[], "PK_Album"),
            named(NamedWhat::Reference, &[2], "FK_AlbumArtistId"),
            named(NamedWhat::Index, &[1], "IX_Title"),
            named(NamedWhat::UniqueIndex, &[1, 2], "UQ_Album"),
            named(NamedWhat::Check("titled"), &[], "CK_Title"),
        ],
        sql_options: native(""),
        ..Table::EMPTY
    };
    let made = |dialect| created(dialect, &[&TABLE]).expect("there is such a table");
    let rest = [
        "CREATE UNIQUE INDEX \"UQ_Album\" ON \"Album\" (\"Title\", \"ArtistId\")",
        "CREATE INDEX \"IX_Title\" ON \"Album\" (\"Title\")",
    ];
    let reference = "CONSTRAINT \"FK_AlbumArtistId\" FOREIGN KEY (\"ArtistId\") REFERENCES \
                     \"Album\" (\"AlbumId\") ON DELETE NO ACTION ON UPDATE CASCADE";
    let sqlite = made(Dialect::Sqlite);
    // The client's rules are no constraints where the type is not ours.
    assert_eq!(
        sqlite[0],
        format!(
            "CREATE TABLE \"Album\" (
  \"AlbumId\" INTEGER NOT NULL,
  \"Title\" NVARCHAR(160) NOT NULL,
  \"ArtistId\" INTEGER NOT NULL,
  \"At\" DATETIME NOT NULL DEFAULT '2009-01-01 00:00:00',
  \"Note\" TEXT,
  CONSTRAINT \"PK_Album\" PRIMARY KEY (\"AlbumId\"),
  {reference},
  CONSTRAINT \"ck_Album_ArtistId_range\" CHECK (\"ArtistId\" BETWEEN -2147483648 AND 2147483647),
  CONSTRAINT \"CK_Title\" CHECK (Title <> '')
)"
        )
    );
    assert_eq!(sqlite[1..], rest);
    let postgres = made(Dialect::Postgres);
    assert!(postgres[0].contains("\"AlbumId\" INTEGER NOT NULL,"), "{}", postgres[0]);
    assert_eq!(postgres[1..], rest);
    let mysql = made(Dialect::Mysql);
    assert!(mysql[0].contains("`AlbumId` INTEGER NOT NULL AUTO_INCREMENT,"), "{}", mysql[0]);
    // Else it would get the collation that others gave the table.
    assert!(mysql[0].contains("`Note` longtext /*!80017 COLLATE"), "{}", mysql[0]);
}
