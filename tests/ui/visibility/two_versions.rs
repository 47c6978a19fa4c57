use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), sparse)]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(version)]
    pub version: i64,
    #[crud(version)]
    pub revision: i64,
}

fn main() {}
