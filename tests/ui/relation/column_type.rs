use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(references = Author::NAME)]
    pub author_name: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Author {
    #[crud(primary_key, auto)]
    pub id: Uuid,
    #[crud(unique)]
    pub name: String,
}

fn main() {}
