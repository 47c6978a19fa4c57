//! What groups and functions yield, described as columns: every layer that reads, compares or
//! writes values takes them like those of a table.

use rust_decimal::Decimal;

use super::{Function, Group};
use crate::model::{Column, ColumnType, Precision, Table, column};

/// Digits that the mean has behind the point beyond those of its column.
const MORE: usize = 4;

/// Digits of sums and means, which is what a [`Decimal`] of 96 bits holds for certain. Sums of 18
/// digits reach it with ten thousand million records.
const DIGITS: u8 = 28;

static COUNT: Column = column::<i64>("count").done();
static FLOAT: Column = column::<Option<f64>>("float").done();
static DATE: Column = column::<Option<chrono::NaiveDate>>("date").done();

/// Decimals by how many digits they have behind the point: up to 18 and [`MORE`].
static DECIMALS: [Column; 19 + MORE] = {
    let mut all = [column::<Option<Decimal>>("decimal").done(); 19 + MORE];
    let mut scale = 0;
    while scale < all.len() {
        #[expect(clippy::cast_possible_truncation, reason = "there are no more than 23")]
        let precision = Precision { digits: DIGITS, scale: scale as u8 };
        all[scale].precision = precision;
        scale += 1;
    }
    all
};

impl Group {
    /// What its values are like.
    pub(crate) fn column(self, table: &'static Table) -> &'static Column {
        match self.truncate {
            Some(_) => &DATE,
            None => &self.table(table).columns[self.column],
        }
    }
}

impl Function {
    /// What its values are like: sums and means of integers and decimals are decimals, those of
    /// floats floats.
    pub(crate) fn column(self, table: &'static Table) -> &'static Column {
        match self {
            Self::Count | Self::CountDistinct(_) => &COUNT,
            Self::Min(column) | Self::Max(column) => &table.columns[column],
            Self::Sum(column) => number(&table.columns[column], 0),
            Self::Avg(column) => number(&table.columns[column], MORE),
        }
    }

    /// Whether it is never null.
    pub(crate) const fn is_count(self) -> bool {
        matches!(self, Self::Count | Self::CountDistinct(_))
    }
}

fn number(column: &Column, more: usize) -> &'static Column {
    match column.column_type {
        ColumnType::F64 => &FLOAT,
        ColumnType::Decimal => &DECIMALS[usize::from(column.precision.scale) + more],
        _ => &DECIMALS[more],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sum_of_fewer_than_eight_thousand_million_records_is_too_large() {
        let least = |largest: i128| Decimal::MAX.mantissa() / largest;
        // Decimals have 18 digits, in units of their last one; integers have 64 bits.
        assert!(least(10_i128.pow(18) - 1) > 79_000_000_000);
        assert!(least(i128::from(i64::MIN).abs()) > 8_000_000_000);
        // Means are no larger than what they are of, with four digits more.
        assert!(10_i128.pow(18) * 10_i128.pow(4) < Decimal::MAX.mantissa());
        assert!(i128::from(i64::MIN).abs() * 10_i128.pow(4) < Decimal::MAX.mantissa());
    }
}
