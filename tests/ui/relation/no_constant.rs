use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), has_many(reviews: Review::BOK_ID))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Review {
    #[crud(primary_key, auto)]
    pub id: i64,
    pub stars: i16,
    #[crud(references = Author)]
    pub author_id: Uuid,
    #[crud(references = Book)]
    pub book_id: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Author {
    #[crud(primary_key, auto)]
    pub id: Uuid,
    pub name: String,
}

fn main() {}
