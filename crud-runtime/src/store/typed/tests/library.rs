//! Entities with every kind of relation.

use crate::model::Table;
use crate::prelude::*;

#[derive(Crud, Clone, Debug, PartialEq)]
#[crud(
    allow(all = public),
    has_many(books: Book::AUTHOR_ID, translations: Book::TRANSLATOR_ID),
    has_one(profile: Profile::AUTHOR_ID)
)]
pub(crate) struct Author {
    #[crud(primary_key)]
    pub(crate) id: i64,
    #[crud(length(1..=100), sort)]
    pub(crate) name: String,
    #[crud(references = Book, on_delete = set_null)]
    pub(crate) favourite_id: Option<i64>,
}

#[derive(Crud, Clone, Debug, PartialEq)]
#[crud(
    allow(all = public),
    has_many(reviews: Review::BOOK_ID, editions: Edition::BOOK_ID),
    many_to_many(tags: BookTag::BOOK_ID -> BookTag::TAG_ID)
)]
pub(crate) struct Book {
    #[crud(primary_key)]
    pub(crate) id: i64,
    #[crud(length(1..=100), sort)]
    pub(crate) title: String,
    #[crud(filter, sort)]
    pub(crate) price: i32,
    #[crud(references = Author, on_delete = cascade)]
    pub(crate) author_id: i64,
    #[crud(references = Author, on_delete = set_null)]
    pub(crate) translator_id: Option<i64>,
}

#[derive(Crud, Clone, Debug, PartialEq)]
#[crud(allow(all = public))]
pub(crate) struct Profile {
    #[crud(primary_key)]
    pub(crate) id: i64,
    pub(crate) text: String,
    #[crud(references = Author, unique, on_delete = cascade)]
    pub(crate) author_id: i64,
}

#[derive(Crud, Clone, Debug, PartialEq)]
#[crud(allow(all = public))]
pub(crate) struct Review {
    #[crud(primary_key)]
    pub(crate) id: i64,
    #[crud(filter, sort)]
    pub(crate) stars: i16,
    #[crud(references = Book, on_delete = cascade)]
    pub(crate) book_id: i64,
}

#[derive(Crud, Clone, Debug, PartialEq)]
#[crud(allow(all = public), many_to_many(books: BookTag::TAG_ID -> BookTag::BOOK_ID))]
pub(crate) struct Tag {
    #[crud(primary_key)]
    pub(crate) id: i64,
    #[crud(length(1..=100), unique)]
    pub(crate) word: String,
}

#[derive(Crud, Clone, Debug, PartialEq)]
#[crud(allow(all = public))]
pub(crate) struct BookTag {
    #[crud(primary_key, references = Book, on_delete = cascade)]
    pub(crate) book_id: i64,
    #[crud(primary_key, references = Tag, on_delete = cascade)]
    pub(crate) tag_id: i64,
}

/// A composite key, and copies that refer to it.
#[derive(Crud, Clone, Debug, PartialEq)]
#[crud(allow(all = public), has_many(copies: Copy::EDITION, lent: Copy::INSTEAD))]
pub(crate) struct Edition {
    #[crud(primary_key, references = Book, on_delete = cascade)]
    pub(crate) book_id: i64,
    #[crud(primary_key)]
    pub(crate) number: i16,
}

#[derive(Crud, Clone, Debug, PartialEq)]
#[crud(
    allow(all = public),
    references(Edition: book_id, number),
    references(Edition: book_id, other, relation = instead)
)]
pub(crate) struct Copy {
    #[crud(primary_key)]
    pub(crate) id: i64,
    pub(crate) book_id: i64,
    pub(crate) number: i16,
    pub(crate) other: Option<i16>,
}

/// A tree, seen from both sides; the reference is called like its column.
#[derive(Crud, Clone, Debug, PartialEq)]
#[crud(allow(all = public), has_many(children: Shelf::PARENT))]
pub(crate) struct Shelf {
    #[crud(primary_key)]
    pub(crate) id: i64,
    #[crud(length(1..=100), sort)]
    pub(crate) name: String,
    #[crud(references = Shelf, on_delete = cascade)]
    pub(crate) parent: Option<i64>,
}

/// All of their tables.
pub(crate) fn tables() -> Vec<&'static Table> {
    vec![
        Author::TABLE,
        Book::TABLE,
        Profile::TABLE,
        Review::TABLE,
        Tag::TABLE,
        BookTag::TABLE,
        Edition::TABLE,
        Copy::TABLE,
        Shelf::TABLE,
    ]
}

/// Le Guin with three books, of which the first has reviews, tags and editions; Lem with one, which
/// Kandel translated; Kandel without any.
pub(crate) async fn fill(db: &Db) -> crate::Result<()> {
    for (id, name) in [(1, "Le Guin"), (2, "Lem"), (3, "Kandel")] {
        Author::create(db, NewAuthor { id, name: name.to_owned(), favourite_id: None }).await?;
    }
    for (id, title, price, author_id, translator_id) in [
        (1, "Tehanu", 12, 1, None),
        (2, "Malafrena", 8, 1, None),
        (3, "Lavinia", 20, 1, None),
        (4, "Fiasco", 9, 2, Some(3)),
    ] {
        let title = title.to_owned();
        Book::create(db, NewBook { id, title, price, author_id, translator_id }).await?;
    }
    Author::patch(
        db,
        3,
        AuthorPatch { favourite_id: Change::Set(Some(4)), ..AuthorPatch::default() },
    )
    .await?;
    Profile::create(db, NewProfile { id: 1, text: "Portland".to_owned(), author_id: 1 }).await?;
    for (id, stars, book_id) in [(1, 5, 1), (2, 3, 1), (3, 4, 4)] {
        Review::create(db, NewReview { id, stars, book_id }).await?;
    }
    for (id, word) in [(1, "dragons"), (2, "space"), (3, "dust")] {
        Tag::create(db, NewTag { id, word: word.to_owned() }).await?;
    }
    for (book_id, tag_id) in [(1, 1), (2, 1), (4, 2)] {
        BookTag::create(db, NewBookTag { book_id, tag_id }).await?;
    }
    for number in [1, 2] {
        Edition::create(db, NewEdition { book_id: 1, number }).await?;
    }
    for (id, other) in [(1, None), (2, Some(2))] {
        Copy::create(db, NewCopy { id, book_id: 1, number: 1, other }).await?;
    }
    for (id, name, parent) in [(1, "house", None), (2, "hall", Some(1)), (3, "attic", Some(1))] {
        Shelf::create(db, NewShelf { id, name: name.to_owned(), parent }).await?;
    }
    Ok(())
}
