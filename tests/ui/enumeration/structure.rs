use crud_runtime::prelude::*;

#[derive(CrudEnum)]
pub struct Status {
    pub open: bool,
}

fn main() {}
