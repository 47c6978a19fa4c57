//! Searching in Rust.

use super::record::Entity;
use super::{Record, Select};
use crate::model::Crud as _;
use crate::query::search::normal;
use crate::query::{Filter, Sort, SortKey};

impl<R: Record> Select<R> {
    /// Only records in whose `search` columns each word of the text is the beginning of some word.
    ///
    /// A word is a run of ASCII letters and digits and of all characters beyond ASCII; A to Z are a
    /// to z, and nothing else is folded. Of a word, the first 40 bytes (UTF-8) count; of a record,
    /// the first 250,000 characters of these columns together. A text without a word finds nothing.
    /// An entity without such columns does not compile. On `MySQL` a transaction does not find what
    /// it has written itself before it has ended.
    ///
    /// ```
    /// # use crud_runtime::prelude::*;
    /// # #[derive(Crud)]
    /// # #[crud(allow(all = public))]
    /// # pub struct Book {
    /// #     #[crud(primary_key, auto)]
    /// #     pub id: i64,
    /// #     #[crud(search)]
    /// #     pub title: String,
    /// #     #[crud(search)]
    /// #     pub abstract_: Option<String>,
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> crud_runtime::Result<()> {
    /// # let db = Db::connect("sqlite::memory:").await?;
    /// # db.create_tables(&[Book::TABLE]).await?;
    /// for title in ["The Lathe of Heaven", "Heads and Lathes", "Tehanu"] {
    ///     Book::create(&db, NewBook { title: title.to_owned(), abstract_: None }).await?;
    /// }
    /// let found = Book::query().search("lathe hea").sort_by_relevance().all(&db).await?;
    /// assert_eq!(found.len(), 2);
    /// assert_eq!(Book::query().search("hand").count(&db).await?, 0);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// ```compile_fail,E0080
    /// # use crud_runtime::prelude::*;
    /// # #[derive(Crud)]
    /// # #[crud(allow(all = public))]
    /// # pub struct Tag {
    /// #     #[crud(primary_key, auto)]
    /// #     pub id: i64,
    /// #     pub word: String,
    /// # }
    /// let found = Tag::query().search("lathe"); // no field says `search`
    /// ```
    pub fn search(mut self, text: &str) -> Self {
        const {
            assert!(Entity::<R>::TABLE.has_search(), "no field of the entity says #[crud(search)]");
        }
        let words = normal(text);
        let filter = if words.is_empty() { Filter::Or(Vec::new()) } else { Filter::Search(words) };
        if let Filter::And(all) = &mut self.question.query.filter {
            // What is searched for stands in front, where it is ranked by.
            all.insert(0, filter);
        }
        self
    }

    /// Those first that fit the [`search`](Self::search) best, by the database's own judgement
    /// (`bm25` of `SQLite`, `ts_rank` of `PostgreSQL`, the score of `InnoDB`); further calls of
    /// [`sort`](Self::sort) order what it finds equal. There are no places in this order to go on
    /// from: use [`offset`](Self::offset), not [`after`](Self::after).
    pub fn sort_by_relevance(mut self) -> Self {
        if !self.is_sorted {
            self.question.query.sort.clear();
            self.is_sorted = true;
        }
        self.question.query.sort.push(Sort { key: SortKey::Relevance, descending: false });
        self
    }
}
