//! Graphviz DOT.

use std::fmt::Write as _;

use super::picture::{Entity, Picture};
use crate::export::Api;

/// The diagram as DOT text.
pub(crate) fn render(api: &Api) -> String {
    let picture = Picture::of(api);
    let mut text = String::from(
        "digraph erd {\n    rankdir=LR;\n    node [shape=plain, fontname=\"sans-serif\"];\n    \
         edge [dir=both, fontname=\"sans-serif\", fontsize=10];\n",
    );
    // Writing into a `String` cannot fail.
    for entity in &picture.boxes {
        let _ = writeln!(text, "    {} [label=<{}>];", entity.name, table(entity));
    }
    for line in &picture.lines {
        let tail = if line.optional { "teeodot" } else { "teetee" };
        let head = if line.many { "crowodot" } else { "teeodot" };
        let (from, to) = (picture.boxes[line.parent].name, picture.boxes[line.child].name);
        let _ = writeln!(
            text,
            "    {from} -> {to} [label=\"{}\", arrowtail={tail}, arrowhead={head}];",
            line.name
        );
    }
    text.push_str("}\n");
    text
}

/// A box as one of Graphviz's HTML-like tables. Names are Rust identifiers or SQL names of the
/// user's choice, so they are escaped.
fn table(entity: &Entity) -> String {
    let mut html = format!(
        "<table border=\"0\" cellborder=\"1\" cellspacing=\"0\"><tr><td colspan=\"3\" \
         bgcolor=\"#e0e7ff\"><b>{}</b></td></tr>",
        entity.name
    );
    for row in &entity.rows {
        let null = if row.nullable { "?" } else { "" };
        let _ = write!(
            html,
            "<tr><td align=\"left\">{}</td><td align=\"left\">{}{null}</td><td>{}</td></tr>",
            escape(row.name),
            escape(&row.type_name),
            row.keys.join(" ")
        );
    }
    html.push_str("</table>");
    html
}

/// Text within markup.
pub(in crate::export) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
