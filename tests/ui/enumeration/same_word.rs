use crud_runtime::prelude::*;

#[derive(CrudEnum)]
pub enum Status {
    Open,
    #[crud(rename = "open")]
    Reopened,
}

fn main() {}
