use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    pub title: String,
    #[crud(index, unindexed)]
    pub rank: Option<i32>,
}

fn main() {}
