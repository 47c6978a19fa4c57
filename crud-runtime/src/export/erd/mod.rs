//! The entity-relationship diagram, in three notations of one picture.

mod dot;
mod mermaid;
mod picture;
mod svg;

pub(super) use dot::escape;
pub(crate) use dot::render as dot;
pub(crate) use mermaid::render as mermaid;
pub(crate) use svg::render as svg;
