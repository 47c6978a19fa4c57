use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), many_to_many(tags: BookTag::BOOK_ID -> BookTagg::TAG_ID))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct BookTag {
    #[crud(primary_key, references = Book)]
    pub book_id: i64,
    #[crud(primary_key, references = Tag)]
    pub tag_id: i64,
    pub note: String,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Tag {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(references = Book)]
    pub best_id: i64,
}

fn main() {}
