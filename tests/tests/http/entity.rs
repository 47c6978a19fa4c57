//! The entities that the suite serves: every kind of column, key and permission once.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use crud_runtime::model::{
    Access, Cardinality, Column, ColumnType, EnumType, Format, Index, Json, Literal, Number,
    OnDelete, Operation, Page, Permission, Relation, Table, Value, column,
};
use rust_decimal::Decimal;
use serde_json::Value as Document;
use uuid::Uuid;

pub(crate) const TABLES: &[&Table] =
    &[&SETTINGS, &AUTHORS, &BOOKS, &LINES, &WORDS, &DROPS, &LOGS, &SAMPLES, &VAULTS];

/// A generated UUID key, unique and formatted text, no version.
static AUTHORS: Table = Table {
    entity: "Author",
    name: "authors",
    path: "authors",
    columns: &[
        column::<Uuid>("id").primary_key().auto().done(),
        column::<String>("name").length(1, Some(100)).filter().sort().done(),
        column::<Option<String>>("email").unique().format(Format::Email).done(),
    ],
    key: &[0],
    access: Access::PUBLIC,
    ..Table::EMPTY
};

static STATE: EnumType =
    EnumType { name: "State", description: "", variants: &["draft", "in_print", "sold_out"] };

const fn state(mut column: Column) -> Column {
    column.column_type = ColumnType::Enum(&STATE);
    column
}

fn not_forbidden(value: &Value) -> Result<(), String> {
    match value {
        Value::Text(text) if text == "forbidden" => Err("must not be that".to_owned()),
        _ => Ok(()),
    }
}

/// An integer key from the database, and every attribute of fields.
static BOOKS: Table = Table {
    entity: "Book",
    name: "books",
    path: "books",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<String>("title")
            .length(1, Some(20))
            .validate(not_forbidden)
            .filter()
            .sort()
            .done(),
        column::<Option<String>>("isbn").unique().pattern("^97[89][0-9]{2}$").done(),
        column::<Decimal>("price")
            .decimal(10, 2)
            .range(Some(Number::new(0, 0)), Some(Number::new(100_000, 2)))
            .filter()
            .sort()
            .done(),
        column::<Option<i32>>("rank").filter().sort().done(),
        column::<Option<NaiveDate>>("published_on").filter().sort().done(),
        state(column::<String>("state").default(Literal::Text("draft")).filter().sort().done()),
        column::<Option<Json<Document>>>("notes").done(),
        column::<Option<Uuid>>("author_id").index().done(),
        column::<String>("secret").write_only().done(),
        column::<Option<String>>("internal").hidden().done(),
        column::<bool>("loanable").default(Literal::Bool(true)).immutable().filter().done(),
        column::<Option<i64>>("stock").read_only().done(),
        column::<DateTime<Utc>>("created_at").created_at().filter().sort().done(),
        column::<DateTime<Utc>>("updated_at").updated_at().done(),
        column::<i64>("version").version().done(),
    ],
    key: &[0],
    relations: &[Relation {
        name: "author",
        cardinality: Cardinality::BelongsTo,
        columns: &[8],
        target: || &AUTHORS,
        target_columns: &[],
        on_delete: OnDelete::Restrict,
        join: None,
    }],
    access: Access::PUBLIC,
    page: Page { default: 5, max: 10 },
    ..Table::EMPTY
};

/// A composite key that clients choose, and narrowed answers.
static LINES: Table = Table {
    entity: "OrderLine",
    name: "order_lines",
    path: "order-lines",
    columns: &[
        column::<i64>("order_id").primary_key().done(),
        column::<String>("code").primary_key().done(),
        column::<i32>("quantity").range(Some(Number::new(1, 0)), None).done(),
        column::<Option<String>>("remark").filter().done(),
        column::<String>("origin").immutable().done(),
        column::<Option<i32>>("position").done(),
    ],
    key: &[0, 1],
    indexes: &[Index { columns: &[0, 5], unique: true }],
    access: Access::PUBLIC,
    sparse: true,
    ..Table::EMPTY
};

/// A text key.
static WORDS: Table = Table {
    entity: "Word",
    name: "words",
    path: "words",
    columns: &[
        column::<String>("word").primary_key().done(),
        column::<Option<String>>("meaning").done(),
    ],
    key: &[0],
    access: Access::PUBLIC,
    ..Table::EMPTY
};

/// What anybody may put in and nobody may look at.
static DROPS: Table = Table {
    entity: "Drop",
    name: "drops",
    path: "drops",
    columns: &[column::<i64>("id").primary_key().auto().done(), column::<String>("content").done()],
    key: &[0],
    access: Access { read: Permission::Nobody, list: Permission::Nobody, ..Access::PUBLIC },
    ..Table::EMPTY
};

/// What is only ever added to.
static LOGS: Table = Table {
    entity: "Log",
    name: "logs",
    path: "logs",
    columns: &[column::<i64>("id").primary_key().auto().done(), column::<String>("line").done()],
    key: &[0],
    access: Access::PUBLIC,
    operations: &[Operation::List, Operation::Create],
    ..Table::EMPTY
};

/// One column of every type, each of which may be null.
static SAMPLES: Table = Table {
    entity: "Sample",
    name: "samples",
    path: "samples",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<Option<bool>>("flag").filter().done(),
        column::<Option<i16>>("small").filter().sort().done(),
        column::<Option<i32>>("medium").filter().sort().done(),
        column::<Option<i64>>("large").filter().sort().done(),
        column::<Option<u32>>("natural").filter().sort().done(),
        column::<Option<f64>>("float").filter().sort().done(),
        column::<Option<String>>("text").filter().sort().done(),
        column::<Option<Uuid>>("uuid").filter().sort().done(),
        column::<Option<Decimal>>("decimal").decimal(18, 4).filter().sort().done(),
        column::<Option<NaiveDate>>("date").filter().sort().done(),
        column::<Option<NaiveTime>>("time").filter().sort().done(),
        column::<Option<DateTime<Utc>>>("instant").filter().sort().done(),
        column::<Option<Vec<u8>>>("bytes").length(0, Some(4)).filter().done(),
        column::<Option<Json<Document>>>("document").done(),
    ],
    key: &[0],
    access: Access::PUBLIC,
    ..Table::EMPTY
};

/// What is there already, and can only be changed.
static SETTINGS: Table = Table {
    entity: "Setting",
    name: "settings",
    path: "settings",
    columns: &[column::<String>("name").primary_key().done(), column::<String>("value").done()],
    key: &[0],
    access: Access { create: Permission::Nobody, ..Access::PUBLIC },
    ..Table::EMPTY
};

/// What nobody may do anything with over HTTP.
static VAULTS: Table = Table {
    entity: "Vault",
    name: "vaults",
    path: "vaults",
    columns: &[column::<i64>("id").primary_key().auto().done()],
    key: &[0],
    access: Access::NOBODY,
    ..Table::EMPTY
};
