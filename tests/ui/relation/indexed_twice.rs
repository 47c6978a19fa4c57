use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(references = Author, index)]
    pub author_id: Uuid,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Author {
    #[crud(primary_key, auto)]
    pub id: Uuid,
    pub name: String,
}

fn main() {}
