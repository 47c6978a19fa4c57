//! The types of `PostgreSQL`.

use super::column::{Fit, Type, decimal, parts};
use crate::store::catalogue::{Catalogue, Column, Identity};

const NO_ZONE: &str = "has no time zone in the database: read and written as UTC";
const PADDED: &str = "is filled up with spaces in the database, and read with them";
const SINGLE: &str = "keeps seven digits, no more";

/// How a column is read and written; none where it cannot be.
pub(super) fn fit(catalogue: &Catalogue, column: &Column) -> Option<Fit> {
    let fit = of_type(catalogue, &column.type_name, column.collation.as_deref())?;
    let is_plain = matches!(column.identity, None | Some(Identity::Auto));
    Some(Fit { is_ours: fit.is_ours && is_plain, ..fit })
}

fn of_type(catalogue: &Catalogue, type_name: &str, collation: Option<&str>) -> Option<Fit> {
    let bare = type_name.trim_matches('"');
    if let Some((name, words)) = catalogue.enums.iter().find(|(name, _)| name == bare) {
        let rust = Type::Enum(words.clone());
        let need = Some(format!("the type `{name}`"));
        return Some(Fit { need, ..Fit::native(rust) });
    }
    if let Some(domain) = catalogue.domains.iter().find(|domain| domain.name == bare) {
        let below = of_type(catalogue, &domain.type_name, None)?;
        let need = Some(format!("the domain `{}`", domain.name));
        return Some(Fit { need, is_ours: false, ..below });
    }
    let (name, numbers) = parts(type_name);
    let number = |place: usize| numbers.get(place).copied();
    Some(match (name.as_str(), numbers.len()) {
        ("boolean", _) => Fit::ours(Type::Bool),
        ("smallint", _) => Fit::ours(Type::I16),
        ("integer", _) => Fit::ours(Type::I32),
        ("bigint", _) => Fit::ours(Type::I64),
        ("double precision", _) => Fit::ours(Type::F64),
        ("real", _) => Fit::native(Type::F64).note(SINGLE),
        ("numeric", 1 | 2) => {
            let (digits, scale) = (number(0)?, number(1).unwrap_or(0));
            match decimal(digits, scale) {
                // It prints both numbers always.
                Some(rust) => Fit::ours(rust),
                None => Fit::native(decimal(18, scale)?)
                    .note("has more than 18 digits in the database: a value of more is an error"),
            }
        }
        ("text", _) if collation == Some("C") => Fit::ours(Type::Text),
        ("text" | "bpchar", _) => Fit::native(Type::Text),
        ("character varying", _) => Fit::native(Type::Text).length(number(0)),
        ("character", _) => Fit::native(Type::Text).length(number(0)).note(PADDED),
        ("uuid", _) => Fit::ours(Type::Uuid),
        ("date", _) => Fit::ours(Type::Date),
        ("time" | "time without time zone", 0) => Fit::ours(Type::Time),
        ("time" | "time without time zone", _) => Fit::native(Type::Time),
        ("timestamptz" | "timestamp with time zone", 0) => Fit::ours(Type::Timestamp),
        ("timestamptz" | "timestamp with time zone", _) => Fit::native(Type::Timestamp),
        ("timestamp" | "timestamp without time zone", _) => {
            Fit::native(Type::Timestamp).note(NO_ZONE)
        }
        ("bytea", _) => Fit::ours(Type::Bytes),
        ("json", _) => Fit::ours(Type::Json),
        ("jsonb", _) => Fit::native(Type::Json),
        _ => return None,
    })
}
