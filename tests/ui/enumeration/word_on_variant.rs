use crud_runtime::prelude::*;

#[derive(CrudEnum)]
pub enum Status {
    #[crud(renam = "offen")]
    Open,
}

fn main() {}
