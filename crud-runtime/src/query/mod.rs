//! What is asked of a table: filters, sorts and pages, the same from Rust and over HTTP.

pub(crate) mod aggregate;
mod canonical;
mod condition;
mod cursor;
mod extent;
mod filter;
pub(crate) mod include;
pub(crate) mod name;
mod operator;
mod page;
pub(crate) mod parameter;
pub(crate) mod parse;
mod question;
mod related;
pub(crate) mod search;
mod sort;
mod subject;
pub(crate) mod tree;
mod typed;

pub use aggregate::{
    Addend, Computable, Compute, Computed, Dated, GroupBy, GroupCondition, GroupSort, Key, Ranked,
    count,
};
#[doc(hidden)]
pub use aggregate::{Functions, Groups};
pub(crate) use condition::PART;
pub use filter::{Comparison, Filter, Linked, Quantifier, TextMatch};
pub use include::Include;
pub(crate) use operator::Operator;
pub(crate) use page::Around;
pub use page::Query;
pub use question::{Condition, SortBy};
pub use sort::{Sort, SortKey};
pub use typed::Operand;
