//! Golden documents.

use super::{Api, erd, openapi, postman};
use crate::fixture::{self, TABLES};

fn api() -> Api {
    Api::new("fixture", TABLES.to_vec())
}

#[test]
fn the_openapi_document_is_golden() {
    fixture::assert_golden("export/golden/openapi.json", &openapi::render(&api()));
}

#[test]
fn the_diagrams_are_golden() {
    fixture::assert_golden("export/golden/erd.mmd", &erd::mermaid(&api()));
    fixture::assert_golden("export/golden/erd.dot", &erd::dot(&api()));
    fixture::assert_golden("export/golden/erd.svg", &erd::svg(&api()));
}

#[test]
fn an_api_without_entities_has_documents_too() {
    let empty = Api::new("empty", Vec::new());
    assert!(erd::svg(&empty).ends_with("</svg>\n"));
    assert!(openapi::render(&empty).contains("\"paths\": {}"));
}

#[test]
fn the_postman_collection_is_golden() {
    fixture::assert_golden("export/golden/postman.json", &postman::render(&api()));
}
