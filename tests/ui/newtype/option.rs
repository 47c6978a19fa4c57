use crud_runtime::prelude::*;

#[derive(CrudType)]
pub struct Isbn(Option<String>);

fn main() {}
