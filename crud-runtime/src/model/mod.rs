//! What a table is: the static description that the derive emits and every other layer reads.

mod access;
mod assignment;
mod attribute;
mod builder;
mod changes;
mod codec;
mod column;
mod column_type;
mod crud;
mod dto;
pub(crate) mod field;
mod index;
mod link;
mod multiplicity;
mod native;
mod number;
mod one_of;
mod operation;
mod related;
mod relation;
mod rule;
mod served;
mod table;
mod value;

pub use access::{Access, Permission};
pub use assignment::Assignment;
pub use attribute::{Attribute, Reference, attribute, reference};
pub use builder::{ColumnBuilder, Unruled, column};
pub use changes::{Change, Changes};
pub use codec::Codec;
pub use column::{Column, Default, Format, Generated, Literal, Precision};
pub use column_type::{ColumnType, EnumType, JsonType};
pub use crud::{Crud, Parts};
pub use dto::{Dto, From, Shape, To};
pub use field::json::Json;
pub use field::{AnyKey, Field, FieldError, RefersTo, validated};
pub use index::{Check, Index};
pub(crate) use link::{Link, Via};
pub use multiplicity::{Holder, Many, Maybe, Multiplicity, One, Presence, Within};
pub use native::{Named, NamedWhat, Native, named};
pub use number::Number;
pub(crate) use one_of::Member;
pub use one_of::{Choice, OneOf};
pub use operation::{Operation, Place};
pub use related::{Inverse, Refers, ToMany, ToOne, to_many, to_one};
pub use relation::{
    Cardinality, Join, Joined, OnDelete, OnUpdate, Relation, Strange, Target, belongs_to, has_many,
    has_one, many_to_many,
};
pub use rule::{
    Auto, Decimal, IsAuto, IsDecimal, IsNumber, IsSized, IsText, IsTimestamp, IsVersion, Itself,
    Length, NotNull, Range, Text, Timestamp, Version,
};
pub use table::{Order, Page, Table};
pub use value::{Row, Value};
