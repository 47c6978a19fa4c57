//! A column: its type, its default, and the rules of it that a database can keep.

use serde::{Deserialize, Serialize};

use super::line::Line;
use super::{Kind, Native};
use crate::codec::{self, text};
use crate::model::{self, Generated, Number, Value};
use crate::sql::Dialect;

/// A column of a [`Table`](super::Table).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Line", into = "Line")]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
    /// Whether the database makes the value: a key that counts.
    pub(crate) auto: bool,
    pub(crate) default: Option<Default>,
    /// Least and most code points (text) or octets (bytes).
    pub(crate) length: Option<(u32, Option<u32>)>,
    /// Least and greatest number, both included.
    pub(crate) range: Option<(Option<Number>, Option<Number>)>,
    /// How many code points a text can have because of its format or pattern.
    pub(crate) longest: Option<u32>,
    /// The doc comment; empty when there is none.
    pub(crate) comment: String,
    /// The type where it is not ours. There the rules are no constraints.
    pub(crate) sql_type: Native,
}

/// What acts when an insert says nothing of a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Default {
    Value(Value),
    /// An SQL expression of the user's.
    Sql(String),
}

impl Column {
    /// Whether the words with which we let this database make keys stand on the column. Elsewhere
    /// its own type says so; `MySQL` has no other words than these.
    pub(crate) fn is_counted(&self, dialect: Dialect) -> bool {
        self.auto && (dialect == Dialect::Mysql || self.sql_type.on(dialect).is_none())
    }

    /// The shape of a described column.
    pub(super) fn of(column: &model::Column) -> Self {
        let kind = Kind::of(column);
        let default = match column.default {
            // A literal that does not fit its column is refused by the derive.
            Some(model::Default::Literal(literal)) => codec::literal::value(column, literal)
                .map(|value| Default::Value(canonical(&kind, value))),
            Some(model::Default::Sql(expression)) => Some(Default::Sql(expression.to_owned())),
            None => None,
        };
        let bounds = [
            column
                .format
                .and_then(codec::format::longest)
                .map(|longest| u32::try_from(longest).unwrap_or(u32::MAX)),
            column.pattern.and_then(codec::pattern::longest),
        ];
        Self {
            name: column.name.to_owned(),
            auto: column.generated == Some(Generated::Auto) && kind.is_integer(),
            nullable: column.nullable,
            default,
            length: column.length,
            range: column.range.map(|(min, max)| (min.map(shortest), max.map(shortest))),
            longest: bounds.into_iter().flatten().min(),
            comment: column.description.to_owned(),
            sql_type: Native::of(column.sql_type),
            kind,
        }
    }
}

/// One value, one spelling: `2.5` and `2.50` are the same default of a column with two digits
/// behind the point.
fn canonical(kind: &Kind, value: Value) -> Value {
    match (kind, value) {
        (Kind::Decimal(precision), Value::Decimal(decimal)) => {
            Value::Decimal(text::with_scale(*precision, decimal))
        }
        (_, value) => value,
    }
}

/// The same number without zeros at its end: `1.50` and `1.5` are the same bound.
fn shortest(mut number: Number) -> Number {
    while number.scale > 0 && number.mantissa % 10 == 0 {
        number = Number::new(number.mantissa / 10, number.scale - 1);
    }
    number
}
