//! Golden documents.

use super::{ARTEFACTS, Api, erd, openapi};
use crate::fixture::{self, TABLES};

fn api() -> Api {
    Api::new("fixture", TABLES.to_vec())
}

#[test]
fn artefacts_are_golden() {
    for artefact in ARTEFACTS {
        let text = (artefact.render)(&api());
        fixture::assert_golden(&format!("export/golden{}", artefact.path), &text);
    }
}

#[test]
fn an_api_without_entities_has_documents_too() {
    let empty = Api::new("empty", Vec::new());
    assert!(erd::svg(&empty).ends_with("</svg>\n"));
    assert!(openapi::render(&empty).contains("\"paths\": {}"));
}
