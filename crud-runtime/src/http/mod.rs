//! HTTP: routes over tables, bodies to changes, rows to answers, every refusal a problem detail.

pub(crate) mod kind;
pub(crate) mod problem;
