//! The statements that create tables.

mod check;
mod column;
mod mysql;
#[cfg(test)]
pub(crate) mod tests;

use self::check::check;
pub(crate) use self::column::type_name;
use super::Dialect;
use super::constraint::{Constraint, constraints};
use crate::error::Result;
use crate::model::{Column, Generated, OnDelete, Relation, Table};

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

fn create_table(
    dialect: Dialect,
    table: &'static Table,
    is_late: &dyn Fn(&Relation) -> bool,
) -> Result<String> {
    if dialect == Dialect::Mysql {
        mysql::check_indexes(table)?;
    }
    let mut ddl = String::from("CREATE TABLE ");
    dialect.quote(table.name, &mut ddl);
    ddl.push_str(" (");
    for (position, column) in table.columns.iter().enumerate() {
        ddl.push_str(if position > 0 { ",\n  " } else { "\n  " });
        column::define(dialect, table, position, column, &mut ddl)?;
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

/// The key that the database generates.
fn auto_integer(table: &Table) -> Option<usize> {
    let position = table.generated(Generated::Auto)?;
    table.columns[position].column_type.is_integer().then_some(position)
}

/// Whether the key is the integer that `SQLite` itself gives a record.
fn is_rowid(dialect: Dialect, table: &Table) -> bool {
    dialect == Dialect::Sqlite && auto_integer(table).is_some()
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

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}
