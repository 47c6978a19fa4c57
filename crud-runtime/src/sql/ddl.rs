//! The statements that create tables.

use super::constraint::{Constraint, Rule, constraints};
use super::{Dialect, literal};
use crate::codec;
use crate::error::{Error, Result};
use crate::model::{
    Column, ColumnType, Default, Generated, Number, OnDelete, Relation, Table, Value,
};

/// A unique or indexed text column of `MySQL` has at most so many characters: an index entry has
/// 3072 bytes and a character up to four.
const MYSQL_INDEXED: u32 = 768;

/// The statements that create these tables, in an order in which each finds what it refers to.
///
/// # Errors
/// [`Error::Config`] where the database cannot have such a table.
pub(crate) fn create_tables(dialect: Dialect, tables: &[&'static Table]) -> Result<Vec<String>> {
    let mut statements = Vec::new();
    let mut behind = Vec::new();
    let ordered = in_order(tables);
    for (position, table) in ordered.iter().enumerate() {
        // A reference to a table that comes later is added when both stand; SQLite cannot add
        // one later, and takes it in advance.
        let is_late = |relation: &Relation| {
            let target = (relation.target)().name;
            dialect != Dialect::Sqlite
                && ordered[position + 1..].iter().any(|later| later.name == target)
        };
        statements.push(create_table(dialect, table, &is_late)?);
        for (name, constraint) in constraints(dialect, table) {
            match constraint {
                Constraint::Index(columns) => {
                    statements.push(create_index(dialect, table, &name, &columns));
                }
                Constraint::Reference(relation) if is_late(relation) => {
                    let mut ddl = String::from("ALTER TABLE ");
                    dialect.quote(table.name, &mut ddl);
                    ddl.push_str(" ADD ");
                    reference(dialect, table, &name, relation, &mut ddl);
                    behind.push(ddl);
                }
                _ => {}
            }
        }
        if dialect == Dialect::Postgres {
            comments(table, &mut statements);
        }
    }
    statements.append(&mut behind);
    Ok(statements)
}

/// The tables with those that others refer to first, as far as that can be.
pub(crate) fn in_order(tables: &[&'static Table]) -> Vec<&'static Table> {
    fn visit(
        table: &'static Table,
        tables: &[&'static Table],
        seen: &mut Vec<&'static str>,
        ordered: &mut Vec<&'static Table>,
    ) {
        if seen.contains(&table.name) {
            return;
        }
        seen.push(table.name);
        for relation in table.references() {
            let target = (relation.target)();
            if tables.iter().any(|table| table.name == target.name) {
                visit(target, tables, seen, ordered);
            }
        }
        ordered.push(table);
    }
    let mut ordered = Vec::with_capacity(tables.len());
    let mut seen = Vec::with_capacity(tables.len());
    for table in tables {
        visit(table, tables, &mut seen, &mut ordered);
    }
    ordered
}

/// The type of a column as the database's DDL spells it.
pub(crate) fn type_name(
    dialect: Dialect,
    table: &'static Table,
    position: usize,
) -> Result<String> {
    let mut name = String::new();
    column_type(dialect, table, position, &table.columns[position], &mut name)?;
    Ok(name)
}

fn create_table(
    dialect: Dialect,
    table: &'static Table,
    is_late: &dyn Fn(&Relation) -> bool,
) -> Result<String> {
    let mut ddl = String::from("CREATE TABLE ");
    dialect.quote(table.name, &mut ddl);
    ddl.push_str(" (");
    for (position, column) in table.columns.iter().enumerate() {
        ddl.push_str(if position > 0 { ",\n  " } else { "\n  " });
        define(dialect, table, position, column, &mut ddl)?;
    }
    for (name, constraint) in constraints(dialect, table) {
        let mut clause = String::new();
        match constraint {
            Constraint::PrimaryKey if is_rowid(dialect, table) => continue,
            Constraint::PrimaryKey => {
                key(dialect, table, &name, "PRIMARY KEY", table.key, &mut clause);
            }
            Constraint::Unique(columns) => {
                key(dialect, table, &name, "UNIQUE", &columns, &mut clause);
            }
            Constraint::Reference(relation) if is_late(relation) => continue,
            Constraint::Reference(relation) => {
                reference(dialect, table, &name, relation, &mut clause);
            }
            Constraint::Rule(column, rule) => {
                constraint_name(dialect, &name, &mut clause);
                clause.push_str("CHECK (");
                check(dialect, &table.columns[column], rule, &mut clause);
                clause.push(')');
            }
            Constraint::Check(check) => {
                constraint_name(dialect, &name, &mut clause);
                clause.push_str("CHECK (");
                clause.push_str(check.expression);
                clause.push(')');
            }
            Constraint::Index(_) => continue,
        }
        ddl.push_str(",\n  ");
        ddl.push_str(&clause);
    }
    ddl.push_str("\n)");
    match dialect {
        // A composite key is a join entity's more often than not: small records, found by key.
        Dialect::Sqlite if table.key.len() > 1 => ddl.push_str(" STRICT, WITHOUT ROWID"),
        Dialect::Sqlite => ddl.push_str(" STRICT"),
        Dialect::Postgres => {}
        Dialect::Mysql => {
            // MySQL and MariaDB have no collation in common that compares by code point and
            // counts trailing spaces; each reads the comment that is addressed to it.
            ddl.push_str(
                " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 \
                 /*!80017 COLLATE utf8mb4_0900_bin */ /*M!100203 COLLATE utf8mb4_nopad_bin */",
            );
            if !table.description.is_empty() {
                ddl.push_str(" COMMENT=");
                dialect.quote_text(&cut(table.description, 2048), &mut ddl);
            }
        }
    }
    Ok(ddl)
}

/// Whether the key is the integer that `SQLite` itself gives a record.
fn is_rowid(dialect: Dialect, table: &Table) -> bool {
    dialect == Dialect::Sqlite && auto_integer(table).is_some()
}

/// The key that the database generates.
fn auto_integer(table: &Table) -> Option<usize> {
    let position = table.generated(Generated::Auto)?;
    table.columns[position].column_type.is_integer().then_some(position)
}

fn define(
    dialect: Dialect,
    table: &'static Table,
    position: usize,
    column: &Column,
    ddl: &mut String,
) -> Result<()> {
    dialect.quote(column.name, ddl);
    ddl.push(' ');
    column_type(dialect, table, position, column, ddl)?;
    if auto_integer(table) == Some(position) {
        match dialect {
            Dialect::Sqlite => {
                // AUTOINCREMENT never gives the key of a deleted record again.
                let (name, _) = &constraints(dialect, table)[0];
                ddl.push_str(" NOT NULL ");
                constraint_name(dialect, name, ddl);
                ddl.push_str("PRIMARY KEY AUTOINCREMENT");
            }
            Dialect::Postgres => ddl.push_str(" GENERATED BY DEFAULT AS IDENTITY"),
            Dialect::Mysql => ddl.push_str(" NOT NULL AUTO_INCREMENT"),
        }
    } else if !column.nullable {
        ddl.push_str(" NOT NULL");
    }
    match column.default {
        Some(Default::Literal(default)) => {
            if let Some(value) = codec::literal::value(column, default) {
                // MySQL takes a default of its long types in parentheses only.
                ddl.push_str(" DEFAULT ");
                let long = dialect == Dialect::Mysql;
                ddl.push_str(if long { "(" } else { "" });
                literal::write(dialect, column, &value, ddl);
                ddl.push_str(if long { ")" } else { "" });
            }
        }
        Some(Default::Sql(expression)) => {
            ddl.push_str(" DEFAULT (");
            ddl.push_str(expression);
            ddl.push(')');
        }
        None => {}
    }
    if dialect == Dialect::Mysql && !column.description.is_empty() {
        ddl.push_str(" COMMENT ");
        dialect.quote_text(&cut(column.description, 1024), ddl);
    }
    Ok(())
}

fn column_type(
    dialect: Dialect,
    table: &'static Table,
    position: usize,
    column: &Column,
    ddl: &mut String,
) -> Result<()> {
    let plain = match (column.column_type, dialect) {
        (
            ColumnType::Bool
            | ColumnType::I16
            | ColumnType::I32
            | ColumnType::I64
            | ColumnType::U32
            | ColumnType::Decimal,
            Dialect::Sqlite,
        ) => "INTEGER",
        (ColumnType::F64, Dialect::Sqlite) => "REAL",
        (ColumnType::Uuid | ColumnType::Bytes, Dialect::Sqlite) => "BLOB",
        (_, Dialect::Sqlite) => "TEXT",
        (ColumnType::Bool, _) => "boolean",
        (ColumnType::I16, _) => "smallint",
        (ColumnType::I32, Dialect::Postgres) => "integer",
        (ColumnType::I32, Dialect::Mysql) => "int",
        (ColumnType::U32, Dialect::Mysql) => "int unsigned",
        (ColumnType::I64 | ColumnType::U32, _) => "bigint",
        (ColumnType::F64, Dialect::Postgres) => "double precision",
        (ColumnType::F64, Dialect::Mysql) => "double",
        (ColumnType::Decimal, _) => {
            let kind = if dialect == Dialect::Postgres { "numeric" } else { "decimal" };
            let precision = column.precision;
            ddl.push_str(&format!("{kind}({},{})", precision.digits, precision.scale));
            return Ok(());
        }
        (ColumnType::Uuid, Dialect::Postgres) => "uuid",
        (ColumnType::Uuid, Dialect::Mysql) => "binary(16)",
        (ColumnType::Date, _) => "date",
        (ColumnType::Time, Dialect::Postgres) => "time",
        (ColumnType::Time, Dialect::Mysql) => "time(6)",
        (ColumnType::Timestamp, Dialect::Postgres) => "timestamptz",
        // TIMESTAMP would end in 2038.
        (ColumnType::Timestamp, Dialect::Mysql) => "datetime(6)",
        (ColumnType::Bytes, Dialect::Postgres) => "bytea",
        // The text itself is kept, so that every database answers with the same document;
        // `jsonb`, and `json` of MySQL, would reorder it.
        (ColumnType::Json(_), Dialect::Postgres) => "json",
        (ColumnType::Json(_), Dialect::Mysql) => "longtext",
        (ColumnType::Text | ColumnType::Enum(_), Dialect::Postgres) => "text COLLATE \"C\"",
        (ColumnType::Text | ColumnType::Enum(_) | ColumnType::Bytes, Dialect::Mysql) => {
            return mysql_text(table, position, column, ddl);
        }
    };
    ddl.push_str(plain);
    Ok(())
}

fn mysql_text(
    table: &'static Table,
    position: usize,
    column: &Column,
    ddl: &mut String,
) -> Result<()> {
    let bytes = matches!(column.column_type, ColumnType::Bytes);
    let longest = match column.column_type {
        ColumnType::Enum(words) => {
            words.variants.iter().filter_map(|word| u32::try_from(word.chars().count()).ok()).max()
        }
        _ => column.length.and_then(|(_, max)| max),
    };
    match longest {
        Some(longest) if longest <= MYSQL_INDEXED => {
            let kind = if bytes { "varbinary" } else { "varchar" };
            ddl.push_str(&format!("{kind}({longest})"));
            Ok(())
        }
        _ if is_indexed(table, position) => Err(Error::Config(format!(
            "column `{}` of `{}` is indexed, which MySQL and MariaDB can do for {MYSQL_INDEXED} \
             characters at most: add `length(..={MYSQL_INDEXED})` or less to the field",
            column.name, table.entity
        ))),
        _ => {
            ddl.push_str(if bytes { "longblob" } else { "longtext" });
            Ok(())
        }
    }
}

fn is_indexed(table: &'static Table, position: usize) -> bool {
    table.is_key(position)
        || constraints(Dialect::Mysql, table).iter().any(|(_, constraint)| match constraint {
            Constraint::Unique(columns) | Constraint::Index(columns) => columns.contains(&position),
            Constraint::Reference(relation) => relation.columns.contains(&position),
            _ => false,
        })
}

fn constraint_name(dialect: Dialect, name: &str, ddl: &mut String) {
    ddl.push_str("CONSTRAINT ");
    dialect.quote(name, ddl);
    ddl.push(' ');
}

fn key(
    dialect: Dialect,
    table: &Table,
    name: &str,
    kind: &str,
    columns: &[usize],
    ddl: &mut String,
) {
    constraint_name(dialect, name, ddl);
    ddl.push_str(kind);
    ddl.push_str(" (");
    names(dialect, table, columns, ddl);
    ddl.push(')');
}

fn reference(dialect: Dialect, table: &Table, name: &str, relation: &Relation, ddl: &mut String) {
    let target = (relation.target)();
    key(dialect, table, name, "FOREIGN KEY", relation.columns, ddl);
    ddl.push_str(" REFERENCES ");
    dialect.quote(target.name, ddl);
    ddl.push_str(" (");
    names(dialect, target, relation.referenced(), ddl);
    ddl.push_str(match relation.on_delete {
        OnDelete::Restrict => ") ON DELETE RESTRICT",
        OnDelete::Cascade => ") ON DELETE CASCADE",
        OnDelete::SetNull => ") ON DELETE SET NULL",
    });
}

fn names(dialect: Dialect, table: &Table, columns: &[usize], ddl: &mut String) {
    for (index, &column) in columns.iter().enumerate() {
        if index > 0 {
            ddl.push_str(", ");
        }
        dialect.quote(table.columns[column].name, ddl);
    }
}

fn create_index(dialect: Dialect, table: &Table, name: &str, columns: &[usize]) -> String {
    let mut ddl = String::from("CREATE INDEX ");
    dialect.quote(name, &mut ddl);
    ddl.push_str(" ON ");
    dialect.quote(table.name, &mut ddl);
    ddl.push_str(" (");
    names(dialect, table, columns, &mut ddl);
    ddl.push(')');
    ddl
}

fn comments(table: &Table, statements: &mut Vec<String>) {
    let mut comment = |column: Option<&Column>, description: &str| {
        if description.is_empty() {
            return;
        }
        let mut ddl = String::from("COMMENT ON ");
        ddl.push_str(if column.is_some() { "COLUMN " } else { "TABLE " });
        Dialect::Postgres.quote(table.name, &mut ddl);
        if let Some(column) = column {
            ddl.push('.');
            Dialect::Postgres.quote(column.name, &mut ddl);
        }
        ddl.push_str(" IS ");
        Dialect::Postgres.quote_text(description, &mut ddl);
        statements.push(ddl);
    };
    comment(None, table.description);
    for column in table.columns {
        comment(Some(column), column.description);
    }
}

fn check(dialect: Dialect, column: &Column, rule: Rule, ddl: &mut String) {
    match rule {
        Rule::Length => {
            let bytes = matches!(column.column_type, ColumnType::Bytes);
            ddl.push_str(match (dialect, bytes) {
                (Dialect::Sqlite, _) | (Dialect::Mysql, true) => "length(",
                (Dialect::Postgres, true) => "octet_length(",
                (Dialect::Postgres | Dialect::Mysql, false) => "char_length(",
            });
            dialect.quote(column.name, ddl);
            ddl.push(')');
            let (min, max) = column.length.unwrap_or_default();
            let bound = |length: u32| length.to_string();
            between(Some(bound(min)), max.map(bound), ddl);
        }
        Rule::Range => {
            dialect.quote(column.name, ddl);
            let (min, max) = bounds(dialect, column);
            between(min, max, ddl);
        }
        Rule::Words => {
            dialect.quote(column.name, ddl);
            ddl.push_str(" IN (");
            match column.column_type {
                ColumnType::Enum(words) => {
                    for (index, word) in words.variants.iter().enumerate() {
                        ddl.push_str(if index > 0 { ", " } else { "" });
                        dialect.quote_text(word, ddl);
                    }
                }
                _ => ddl.push_str("0, 1"),
            }
            ddl.push(')');
        }
        Rule::Json => {
            ddl.push_str("json_valid(");
            dialect.quote(column.name, ddl);
            ddl.push(')');
        }
    }
}

fn between(min: Option<String>, max: Option<String>, ddl: &mut String) {
    match (min, max) {
        (Some(min), Some(max)) => {
            ddl.push_str(" BETWEEN ");
            ddl.push_str(&min);
            ddl.push_str(" AND ");
            ddl.push_str(&max);
        }
        (Some(min), None) => {
            ddl.push_str(" >= ");
            ddl.push_str(&min);
        }
        (None, Some(max)) => {
            ddl.push_str(" <= ");
            ddl.push_str(&max);
        }
        (None, None) => ddl.push_str(" IS NOT NULL"),
    }
}

/// The bounds of `range` and of the type, as literals in the column's stored form.
fn bounds(dialect: Dialect, column: &Column) -> (Option<String>, Option<String>) {
    let (min, max) = column.range.unwrap_or_default();
    let render = |value: Value| {
        let mut out = String::new();
        literal::write(dialect, column, &value, &mut out);
        out
    };
    match column.column_type {
        ColumnType::F64 => {
            let bound = |number: Number| render(Value::Float(number.float()));
            (min.map(bound), max.map(bound))
        }
        ColumnType::Decimal => {
            let scale = u32::from(column.precision.scale);
            let greatest = 10_i64.pow(u32::from(column.precision.digits)) - 1;
            let type_bound = |sign: i64| {
                (dialect == Dialect::Sqlite)
                    .then(|| rust_decimal::Decimal::new(sign * greatest, scale))
            };
            // A bound between two values that the column can store is met by the inner one.
            let min = min.map(|min| round(min, scale, true)).max(type_bound(-1));
            let max = [max.map(|max| round(max, scale, false)), type_bound(1)]
                .into_iter()
                .flatten()
                .min();
            let bound = |decimal| render(Value::Decimal(decimal));
            (min.map(bound), max.map(bound))
        }
        column_type => {
            let native = match (column_type, dialect) {
                (ColumnType::I16 | ColumnType::I32, Dialect::Sqlite)
                | (ColumnType::U32, Dialect::Sqlite | Dialect::Postgres) => {
                    column_type.integer_bounds()
                }
                _ => None,
            };
            let whole =
                |number, up| rust_decimal::prelude::ToPrimitive::to_i64(&round(number, 0, up));
            let min = min.and_then(|min| whole(min, true)).max(native.map(|(least, _)| least));
            let max = [max.and_then(|max| whole(max, false)), native.map(|(_, most)| most)]
                .into_iter()
                .flatten()
                .min();
            let bound = |integer| render(Value::Int(integer));
            (min.map(bound), max.map(bound))
        }
    }
}

fn round(number: Number, scale: u32, up: bool) -> rust_decimal::Decimal {
    use rust_decimal::RoundingStrategy::{ToNegativeInfinity, ToPositiveInfinity};
    let strategy = if up { ToPositiveInfinity } else { ToNegativeInfinity };
    number.decimal().round_dp_with_strategy(scale, strategy)
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}
