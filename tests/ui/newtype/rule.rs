use crud_runtime::prelude::*;

#[derive(CrudType)]
#[crud(length(..=13))]
pub struct Isbn(String);

fn main() {}
