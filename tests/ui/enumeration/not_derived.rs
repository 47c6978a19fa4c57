use crud_runtime::prelude::*;

pub enum Status {
    Open,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    pub status: Status,
}

fn main() {}
