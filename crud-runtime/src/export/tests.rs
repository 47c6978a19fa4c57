//! Golden documents.

use super::{ARTEFACTS, Api, erd, openapi};
use crate::fixture::{self, TABLES};

fn api() -> Api {
    Api::new("fixture", TABLES.to_vec())
}

#[test]
fn artefacts_are_golden() {
    // What the other document of OpenAPI is like, a test of its own says.
    for artefact in ARTEFACTS.iter().filter(|artefact| artefact.format != "3.2") {
        let text = (artefact.render)(&api());
        fixture::assert_golden(&format!("export/golden{}", artefact.path), &text);
    }
}

#[test]
fn the_method_query_is_all_that_newer_documents_have() {
    let read = |text: String| serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    let mut newer = read(openapi::render_with_query(&api()));
    assert_eq!(newer["openapi"], "3.2.0");
    newer["openapi"] = "3.1.0".into();
    let mut ids = Vec::new();
    for item in newer["paths"].as_object_mut().expect("paths").values_mut() {
        let item = item.as_object_mut().expect("a path item");
        if let Some(query) = item.shift_remove("query") {
            ids.push(query["operationId"].as_str().expect("an id").to_owned());
        }
    }
    assert_eq!(newer, read(openapi::render(&api())));
    assert!(ids.iter().any(|id| id == "queryBooksByQuery"), "{ids:?}");
}

#[test]
fn an_api_without_entities_has_documents_too() {
    let empty = Api::new("empty", Vec::new());
    assert!(erd::svg(&empty).ends_with("</svg>\n"));
    assert!(openapi::render(&empty).contains("\"paths\": {}"));
}

#[test]
fn every_reference_leads_somewhere_and_every_component_is_used() {
    use crate::model::{Access, Operation, Permission, Table};

    // An entity that is only created: nobody lists it, nobody reads it.
    static DROPPED: Table = Table {
        access: Access { create: Permission::Public, ..Access::NOBODY },
        sparse: true,
        operations: &[Operation::Create],
        ..*TABLES[0]
    };
    for tables in [TABLES.to_vec(), vec![&DROPPED]] {
        let document = openapi::render(&Api::new("fixture", tables));
        let value: serde_json::Value = serde_json::from_str(&document).expect("JSON");
        let mut used: Vec<_> = document
            .split("\"#/components/")
            .skip(1)
            .filter_map(|rest| rest.split_once('"'))
            .map(|(path, _)| path)
            .collect();
        used.sort_unstable();
        used.dedup();
        for path in &used {
            let target = value.pointer(&format!("/components/{path}"));
            assert!(target.is_some_and(serde_json::Value::is_object), "{path} is nowhere");
        }
        for name in value["components"]["schemas"].as_object().expect("schemas").keys() {
            assert!(used.contains(&&*format!("schemas/{name}")), "{name} is used nowhere");
        }
    }
}
