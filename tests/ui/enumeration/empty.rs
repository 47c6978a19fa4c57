use crud_runtime::prelude::*;

#[derive(CrudEnum)]
pub enum Status {}

fn main() {}
