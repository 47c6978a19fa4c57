use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key)]
    pub id: Json<Vec<i32>>,
    pub title: String,
}

fn main() {}
