use crud_runtime::prelude::*;

#[derive(CrudType)]
pub struct Point(i32, i32);

fn main() {}
