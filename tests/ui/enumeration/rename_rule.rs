use crud_runtime::prelude::*;

#[derive(CrudEnum)]
#[crud(rename_all = "SCREAMING")]
pub enum Status {
    Open,
}

fn main() {}
