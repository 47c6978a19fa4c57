use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Line {
    #[crud(primary_key)]
    pub order_id: i64,
    #[crud(primary_key, auto)]
    pub line_no: i64,
}

fn main() {}
