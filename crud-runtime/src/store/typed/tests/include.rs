//! Relations that are loaded.

#![expect(clippy::type_complexity, reason = "what includes come as is what is shown")]

use super::library::{
    Author, Book, BookTag, Copy, Edition, NewAuthor, NewBook, Profile, Review, Shelf, Tag, fill,
    tables,
};
use crate::store::fixture::on_every_database;
use crate::store::{Dao as _, Db, Related as _};

fn titles(books: &[Book]) -> Vec<&str> {
    books.iter().map(|book| book.title.as_str()).collect()
}

#[tokio::test]
async fn each_relation_is_loaded_as_what_it_is() {
    on_every_database(&tables(), async |db| {
        fill(&db).await.expect("records");
        let authors: Vec<(Author, Vec<Book>, Option<Profile>, Option<Book>)> = Author::query()
            .include(Author::BOOKS)
            .include(Author::PROFILE)
            .include(Author::FAVOURITE)
            .all(&db)
            .await
            .expect("authors");
        let [le_guin, lem, kandel] = authors.as_slice() else { panic!("{authors:?}") };
        assert_eq!(titles(&le_guin.1), ["Tehanu", "Malafrena", "Lavinia"]);
        assert_eq!(le_guin.2.as_ref().map(|profile| profile.text.as_str()), Some("Portland"));
        assert_eq!((titles(&lem.1), &lem.2), (vec!["Fiasco"], &None));
        assert_eq!((kandel.1.len(), &kandel.3), (0, &Some(lem.1[0].clone())));

        let books: Vec<(Book, Author, Option<Author>)> = Book::query()
            .sort(Book::ID.desc())
            .include(Book::AUTHOR)
            .include(Book::TRANSLATOR)
            .all(&db)
            .await
            .expect("books");
        assert_eq!(books[0].1.name, "Lem");
        assert_eq!(books[0].2.as_ref().map(|one| one.name.as_str()), Some("Kandel"));
        assert_eq!((books[3].1.name.as_str(), &books[3].2), ("Le Guin", &None));
    })
    .await;
}

#[tokio::test]
async fn joins_trees_and_composite_keys_are_loaded() {
    on_every_database(&tables(), async |db| {
        fill(&db).await.expect("records");
        let tagged: (Tag, Vec<Book>) = Tag::query()
            .filter(Tag::WORD.eq("dragons"))
            .include(Tag::BOOKS)
            .one(&db)
            .await
            .expect("a tag");
        assert_eq!(titles(&tagged.1), ["Tehanu", "Malafrena"]);
        let shelves: Vec<(Shelf, Option<Shelf>, Vec<Shelf>)> = Shelf::query()
            .include(Shelf::PARENT)
            .include(Shelf::CHILDREN.sort(Shelf::NAME.asc()))
            .all(&db)
            .await
            .expect("shelves");
        assert_eq!(shelves[1].1.as_ref(), Some(&shelves[0].0));
        let names: Vec<_> = shelves[0].2.iter().map(|shelf| shelf.name.as_str()).collect();
        assert_eq!(names, ["attic", "hall"]);
        let copies: Vec<(Copy, Edition, Option<Edition>)> = Copy::query()
            .include(Copy::EDITION)
            .include(Copy::INSTEAD)
            .all(&db)
            .await
            .expect("copies");
        assert_eq!(copies[0].1, Edition { book_id: 1, number: 1 });
        assert_eq!(copies[0].2, None);
        assert_eq!(copies[1].2, Some(Edition { book_id: 1, number: 2 }));
        let editions: Vec<(Edition, Vec<Copy>, Vec<Copy>)> = Edition::query()
            .include(Edition::COPIES)
            .include(Edition::LENT)
            .all(&db)
            .await
            .expect("editions");
        let counts: Vec<_> =
            editions.iter().map(|(_, own, lent)| (own.len(), lent.len())).collect();
        assert_eq!(counts, [(2, 0), (0, 1)]);
    })
    .await;
}

#[tokio::test]
async fn includes_nest_and_take_conditions_orders_and_limits() {
    on_every_database(&tables(), async |db| {
        fill(&db).await.expect("records");
        let reviews = Book::REVIEWS.sort(Review::STARS.desc());
        let authors: Vec<(Author, Vec<(Book, Vec<Review>, Vec<(Tag, Vec<Book>)>)>)> =
            Author::query()
                .filter(Author::BOOKS.some(Book::PRICE.gte(10)))
                .include(
                    Author::BOOKS
                        .filter(Book::PRICE.gte(8))
                        .sort(Book::PRICE.asc())
                        .limit(2)
                        .include(reviews)
                        .include(Book::TAGS.include(Tag::BOOKS.limit(1))),
                )
                .all(&db)
                .await
                .expect("authors");
        let [(author, books)] = authors.as_slice() else { panic!("{authors:?}") };
        assert_eq!(author.name, "Le Guin");
        let [(malafrena, none, _), (tehanu, two, tags)] = books.as_slice() else {
            panic!("{books:?}")
        };
        assert_eq!((malafrena.title.as_str(), none.len()), ("Malafrena", 0));
        assert_eq!((tehanu.title.as_str(), two[0].stars, two[1].stars), ("Tehanu", 5, 3));
        assert_eq!((tags[0].0.word.as_str(), tags[0].1.len()), ("dragons", 1));

        // Where there always is one, there need not be one for which something holds.
        let books: Vec<(Book, Option<(Author, Option<Profile>)>)> = Book::query()
            .include(Book::AUTHOR.filter(Author::NAME.starts_with("Le ")).include(Author::PROFILE))
            .all(&db)
            .await
            .expect("books");
        assert!(books[3].1.is_none());
        assert!(books[0].1.as_ref().is_some_and(|(_, profile)| profile.is_some()));
    })
    .await;
}

#[tokio::test]
async fn pages_and_streams_take_includes() {
    on_every_database(&tables(), async |db| {
        fill(&db).await.expect("records");
        let by_title = Book::query().sort(Book::TITLE.asc()).include(Book::AUTHOR);
        let page = by_title.clone().limit(2).all(&db).await.expect("a page");
        assert_eq!((page[0].0.title.as_str(), page[1].0.title.as_str()), ("Fiasco", "Lavinia"));
        let next = by_title.clone().limit(2).after(&page[1].0).all(&db).await.expect("a page");
        assert_eq!(next[0].0.title, "Malafrena");
        assert_eq!(by_title.clone().count(&db).await.expect("a count"), 4);
        let first: (Book, Author) = by_title.clone().first(&db).await.expect("first").expect("one");
        assert_eq!(first.1.name, "Lem");

        let many = (10..600).map(|id| NewBook {
            id,
            title: id.to_string(),
            price: 1,
            author_id: 2,
            translator_id: None,
        });
        Book::create_many(&db, many).await.expect("books");
        let mut books = Book::query().include(Book::AUTHOR).stream(&db);
        let mut count = 0;
        while let Some((book, author)) = books.next().await.expect("a book") {
            assert_eq!(book.author_id, author.id);
            count += 1;
        }
        assert_eq!(count, 594);
    })
    .await;
}

#[tokio::test]
async fn records_at_hand_have_theirs_loaded() {
    on_every_database(&tables(), async |db| {
        fill(&db).await.expect("records");
        let authors = Author::query().sort(Author::NAME.asc()).all(&db).await.expect("authors");
        let books: Vec<Vec<Book>> = Author::BOOKS.load(&db, &authors).await.expect("books");
        let counts: Vec<_> = books.iter().map(Vec::len).collect();
        assert_eq!(counts, [0, 3, 1]);
        let books: Vec<_> = books.into_iter().flatten().collect();
        let back: Vec<Author> = Book::AUTHOR.load(&db, &books).await.expect("authors");
        assert_eq!(back[2].name, "Le Guin");
        let tags: Vec<Vec<(Tag, Vec<Book>)>> =
            Book::TAGS.include(Tag::BOOKS).load(&db, books.iter()).await.expect("tags");
        assert_eq!(tags[0][0].1.len(), 2);
        assert!(Author::BOOKS.load(&db, &[]).await.expect("none").is_empty());
        // What is read in a transaction is what it wrote.
        let mut transaction = db.begin().await.expect("a transaction");
        let new = NewAuthor { id: 9, name: "Pratchett".to_owned(), favourite_id: Some(1) };
        let pratchett = Author::create(&mut transaction, new).await.expect("an author");
        let favourite =
            Author::FAVOURITE.load(&mut transaction, [&pratchett]).await.expect("a book");
        assert_eq!(favourite[0].as_ref().map(|book| book.id), Some(1));
    })
    .await;
}

/// Futures are sent to other threads; the compiler says so here.
#[test]
fn futures_can_be_sent() {
    fn sent<T: Send>(_: T) {}
    fn all(db: &Db, authors: &[Author]) {
        sent(Author::query().include(Author::BOOKS.include(Book::TAGS)).all(db));
        sent(Author::BOOKS.load(db, authors));
        sent(BookTag::TAG.load(db, &[]));
    }
    let _ = all;
}
