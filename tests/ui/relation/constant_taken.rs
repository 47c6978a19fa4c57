use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(rename = "byline")]
    pub author: String,
    #[crud(references = Author)]
    pub author_id: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Author {
    #[crud(primary_key, auto)]
    pub id: i64,
}

fn main() {}
