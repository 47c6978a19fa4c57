use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(updated_at)]
    pub updated_at: NaiveDate,
}

fn main() {}
