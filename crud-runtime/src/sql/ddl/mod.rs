//! The statements that create tables.

mod check;
mod column;
mod mysql;
#[cfg(test)]
pub(crate) mod tests;

use self::check::check;
pub(crate) use self::column::type_name;
use super::Dialect;
use super::shape::{Column, Index, Reference, Table};
use crate::error::Result;
use crate::model::{OnDelete, OnUpdate};

/// The statements that create these tables, in an order in which each finds what it refers to.
///
/// # Errors
/// [`Error::Config`] where the database cannot have such a table.
pub(crate) fn create_tables(dialect: Dialect, tables: &[Table]) -> Result<Vec<String>> {
    let mut statements = Vec::new();
    let mut behind = Vec::new();
    let ordered = in_order(tables);
    for (position, table) in ordered.iter().enumerate() {
        // A reference to a table that comes later is added when both stand; SQLite cannot add
        // one later, and takes it in advance.
        let is_late = |reference: &Reference| {
            dialect != Dialect::Sqlite
                && ordered[position + 1..].iter().any(|later| later.name == reference.table)
        };
        statements.push(create_table(dialect, table, &is_late)?);
        for unique in table.uniques.iter().filter(|unique| unique.bare) {
            statements.push(create_unique_index(dialect, table, unique));
        }
        for index in &table.indexes {
            statements.push(create_index(dialect, table, index));
        }
        for late in table.references.iter().filter(|reference| is_late(reference)) {
            let mut ddl = String::from("ALTER TABLE ");
            dialect.quote(&table.name, &mut ddl);
            ddl.push_str(" ADD ");
            refer(dialect, late, &mut ddl);
            behind.push(ddl);
        }
        if dialect == Dialect::Postgres {
            comments(table, &mut statements);
        }
    }
    statements.append(&mut behind);
    Ok(statements)
}

/// The tables with those that others refer to first, as far as that can be.
fn in_order(tables: &[Table]) -> Vec<&Table> {
    fn visit<'t>(
        table: &'t Table,
        tables: &'t [Table],
        seen: &mut Vec<&'t str>,
        ordered: &mut Vec<&'t Table>,
    ) {
        if seen.contains(&table.name.as_str()) {
            return;
        }
        seen.push(&table.name);
        for reference in &table.references {
            if let Some(target) = tables.iter().find(|table| table.name == reference.table) {
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
    table: &Table,
    is_late: &dyn Fn(&Reference) -> bool,
) -> Result<String> {
    if dialect == Dialect::Mysql {
        mysql::check_indexes(table)?;
    }
    let mut ddl = String::from("CREATE TABLE ");
    dialect.quote(&table.name, &mut ddl);
    ddl.push_str(" (");
    for (position, column) in table.columns.iter().enumerate() {
        ddl.push_str(if position > 0 { ",\n  " } else { "\n  " });
        column::define(dialect, table, column, &mut ddl)?;
    }
    // The integer that SQLite itself gives a record is said to be the key where it is defined.
    let is_said = table.columns.iter().any(|column| column.is_counted(dialect));
    if dialect != Dialect::Sqlite || !is_said {
        ddl.push_str(",\n  ");
        constrain(dialect, &table.key.name, "PRIMARY KEY", &table.key.columns, &mut ddl);
    }
    for unique in table.uniques.iter().filter(|unique| !unique.bare) {
        ddl.push_str(",\n  ");
        constrain(dialect, &unique.name, "UNIQUE", &unique.columns, &mut ddl);
    }
    for reference in table.references.iter().filter(|reference| !is_late(reference)) {
        ddl.push_str(",\n  ");
        refer(dialect, reference, &mut ddl);
    }
    let rules = table.rules(dialect).into_iter().map(|(name, position, rule)| {
        let mut condition = String::new();
        check(dialect, &table.columns[position], rule, &mut condition);
        (name, condition)
    });
    let own = table.checks.iter().map(|check| (check.name.clone(), check.expression.clone()));
    for (name, condition) in rules.chain(own) {
        ddl.push_str(",\n  ");
        constraint_name(dialect, &name, &mut ddl);
        ddl.push_str("CHECK (");
        ddl.push_str(&condition);
        ddl.push(')');
    }
    ddl.push_str("\n)");
    if let Some(options) = table.sql_options.on(dialect) {
        ddl.push_str(if options.is_empty() { "" } else { " " });
        ddl.push_str(options);
        table_comment(dialect, table, &mut ddl);
        return Ok(ddl);
    }
    match dialect {
        // A composite key is a join entity's more often than not: small records, found by key.
        Dialect::Sqlite if table.key.columns.len() > 1 => ddl.push_str(" STRICT, WITHOUT ROWID"),
        Dialect::Sqlite => ddl.push_str(" STRICT"),
        Dialect::Postgres => {}
        Dialect::Mysql => {
            // MySQL and MariaDB have no collation in common that compares by code point and
            // counts trailing spaces; each reads the comment that is addressed to it.
            ddl.push_str(
                " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 \
                 /*!80017 COLLATE utf8mb4_0900_bin */ /*M!100203 COLLATE utf8mb4_nopad_bin */",
            );
        }
    }
    table_comment(dialect, table, &mut ddl);
    Ok(ddl)
}

fn table_comment(dialect: Dialect, table: &Table, ddl: &mut String) {
    if dialect == Dialect::Mysql && !table.comment.is_empty() {
        ddl.push_str(" COMMENT=");
        dialect.quote_text(&cut(&table.comment, 2048), ddl);
    }
}

fn constraint_name(dialect: Dialect, name: &str, ddl: &mut String) {
    ddl.push_str("CONSTRAINT ");
    dialect.quote(name, ddl);
    ddl.push(' ');
}

fn constrain(dialect: Dialect, name: &str, kind: &str, columns: &[String], ddl: &mut String) {
    constraint_name(dialect, name, ddl);
    ddl.push_str(kind);
    ddl.push_str(" (");
    names(dialect, columns, ddl);
    ddl.push(')');
}

fn refer(dialect: Dialect, reference: &Reference, ddl: &mut String) {
    constrain(dialect, &reference.name, "FOREIGN KEY", &reference.columns, ddl);
    ddl.push_str(" REFERENCES ");
    dialect.quote(&reference.table, ddl);
    ddl.push_str(" (");
    names(dialect, &reference.target, ddl);
    ddl.push_str(match reference.on_delete {
        OnDelete::Restrict => ") ON DELETE RESTRICT",
        OnDelete::Cascade => ") ON DELETE CASCADE",
        OnDelete::SetNull => ") ON DELETE SET NULL",
        OnDelete::NoAction => ") ON DELETE NO ACTION",
    });
    ddl.push_str(match reference.on_update {
        OnUpdate::NoAction => "",
        OnUpdate::Restrict => " ON UPDATE RESTRICT",
        OnUpdate::Cascade => " ON UPDATE CASCADE",
        OnUpdate::SetNull => " ON UPDATE SET NULL",
    });
}

fn names(dialect: Dialect, columns: &[String], ddl: &mut String) {
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            ddl.push_str(", ");
        }
        dialect.quote(column, ddl);
    }
}

fn create_unique_index(dialect: Dialect, table: &Table, unique: &Index) -> String {
    create("CREATE UNIQUE INDEX ", dialect, table, &unique.name, &unique.columns)
}

/// The columns that an index has in the database.
pub(crate) fn index_columns(dialect: Dialect, table: &Table, index: &Index) -> Vec<String> {
    let mut columns = index.columns.clone();
    if !index.bare && !has_key_in_indexes(dialect, table) {
        let rest = table.key.columns.iter().filter(|column| !index.columns.contains(column));
        columns.extend(rest.cloned());
    }
    columns
}

fn create_index(dialect: Dialect, table: &Table, index: &Index) -> String {
    let columns = index_columns(dialect, table, index);
    create("CREATE INDEX ", dialect, table, &index.name, &columns)
}

fn create(what: &str, dialect: Dialect, table: &Table, name: &str, columns: &[String]) -> String {
    let mut ddl = String::from(what);
    dialect.quote(name, &mut ddl);
    ddl.push_str(" ON ");
    dialect.quote(&table.name, &mut ddl);
    ddl.push_str(" (");
    names(dialect, columns, &mut ddl);
    ddl.push(')');
    ddl
}

/// Whether the database itself ends every index in the key. Elsewhere we say so, because a page
/// is ordered by the key at last: the records that are equal so far are then read in their order,
/// and no more of them than the page has.
fn has_key_in_indexes(dialect: Dialect, table: &Table) -> bool {
    match dialect {
        Dialect::Sqlite => match table.key.columns.as_slice() {
            [key] => table.column(key).is_some_and(|column| column.kind.is_integer()),
            _ => false,
        },
        Dialect::Postgres => false,
        Dialect::Mysql => true,
    }
}

fn comments(table: &Table, statements: &mut Vec<String>) {
    let mut comment = |column: Option<&Column>, description: &str| {
        if description.is_empty() {
            return;
        }
        let mut ddl = String::from("COMMENT ON ");
        ddl.push_str(if column.is_some() { "COLUMN " } else { "TABLE " });
        Dialect::Postgres.quote(&table.name, &mut ddl);
        if let Some(column) = column {
            ddl.push('.');
            Dialect::Postgres.quote(&column.name, &mut ddl);
        }
        ddl.push_str(" IS ");
        Dialect::Postgres.quote_text(description, &mut ddl);
        statements.push(ddl);
    };
    comment(None, &table.comment);
    for column in &table.columns {
        comment(Some(column), &column.comment);
    }
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}
