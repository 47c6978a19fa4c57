//! Values as JSON, as text and under their rules: the one place that says what is well-formed.

pub(crate) mod body;
pub(crate) mod format;
pub(crate) mod json;
pub(crate) mod key;
pub(crate) mod literal;
pub(crate) mod one_of;
pub(crate) mod pattern;
pub(crate) mod role;
pub(crate) mod rules;
pub(crate) mod text;

/// Why a value is refused: a stable code, and a sentence that says what would be right.
pub(crate) type Refusal = (&'static str, String);
