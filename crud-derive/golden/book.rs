/// A book on the shelf.
#[derive(Crud)]
#[crud(allow(all = public), has_many(reviews: Review::BOOK_ID))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: Uuid,
    /// As it stands on the cover.
    #[crud(length(1..=200), search, sort)]
    pub title: String,
    #[crud(unique, pattern = r"^97[89][0-9]{10}$")]
    pub isbn: String,
    #[crud(decimal(10, 2), range(0..), filter, sort)]
    pub price: Decimal,
    pub published_on: Option<NaiveDate>,
    #[crud(references = Author, on_delete = restrict)]
    pub author_id: Uuid,
    #[crud(created_at)]
    pub created_at: DateTime<Utc>,
    #[crud(version)]
    pub version: i64,
}
