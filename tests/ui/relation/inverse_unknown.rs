use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), has_many(reviews: Revew::BOOK_ID))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Review {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(references = Book)]
    pub book_id: i64,
}

fn main() {}
