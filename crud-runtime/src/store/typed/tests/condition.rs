//! Conditions and sorts over relations.

use super::library::{Author, Book, Copy, Edition, Review, Shelf, Tag, fill, tables};
use crate::model::Crud;
use crate::query::Condition;
use crate::store::Dao as _;
use crate::store::Db;
use crate::store::fixture::on_every_database;

/// The first column of the records that match, in order.
async fn keys<E: Crud>(db: &Db, condition: Condition<E>) -> Vec<i64> {
    let records = E::query().filter(condition).all(db).await.expect("an answer");
    let key = |record: &E| match E::key_values(&record.key())[0] {
        crate::model::Value::Int(key) => key,
        ref other => panic!("{other:?}"),
    };
    records.iter().map(key).collect()
}

#[tokio::test]
async fn related_records_are_asked_in_every_direction() {
    on_every_database(&tables(), async |db| {
        fill(&db).await.expect("records");
        let db = &db;
        assert_eq!(keys(db, Author::BOOKS.some(Book::PRICE.gte(10))).await, [1]);
        assert_eq!(keys(db, Author::BOOKS.none(Book::PRICE.gte(10))).await, [2, 3]);
        assert_eq!(keys(db, Author::BOOKS.every(Book::PRICE.gte(9))).await, [2, 3]);
        assert_eq!(keys(db, Author::BOOKS.exists()).await, [1, 2]);
        assert_eq!(keys(db, Author::BOOKS.is_missing()).await, [3]);
        assert_eq!(keys(db, !Author::BOOKS.is_missing()).await, [1, 2]);
        assert_eq!(keys(db, Author::TRANSLATIONS.exists()).await, [3]);
        assert_eq!(keys(db, Author::FAVOURITE.some(Book::PRICE.lt(10))).await, [3]);
        assert_eq!(keys(db, Author::PROFILE.exists()).await, [1]);
        assert_eq!(keys(db, Book::AUTHOR.some(Author::NAME.starts_with("Le"))).await, [1, 2, 3, 4]);
        assert_eq!(keys(db, Book::TRANSLATOR.is_missing()).await, [1, 2, 3]);
        assert_eq!(keys(db, Book::TRANSLATOR.none(Author::NAME.eq("Kandel"))).await, [1, 2, 3]);
        assert_eq!(keys(db, Book::TAGS.some(Tag::WORD.eq("dragons"))).await, [1, 2]);
        assert_eq!(keys(db, Tag::BOOKS.some(Book::TITLE.eq("Fiasco"))).await, [2]);
        assert_eq!(keys(db, Shelf::PARENT.some(Shelf::NAME.eq("house"))).await, [2, 3]);
        assert_eq!(keys(db, Shelf::PARENT.is_null()).await, [1]);
        assert_eq!(keys(db, Shelf::CHILDREN.some(Shelf::NAME.eq("hall"))).await, [1]);
        assert_eq!(keys(db, Copy::EDITION.some(Edition::NUMBER.eq(1))).await, [1, 2]);
        assert_eq!(keys(db, Copy::INSTEAD.exists()).await, [2]);
        assert_eq!(keys(db, Edition::LENT.exists()).await, [1]);
    })
    .await;
}

#[tokio::test]
async fn conditions_nest_to_any_depth() {
    on_every_database(&tables(), async |db| {
        fill(&db).await.expect("records");
        let reviewed = Book::REVIEWS.some(Review::STARS.gte(4));
        let tagged = Book::TAGS.some(Tag::BOOKS.some(Book::TITLE.eq("Malafrena")));
        let deep = Author::BOOKS.some(reviewed.clone().and(tagged));
        assert_eq!(keys(&db, deep).await, [1]);
        assert_eq!(keys(&db, Author::BOOKS.some(reviewed.clone())).await, [1, 2]);
        assert_eq!(
            keys(&db, !Author::BOOKS.some(reviewed).or(Author::PROFILE.exists())).await,
            [3]
        );
    })
    .await;
}

#[tokio::test]
async fn records_are_sorted_by_related_ones() {
    on_every_database(&tables(), async |db| {
        fill(&db).await.expect("records");
        let keys = async |sort| -> Vec<i64> {
            let books = Book::query().sort(sort).sort(Book::PRICE.asc()).all(&db).await;
            books.expect("books").iter().map(|book| book.id).collect()
        };
        assert_eq!(keys(Book::AUTHOR.asc(Author::NAME)).await, [2, 1, 3, 4]);
        assert_eq!(keys(Book::AUTHOR.desc(Author::NAME)).await, [4, 2, 1, 3]);
        assert_eq!(keys(Book::TRANSLATOR.asc(Author::NAME)).await, [4, 2, 1, 3]);
        let by_parent = Shelf::PARENT.relation().asc(Shelf::PARENT.attribute());
        let shelves = Shelf::query().sort(by_parent).sort(Shelf::NAME.desc()).all(&db).await;
        let names: Vec<_> = shelves.expect("shelves").into_iter().map(|shelf| shelf.name).collect();
        assert_eq!(names, ["house", "hall", "attic"]);
    })
    .await;
}
