//! What a table is: the static description that the derive emits and every other layer reads.

mod access;
mod attribute;
mod changes;
mod column;
mod column_type;
mod crud;
mod dto;
pub(crate) mod field;
mod index;
mod key;
mod number;
mod operation;
mod relation;
mod table;
mod value;

pub use access::{Access, Permission};
pub use attribute::{Attribute, Reference};
pub use changes::{Change, Changes, Member};
pub use column::{
    Auto, Column, ColumnBuilder, Decimal, Default, Format, Generated, IsAuto, IsDecimal, IsNumber,
    IsSized, IsText, IsTimestamp, IsVersion, Length, Literal, NotNull, Precision, Range, Text,
    Timestamp, Version, column,
};
pub use column_type::{ColumnType, EnumType, JsonType};
pub use crud::Crud;
pub use dto::{Dto, Shape};
pub use field::json::Json;
pub use field::{AnyKey, Field, FieldError, RefersTo};
pub use index::{Check, Index};
pub use key::Key;
pub use number::Number;
pub use operation::Operation;
pub use relation::{Cardinality, Join, OnDelete, Relation, many_to_many};
pub use table::{Order, Page, Table};
pub use value::{Row, Value};
