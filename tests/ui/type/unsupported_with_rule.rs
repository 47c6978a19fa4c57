use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(range(0..=9000))]
    pub pages: u64,
}

fn main() {}
