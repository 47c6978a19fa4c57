//! Arguments and answers that belong to no column of an entity: what the server is asked about
//! itself.

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgRow, PgTypeInfo, PgValueFormat};
use sqlx::{
    Arguments as _, Column as _, Encode, Postgres, Row as _, Type, TypeInfo as _, ValueRef as _,
};

use super::error::error;
use crate::error::{Error, Result};
use crate::model::Value;
use crate::store::connection::{Texts, no_text};

/// Adds an argument that belongs to no column.
pub(super) fn bind(value: &Value, arguments: &mut PgArguments) -> Result<()> {
    let added = match value {
        Value::Null => arguments.add(Nothing),
        Value::Bool(value) => arguments.add(*value),
        Value::Int(value) => arguments.add(*value),
        Value::Float(value) => arguments.add(*value),
        Value::Text(value) => arguments.add(value.as_str()),
        _ => return Err(no_text("an argument")),
    };
    added.map_err(Error::Database)
}

/// A null of whatever type the statement needs there.
struct Nothing;

impl Type<Postgres> for Nothing {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Nothing {
    fn encode_by_ref(&self, _: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Ok(IsNull::Yes)
    }
}

/// All columns of a row as texts.
pub(super) fn texts(row: &PgRow) -> Result<Texts> {
    let text = |index| {
        let value = row.try_get_raw(index).map_err(|found| error(&found))?;
        if value.is_null() {
            return Ok(None);
        }
        let bytes = value.as_bytes().map_err(Error::Database)?;
        let is_text = value.format() == PgValueFormat::Text;
        let found = match (value.type_info().name(), bytes) {
            (_, bytes) if is_text => utf8(bytes).map(str::to_owned),
            ("BOOL", &[truth]) => Some(if truth == 0 { "f" } else { "t" }.to_owned()),
            ("INT2", &[a, b]) => Some(i16::from_be_bytes([a, b]).to_string()),
            ("INT4", &[a, b, c, d]) => Some(i32::from_be_bytes([a, b, c, d]).to_string()),
            ("OID", &[a, b, c, d]) => Some(u32::from_be_bytes([a, b, c, d]).to_string()),
            ("INT8", bytes) => bytes.try_into().ok().map(i64::from_be_bytes).map(|i| i.to_string()),
            ("TEXT" | "VARCHAR" | "CHAR" | "\"CHAR\"" | "NAME" | "JSON", bytes) => {
                utf8(bytes).map(str::to_owned)
            }
            _ => None,
        };
        let name = || row.column(index).name().to_owned();
        found.map(Some).ok_or_else(|| no_text(&format!("the column `{}`", name())))
    };
    (0..row.len()).map(text).collect()
}

fn utf8(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}
