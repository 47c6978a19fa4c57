use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, read_only)]
    pub id: i64,
    pub title: String,
}

fn main() {}
