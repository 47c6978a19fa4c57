//! SQL text with the values it is given apart from it.

use std::fmt::Write as _;
use std::sync::Arc;

use super::{Dialect, native};
use crate::model::{Column, Table, Value};

/// A statement: text that depends on the shape of what is asked alone, and its arguments.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    /// The text; equal shapes give equal text, so that drivers keep it prepared.
    pub(crate) text: Arc<str>,
    /// One argument for each placeholder, in their order.
    pub(crate) args: Vec<Arg>,
}

/// A bind argument.
#[derive(Debug, Clone)]
pub(crate) enum Arg {
    /// A value in the stored form of a column.
    Value(&'static Column, Value),
    /// A plain integer: a limit, a length.
    Integer(i64),
    /// Plain text: what a match looks for.
    Text(String),
    /// Values of a column as one array; `PostgreSQL` alone has these.
    List(&'static Column, Vec<Value>),
}

/// A statement being written. What is pushed is static, names are quoted, and values become
/// arguments: there is no way to put one of them into the text.
pub(super) struct Sql {
    pub(super) dialect: Dialect,
    text: String,
    args: Vec<Arg>,
    /// Whose columns are meant where only a column is named.
    scope: Option<Scope>,
    /// The table whose columns are meant outside of subqueries, where others stand beside it.
    base: Option<Scope>,
    /// How many aliases there are.
    aliases: u16,
    /// Whether conditions on related records here are on lists of them (`sql/existence.rs`).
    pub(super) lists: bool,
}

/// What a statement calls a table.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope {
    /// By its name.
    Name(&'static str),
    /// `r1`, `r2`: a table may be asked several times in one statement.
    Alias(u16),
}

impl Sql {
    pub(super) fn new(dialect: Dialect) -> Self {
        let text = String::with_capacity(256);
        Self { dialect, text, args: Vec::new(), scope: None, base: None, aliases: 0, lists: false }
    }

    /// What the table is called whose columns are meant here: by its name, outside of subqueries.
    pub(super) fn scope(&self, table: &'static Table) -> Scope {
        self.scope.unwrap_or(Scope::Name(table.name))
    }

    /// Appends a table with an alias of its own; from here its columns are meant.
    pub(super) fn enter(&mut self, table: &'static Table) -> Scope {
        let scope = self.alias();
        self.enter_as(table, scope);
        scope
    }

    /// An alias of its own, for columns that stand in front of their table.
    pub(super) const fn alias(&mut self) -> Scope {
        self.aliases += 1;
        Scope::Alias(self.aliases)
    }

    /// Appends a table with this alias; from here its columns are meant.
    pub(super) fn enter_as(&mut self, table: &'static Table, scope: Scope) {
        self.name(table.name).push(" ").called(scope);
        self.scope = Some(scope);
    }

    /// From here columns outside of subqueries carry this table's name, because others stand
    /// beside it.
    pub(super) fn qualify(&mut self, table: &'static Table) {
        self.base = Some(Scope::Name(table.name));
        self.scope = self.base;
    }

    /// From here the columns of `scope` are meant again.
    pub(super) fn leave(&mut self, scope: Scope) {
        self.scope = match scope {
            Scope::Name(_) => self.base,
            Scope::Alias(_) => Some(scope),
        };
    }

    /// Appends a column of the table that is meant here.
    pub(super) fn column(&mut self, name: &'static str) -> &mut Self {
        match self.scope {
            Some(scope) => self.column_of(scope, name),
            None => self.name(name),
        }
    }

    /// Appends a column of a table by what the table is called.
    pub(super) fn column_of(&mut self, scope: Scope, name: &'static str) -> &mut Self {
        self.called(scope).push(".").name(name)
    }

    /// Appends what the statement calls a table.
    pub(super) fn called(&mut self, scope: Scope) -> &mut Self {
        match scope {
            Scope::Name(name) => {
                self.name(name);
            }
            // Writing into a `String` cannot fail.
            Scope::Alias(number) => drop(write!(self.text, "r{number}")),
        }
        self
    }

    /// Appends SQL as it stands.
    pub(super) fn push(&mut self, sql: &'static str) -> &mut Self {
        self.text.push_str(sql);
        self
    }

    /// Appends a number of ours, or a name of ours that ends in one.
    pub(super) fn numbered(&mut self, name: &'static str, number: usize) -> &mut Self {
        // Writing into a `String` cannot fail.
        let _ = write!(self.text, "{name}{number}");
        self
    }

    /// Appends what was made of a table's description, with its names quoted.
    pub(super) fn made(&mut self, sql: &str) -> &mut Self {
        self.text.push_str(sql);
        self
    }

    /// Appends a quoted name.
    pub(super) fn name(&mut self, name: &'static str) -> &mut Self {
        self.dialect.quote(name, &mut self.text);
        self
    }

    /// Appends quoted names of columns with commas between them.
    pub(super) fn columns(&mut self, table: &'static Table, columns: &[usize]) -> &mut Self {
        for (index, &column) in columns.iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.name(table.columns[column].name);
        }
        self
    }

    /// Appends a placeholder for a value of a column.
    pub(super) fn value(&mut self, column: &'static Column, value: Value) -> &mut Self {
        self.arg(Arg::Value(column, value));
        if self.dialect == Dialect::Postgres
            && let Some(native) = native::on(self.dialect, column)
        {
            self.text.push_str("::");
            self.text.push_str(&native::cast(native));
        }
        self
    }

    /// Appends a placeholder for an integer.
    pub(super) fn integer(&mut self, integer: i64) -> &mut Self {
        self.arg(Arg::Integer(integer))
    }

    /// Appends a number that belongs to the text itself.
    pub(super) fn number(&mut self, number: usize) -> &mut Self {
        // Writing into a `String` cannot fail.
        let _ = write!(self.text, "{number}");
        self
    }

    /// Appends a placeholder for an array of a column's values.
    pub(super) fn list(&mut self, column: &'static Column, values: Vec<Value>) -> &mut Self {
        self.arg(Arg::List(column, values));
        if let Some(native) = native::on(self.dialect, column) {
            self.text.push_str("::");
            self.text.push_str(&native::cast(native));
            self.text.push_str("[]");
        }
        self
    }

    /// Appends a placeholder for plain text.
    pub(super) fn text(&mut self, text: String) -> &mut Self {
        self.arg(Arg::Text(text))
    }

    fn arg(&mut self, arg: Arg) -> &mut Self {
        self.args.push(arg);
        // Writing into a `String` cannot fail.
        let _ = match self.dialect {
            Dialect::Sqlite => write!(self.text, "?{}", self.args.len()),
            Dialect::Postgres => write!(self.text, "${}", self.args.len()),
            Dialect::Mysql => write!(self.text, "?"),
        };
        self
    }

    pub(super) fn finish(self) -> Statement {
        Statement { text: self.text.into(), args: self.args }
    }
}
