//! The HTTP contract, rule by rule: each test reads as request and response and runs on every
//! database, in process through the router.

mod aggregate;
mod condition;
mod create;
mod delete;
mod entity;
mod filter;
mod fuzz;
mod harness;
mod hostile;
mod include;
mod injected;
mod list;
mod media;
mod one_of;
mod page;
mod patch;
mod place;
mod prefer;
mod problem;
mod query;
mod replace;
mod resource;
mod search;
mod shop;
mod sparse;
mod value;
