use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Part {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(references = Part, nested, read_only)]
    pub whole_id: Option<i64>,
}

fn main() {}
