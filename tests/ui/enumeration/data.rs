use crud_runtime::prelude::*;

#[derive(CrudEnum)]
pub enum Status {
    Open,
    Done(i32),
}

fn main() {}
