//! Derives in places that are hard on emitted code. They stand in a library, because the lints
//! that one of them denies pass over tests; what they do is asked in `tests/derive`.

pub mod documented;
pub mod local;
pub mod raw;
pub mod renamed;
pub mod shadowed;
