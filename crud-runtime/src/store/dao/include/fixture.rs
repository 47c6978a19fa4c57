//! Tables with every kind of relation: to one, to many, through a join, to itself, by several
//! columns, by a column that is not the key, and by one that may be null.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::model::{
    Access, Cardinality, Changes, Index, Join, Order, Relation, Table, Value, column,
};
use crate::store::Db;
use crate::store::dao::{self, Rows};

/// Who writes, and who taught them.
pub(crate) static WRITER: Table = Table {
    entity: "Writer",
    name: "writers",
    path: "writers",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<String>("na\"me").length(1, Some(50)).unique().filter().sort().done(),
        column::<Option<i64>>("teacher_id").index().done(),
        column::<String>("secret").length(0, Some(50)).hidden().done(),
    ],
    key: &[0],
    relations: &[
        Relation::stored("teacher", &[2], || &WRITER),
        Relation::inverse("pupils", Cardinality::HasMany, || &WRITER, &[2]),
        Relation::inverse("works", Cardinality::HasMany, || &WORK, &[3]),
        Relation::inverse("desk", Cardinality::HasOne, || &DESK, &[1]),
    ],
    access: Access::PUBLIC,
    order: &[Order { column: 1, descending: true }],
    ..Table::EMPTY
};

/// What is written, by two numbers; its writer is named, not numbered.
pub(crate) static WORK: Table = Table {
    entity: "Work",
    name: "works",
    path: "works",
    columns: &[
        column::<i16>("shelf").primary_key().done(),
        column::<i32>("place").primary_key().done(),
        column::<Option<Decimal>>("price").decimal(6, 2).filter().sort().done(),
        column::<Option<i64>>("writer_id").index().done(),
        column::<Option<String>>("reader").length(1, Some(50)).index().done(),
        column::<Option<String>>("body").done(),
    ],
    key: &[0, 1],
    relations: &[
        Relation::stored("writer", &[3], || &WRITER),
        Relation::stored("reader_", &[4], || &WRITER).to(&[1]),
        Relation::inverse("copies", Cardinality::HasMany, || &COPY, &[1, 2]),
        Relation {
            join: Some(Join { table: || &MARK, this: &[0, 1], other: &[2] }),
            ..Relation::inverse("tags", Cardinality::ManyToMany, || &TAG, &[])
        },
    ],
    access: Access::PUBLIC,
    ..Table::EMPTY
};

/// A copy of a work, which may be of none.
pub(crate) static COPY: Table = Table {
    entity: "Copy",
    name: "copies",
    path: "copies",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<Option<i16>>("shelf").done(),
        column::<Option<i32>>("place").done(),
        column::<Option<i32>>("state").filter().sort().done(),
    ],
    key: &[0],
    relations: &[Relation::stored("work", &[1, 2], || &WORK)],
    indexes: &[Index { columns: &[1, 2], descending: &[], unique: false }],
    access: Access::PUBLIC,
    ..Table::EMPTY
};

/// A word on works.
pub(crate) static TAG: Table = Table {
    entity: "Tag",
    name: "tags",
    path: "tags",
    columns: &[
        column::<Uuid>("id").primary_key().done(),
        column::<String>("word").length(1, Some(50)).filter().sort().done(),
    ],
    key: &[0],
    relations: &[Relation {
        join: Some(Join { table: || &MARK, this: &[2], other: &[0, 1] }),
        ..Relation::inverse("works", Cardinality::ManyToMany, || &WORK, &[])
    }],
    access: Access::PUBLIC,
    ..Table::EMPTY
};

/// Which word is on which work; it may be there twice.
pub(crate) static MARK: Table = Table {
    entity: "Mark",
    name: "marks",
    path: "marks",
    columns: &[
        column::<i16>("shelf").done(),
        column::<i32>("place").done(),
        column::<Uuid>("tag_id").index().done(),
        column::<i64>("id").primary_key().auto().done(),
    ],
    key: &[3],
    relations: &[
        Relation::stored("work", &[0, 1], || &WORK),
        Relation::stored("tag", &[2], || &TAG),
    ],
    indexes: &[Index { columns: &[0, 1], descending: &[], unique: false }],
    access: Access::PUBLIC,
    ..Table::EMPTY
};

/// Where one writer sits.
pub(crate) static DESK: Table = Table {
    entity: "Desk",
    name: "desks",
    path: "desks",
    columns: &[
        column::<i64>("id").primary_key().auto().done(),
        column::<Option<i64>>("writer_id").unique().done(),
    ],
    key: &[0],
    relations: &[Relation::stored("writer", &[1], || &WRITER)],
    access: Access::PUBLIC,
    ..Table::EMPTY
};

/// All of them.
pub(crate) const TABLES: &[&Table] = &[&WRITER, &WORK, &COPY, &TAG, &MARK, &DESK];

/// Creates a record with these values of all columns; null is left to the database.
pub(crate) async fn create(db: &Db, table: &'static Table, values: &[Value]) {
    let mut changes = Changes::new(table);
    for (column, value) in values.iter().enumerate().filter(|(_, value)| !value.is_null()) {
        changes.set(column, value.clone());
    }
    dao::create(db.handle(), table, changes, &Rows::none(table)).await.expect("created");
}
