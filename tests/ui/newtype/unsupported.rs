use crud_runtime::prelude::*;

#[derive(CrudType)]
pub struct Pages(u64);

fn main() {}
