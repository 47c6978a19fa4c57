use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), unmanaged)]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(search)]
    pub title: String,
}

fn main() {}
