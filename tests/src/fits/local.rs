//! An entity of one function, named nowhere else.

use crud_runtime::prelude::*;

/// The name of a table that no other code can name.
#[must_use]
pub fn name() -> &'static str {
    #[derive(CrudEnum)]
    enum Colour {
        Red,
    }

    #[derive(Crud)]
    #[crud(allow(all = nobody))]
    struct Scratch {
        #[crud(primary_key, auto)]
        id: i64,
        #[crud(default = Colour::Red, filter)]
        colour: Colour,
    }

    let scratch = Scratch { id: 1, colour: Colour::Red };
    if scratch.key() == scratch.id { Scratch::TABLE.name } else { scratch.colour.as_str() }
}
