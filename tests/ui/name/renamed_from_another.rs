use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), sparse)]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(renamed_from = "rank")]
    pub title: String,
    pub rank: i32,
}

fn main() {}
