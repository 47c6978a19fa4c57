//! The entities that the suite serves: every kind of column, key and permission once.

use crud_runtime::App;
use crud_runtime::prelude::*;
use serde_json::Value as Document;

/// The application that serves all of them.
pub(crate) fn app() -> App {
    App::new("suite")
        .settings(|settings| settings.auto_migrate = Some(true))
        .entity::<Author>()
        .entity::<Book>()
        .entity::<OrderLine>()
        .entity::<Word>()
        .entity::<Setting>()
        .entity::<Drop>()
        .entity::<Log>()
        .entity::<Sample>()
        .entity::<Vault>()
        .entity::<Remark>()
        .entity::<Leaflet>()
}

/// A generated UUID key, unique and formatted text, no version; what refers to it.
#[derive(Crud)]
#[crud(allow(all = public), has_many(books: Book::AUTHOR_ID))]
pub(crate) struct Author {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(length(1..=100), filter, sort)]
    name: String,
    #[crud(unique, format = "email")]
    email: Option<String>,
}

#[derive(CrudEnum)]
pub(crate) enum State {
    Draft,
    InPrint,
    SoldOut,
}

fn not_forbidden(title: &String) -> Result<(), String> {
    if title == "forbidden" { Err("must not be that".to_owned()) } else { Ok(()) }
}

/// An integer key from the database, and every attribute of fields.
#[derive(Crud)]
#[crud(allow(all = public), page(default = 5, max = 10))]
pub(crate) struct Book {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(length(1..=20), validate = not_forbidden, filter, sort)]
    title: String,
    #[crud(unique, pattern = "^97[89][0-9]{2}$")]
    isbn: Option<String>,
    #[crud(decimal(10, 2), range(0..=1000.00), filter, sort)]
    price: Decimal,
    #[crud(filter, sort)]
    rank: Option<i32>,
    #[crud(filter, sort)]
    published_on: Option<NaiveDate>,
    #[crud(default = State::Draft, filter, sort)]
    state: State,
    notes: Option<Json<Document>>,
    #[crud(references = Author, on_delete = restrict)]
    author_id: Option<Uuid>,
    #[crud(write_only)]
    secret: String,
    #[crud(hidden)]
    internal: Option<String>,
    #[crud(default = true, immutable, filter)]
    loanable: bool,
    #[crud(read_only)]
    stock: Option<i64>,
    #[crud(created_at, filter, sort)]
    created_at: DateTime<Utc>,
    #[crud(updated_at)]
    updated_at: DateTime<Utc>,
    #[crud(version)]
    version: i64,
}

/// A composite key that clients choose, and narrowed answers.
#[derive(Crud)]
#[crud(allow(all = public), sparse, unique(order_id, position))]
pub(crate) struct OrderLine {
    #[crud(primary_key)]
    order_id: i64,
    #[crud(primary_key, length(..=700))]
    code: String,
    #[crud(range(1..))]
    quantity: i32,
    #[crud(filter)]
    remark: Option<String>,
    #[crud(immutable)]
    origin: String,
    position: Option<i32>,
}

/// A text key.
#[derive(Crud)]
#[crud(allow(all = public))]
pub(crate) struct Word {
    #[crud(primary_key, length(..=768))]
    word: String,
    meaning: Option<String>,
}

/// What is there already, and can only be changed.
#[derive(Crud)]
#[crud(allow(all = public, create = nobody))]
pub(crate) struct Setting {
    #[crud(primary_key, length(..=100))]
    name: String,
    value: String,
}

/// What anybody may put in and nobody may look at.
#[derive(Crud)]
#[crud(allow(read = nobody, list = nobody, write = public))]
pub(crate) struct Drop {
    #[crud(primary_key, auto)]
    id: i64,
    content: String,
}

/// What is only ever added to.
#[derive(Crud)]
#[crud(allow(all = public), operations(list, create))]
pub(crate) struct Log {
    #[crud(primary_key, auto)]
    id: i64,
    line: String,
}

/// One column of every type, each of which may be null.
#[derive(Crud)]
#[crud(allow(all = public))]
pub(crate) struct Sample {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(filter)]
    flag: Option<bool>,
    #[crud(filter, sort)]
    small: Option<i16>,
    #[crud(filter, sort)]
    medium: Option<i32>,
    #[crud(filter, sort)]
    large: Option<i64>,
    #[crud(filter, sort)]
    natural: Option<u32>,
    #[crud(filter, sort)]
    float: Option<f64>,
    #[crud(filter, sort)]
    text: Option<String>,
    #[crud(filter, sort)]
    uuid: Option<Uuid>,
    #[crud(decimal(18, 4), filter, sort)]
    decimal: Option<Decimal>,
    #[crud(filter, sort)]
    date: Option<NaiveDate>,
    #[crud(filter, sort)]
    time: Option<NaiveTime>,
    #[crud(filter, sort)]
    instant: Option<DateTime<Utc>>,
    #[crud(length(0..=4), filter)]
    bytes: Option<Vec<u8>>,
    document: Option<Json<Document>>,
}

/// What nobody may do anything with over HTTP.
#[derive(Crud)]
#[crud(allow(all = nobody))]
pub(crate) struct Vault {
    #[crud(primary_key, auto)]
    id: i64,
}

/// What is about one of two things, for good from one of two others.
#[derive(Crud)]
#[crud(allow(all = public), sparse)]
#[crud(one_of(about: author_id, word), one_of(origin: book_id, log_id))]
pub(crate) struct Remark {
    #[crud(primary_key)]
    id: i64,
    #[crud(references = Author, on_delete = cascade)]
    author_id: Option<Uuid>,
    text: String,
    #[crud(references = Word, on_delete = restrict, length(2..=768))]
    word: Option<String>,
    #[crud(references = Book, on_delete = cascade, immutable)]
    book_id: Option<i64>,
    #[crud(references = Log, on_delete = cascade, immutable)]
    log_id: Option<i64>,
    /// What nobody may read.
    #[crud(references = Drop, on_delete = cascade)]
    drop_id: Option<i64>,
}

/// Searched in two columns, and known by no number.
#[derive(Crud)]
#[crud(allow(all = public))]
pub(crate) struct Leaflet {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(search, filter, sort)]
    title: String,
    #[crud(search)]
    body: Option<String>,
    #[crud(filter, sort)]
    pages: i32,
}
