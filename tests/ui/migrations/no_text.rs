use crud_runtime::prelude::*;

fn main() {
    let _ = App::new("library").migrations(migrations!(migrations));
}
