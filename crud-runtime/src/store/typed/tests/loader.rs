//! Loads of concurrent callers, and links.

use futures_util::FutureExt as _;
use futures_util::future::{join_all, try_join_all};

use super::library::{Author, Book, BookTag, Edition, NewBookTag, Tag, fill, tables};
use crate::error::Error;
use crate::store::fixture::on_every_database;
use crate::store::{Dao as _, Related as _};

#[tokio::test]
async fn loads_of_one_moment_are_one_batch() {
    on_every_database(&tables(), async |db| {
        fill(&db).await.expect("records");
        let loader = Book::loader(&db);
        let books = try_join_all([3, 9, 1, 3].map(|id| loader.load(&id))).await.expect("books");
        let ids: Vec<_> = books.iter().map(|book| book.as_ref().map(|book| book.id)).collect();
        assert_eq!(ids, [Some(3), None, Some(1), Some(3)]);

        let authors = Author::query().sort(Author::ID.asc()).all(&db).await.expect("authors");
        let loader = Author::BOOKS.sort(Book::PRICE.desc()).limit(2).loader(&db);
        let spawned = authors.into_iter().map(|author| {
            let loader = loader.clone();
            tokio::spawn(async move { loader.load(&author).await })
        });
        let books: Vec<Vec<Book>> = join_all(spawned)
            .await
            .into_iter()
            .map(|task| task.expect("it ends").expect("books"))
            .collect();
        let prices: Vec<Vec<_>> =
            books.iter().map(|books| books.iter().map(|book| book.price).collect()).collect();
        assert_eq!(prices, [vec![20, 12], vec![9], vec![]]);

        // A composite key, and one that came first and went away.
        let loader = Edition::loader(&db);
        let key = (1, 2);
        assert!(loader.load(&key).now_or_never().is_none());
        assert_eq!(loader.load(&key).await.expect("an edition").map(|it| it.number), Some(2));
    })
    .await;
}

#[tokio::test]
async fn an_error_reaches_everybody_in_the_batch() {
    on_every_database(&tables(), async |db| {
        fill(&db).await.expect("records");
        crate::store::sql("DROP TABLE book_tags").execute(&db).await.expect("gone");
        let loader = Book::TAGS.loader(&db);
        let books = Book::query().all(&db).await.expect("books");
        let answers = join_all(books.iter().map(|book| loader.load(book))).await;
        assert!(answers.iter().all(|one| matches!(one, Err(Error::Database(_)))), "{answers:?}");
    })
    .await;
}

#[tokio::test]
async fn links_are_made_removed_and_set() {
    on_every_database(&tables(), async |db| {
        fill(&db).await.expect("records");
        let tags = async |book| -> Vec<i64> {
            let book = Book::find(&db, book).await.expect("a book");
            let tags = Book::TAGS.sort(Tag::ID.asc()).load(&db, [&book]).await.expect("tags");
            tags[0].iter().map(|tag| tag.id).collect()
        };
        Book::TAGS.link(&db, 1, 2).await.expect("linked");
        Book::TAGS.link(&db, 1, 2).await.expect("linked again");
        assert_eq!(tags(1).await, [1, 2]);
        // From the other side.
        Tag::BOOKS.unlink(&db, 2, 1).await.expect("unlinked");
        assert_eq!(tags(1).await, [1]);
        assert!(matches!(Book::TAGS.unlink(&db, 1, 2).await, Err(Error::NotFound)));
        assert!(matches!(Book::TAGS.link(&db, 9, 2).await, Err(Error::NotFound)));
        Book::TAGS.set(&db, 1, [3, 2]).await.expect("set");
        assert_eq!(tags(1).await, [2, 3]);
        assert!(Book::TAGS.set(&db, 1, [1, 9]).await.is_err());
        assert_eq!(tags(1).await, [2, 3]);
        let mut transaction = db.begin().await.expect("a transaction");
        Book::TAGS.set(&mut transaction, 1, []).await.expect("none");
        BookTag::create(&mut transaction, NewBookTag { book_id: 1, tag_id: 1 }).await.expect("one");
        transaction.commit().await.expect("kept");
        assert_eq!(tags(1).await, [1]);
    })
    .await;
}
