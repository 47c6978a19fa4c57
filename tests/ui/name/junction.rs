use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Gate {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(filter)]
    pub and: bool,
}

fn main() {}
