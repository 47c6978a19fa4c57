use crud_runtime::prelude::*;

#[derive(CrudEnum)]
pub enum Status<T> {
    Open,
    Done(T),
}

fn main() {}
