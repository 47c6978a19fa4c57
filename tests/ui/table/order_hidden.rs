use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), order_by(rank))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(hidden)]
    pub rank: Option<i32>,
}

fn main() {}
