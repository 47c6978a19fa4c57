// ---- order_line.rs

//! One record of the table `Order "Lines"`.

use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = nobody), table = "Order \"Lines\"", sql_options(sqlite = "WITHOUT ROWID"))]
pub struct OrderLine {
    #[crud(primary_key)]
    pub order: i64,
    #[crud(primary_key)]
    pub line: i64,
    pub r#type: Option<String>,
    #[crud(column = "Zip Code", length(..=10), sql_type(sqlite = "VARCHAR(10)"))]
    pub zip_code: Option<String>,
}

// ---- loose.rs

//! One record of the table `loose`.

use crud_runtime::prelude::*;

// Unmanaged: the column `mixed` is DATE and holds values of several kinds, which no Rust type here reads; the struct has no field for it.
// Unmanaged: the column `none` is no type, which no Rust type here reads; the struct has no field for it.
#[derive(Crud)]
#[crud(allow(all = nobody), table = "loose", unmanaged)]
pub struct Loose {
    #[crud(primary_key, auto, sql_type(sqlite = "INTEGER"))]
    pub id: i64,
    // It is read as what it holds, which is not what its type says.
    #[crud(sql_type(sqlite = "DATETIME"))]
    pub at: Option<NaiveDate>,
    // It is read and written as SQLite's `datetime()` spells it, in UTC: a value in another spelling is an error.
    #[crud(sql_type(sqlite = "DATETIME"))]
    pub on: Option<DateTime<Utc>>,
    // It is read as what it holds, which is not what its type says.
    #[crud(sql_type(sqlite = "INTEGER"))]
    pub amount: Option<String>,
    // It is read as what it holds, which is not what its type says.
    #[crud(sql_type(sqlite = "BOOLEAN"))]
    pub flag: Option<i64>,
    // It is read as what it holds, which is not what its type says.
    #[crud(sql_type(sqlite = ""))]
    pub any: Option<f64>,
}

// ---- option_record.rs

//! One record of the table `options`.

use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = nobody), table = "options", sql_options(sqlite = ""))]
pub struct OptionRecord {
    #[crud(primary_key, auto, sql_type(sqlite = "INTEGER"))]
    pub id: i64,
    #[crud(rename = "limit_value", unique)]
    pub limit: String,
    #[crud(rename = "field_3")]
    pub größe: Option<String>,
}

// ---- partial.rs

//! One record of the table `partial`.

use crud_runtime::prelude::*;

// Unmanaged: the column `total` is generated: (id * 2) VIRTUAL; the struct has no field for it.
// Unmanaged: its index `some` is (note) WHERE note <> ''.
#[derive(Crud)]
#[crud(allow(all = nobody), table = "partial", triggers, unmanaged)]
pub struct Partial {
    #[crud(primary_key, auto, sql_type(sqlite = "INTEGER"))]
    pub id: i64,
    pub note: Option<String>,
}

// ---- person.rs

//! One record of the table `persons`.

use crud_runtime::prelude::*;

use super::OptionRecord;

// Unmanaged: the column `score` is no type, which no Rust type here reads; the struct has no field for it.
// Unmanaged: its reference from order, line to `Order "Lines"` is DEFERRABLE INITIALLY DEFERRED; the struct does not have it.
#[derive(Crud)]
#[crud(allow(all = nobody), table = "persons", unmanaged)]
pub struct Person {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(references = Person, on_delete = set_null)]
    pub mother: Option<i64>,
    #[crud(
        references = Person,
        on_delete = no_action,
        on_update = cascade,
        relation = mother_reference,
        unindexed
    )]
    pub mother_id: Option<i64>,
    #[crud(references = OptionRecord::LIMIT, on_delete = no_action, unindexed)]
    pub option_limit: Option<String>,
    pub line: Option<i64>,
    pub order: Option<i64>,
    #[crud(sql_type(sqlite = "DATE"))]
    pub born: Option<NaiveDate>,
    // It is read and written as SQLite's `datetime()` spells it, in UTC: a value in another spelling is an error.
    #[crud(default_sql = "CURRENT_TIMESTAMP", sql_type(sqlite = "DATETIME"))]
    pub seen: Option<DateTime<Utc>>,
    #[crud(decimal(5, 2), default_sql = "0.5", sql_type(sqlite = "DECIMAL(5, 2)"))]
    pub fee: Option<Decimal>,
    // By its name it is a secret, so answers do not show it.
    #[crud(write_only, sql_type(sqlite = "TEXT COLLATE NOCASE"))]
    pub password: Option<String>,
}

// ---- plain.rs

//! One record of the table `plain`.

use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = nobody), table = "plain", names(index(note) = "noted"))]
pub struct Plain {
    #[crud(primary_key)]
    pub id: Vec<u8>,
    #[crud(filter, sort)]
    pub note: Option<String>,
}

// ---- mod.rs

//! The tables of a database that was there, as `migrate inspect` found them.

mod loose;
mod option_record;
mod order_line;
mod partial;
mod person;
mod plain;

pub use loose::Loose;
pub use option_record::OptionRecord;
pub use order_line::OrderLine;
pub use partial::Partial;
pub use person::Person;
pub use plain::Plain;

/// The application with all of them.
#[must_use]
pub fn entities(app: crud_runtime::App) -> crud_runtime::App {
    app
        .entity::<OrderLine>()
        .entity::<Loose>()
        .entity::<OptionRecord>()
        .entity::<Partial>()
        .entity::<Person>()
        .entity::<Plain>()
}

// ---- notes

// the table `keyless` is left out: it has no primary key, by which records are known
// `loose` is left unmanaged, so that migrations do not touch it: the column `mixed` is DATE and holds values of several kinds, which no Rust type here reads; the struct has no field for it
// `loose` is left unmanaged, so that migrations do not touch it: the column `none` is no type, which no Rust type here reads; the struct has no field for it
// `partial` is left unmanaged, so that migrations do not touch it: the column `total` is generated: (id * 2) VIRTUAL; the struct has no field for it
// `partial` is left unmanaged, so that migrations do not touch it: its index `some` is (note) WHERE note <> ''
// `persons` is left unmanaged, so that migrations do not touch it: the column `score` is no type, which no Rust type here reads; the struct has no field for it
// `persons` is left unmanaged, so that migrations do not touch it: its reference from order, line to `Order "Lines"` is DEFERRABLE INITIALLY DEFERRED; the struct does not have it
// the view `seen` is left out: only tables have entities
// `partial` keeps its trigger `counted`, which migrations neither make nor change
