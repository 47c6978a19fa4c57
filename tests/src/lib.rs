//! What the test files share.

pub mod fits;
