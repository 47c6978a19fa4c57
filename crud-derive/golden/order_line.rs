/// Composite keys and references, and every word of the struct.
#[derive(Crud)]
#[crud(
    allow(read = public, list = public, write = nobody),
    table = "lines",
    path = "lines",
    rename_all = "camelCase",
    dto(new = LineDraft, patch = LineEdit, derive(Clone, Debug)),
    references(catalogue::Edition: book_id, edition_no, on_delete = cascade),
    many_to_many(tags: LineTag::LINE -> LineTag::TAG_ID),
    has_one(receipt: Receipt::LINE),
    index(book_id, quantity desc),
    unique(order_id, position),
    check(name = "lines_paid", expr = "quantity > 0 OR remark IS NOT NULL"),
    operations(list, read, update),
    sparse,
    page(default = 20, max = 200),
    order_by(position, quantity desc),
    renamed_from = "order_lines",
    dropped("colour", "weight")
)]
pub(crate) struct OrderLine {
    #[crud(primary_key, references = Order, on_delete = cascade)]
    pub(crate) order_id: Uuid,
    #[crud(primary_key)]
    pub(crate) line_no: i32,
    #[crud(immutable)]
    book_id: Uuid,
    edition_no: i16,
    #[crud(range(1..=100_000), default = 1, filter)]
    pub(crate) quantity: i32,
    #[crud(default_sql = "0", read_only, renamed_from = "place")]
    position: i32,
    #[crud(references = Shelf::CODE, relation = place)]
    shelf: Option<String>,
    #[crud(default = State::Open, example = State::Sent)]
    state: State,
    #[crud(rename = "kind", column = "line_type", default = -2.50)]
    r#type: Decimal,
    #[deprecated]
    #[crud(validate = checks::remark, write_only)]
    remark: Option<String>,
    #[crud(hidden, default = "2024-05-01T12:30:00Z")]
    imported: DateTime<Utc>,
}
