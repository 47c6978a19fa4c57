use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Gate {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(sort)]
    pub relevance: i32,
}

fn main() {}
