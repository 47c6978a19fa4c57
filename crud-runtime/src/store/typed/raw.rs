//! A user's statement run on a connection, and its answer read.

use rust_decimal::Decimal;

use crate::error::{Error, Result};
use crate::model::{Column, Precision, Row, Table, Value, column};
use crate::sql::{self, Arg, Statement};
use crate::store::connection::Connection;
use crate::store::dao::explain_raw;
use crate::store::fields::Fields;
use crate::store::kind;
use crate::store::task::Work;

/// What an answer is read as.
#[derive(Debug, Clone, Copy)]
pub(super) enum Columns {
    /// The columns of a table, wherever they stand in it.
    Named(&'static Table),
    /// Values of these types, in their order.
    Placed(&'static [&'static Column]),
}

/// A statement that answers with rows.
pub(super) struct Ask {
    pub(super) text: &'static str,
    pub(super) args: Vec<Arg>,
    pub(super) columns: Columns,
}

/// A statement whose rows nobody reads.
pub(super) struct Execute {
    pub(super) text: &'static str,
    pub(super) args: Vec<Arg>,
}

impl Work for Ask {
    type Output = Vec<Row>;

    fn is_single(&self, _: sql::Dialect) -> bool {
        true
    }

    async fn run(&mut self, connection: &mut Connection) -> Result<Vec<Row>> {
        let statement = statement(connection, self.text, &self.args)?;
        let columns = self.columns;
        let (mut rows, mut places) = (Vec::new(), None);
        let mut sink = |fields: &Fields<'_>| {
            let places = match &mut places {
                Some(places) => places,
                none => none.insert(columns.places(fields)?),
            };
            rows.push(columns.read(fields, places)?);
            Ok(())
        };
        match connection.raw(&statement, &mut sink).await {
            Ok(_) => Ok(rows),
            Err(failure) => Err(explain_raw(connection, columns.table(), self.text, failure)),
        }
    }
}

impl Work for Execute {
    type Output = u64;

    fn is_single(&self, _: sql::Dialect) -> bool {
        true
    }

    async fn run(&mut self, connection: &mut Connection) -> Result<u64> {
        let statement = statement(connection, self.text, &self.args)?;
        let ran = connection.raw(&statement, &mut |_| Ok(())).await;
        ran.map_err(|failure| explain_raw(connection, None, self.text, failure))
    }
}

/// Columns of decimals, by the digits that they have behind the point: a value that belongs to no
/// column keeps its own.
static DECIMALS: [Column; 29] = {
    let mut columns = [column::<Decimal>("value").done(); 29];
    let mut scale = 0;
    while scale < columns.len() {
        #[expect(clippy::cast_possible_truncation, reason = "28 at most")]
        let digits = scale as u8;
        columns[scale].precision = Precision { digits: 28, scale: digits };
        scale += 1;
    }
    columns
};

/// A value that belongs to no column, but has the type of this one.
pub(super) fn plain(column: &'static Column, value: Value) -> Arg {
    match value {
        Value::Decimal(decimal) => {
            Arg::Value(&DECIMALS[(decimal.scale() as usize).min(DECIMALS.len() - 1)], value)
        }
        value => Arg::Value(column, value),
    }
}

fn is_plain_decimal(arg: &Arg) -> bool {
    matches!(arg, Arg::Value(column, _) if DECIMALS.iter().any(|plain| std::ptr::eq(plain, *column)))
}

fn statement(connection: &Connection, text: &str, args: &[Arg]) -> Result<Statement> {
    if connection.dialect() == sql::Dialect::Sqlite && args.iter().any(is_plain_decimal) {
        let text = "SQLite stores a decimal as a whole number, in the scale of its column: bind it \
                    with `bind_as(Book::PRICE, …)`";
        return Err(Error::Database(text.into()));
    }
    for arg in args {
        if let Arg::Value(column, Value::Decimal(decimal)) = arg {
            fits(column, *decimal)?;
        }
    }
    sql::raw(connection.dialect(), text, args.to_vec()).map_err(|text| Error::Database(text.into()))
}

/// Refuses a decimal that would be rounded, or cut, to have its column's form.
fn fits(column: &Column, decimal: Decimal) -> Result<()> {
    let Precision { digits, scale } = column.precision;
    let normal = decimal.normalize();
    let units = 10_i128.pow(u32::from(scale)).checked_mul(normal.trunc().mantissa());
    let is_held = units.is_some_and(|units| i64::try_from(units).is_ok());
    if normal.scale() <= u32::from(scale) && (is_held || column.precision.is_wide()) {
        return Ok(());
    }
    let name = column.name;
    let text = format!(
        "{decimal} is bound as `{name}`, which has {digits} digits, {scale} of them behind the \
         point: round it first"
    );
    Err(Error::Database(text.into()))
}

impl Columns {
    /// The table whose records are read.
    const fn table(self) -> Option<&'static Table> {
        match self {
            Self::Named(table) => Some(table),
            Self::Placed(_) => None,
        }
    }

    /// Where in the answer each value stands.
    fn places(self, fields: &Fields<'_>) -> Result<Vec<usize>> {
        let table = match self {
            Self::Named(table) => table,
            Self::Placed(columns) if columns.len() == fields.len() => {
                return Ok((0..columns.len()).collect());
            }
            Self::Placed(columns) => {
                return Err(Error::Database(
                    format!(
                        "the answer has {} columns, and {} values are read of a row",
                        fields.len(),
                        columns.len()
                    )
                    .into(),
                ));
            }
        };
        let (mut places, mut missing) = (Vec::new(), Vec::new());
        for column in table.columns {
            let mut found = (0..fields.len()).filter(|&index| fields.name(index) == column.name);
            match (found.next(), found.next()) {
                (Some(place), None) => places.push(place),
                (Some(_), Some(_)) => {
                    return Err(Error::Database(
                        format!(
                            "the answer has more than one column `{}`: select those of {} alone",
                            column.name, table.name
                        )
                        .into(),
                    ));
                }
                (None, _) => missing.push(column.name),
            }
        }
        if missing.is_empty() {
            return Ok(places);
        }
        Err(Error::Database(
            format!(
                "the answer lacks the columns `{}`: select every column of {}, or `*`",
                missing.join("`, `"),
                table.name
            )
            .into(),
        ))
    }

    fn read(self, fields: &Fields<'_>, places: &[usize]) -> Result<Row> {
        let mut places = places.iter();
        let mut read = |column: &'static Column, is_stored| {
            places.next().map(|&place| kind::read(fields, place, column, is_stored))
        };
        match self {
            Self::Named(table) => {
                table.columns.iter().filter_map(|column| read(column, true)).collect()
            }
            Self::Placed(columns) => {
                columns.iter().filter_map(|&column| read(column, false)).collect()
            }
        }
    }
}
