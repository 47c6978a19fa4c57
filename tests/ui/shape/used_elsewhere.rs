use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book(i64, String);

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Review {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(references = Book)]
    pub book_id: i64,
}

fn main() {}
