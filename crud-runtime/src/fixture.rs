//! Tables that the goldens of schemas and documents are made from: every type and rule once.

use std::path::Path;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::model::{
    Access, Cardinality, Column, ColumnType, EnumType, Format, Index, Json, Literal, Number,
    OnDelete, OneOf, Operation, Relation, Table, Value, column,
};

/// Compares with the golden file beside the sources; `UPDATE_GOLDEN=1` writes it instead.
pub(crate) fn assert_golden(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        std::fs::write(&path, text).expect("the golden file is written");
        return;
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        golden == text,
        "{file} differs from what is made now; look at `UPDATE_GOLDEN=1 cargo test` and `git diff`"
    );
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Address {
    pub(crate) street: String,
    pub(crate) number: u8,
    pub(crate) note: Option<String>,
    pub(crate) geo: Option<Geo>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Geo {
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
}

static STATE: EnumType = EnumType {
    name: "State",
    description: "How far a book is.",
    variants: &["draft", "in_print", "sold_out"],
};

const fn state(mut column: Column) -> Column {
    column.column_type = ColumnType::Enum(&STATE);
    column
}

static AUTHOR_COLUMNS: [Column; 5] = [
    column::<Uuid>("id").primary_key().auto().done(),
    column::<String>("name").length(1, Some(200)).sort().search().done(),
    column::<String>("email").format(Format::Email).unique().done(),
    column::<Option<NaiveDate>>("born_on").filter().done(),
    column::<Option<Json<Address>>>("address").done(),
];

/// Somebody who writes.
pub(crate) static AUTHOR: Table = Table {
    entity: "Author",
    name: "authors",
    path: "authors",
    description: "Somebody who writes.",
    columns: &AUTHOR_COLUMNS,
    key: &[0],
    relations: &[Relation::inverse("books", Cardinality::HasMany, || &BOOK, &[7])],
    access: Access::PUBLIC,
    dto: ("NewAuthor", "AuthorPatch"),
    ..Table::EMPTY
};

static BOOK_COLUMNS: [Column; 14] = [
    column::<Uuid>("id").primary_key().auto().done(),
    column::<String>("title")
        .length(1, Some(200))
        .filter()
        .sort()
        .describe("As on the cover.")
        .done(),
    column::<String>("isbn").unique().pattern("^97[89][0-9]{10}$").done(),
    column::<Decimal>("price")
        .decimal(10, 2)
        .range(Some(Number::new(0, 0)), None)
        .filter()
        .sort()
        .done(),
    state(column::<String>("state").filter().default(Literal::Text("draft")).done()),
    column::<Option<f64>>("weight").range(Some(Number::new(1, 1)), Some(Number::new(5, 0))).done(),
    column::<i32>("pages")
        .range(Some(Number::new(1, 0)), Some(Number::new(100_000, 0)))
        .filter()
        .example(Literal::Number(Number::new(320, 0)))
        .done(),
    column::<Uuid>("author_id").index().done(),
    column::<Option<NaiveTime>>("opens_at").filter().done(),
    column::<Option<Vec<u8>>>("cover").length(1, Some(1000)).done(),
    column::<String>("licence_key").write_only().done(),
    column::<DateTime<Utc>>("created_at").created_at().filter().sort().done(),
    column::<i64>("version").version().done(),
    column::<bool>("loanable").default(Literal::Bool(true)).immutable().deprecated().done(),
];

/// A book on the shelf.
pub(crate) static BOOK: Table = Table {
    entity: "Book",
    name: "books",
    path: "books",
    description: "A book on the shelf.",
    columns: &BOOK_COLUMNS,
    key: &[0],
    relations: &[Relation::stored("author", &[7], || &AUTHOR)],
    access: Access::PUBLIC,
    sparse: true,
    dto: ("NewBook", "BookPatch"),
    ..Table::EMPTY
};

static SHELF_MARK_COLUMNS: [Column; 4] = [
    column::<Uuid>("book_id").primary_key().index().done(),
    column::<i16>("position").primary_key().done(),
    column::<Option<String>>("note").length(0, Some(500)).pattern("[a-z]").done(),
    column::<Option<i64>>("count").validate(even).done(),
];

fn even(value: &Value) -> Result<(), String> {
    match value {
        Value::Int(integer) if integer % 2 != 0 => Err("must be even".to_owned()),
        _ => Ok(()),
    }
}

/// Where a copy stands.
pub(crate) static SHELF_MARK: Table = Table {
    entity: "ShelfMark",
    name: "shelf_marks",
    path: "shelf-marks",
    description: "",
    columns: &SHELF_MARK_COLUMNS,
    key: &[0, 1],
    indexes: &[Index { columns: &[0, 2], descending: &[], unique: true }],
    relations: &[Relation::stored("book", &[0], || &BOOK).on_delete(OnDelete::Cascade)],
    access: Access::PUBLIC,
    dto: ("NewShelfMark", "ShelfMarkPatch"),
    ..Table::EMPTY
};

static CHICKEN_COLUMNS: [Column; 2] =
    [column::<i64>("id").primary_key().auto().done(), column::<i64>("egg_id").index().done()];

/// One half of a circle of required references.
pub(crate) static CHICKEN: Table = Table {
    entity: "Chicken",
    name: "chickens",
    path: "chickens",
    columns: &CHICKEN_COLUMNS,
    key: &[0],
    relations: &[Relation::stored("egg", &[1], || &EGG)],
    access: Access::PUBLIC,
    dto: ("NewChicken", "ChickenPatch"),
    ..Table::EMPTY
};

static EGG_COLUMNS: [Column; 3] = [
    column::<i64>("id").primary_key().auto().done(),
    column::<i64>("chicken_id").index().done(),
    column::<Option<i64>>("basket_id").index().done(),
];

/// The other half.
pub(crate) static EGG: Table = Table {
    entity: "Egg",
    name: "eggs",
    path: "eggs",
    columns: &EGG_COLUMNS,
    key: &[0],
    relations: &[
        Relation::stored("chicken", &[1], || &CHICKEN),
        Relation::stored("basket", &[2], || &BASKET).on_delete(OnDelete::SetNull),
    ],
    access: Access::PUBLIC,
    dto: ("NewEgg", "EggPatch"),
    ..Table::EMPTY
};

static BASKET_COLUMNS: [Column; 2] = [
    column::<i64>("id").primary_key().auto().done(),
    column::<Option<i64>>("parent_id").index().done(),
];

/// What can only be read, and holds others of its kind.
pub(crate) static BASKET: Table = Table {
    entity: "Basket",
    name: "baskets",
    path: "baskets",
    columns: &BASKET_COLUMNS,
    key: &[0],
    relations: &[Relation::stored("parent", &[1], || &BASKET).on_delete(OnDelete::SetNull)],
    access: Access::PUBLIC,
    operations: &[Operation::List, Operation::Read],
    dto: ("NewBasket", "BasketPatch"),
    ..Table::EMPTY
};

static REVIEW_COLUMNS: [Column; 4] = [
    column::<i64>("id").primary_key().auto().done(),
    column::<Option<Uuid>>("book_id").index().done(),
    column::<Option<i64>>("basket_id").index().done(),
    column::<i16>("stars").range(Some(Number::new(1, 0)), Some(Number::new(5, 0))).filter().done(),
];

/// What is about one of two things.
pub(crate) static REVIEW: Table = Table {
    entity: "Review",
    name: "reviews",
    path: "reviews",
    columns: &REVIEW_COLUMNS,
    key: &[0],
    relations: &[
        Relation::stored("book", &[1], || &BOOK).on_delete(OnDelete::Cascade),
        Relation::stored("basket", &[2], || &BASKET),
    ],
    one_of: &[OneOf { name: "subject", member: "subject", columns: &[1, 2] }],
    access: Access::PUBLIC,
    dto: ("NewReview", "ReviewPatch"),
    ..Table::EMPTY
};

/// All of them.
pub(crate) const TABLES: &[&Table] =
    &[&AUTHOR, &BOOK, &SHELF_MARK, &CHICKEN, &EGG, &BASKET, &REVIEW];
