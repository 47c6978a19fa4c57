use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), index(title down, rank))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    pub title: String,
    pub rank: Option<i32>,
}

fn main() {}
