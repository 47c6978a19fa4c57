//! What people speak and how they write.

use crud_runtime::prelude::*;

/// A script: ISO 15924.
#[derive(Crud)]
#[crud(allow(all = public), table = "Writing Systems")]
pub(crate) struct Script {
    #[crud(primary_key, length(4..=4), column = "Alpha 4 Code")]
    pub(crate) code: String,
    #[crud(unique, length(3..=3), column = "№")]
    pub(crate) number: String,
    #[crud(unique, length(1..=120), column = "English \"Name\"")]
    pub(crate) name: String,
}

/// A language: ISO 639-3.
#[derive(Crud)]
#[crud(allow(all = public), table = "Languages (ISO 639-3)", index(kind, scope))]
pub(crate) struct Language {
    #[crud(primary_key, length(3..=3), column = "Alpha-3")]
    pub(crate) code: String,
    #[crud(unique, length(2..=2), column = "Alpha-2")]
    pub(crate) code_2: Option<String>,
    #[crud(unique, length(3..=3), column = "Alpha-3/B")]
    pub(crate) bibliographic_code: Option<String>,
    #[crud(length(1..=120), filter, sort, index, column = "Name")]
    pub(crate) name: String,
    #[crud(length(1..=120), filter, sort, column = "Name, Inverted")]
    pub(crate) inverted_name: Option<String>,
    #[crud(length(1..=120), filter, column = "Name in Common Use")]
    pub(crate) common_name: Option<String>,
    #[crud(filter, column = "scope")]
    pub(crate) scope: Scope,
    #[crud(filter, column = "Type")]
    pub(crate) kind: Kind,
}

/// Whether a language is one.
#[derive(CrudEnum)]
pub(crate) enum Scope {
    #[crud(rename = "I")]
    Individual,
    #[crud(rename = "M")]
    MacroLanguage,
    #[crud(rename = "S")]
    Special,
}

/// Whether a language is spoken.
#[derive(CrudEnum)]
pub(crate) enum Kind {
    #[crud(rename = "A")]
    Ancient,
    #[crud(rename = "C")]
    Constructed,
    #[crud(rename = "E")]
    Extinct,
    #[crud(rename = "H")]
    Historical,
    #[crud(rename = "L")]
    Living,
    #[crud(rename = "S")]
    Special,
}

/// Languages that have much in common: ISO 639-5.
#[derive(Crud)]
#[crud(allow(all = public), table = "group")]
pub(crate) struct LanguageGroup {
    #[crud(primary_key, length(3..=3), column = "key")]
    pub(crate) code: String,
    #[crud(unique, length(1..=120), column = "values")]
    pub(crate) name: String,
}
