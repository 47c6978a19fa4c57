//! Every name that emitted code could lean on means something else here.

#![allow(missing_docs, dead_code, clippy::pedantic)]

pub struct Result;
pub struct Option;
pub struct String;
pub struct Vec;
pub struct Some;
pub struct None;
pub struct Ok;
pub struct Err;
pub struct Table;
pub struct Column;
pub struct Change;
pub struct Changes;
pub trait Default {}
pub trait Clone {}
pub trait Send {}
pub trait Sync {}
pub trait Fn {}
pub trait From {}
pub trait Into {}
pub trait Serialize {}
pub trait Dto {}
pub mod core {}
pub mod std {}
pub mod alloc {}
pub mod crud {}
pub mod crud_runtime {}
pub mod serde {}
pub mod schemars {}
#[allow(unused_macros)]
macro_rules! concat {
    () => {
        compile_error!("emitted code reached a local macro")
    };
}

#[derive(::crud_runtime::CrudEnum, ::core::clone::Clone)]
pub enum State {
    Open,
    Done,
}

#[derive(::crud_runtime::CrudType)]
pub struct Title(::std::string::String);

impl Title {
    pub fn new(title: &str) -> Self {
        Self(title.into())
    }
}

/// A task.
#[derive(::crud_runtime::Crud)]
#[crud(allow(all = public), index(title, state), has_many(children: Task::PARENT_ID))]
pub struct Task {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(length(1..=200), pattern = "^[a-z]+$", filter)]
    pub slug: ::std::string::String,
    pub title: Title,
    #[crud(default = State::Open)]
    pub state: State,
    #[crud(range(1..=5), validate = is_odd)]
    pub rank: ::std::option::Option<i32>,
    #[crud(references = Task, on_delete = set_null)]
    pub parent_id: ::std::option::Option<i64>,
    pub table: i32,
    pub columns: i32,
    pub key: i32,
}

fn is_odd(rank: &i32) -> ::std::result::Result<(), &'static str> {
    if rank % 2 == 1 { ::std::result::Result::Ok(()) } else { ::std::result::Result::Err("even") }
}
