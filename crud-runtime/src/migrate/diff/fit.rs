//! Whether the values of one type are values of another.

use crate::sql::shape::Kind;

/// What becomes of stored values when a column gets another type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Each is a value of the new type.
    Whole,
    /// Some may not be, and a database says so instead of changing them.
    Partial,
    /// Each would have to be made into something else, which only the user can say.
    None,
}

/// What becomes of values of the first type in the second.
pub(super) fn fit(before: &Kind, after: &Kind) -> Fit {
    let whole = |is_whole: bool| if is_whole { Fit::Whole } else { Fit::Partial };
    match (before, after) {
        (before, after) if before == after => Fit::Whole,
        (Kind::Enum(before), Kind::Enum(after)) => {
            whole(before.iter().all(|word| after.contains(word)))
        }
        (Kind::Enum(_), Kind::Text) | (Kind::I16 | Kind::I32 | Kind::U32, Kind::F64) => Fit::Whole,
        (Kind::Text, Kind::Enum(_)) => Fit::Partial,
        // Fewer digits behind the point would be rounded in silence.
        (Kind::Decimal(before), Kind::Decimal(after)) if after.scale >= before.scale => {
            whole(after.digits - after.scale >= before.digits - before.scale)
        }
        (before, after) => match (before.integer_bounds(), after.integer_bounds()) {
            (Some((least, most)), Some((new_least, new_most))) => {
                whole(new_least <= least && most <= new_most)
            }
            _ => Fit::None,
        },
    }
}
