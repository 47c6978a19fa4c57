//! The statements that create tables.

mod check;
mod column;
mod mysql;
pub(crate) mod part;
pub(crate) mod search;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use self::column::type_name;
use super::Dialect;
use super::shape::{Index, Reference, Table};
use crate::error::Result;
use crate::model::{OnDelete, OnUpdate};

/// The statements that create these tables, in an order in which each finds what it refers to.
///
/// # Errors
/// [`Error::Config`] where the database cannot have such a table.
pub(crate) fn create_tables(dialect: Dialect, tables: &[Table]) -> Result<Vec<String>> {
    create_tables_but(dialect, tables, &|_| false)
}

/// The same without these references, which somebody else adds: what else a table has depends on
/// them all the same.
pub(crate) fn create_tables_but(
    dialect: Dialect,
    tables: &[Table],
    is_put_off: &dyn Fn(&Reference) -> bool,
) -> Result<Vec<String>> {
    let mut statements = Vec::new();
    let mut behind = Vec::new();
    let ordered = in_order(tables);
    for (position, table) in ordered.iter().enumerate() {
        // A reference to a table that comes later is added when both stand; SQLite cannot add
        // one later, and takes it in advance.
        let is_late = |reference: &Reference| {
            dialect != Dialect::Sqlite
                && (is_put_off(reference)
                    || ordered[position + 1..].iter().any(|later| later.name == reference.table))
        };
        statements.push(create_table(dialect, table, &table.name, &is_late)?);
        for index in part::indexes(dialect, table) {
            statements.push(index.create(dialect, &table.name));
        }
        if dialect != Dialect::Mysql {
            statements.extend(search::create(dialect, table, false));
        }
        let late = table.references.iter().filter(|reference| is_late(reference));
        for late in late.filter(|reference| !is_put_off(reference)) {
            let table = dialect.quoted(&table.name);
            behind.push(format!("ALTER TABLE {table} ADD {}", part::reference(dialect, late)));
        }
        if dialect == Dialect::Postgres {
            comments(table, &mut statements);
        }
    }
    statements.append(&mut behind);
    Ok(statements)
}

/// The tables with those that others refer to first, as far as that can be.
pub(crate) fn in_order(tables: &[Table]) -> Vec<&Table> {
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
    name: &str,
    is_late: &dyn Fn(&Reference) -> bool,
) -> Result<String> {
    if dialect == Dialect::Mysql {
        mysql::check_indexes(table)?;
        mysql::check_search(table)?;
    }
    let mut ddl = String::from("CREATE TABLE ");
    dialect.quote(name, &mut ddl);
    ddl.push_str(" (");
    for (position, column) in table.columns.iter().enumerate() {
        ddl.push_str(if position > 0 { ",\n  " } else { "\n  " });
        column::define(dialect, table, column, &mut ddl)?;
    }
    let search = table.search.as_ref().filter(|_| dialect == Dialect::Mysql).map(search::mysql);
    // The integer that SQLite itself gives a record is said to be the key where it is defined.
    let is_said = table.columns.iter().any(|column| column.is_counted(dialect));
    if dialect != Dialect::Sqlite || !is_said {
        ddl.push_str(",\n  ");
        constrain(dialect, &table.key.name, "PRIMARY KEY", &table.key.columns, &mut ddl);
    }
    for part in search.iter().flatten() {
        ddl.push_str(",\n  ");
        ddl.push_str(part);
    }
    for unique in table.uniques.iter().filter(|unique| !unique.bare) {
        ddl.push_str(",\n  ");
        constrain(dialect, &unique.name, "UNIQUE", &unique.columns, &mut ddl);
    }
    for reference in table.references.iter().filter(|reference| !is_late(reference)) {
        ddl.push_str(",\n  ");
        refer(dialect, reference, &mut ddl);
    }
    for (name, condition) in part::checks(dialect, table) {
        ddl.push_str(",\n  ");
        ddl.push_str(&part::check(dialect, &name, &condition));
    }
    ddl.push_str("\n)");
    let options = part::table_options(dialect, table);
    ddl.push_str(if options.is_empty() { "" } else { " " });
    ddl.push_str(options);
    table_comment(dialect, table, &mut ddl);
    Ok(ddl)
}

fn table_comment(dialect: Dialect, table: &Table, ddl: &mut String) {
    if dialect == Dialect::Mysql && !table.comment.is_empty() {
        ddl.push(' ');
        ddl.push_str(&part::table_comment(table));
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

/// The columns that an index has in the database.
pub(crate) fn index_columns(dialect: Dialect, table: &Table, index: &Index) -> Vec<String> {
    let mut columns = index.columns.clone();
    if !index.bare && !has_key_in_indexes(dialect, table) {
        let rest = table.key.columns.iter().filter(|column| !index.columns.contains(column));
        columns.extend(rest.cloned());
    }
    columns
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
    if !table.comment.is_empty() {
        statements.push(part::comment(table, None));
    }
    for column in table.columns.iter().filter(|column| !column.comment.is_empty()) {
        statements.push(part::comment(table, Some(column)));
    }
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}
