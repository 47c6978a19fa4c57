use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = user))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
}

fn main() {}
