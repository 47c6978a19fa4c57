use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(read = public, write = role("editor")))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
}

fn main() {}
