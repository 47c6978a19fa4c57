//! SQL for tables and queries: text and bind arguments, made without a database.

mod aggregate;
mod behind;
mod condition;
mod constraint;
mod ddl;
mod dialect;
mod existence;
mod join;
mod literal;
pub(crate) mod native;
mod order;
mod page;
mod raw;
mod related;
pub(crate) mod search;
mod select;
mod served;
pub(crate) mod shape;
mod statement;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use aggregate::aggregate;
pub(crate) use constraint::{Constraint, constraints};
#[cfg(all(test, any(feature = "mysql", feature = "sqlite")))]
pub(crate) use ddl::tests as ddl_tests;
pub(crate) use ddl::{
    create_tables, create_tables_but, index_columns, part, search as search_ddl, type_name,
};
pub(crate) use dialect::Dialect;
#[cfg(feature = "sqlite")]
pub(crate) use literal::scaled;
pub(crate) use page::page;
pub(crate) use raw::{raw, words, writes, written};
pub(crate) use related::{Related, most_keys};
pub(crate) use select::{by_key, by_keys, count, exists, key_args, refers};
pub(crate) use served::indexes;
pub(crate) use shape::Rule;
pub(crate) use statement::{Arg, Statement};
pub(crate) use write::{Assignment, delete, delete_all, evaluate, insert, insert_all, update};
