//! Golden documents.

use super::{Api, openapi};
use crate::fixture::{self, TABLES};

fn api() -> Api {
    Api::new("fixture", TABLES.to_vec())
}

#[test]
fn the_openapi_document_is_golden() {
    fixture::assert_golden("export/golden/openapi.json", &openapi::render(&api()));
}
