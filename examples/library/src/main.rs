//! Authors, books and reviews: start here.

use crud_runtime::prelude::*;

/// Somebody who writes.
#[derive(Crud)]
#[crud(allow(all = public), has_many(books: Book::AUTHOR_ID))]
pub struct Author {
    #[crud(primary_key, auto)]
    pub id: Uuid,
    #[crud(length(1..=120), filter, sort)]
    pub name: String,
}

/// A book on the shelf.
#[derive(Crud)]
#[crud(allow(all = public), has_many(reviews: Review::BOOK_ID))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: Uuid,
    #[crud(length(1..=200), search, sort)]
    pub title: String,
    #[crud(unique, pattern = r"^97[89][0-9]{10}$")]
    pub isbn: String,
    #[crud(decimal(10, 2), range(0..), filter, sort)]
    pub price: Decimal,
    #[crud(references = Author, on_delete = restrict)]
    pub author_id: Uuid,
    #[crud(version)]
    pub version: i64,
}

/// How many stars a reader gives a book.
#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Review {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(references = Book, on_delete = cascade)]
    pub book_id: Uuid,
    #[crud(range(1..=5), filter, sort)]
    pub stars: i32,
}

fn app() -> App {
    let app = App::new("library").entity::<Author>().entity::<Book>().entity::<Review>();
    app.migrations(migrations!("migrations"))
}

#[tokio::main]
async fn main() -> crud_runtime::Result<()> {
    app().run().await
}

#[cfg(test)]
mod tests {
    #[test]
    fn migrations_are_complete() {
        super::app().assert_migrated();
    }
}
