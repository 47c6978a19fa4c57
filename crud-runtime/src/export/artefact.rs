//! The list of artefacts: the one place that commands and routes are made from.

use super::{Api, erd, openapi, postman};

/// One thing that an API can be turned into.
pub(crate) struct Artefact {
    /// The command that writes it.
    pub(crate) name: &'static str,
    /// Which of several forms this is, `--format dot`; empty when there is one. The first is the
    /// default.
    pub(crate) format: &'static str,
    /// Where it is served.
    pub(crate) path: &'static str,
    /// What its bytes are.
    pub(crate) media_type: &'static str,
    /// What it is.
    pub(crate) about: &'static str,
    /// Makes it.
    pub(crate) render: fn(&Api) -> String,
}

/// All artefacts; the forms of one stand together.
pub(crate) const ARTEFACTS: &[Artefact] = &[
    Artefact {
        name: "openapi",
        format: "3.1",
        path: "/openapi.json",
        media_type: "application/json",
        about: "the OpenAPI 3.1 document",
        render: openapi::render,
    },
    Artefact {
        name: "openapi",
        format: "3.2",
        path: "/openapi-3.2.json",
        media_type: "application/json",
        about: "the OpenAPI 3.2 document, which has the method QUERY too",
        render: openapi::render_with_query,
    },
    Artefact {
        name: "erd",
        format: "mermaid",
        path: "/erd.mmd",
        media_type: "text/plain; charset=utf-8",
        about: "the entity-relationship diagram",
        render: erd::mermaid,
    },
    Artefact {
        name: "erd",
        format: "dot",
        path: "/erd.dot",
        media_type: "text/vnd.graphviz; charset=utf-8",
        about: "the entity-relationship diagram",
        render: erd::dot,
    },
    Artefact {
        name: "erd",
        format: "svg",
        path: "/erd.svg",
        media_type: "image/svg+xml",
        about: "the entity-relationship diagram",
        render: erd::svg,
    },
    Artefact {
        name: "postman",
        format: "",
        path: "/postman.json",
        media_type: "application/json",
        about: "the Postman collection (v2.1)",
        render: postman::render,
    },
];
