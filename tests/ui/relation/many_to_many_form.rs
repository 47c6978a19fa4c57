use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), many_to_many(tags: BookTag::BOOK_ID))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
}

fn main() {}
