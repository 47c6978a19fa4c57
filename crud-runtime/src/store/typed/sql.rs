//! SQL that a user writes, with typed values in and typed rows out.

use std::fmt;
use std::marker::PhantomData;

use super::raw::{self, Columns};
use super::{concrete, entity};
use crate::error::{Error, Result};
use crate::model::{Attribute, Column, Crud, Field, FieldError, Row, Value, column};
use crate::query::Operand;
use crate::sql::Arg;
use crate::store::executor::Executor;

/// A statement in SQL: what [`sql`] and [`Dao::sql`](crate::Dao::sql) begin. `R` is what a row of
/// its answer is read as.
///
/// The text is the application's own, `&'static str`; values never become part of it, but stand in
/// the place of its `?`, in their order. `?` is written on every database (`??` is a question mark
/// of the text, which is an operator of `PostgreSQL`'s). Everything else is the database's own SQL:
/// names as in the table, quoted or not.
///
/// On a `&Db` each statement is a transaction of its own; one that writes goes to the writer,
/// whether it answers with rows or not. Transactions are begun and ended by [`Db`](crate::Db) and
/// [`Transaction`](crate::Transaction) alone.
///
/// `SQLite` has no type for decimals: they are stored as whole numbers, 1250 for 12.50, and
/// [`bind_as`](Self::bind_as) binds one in the form of its column.
///
/// ```
/// use crud_runtime::prelude::*;
/// use crud_runtime::sql;
///
/// #[derive(Crud)]
/// #[crud(allow(all = public))]
/// pub struct Book {
///     #[crud(primary_key, auto)]
///     pub id: i64,
///     #[crud(length(1..=200))]
///     pub title: String,
///     #[crud(decimal(10, 2))]
///     pub price: Decimal,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> crud_runtime::Result<()> {
/// let db = Db::connect("sqlite::memory:").await?;
/// db.create_tables(&[Book::TABLE]).await?;
/// for (title, price) in [("Tehanu", 12), ("Lavinia", 20), ("Gifts", 9)] {
///     Book::create(&db, NewBook::new(title.to_owned(), price.into())).await?;
/// }
///
/// // Whole entities, by the names of their columns.
/// let books = Book::sql("SELECT * FROM books WHERE price >= ? ORDER BY title")
///     .bind_as(Book::PRICE, 10)
///     .all(&db)
///     .await?;
/// assert_eq!(books[0].title, "Lavinia");
///
/// // Anything else as a tuple, by position.
/// let (count, longest): (i64, Option<i64>) =
///     sql("SELECT count(*), max(length(title)) FROM books WHERE title <> ?")
///         .bind("Lavinia")
///         .rows()
///         .one(&db)
///         .await?;
/// assert_eq!((count, longest), (2, Some(6)));
///
/// // How many records a statement was about, in a transaction.
/// let mut transaction = db.begin().await?;
/// let changed =
///     sql("UPDATE books SET title = upper(title) WHERE id < ?").bind(3).execute(&mut transaction);
/// assert_eq!(changed.await?, 2);
/// transaction.commit().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a statement is not run before `all`, `first`, `one` or `execute`"]
pub struct Sql<R = ()> {
    text: &'static str,
    args: Vec<Arg>,
    marker: PhantomData<fn() -> R>,
}

/// Begins a statement in SQL.
pub const fn sql(text: &'static str) -> Sql {
    Sql { text, args: Vec::new(), marker: PhantomData }
}

/// A value that is bound to a `?`: any [`Field`], and `&str` and `&[u8]`.
#[diagnostic::on_unimplemented(message = "`{Self}` is not bound to SQL", label = "not a field")]
pub trait SqlValue {
    /// The type of the field that it is.
    #[doc(hidden)]
    type Field: Field;

    #[doc(hidden)]
    fn into_value(self) -> Value;
}

/// What a row of an answer is read as: an entity, whose columns are found by their names, or a
/// tuple of up to twelve [`Field`]s, by position. One value alone is a tuple too: `(i64,)`.
#[diagnostic::on_unimplemented(
    message = "a row is not read as `{Self}`",
    label = "neither an entity nor a tuple of fields",
    note = "one value is `(i64,)`; what has many is an entity, `unmanaged` where it is no table"
)]
pub trait SqlRow: Sized + Send + 'static {
    #[doc(hidden)]
    const COLUMNS: RowColumns;

    #[doc(hidden)]
    fn read(row: Row) -> Result<Self>;
}

/// What a [`SqlRow`] is made of.
#[doc(hidden)]
pub struct RowColumns(Columns);

impl<R> Sql<R> {
    /// Binds a value to the next `?`.
    pub fn bind<V: SqlValue>(mut self, value: V) -> Self {
        self.args.push(raw::plain(Plain::<V::Field>::COLUMN, value.into_value()));
        self
    }

    /// Binds a value to the next `?` as the column has it: decimals, and types that are the
    /// database's own.
    pub fn bind_as<E: Crud, T: Field>(
        mut self,
        column: impl Into<Attribute<E, T>>,
        value: impl Operand<T::Inner>,
    ) -> Self {
        let column = &E::TABLE.columns[column.into().column()];
        self.args.push(Arg::Value(column, value.into_value()));
        self
    }

    /// The same statement, whose rows are read as `S`.
    pub fn rows<S: SqlRow>(self) -> Sql<S> {
        Sql { text: self.text, args: self.args, marker: PhantomData }
    }

    /// Runs the statement; returns how many records it was about, in the database's own counting.
    ///
    /// # Errors
    /// [`Error::Database`] where the statement is not understood or breaks a constraint, or another
    /// number of values is bound.
    pub async fn execute(self, executor: impl Executor) -> Result<u64> {
        concrete::execute(executor.into_handle(), self.text, self.args).await
    }
}

impl<R: SqlRow> Sql<R> {
    /// All rows of the answer.
    ///
    /// # Errors
    /// [`Error::Database`] where the statement is not understood, another number of values is
    /// bound, columns are missing, or a value is of another type: the text says which.
    pub async fn all(self, executor: impl Executor) -> Result<Vec<R>> {
        let RowColumns(columns) = R::COLUMNS;
        let rows = concrete::ask(executor.into_handle(), self.text, self.args, columns).await?;
        rows.into_iter().map(R::read).collect()
    }

    /// The first row of the answer, if there is one. The others are read all the same: write
    /// `LIMIT 1` where there may be many.
    ///
    /// # Errors
    /// As [`all`](Self::all).
    pub async fn first(self, executor: impl Executor) -> Result<Option<R>> {
        Ok(self.all(executor).await?.into_iter().next())
    }

    /// The first row of the answer.
    ///
    /// # Errors
    /// As [`all`](Self::all); [`Error::NotFound`] when there is none.
    pub async fn one(self, executor: impl Executor) -> Result<R> {
        self.first(executor).await?.ok_or(Error::NotFound)
    }
}

/// A column for values that belong to none.
struct Plain<T>(PhantomData<fn() -> T>);

impl<T: Field> Plain<T> {
    const COLUMN: &'static Column = &column::<T>("value").done();
}

impl<T: Field> SqlValue for T {
    type Field = T;

    fn into_value(self) -> Value {
        self.to_value()
    }
}

impl SqlValue for &str {
    type Field = String;

    fn into_value(self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl SqlValue for &[u8] {
    type Field = Vec<u8>;

    fn into_value(self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl<E: Crud> SqlRow for E {
    const COLUMNS: RowColumns = RowColumns(Columns::Named(E::TABLE));

    fn read(row: Row) -> Result<Self> {
        entity(row)
    }
}

/// Emits `impl SqlRow` for a tuple of so many fields.
macro_rules! tuple {
    ($($field:ident)+) => {
        impl<$($field: Field),+> SqlRow for ($($field,)+) {
            const COLUMNS: RowColumns = RowColumns(Columns::Placed(&[$(Plain::<$field>::COLUMN),+]));

            fn read(row: Row) -> Result<Self> {
                let mut values = row.into_iter();
                Ok(($(field::<$field>(values.next())?,)+))
            }
        }
    };
}

tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
tuple!(A B C D E F G H I);
tuple!(A B C D E F G H I J);
tuple!(A B C D E F G H I J K);
tuple!(A B C D E F G H I J K L);

fn field<T: Field>(value: Option<Value>) -> Result<T> {
    let value = value.ok_or(FieldError::new("a value"));
    value.and_then(T::from_value).map_err(|error| Error::Database(Box::new(error)))
}

// Derives would ask the traits of `R`.
impl<R> Clone for Sql<R> {
    fn clone(&self) -> Self {
        Self { text: self.text, args: self.args.clone(), marker: PhantomData }
    }
}

impl<R> fmt::Debug for Sql<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Sql").field(&self.text).field(&self.args).finish()
    }
}
