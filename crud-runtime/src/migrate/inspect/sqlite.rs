//! The types of `SQLite`, which are what people call them: the words decide here as they decide
//! the affinity there (<https://sqlite.org/datatype3.html#determination_of_column_affinity>).

use std::collections::BTreeSet;

use super::column::{Fit, Type, decimal, parts};
use super::stored::Form;
use crate::store::catalogue::{Column, Identity};

const CUSTOM: &str = "is read and written as SQLite's `datetime()` spells it, in UTC: a value in another \
                      spelling is an error";
const CUSTOMARY_TIME: &str = "is read and written as SQLite's `time()` spells it: a value in another spelling \
                              is an error";

/// How a column is read and written that holds values of these forms; none where it cannot be.
pub(super) fn fit(column: &Column, forms: &BTreeSet<Form>) -> Option<Fit> {
    let fit = match of_type(column) {
        Some(fit) if is_held(&fit.rust, forms) => fit,
        _ if forms.is_empty() => return None,
        _ => of_forms(forms)?,
    };
    let is_plain = column.collation.is_none() && !matches!(column.identity, Some(Identity::Rowid));
    Some(Fit { is_ours: fit.is_ours && is_plain, ..fit })
}

/// The texts among the forms.
const TEXTS: &[Form] = &[Form::Date, Form::Time, Form::Instant, Form::Text];

/// Whether values of these forms are all read as this type.
fn is_held(rust: &Type, forms: &BTreeSet<Form>) -> bool {
    let held: &[Form] = match rust {
        Type::Bool => &[Form::Bit],
        Type::I16 | Type::I32 | Type::I64 | Type::U32 => &[Form::Bit, Form::Integer],
        Type::F64 | Type::Decimal(..) => &[Form::Bit, Form::Integer, Form::Real],
        Type::Date => &[Form::Date],
        Type::Time => &[Form::Time],
        Type::Timestamp => &[Form::Instant],
        Type::Bytes | Type::Uuid => &[Form::Blob],
        Type::Text | Type::Json | Type::Enum(_) => TEXTS,
    };
    forms.iter().all(|form| held.contains(form))
}

/// The type that reads values of these forms, whatever the column's type says.
fn of_forms(forms: &BTreeSet<Form>) -> Option<Fit> {
    let types =
        [Type::I64, Type::F64, Type::Date, Type::Time, Type::Timestamp, Type::Text, Type::Bytes];
    let rust = types.into_iter().find(|rust| is_held(rust, forms))?;
    Some(Fit::native(rust).note("is read as what it holds, which is not what its type says"))
}

fn of_type(column: &Column) -> Option<Fit> {
    let type_name = column.type_name.as_str();
    let (name, numbers) = parts(type_name);
    let number = |place: usize| numbers.get(place).copied();
    // A double keeps fifteen digits as they are.
    let exact = |digits: u32, scale: u32| decimal(digits, scale).filter(|_| digits <= 15);
    Some(match name.as_str() {
        // As we write it, and no other, so that a diff of texts finds nothing.
        _ if type_name == "INTEGER" => Fit::ours(Type::I64),
        _ if type_name == "REAL" => Fit::ours(Type::F64),
        _ if type_name == "TEXT" => Fit::ours(Type::Text),
        _ if type_name == "BLOB" => Fit::ours(Type::Bytes),
        "boolean" | "bool" | "bit" => Fit::native(Type::Bool),
        "date" => Fit::native(Type::Date),
        "datetime" | "timestamp" => Fit::native(Type::Timestamp).note(CUSTOM),
        "time" => Fit::native(Type::Time).note(CUSTOMARY_TIME),
        "numeric" | "decimal" | "number" | "money" => {
            let exact = number(0).and_then(|digits| exact(digits, number(1).unwrap_or(0)));
            Fit::native(exact.unwrap_or(Type::F64))
        }
        _ if name.contains("int") => Fit::native(Type::I64),
        _ if ["char", "clob", "text"].iter().any(|word| name.contains(word)) => {
            Fit::native(Type::Text).length(number(0))
        }
        "" => return None,
        _ if name.contains("blob") || name.contains("binary") => {
            Fit::native(Type::Bytes).length(number(0))
        }
        _ if ["real", "floa", "doub"].iter().any(|word| name.contains(word)) => {
            Fit::native(Type::F64)
        }
        _ => return None,
    })
}
