//! The runtime under another name, as a crate that re-exports it has it.

/// The crate that re-exports the runtime.
pub mod facade {
    pub use crud_runtime as runtime;
}

use facade::runtime::prelude::*;

/// A word.
#[derive(Crud)]
#[crud(crate = crate::fits::renamed::facade::runtime, allow(all = public))]
pub struct Word {
    /// The key.
    #[crud(primary_key)]
    pub text: String,
    /// Its kind.
    pub kind: Kind,
    /// Its sound.
    pub sound: Option<Sound>,
}

/// A kind of word.
#[derive(CrudEnum)]
#[crud(crate = crate::fits::renamed::facade::runtime)]
pub enum Kind {
    /// A noun.
    Noun,
    /// A verb.
    Verb,
}

/// How a word sounds.
#[derive(CrudType)]
#[crud(crate = crate::fits::renamed::facade::runtime)]
pub struct Sound(pub String);
