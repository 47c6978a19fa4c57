use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    pub title: String,
    #[crud(references = Author)]
    pub author_id: i64,
}

#[derive(Crud)]
#[crud(allow(all = public), has_many(books: Book::AUTHOR_ID))]
pub struct Author {
    #[crud(primary_key, auto)]
    pub id: i64,
    pub name: String,
}

fn main() {
    let _ = Author::query().sort(Author::BOOKS.asc(Book::TITLE));
}
