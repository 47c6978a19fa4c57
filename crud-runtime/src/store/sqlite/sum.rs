//! Exact sums and means, which `SQLite` has none of: its own sums are of 64 bits or of floats.
//!
//! `crud_sum(x)` and `crud_avg(x)` take scaled integers, `crud_sum(x, scale)` numbers as they are
//! with so many digits behind the point. They give a scaled integer of 128 bits as a blob whose
//! order is that of the numbers, so that conditions and orders compare it as it is.

use std::marker::PhantomData;

use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result};
use rust_decimal::Decimal;

/// A number as the functions give it: big-endian, the least first.
type Stored = [u8; 16];

/// What is said of a sum that has no place here.
pub(super) const BEYOND: &str = "a sum beyond 128 bits";

/// Ten to the power of how many digits a mean has more than what it is of.
const MORE: i128 = 10_000;

/// Makes the functions known to a connection.
pub(super) fn install(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_DIRECTONLY;
    for arguments in [1, 2] {
        let (sum, mean) = (Adding::<Sum>(PhantomData), Adding::<Mean>(PhantomData));
        connection.create_aggregate_function(c"crud_sum", arguments, flags, sum)?;
        connection.create_aggregate_function(c"crud_avg", arguments, flags, mean)?;
    }
    Ok(())
}

/// A number in the form of the functions.
pub(super) fn stored(number: i128) -> Stored {
    // Without the sign's bit turned over, negative numbers would come last.
    (number.cast_unsigned() ^ (1 << 127)).to_be_bytes()
}

/// The number of such a form.
pub(super) fn read(stored: &[u8]) -> Option<i128> {
    let stored = u128::from_be_bytes(stored.try_into().ok()?);
    Some((stored ^ (1 << 127)).cast_signed())
}

/// What has been added up.
#[derive(Default)]
struct Added {
    sum: i128,
    count: i128,
}

/// What is made of all that was added up.
trait Yield {
    fn of(added: &Added) -> Option<i128>;
}

struct Sum;

impl Yield for Sum {
    fn of(added: &Added) -> Option<i128> {
        Some(added.sum)
    }
}

struct Mean;

impl Yield for Mean {
    fn of(added: &Added) -> Option<i128> {
        // Halves away from zero.
        let doubled = added.sum.checked_abs()?.checked_mul(2 * MORE)? + added.count;
        Some(doubled / (2 * added.count) * added.sum.signum())
    }
}

struct Adding<Y>(PhantomData<fn() -> Y>);

impl<Y: Yield> Aggregate<Added, Option<Stored>> for Adding<Y> {
    fn init(&self, _: &mut Context<'_>) -> Result<Added> {
        Ok(Added::default())
    }

    fn step(&self, context: &mut Context<'_>, added: &mut Added) -> Result<()> {
        let number = match (context.get_raw(0), context.len()) {
            (ValueRef::Null, _) => return Ok(()),
            (ValueRef::Integer(scaled), 1) => Some(i128::from(scaled)),
            (ValueRef::Integer(whole), _) => units(Decimal::from(whole), context.get(1)?),
            (ValueRef::Real(float), 2) => {
                // The shortest text that is this float: what was given.
                let decimal = float.to_string().parse().ok();
                decimal.and_then(|decimal| units(decimal, context.get(1).ok()?))
            }
            _ => None,
        };
        let number = number.ok_or_else(|| refusal("a number that its column cannot have"))?;
        added.sum = added.sum.checked_add(number).ok_or_else(|| refusal(BEYOND))?;
        added.count += 1;
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, added: Option<Added>) -> Result<Option<Stored>> {
        let Some(added) = added.filter(|added| added.count > 0) else { return Ok(None) };
        let number = Y::of(&added).ok_or_else(|| refusal(BEYOND))?;
        Ok(Some(stored(number)))
    }
}

/// The number in units of the last of so many digits behind the point.
fn units(mut decimal: Decimal, scale: u32) -> Option<i128> {
    let is_exact = decimal.normalize().scale() <= scale;
    decimal.rescale(scale);
    (is_exact && decimal.scale() == scale).then(|| decimal.mantissa())
}

fn refusal(what: &str) -> Error {
    Error::UserFunctionError(what.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(sql: &str) -> Option<i128> {
        let connection = Connection::open_in_memory().expect("a database");
        install(&connection).expect("functions");
        let found: Option<Vec<u8>> =
            connection.query_row(sql, [], |row| row.get(0)).expect("an answer");
        found.map(|stored| read(&stored).expect("a number"))
    }

    #[test]
    fn sums_are_beyond_64_bits() {
        let most = i64::MAX;
        let sum = asked(&format!("SELECT crud_sum(column1) FROM (VALUES ({most}), ({most}), (3))"));
        assert_eq!(sum, Some(2 * i128::from(most) + 3));
        assert_eq!(asked("SELECT crud_sum(column1) FROM (VALUES (NULL))"), None);
        assert_eq!(asked("SELECT crud_sum(1) WHERE FALSE"), None);
    }

    #[test]
    fn means_round_halves_away_from_zero() {
        for (values, mean) in
            [("(1), (2)", 15_000), ("(0), (0), (1)", 3333), ("(0), (0), (2)", 6667)]
        {
            let of =
                |values: &str| asked(&format!("SELECT crud_avg(column1) FROM (VALUES {values})"));
            assert_eq!(of(values), Some(mean));
            assert_eq!(of(&values.replace('(', "(-")), Some(-mean));
        }
        let halves = "(1)".to_owned() + &", (0)".repeat(19_999);
        assert_eq!(asked(&format!("SELECT crud_avg(column1) FROM (VALUES {halves})")), Some(1));
        assert_eq!(asked(&format!("SELECT crud_avg(-column1) FROM (VALUES {halves})")), Some(-1),);
    }

    #[test]
    fn numbers_as_they_are_keep_their_digits() {
        let sum = asked("SELECT crud_sum(column1, 2) FROM (VALUES (0.1), (0.2), (5), (NULL))");
        assert_eq!(sum, Some(530));
        let connection = Connection::open_in_memory().expect("a database");
        install(&connection).expect("functions");
        for wrong in ["crud_sum(0.125, 2)", "crud_sum('5')", "crud_sum(0.5)"] {
            let answer: Result<Vec<u8>> =
                connection.query_row(&format!("SELECT {wrong}"), [], |row| row.get(0));
            assert!(answer.is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_order_is_that_of_the_numbers() {
        let numbers = [i128::MIN, -2, -1, 0, 1, 255, 256, i128::MAX];
        assert!(numbers.map(stored).is_sorted());
        assert_eq!(numbers.map(|number| read(&stored(number))), numbers.map(Some));
    }
}
