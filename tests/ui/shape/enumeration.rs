use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub enum Book {
    Novel,
}

fn main() {}
