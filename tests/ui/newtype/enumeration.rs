use crud_runtime::prelude::*;

#[derive(CrudType)]
pub enum Isbn {
    Ten,
}

fn main() {}
