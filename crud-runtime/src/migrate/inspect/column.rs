//! Which Rust type a column gets, and whether its own type is another spelling than ours.

use std::collections::BTreeSet;

use super::stored::Form;
use super::{mysql, postgres, sqlite};
use crate::sql::Dialect;
use crate::store::catalogue::{Catalogue, Column};

/// A Rust type that a field can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Type {
    Bool,
    I16,
    I32,
    I64,
    U32,
    F64,
    Text,
    Uuid,
    Decimal(u8, u8),
    Date,
    Time,
    Timestamp,
    Bytes,
    Json,
    /// One of these words.
    Enum(Vec<String>),
}

impl Type {
    pub(super) const fn is_integer(&self) -> bool {
        matches!(self, Self::I16 | Self::I32 | Self::I64 | Self::U32)
    }

    /// How many values an integer type has, roughly: what is greater holds what is smaller.
    pub(super) const fn width(&self) -> u8 {
        match self {
            Self::I16 => 1,
            Self::I32 => 2,
            Self::U32 => 3,
            Self::I64 => 4,
            _ => 0,
        }
    }
}

/// How a column is read and written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fit {
    pub(super) rust: Type,
    /// Whether our own DDL has the same type for it, and no rule that the database would keep.
    pub(super) is_ours: bool,
    /// The most characters or bytes.
    pub(super) length: Option<u32>,
    /// What fits an integer that is narrower than the Rust type.
    pub(super) range: Option<(i64, Option<i64>)>,
    /// What a reader of the struct should know.
    pub(super) note: Option<&'static str>,
    /// What the type is, where migrations would not make it.
    pub(super) need: Option<String>,
}

impl Fit {
    /// What we would write ourselves.
    pub(super) const fn ours(rust: Type) -> Self {
        Self { rust, is_ours: true, length: None, range: None, note: None, need: None }
    }

    /// Another spelling.
    pub(super) fn native(rust: Type) -> Self {
        Self { is_ours: false, ..Self::ours(rust) }
    }

    pub(super) fn length(self, length: Option<u32>) -> Self {
        Self { length, ..self }
    }

    pub(super) fn range(self, least: i64, most: Option<i64>) -> Self {
        Self { range: Some((least, most)), ..self }
    }

    pub(super) fn note(self, note: &'static str) -> Self {
        Self { note: Some(note), ..self }
    }

    /// The same as another integer type, which something that it belongs to has.
    pub(super) fn widened(self, rust: &Type) -> Self {
        if *rust == self.rust {
            return self;
        }
        Self { rust: rust.clone(), is_ours: false, ..self }
    }
}

/// How a column is read and written.
///
/// # Errors
/// Why it cannot be.
pub(super) fn fit(
    catalogue: &Catalogue,
    column: &Column,
    forms: &BTreeSet<Form>,
) -> Result<Fit, String> {
    let fit = match catalogue.dialect {
        Dialect::Postgres => postgres::fit(catalogue, column),
        Dialect::Mysql => mysql::fit(column),
        Dialect::Sqlite => sqlite::fit(column, forms),
    };
    fit.ok_or_else(|| {
        let spelt = if column.type_name.is_empty() { "no type" } else { column.type_name.as_str() };
        let holds = if forms.len() > 1 { " and holds values of several kinds" } else { "" };
        format!("the column `{}` is {spelt}{holds}, which no Rust type here reads", column.name)
    })
}

/// The name of a type and what stands in its parentheses.
pub(super) fn parts(type_name: &str) -> (String, Vec<u32>) {
    let Some((name, rest)) = type_name.split_once('(') else {
        return (type_name.trim().to_ascii_lowercase(), Vec::new());
    };
    let (inside, behind) = rest.split_once(')').unwrap_or((rest, ""));
    let numbers = inside.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    (format!("{}{}", name.trim(), behind).to_ascii_lowercase(), numbers)
}

/// A decimal of these digits, if ours has as many.
pub(super) fn decimal(digits: u32, scale: u32) -> Option<Type> {
    let (digits, scale) = (u8::try_from(digits).ok()?, u8::try_from(scale).ok()?);
    ((1..=18).contains(&digits) && scale <= digits).then_some(Type::Decimal(digits, scale))
}
