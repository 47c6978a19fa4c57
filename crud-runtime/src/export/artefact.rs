//! The list of artefacts: the one place that commands and routes are made from.

use super::{Api, openapi};

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
pub(crate) const ARTEFACTS: &[Artefact] = &[Artefact {
    name: "openapi",
    format: "",
    path: "/openapi.json",
    media_type: "application/json",
    about: "the OpenAPI 3.1 document",
    render: openapi::render,
}];
