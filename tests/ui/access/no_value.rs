use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(read))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
}

fn main() {}
