use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
#[crud(one_of(from: a_id, b_id), one_of(to: b_id, c_id))]
struct Step {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(references = Step)]
    a_id: Option<i64>,
    #[crud(references = Step)]
    b_id: Option<i64>,
    #[crud(references = Step)]
    c_id: Option<i64>,
}

fn main() {}
