use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(default = "2023-02-29")]
    pub published_on: NaiveDate,
}

fn main() {}
