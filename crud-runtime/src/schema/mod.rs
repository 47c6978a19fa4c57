//! JSON Schema 2020-12 of tables. What the server refuses the schemas exclude, and what they
//! allow the server accepts: both sides read the same column.

mod bytes;
mod components;
mod decimal;
mod document;
mod dto;
mod language;
mod link;
mod nested;
mod sample;
mod shape;
mod standalone;
mod value;

pub(crate) use components::{Components, Definitions};
pub use dto::{field_schema, json_schema};
pub(crate) use language::Language;
pub(crate) use link::{link_members, link_set};
pub(crate) use nested::add_nested;
pub(crate) use sample::sample;
pub(crate) use shape::{example, object, sample_of};
pub(crate) use standalone::{name, text};
pub(crate) use value::{
    answer, any_text, element_pattern, integer_bounds, key, list_pattern, parameter, pattern_of,
};

#[cfg(test)]
mod tests;
