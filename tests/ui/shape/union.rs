use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub union Book {
    id: i64,
}

fn main() {}
