//! Groups of records and functions over them.
//!
//! The groups are made in a subquery whose columns have names of ours, so that conditions on
//! groups and orders are plain comparisons, whatever a function takes to compute:
//! `SELECT c0, c1 FROM (SELECT …, count(*) … GROUP BY 1) g WHERE c1 >= … ORDER BY c1 DESC`.

use super::condition::{self, operator, representable};
use super::existence::same;
use super::select::window;
use super::statement::{Scope, Sql, Statement};
use super::{Dialect, native};
use crate::model::{Column, ColumnType, Table};
use crate::query::Comparison;
use crate::query::aggregate::{Aggregate, AggregateKey, Function, Group, Having, Truncate};

/// Zeros that make a number as many times ten as are taken.
const ZEROS: &str = "0000000000000000000000";
/// The last digit of so many behind the point.
const UNITS: &str = "0000000000000000000001";

/// Selects the groups, then the functions that are answered; one group more than the limit tells
/// whether more follow.
pub(crate) fn aggregate(
    dialect: Dialect,
    table: &'static Table,
    aggregate: &Aggregate,
    limit: Option<u64>,
) -> Statement {
    let mut sql = Sql::new(dialect);
    let computed = aggregate.computed();
    let groups = aggregate.groups.len();
    let place = |function: Function| {
        let place = computed.iter().position(|computed| *computed == function);
        groups + place.expect("all that is asked of is computed")
    };
    sql.push("SELECT ");
    for index in 0..groups + aggregate.functions.len() {
        comma(&mut sql, index).numbered("c", index);
    }
    sql.push(" FROM (");
    grouped(&mut sql, table, aggregate, &computed);
    sql.push(") g");
    for (index, having) in aggregate.having.iter().enumerate() {
        sql.push(if index == 0 { " WHERE " } else { " AND " });
        holds(&mut sql, having, having.function.column(table), place(having.function));
    }
    for (index, sort) in aggregate.order().iter().enumerate() {
        sql.push(if index == 0 { " ORDER BY " } else { ", " });
        let (place, nullable) = match sort.key {
            AggregateKey::Group(group) => (group, true),
            AggregateKey::Function(function) => (place(function), !function.is_count()),
        };
        term(&mut sql, place, nullable, sort.descending);
    }
    window(&mut sql, limit, aggregate.offset);
    sql.finish()
}

/// Appends the subquery: every group with all that is computed of it.
fn grouped(sql: &mut Sql, table: &'static Table, aggregate: &Aggregate, computed: &[Function]) {
    let own = sql.alias();
    let mut joined: Vec<(usize, Scope)> = Vec::new();
    for relation in aggregate.groups.iter().filter_map(|group| group.relation) {
        if !joined.iter().any(|(joined, _)| *joined == relation) {
            joined.push((relation, sql.alias()));
        }
    }
    let scope = |relation: Option<usize>| {
        let joined = joined.iter().find(|(joined, _)| Some(*joined) == relation);
        joined.map_or(own, |(_, scope)| *scope)
    };
    sql.push("SELECT ");
    for (index, group) in aggregate.groups.iter().enumerate() {
        comma(sql, index);
        self::group(sql, table, *group, scope(group.relation));
        sql.push(" AS ").numbered("c", index);
    }
    for (index, function) in (aggregate.groups.len()..).zip(computed) {
        comma(sql, index);
        self::function(sql, table, *function, own);
        sql.push(" AS ").numbered("c", index);
    }
    sql.push(" FROM ");
    sql.enter_as(table, own);
    for (relation, scope) in joined {
        // Of what has one record at most on the other side, no record is counted twice.
        let link = table.relations[relation].link(table);
        sql.push(" LEFT JOIN ");
        sql.enter_as(link.target, scope);
        sql.push(" ON ");
        same(sql, (link.target, link.far, scope), (table, link.near, own));
    }
    sql.leave(own);
    if !condition::is_trivial(&aggregate.filter) {
        sql.push(" WHERE ");
        condition::matches(sql, table, &aggregate.filter);
    }
    for index in 0..aggregate.groups.len() {
        sql.push(if index == 0 { " GROUP BY " } else { ", " }).numbered("", index + 1);
    }
}

fn group(sql: &mut Sql, table: &'static Table, group: Group, scope: Scope) {
    let column = &group.table(table).columns[group.column];
    match group.truncate {
        None => plain(sql, column, scope),
        Some(truncate) => {
            // The first week of all begins with the first day of all, not before.
            let is_week = truncate == Truncate::Week;
            match sql.dialect {
                _ if !is_week => {}
                Dialect::Sqlite => {
                    sql.push("max('1000-01-01', ");
                }
                Dialect::Mysql => {
                    sql.push("greatest(DATE '1000-01-01', ");
                }
                // Here the greatest passes over nulls.
                Dialect::Postgres => {
                    sql.push("CASE WHEN ").column_of(scope, column.name);
                    sql.push(" IS NOT NULL THEN greatest(DATE '1000-01-01', ");
                }
            }
            match sql.dialect {
                Dialect::Sqlite => on_sqlite(sql, column, scope, truncate),
                Dialect::Postgres => on_postgres(sql, column, scope, truncate),
                Dialect::Mysql => on_mysql(sql, column, scope, truncate),
            }
            sql.push(match sql.dialect {
                _ if !is_week => "",
                Dialect::Sqlite | Dialect::Mysql => ")",
                Dialect::Postgres => ") END",
            });
        }
    }
}

/// Appends a column so that texts compare by code point, whatever a type of its own has.
fn plain(sql: &mut Sql, column: &'static Column, scope: Scope) {
    let is_foreign = column.column_type.is_text() && native::on(sql.dialect, column).is_some();
    match sql.dialect {
        Dialect::Sqlite if is_foreign => {
            sql.column_of(scope, column.name).push(" COLLATE BINARY");
        }
        Dialect::Postgres if is_foreign => {
            sql.column_of(scope, column.name).push("::text COLLATE \"C\"");
        }
        Dialect::Mysql if is_foreign => {
            sql.push("CONVERT(").column_of(scope, column.name).push(
                " USING utf8mb4) /*!80017 COLLATE utf8mb4_0900_bin */ \
                 /*M!100203 COLLATE utf8mb4_nopad_bin */",
            );
        }
        _ => {
            sql.column_of(scope, column.name);
        }
    }
}

/// Dates and instants are texts that begin with the date.
fn on_sqlite(sql: &mut Sql, column: &'static Column, scope: Scope, truncate: Truncate) {
    sql.push(if truncate == Truncate::Week { "date(substr(" } else { "substr(" });
    sql.column_of(scope, column.name).push(match truncate {
        Truncate::Day => ", 1, 10)",
        // The Monday that is the day or the first behind six days before it.
        Truncate::Week => ", 1, 10), '-6 days', 'weekday 1')",
        Truncate::Month => ", 1, 7) || '-01'",
        Truncate::Year => ", 1, 4) || '-01-01'",
    });
}

/// Of a date or an instant without a zone, which `date_trunc` takes for what it is; one with a
/// zone it would cut in that of the session.
fn on_postgres(sql: &mut Sql, column: &'static Column, scope: Scope, truncate: Truncate) {
    sql.push(match truncate {
        Truncate::Day => "date_trunc('day', ",
        Truncate::Week => "date_trunc('week', ",
        Truncate::Month => "date_trunc('month', ",
        Truncate::Year => "date_trunc('year', ",
    });
    let has_zone = matches!(column.column_type, ColumnType::Timestamp)
        && native::on(sql.dialect, column).is_none_or(|native| {
            let native = native.to_ascii_lowercase();
            native.contains("timestamptz") || native.contains("with time zone")
        });
    sql.column_of(scope, column.name);
    sql.push(if has_zone { " AT TIME ZONE 'UTC')::date" } else { "::timestamp)::date" });
}

fn on_mysql(sql: &mut Sql, column: &'static Column, scope: Scope, truncate: Truncate) {
    sql.push(match truncate {
        Truncate::Year => "MAKEDATE(YEAR(",
        _ => "DATE(",
    });
    sql.column_of(scope, column.name);
    match truncate {
        Truncate::Day => {
            sql.push(")");
        }
        Truncate::Week => {
            sql.push(") - INTERVAL WEEKDAY(").column_of(scope, column.name).push(") DAY");
        }
        Truncate::Month => {
            sql.push(") - INTERVAL DAYOFMONTH(").column_of(scope, column.name).push(") - 1 DAY");
        }
        Truncate::Year => {
            sql.push("), 1)");
        }
    }
}

fn function(sql: &mut Sql, table: &'static Table, function: Function, scope: Scope) {
    let around = |sql: &mut Sql, before, position: usize| {
        sql.push(before);
        plain(sql, &table.columns[position], scope);
        sql.push(")");
    };
    match function {
        Function::Count => {
            sql.push("count(*)");
        }
        Function::CountDistinct(position) => around(sql, "count(DISTINCT ", position),
        Function::Min(position) => around(sql, "min(", position),
        Function::Max(position) => around(sql, "max(", position),
        Function::Sum(position) => sum(sql, &table.columns[position], scope),
        Function::Avg(position) => {
            let yields = function.column(table);
            avg(sql, &table.columns[position], scope, usize::from(yields.precision.scale));
        }
    }
}

/// Appends an exact sum, or that of floats.
fn sum(sql: &mut Sql, column: &'static Column, scope: Scope) {
    let is_native = native::on(sql.dialect, column).is_some();
    match sql.dialect {
        _ if matches!(column.column_type, ColumnType::F64) => floats(sql, "sum(", column, scope),
        // A function of ours, because SQLite's own ends at 64 bits.
        Dialect::Sqlite => on_all(sql, "crud_sum(", column, scope),
        Dialect::Postgres => {
            sql.push("sum(").column_of(scope, column.name);
            // The sum of the shorter integers is a longer one.
            sql.push(if is_native { "::numeric)" } else { ")::numeric" });
        }
        Dialect::Mysql if is_native && matches!(column.column_type, ColumnType::Decimal) => {
            sql.push("sum(CAST(").column_of(scope, column.name).push(" AS DECIMAL(65, ");
            sql.numbered("", column.precision.scale.into()).push(")))");
        }
        Dialect::Mysql => {
            sql.push("sum(").column_of(scope, column.name).push(")");
        }
    }
}

/// Appends a sum or a mean of floats: null where a value is so large that others like it would not
/// add up, of which `PostgreSQL` makes an error, `SQLite` an infinity and `MariaDB` zero.
fn floats(sql: &mut Sql, name: &'static str, column: &'static Column, scope: Scope) {
    let is_cast = sql.dialect == Dialect::Postgres && native::on(sql.dialect, column).is_some();
    let value = |sql: &mut Sql| {
        sql.column_of(scope, column.name);
        sql.push(if is_cast { "::double precision" } else { "" });
    };
    sql.push("CASE WHEN max(abs(");
    value(sql);
    sql.push(")) <= 1e290 THEN ").push(name).push("CASE WHEN abs(");
    value(sql);
    sql.push(") <= 1e290 THEN ");
    value(sql);
    sql.push(" END) END");
}

/// Appends the sum divided by how many there are, with so many digits behind the point, halves
/// away from zero: in whole numbers, because what databases divide they round in ways of their own.
fn avg(sql: &mut Sql, column: &'static Column, scope: Scope, scale: usize) {
    if matches!(column.column_type, ColumnType::F64) {
        return floats(sql, "avg(", column, scope);
    }
    // |sum| in units of the last digit, doubled, and as much as rounds it: `2 * |sum| * 10^n + n`.
    let doubled = |sql: &mut Sql| {
        sql.push("abs(");
        sum(sql, column, scope);
        sql.push(") * 2").push(&ZEROS[..scale]).push(" + count(");
        sql.column_of(scope, column.name).push(")");
    };
    let count = |sql: &mut Sql| {
        sql.push("2 * count(").column_of(scope, column.name).push(")");
    };
    let signed = |sql: &mut Sql| {
        sql.push(" * sign(");
        sum(sql, column, scope);
        sql.push(") * 0.").push(&UNITS[UNITS.len() - scale..]);
    };
    match sql.dialect {
        Dialect::Sqlite => on_all(sql, "crud_avg(", column, scope),
        Dialect::Postgres => {
            sql.push("div(");
            doubled(sql);
            sql.push(", ");
            count(sql);
            sql.push(")");
            signed(sql);
        }
        Dialect::Mysql => {
            // What is without its rest is divided without one.
            sql.push("CAST((");
            doubled(sql);
            sql.push(" - MOD(");
            doubled(sql);
            sql.push(", ");
            count(sql);
            sql.push(")) / (");
            count(sql);
            sql.push(")");
            signed(sql);
            sql.push(" AS DECIMAL(65, ").numbered("", scale).push("))");
        }
    }
}

/// Appends one of our functions of `SQLite`, which take scaled integers, or numbers as they are
/// and how many digits these have behind the point.
fn on_all(sql: &mut Sql, name: &'static str, column: &'static Column, scope: Scope) {
    sql.push(name).column_of(scope, column.name);
    let is_decimal = matches!(column.column_type, ColumnType::Decimal);
    if is_decimal && native::on(sql.dialect, column).is_some() {
        sql.push(", ").numbered("", column.precision.scale.into());
    }
    sql.push(")");
}

/// Appends a condition on the column that has the function.
fn holds(sql: &mut Sql, having: &Having, column: &'static Column, place: usize) {
    let with_nulls = having.comparison == Comparison::Ne;
    let Some((comparison, value)) = representable(column, having.comparison, &having.value) else {
        sql.push(if with_nulls { "TRUE" } else { "FALSE" });
        return;
    };
    sql.push("(").numbered("c", place).push(operator(comparison));
    sql.value(column, value);
    if with_nulls && !having.function.is_count() {
        sql.push(" OR ").numbered("c", place).push(" IS NULL");
    }
    sql.push(")");
}

/// Appends a term of the order: nulls last ascending and first descending.
fn term(sql: &mut Sql, place: usize, nullable: bool, descending: bool) {
    if nullable && sql.dialect == Dialect::Mysql {
        sql.numbered("c", place);
        sql.push(if descending { " IS NOT NULL, " } else { " IS NULL, " });
    }
    sql.numbered("c", place);
    sql.push(if descending { " DESC" } else { "" });
    if nullable && sql.dialect == Dialect::Sqlite {
        sql.push(if descending { " NULLS FIRST" } else { " NULLS LAST" });
    }
}

fn comma(sql: &mut Sql, index: usize) -> &mut Sql {
    sql.push(if index > 0 { ", " } else { "" })
}
