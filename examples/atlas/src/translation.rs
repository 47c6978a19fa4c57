//! How others call the places, and with which letters.

use crud_runtime::prelude::*;

use crate::place::{Country, Subdivision};

/// A language and a way to write it: `sr@latin`.
#[derive(Crud)]
#[crud(
    allow(all = public),
    table = "Locale(s)",
    has_many(country_names: CountryName::LOCALE, letters: Letter::LOCALE)
)]
pub(crate) struct Locale {
    #[crud(primary_key, length(1..=20), column = "language[_TERRITORY][@modifier]")]
    pub(crate) name: String,
    /// When somebody last worked on the translation.
    #[crud(filter, sort, column = "Revised (UTC)")]
    pub(crate) revised_at: Option<DateTime<Utc>>,
    /// How the plural of a number is found, as an expression in C.
    #[crud(filter, column = "n != 1")]
    pub(crate) plural_forms: Option<String>,
}

/// What a country is called in another language.
#[derive(Crud)]
#[crud(allow(all = public), table = "Country Names")]
pub(crate) struct CountryName {
    #[crud(
        primary_key,
        references = Country,
        relation = country,
        on_delete = cascade,
        length(2..=2),
        column = "Alpha 2 Code"
    )]
    pub(crate) country_code: String,
    #[crud(primary_key, references = Locale, on_delete = cascade, length(1..=20), column = "in")]
    pub(crate) locale: String,
    #[crud(length(1..=200), filter, sort, column = "Name")]
    pub(crate) name: Option<String>,
    #[crud(length(1..=200), filter, column = "Name (official)")]
    pub(crate) official_name: Option<String>,
}

/// What a part of a country is called in another language.
#[derive(Crud)]
#[crud(
    allow(all = public),
    table = "What Country Subdivisions Are Called in Other Languages (& Not)",
    references(Subdivision: country_code, subdivision_code, on_delete = cascade)
)]
pub(crate) struct SubdivisionName {
    #[crud(primary_key, length(2..=2), column = "Country's Code")]
    pub(crate) country_code: String,
    #[crud(primary_key, length(1..=3), column = "Subdivision's Code")]
    pub(crate) subdivision_code: String,
    #[crud(primary_key, references = Locale, on_delete = cascade, length(1..=20), column = "Locale")]
    pub(crate) locale: String,
    #[crud(length(1..=200), filter, sort, column = "Name")]
    pub(crate) name: String,
}

/// A character that the names in a language are written with; spaces and marks are some too.
#[derive(Crud)]
#[crud(allow(all = public), table = "Letters, Signs and ' '")]
pub(crate) struct Letter {
    #[crud(primary_key, references = Locale, on_delete = cascade, length(1..=20), column = "'")]
    pub(crate) locale: String,
    #[crud(primary_key, length(1..=1), filter, column = "\"")]
    pub(crate) character: String,
    /// How often it stands in the names.
    #[crud(range(1..), filter, sort, column = "*")]
    pub(crate) uses: i64,
}
