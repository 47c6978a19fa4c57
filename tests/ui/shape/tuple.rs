use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book(i64, String);

fn main() {}
