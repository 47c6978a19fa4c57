use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(range(0..=100_000))]
    pub pages: i16,
}

fn main() {}
