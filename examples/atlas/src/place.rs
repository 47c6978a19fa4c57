//! Countries of today and of the past, their parts, flags and money.

use crud_runtime::prelude::*;

use crate::{
    clock::CountryTimeZone,
    translation::{CountryName, SubdivisionName},
};

/// A country: ISO 3166-1.
#[derive(Crud)]
#[crud(
    allow(all = public),
    table = "Länder",
    has_many(subdivisions: Subdivision::COUNTRY_CODE, names: CountryName::COUNTRY_CODE),
    has_one(flag_picture: Flag::COUNTRY_CODE),
    many_to_many(time_zones: CountryTimeZone::COUNTRY_CODE -> CountryTimeZone::ZONE)
)]
pub(crate) struct Country {
    #[crud(primary_key, length(2..=2), column = "Alpha 2 Code")]
    pub(crate) code: String,
    #[crud(unique, length(3..=3), column = "Alpha 3 Code")]
    pub(crate) code_3: String,
    /// Three digits; the zeros in front count.
    #[crud(unique, length(3..=3), column = "№")]
    pub(crate) number: String,
    #[crud(length(1..=120), filter, sort, column = "Name")]
    pub(crate) name: String,
    #[crud(length(1..=200), filter, sort, column = "Name (official)")]
    pub(crate) official_name: Option<String>,
    #[crud(length(1..=120), filter, column = "Name, common")]
    pub(crate) common_name: Option<String>,
    /// Two code points, both beyond U+FFFF.
    #[crud(length(2..=2), filter, column = "Flag")]
    pub(crate) flag: Option<String>,
}

/// A part of a country: ISO 3166-2. Some are parts of parts.
#[derive(Crud)]
#[crud(
    allow(all = public),
    table = "Country Subdivisions",
    references(Subdivision: country_code, parent_code, relation = parent, on_delete = restrict),
    has_many(names: SubdivisionName::SUBDIVISION),
    index(country_code, kind)
)]
pub(crate) struct Subdivision {
    #[crud(
        primary_key,
        references = Country,
        relation = country,
        on_delete = cascade,
        length(2..=2),
        column = "Country's Code"
    )]
    pub(crate) country_code: String,
    #[crud(primary_key, length(1..=3), column = "Code")]
    pub(crate) code: String,
    /// Of the subdivision of the same country that this one is a part of.
    #[crud(length(1..=3), filter, column = "Parent's Code")]
    pub(crate) parent_code: Option<String>,
    #[crud(length(1..=80), filter, column = "Kind of \"Subdivision\"")]
    pub(crate) kind: String,
    #[crud(length(1..=120), filter, sort, column = "`Name`")]
    pub(crate) name: String,
}

/// A country that is no more: ISO 3166-3.
#[derive(Crud)]
#[crud(allow(all = public), table = "select")]
pub(crate) struct FormerCountry {
    #[crud(primary_key, length(4..=4), column = "from")]
    pub(crate) code: String,
    #[crud(length(2..=2), filter, column = "group")]
    pub(crate) code_2: Option<String>,
    #[crud(length(3..=3), filter, column = "order")]
    pub(crate) code_3: Option<String>,
    #[crud(length(3..=3), column = "by")]
    pub(crate) number: Option<String>,
    #[crud(length(1..=120), filter, sort, column = "where")]
    pub(crate) name: Option<String>,
    /// The day, where it is known.
    #[crud(filter, sort, column = "table")]
    pub(crate) withdrawn_on: Option<NaiveDate>,
    #[crud(filter, sort, column = "index")]
    pub(crate) withdrawn_in: Option<i16>,
    #[crud(filter, column = "null")]
    pub(crate) remark: Option<String>,
}

/// A picture of a flag.
#[derive(Crud)]
#[crud(allow(all = public), rename_all = "camelCase", table = "Flags; or: \"Banners\"")]
pub(crate) struct Flag {
    #[crud(primary_key, length(1..=60), column = "File.Name")]
    pub(crate) file: String,
    /// Not every flag is a country's.
    #[crud(
        references = Country,
        relation = country,
        on_delete = set_null,
        unique,
        length(2..=2),
        column = "Country"
    )]
    pub(crate) country_code: Option<String>,
    /// A PNG.
    #[crud(length(1..=65535), column = "?")]
    pub(crate) picture: Vec<u8>,
    #[crud(filter, column = "$1")]
    pub(crate) width_in_pixels: u32,
    #[crud(filter, column = ":height")]
    pub(crate) height_in_pixels: u32,
}

/// What is paid with: ISO 4217.
#[derive(Crud)]
#[crud(allow(all = public), table = "`currency`")]
pub(crate) struct Currency {
    #[crud(primary_key, length(3..=3), column = "code")]
    pub(crate) code: String,
    #[crud(length(3..=3), filter, column = "100%")]
    pub(crate) number: Option<String>,
    #[crud(length(1..=120), filter, sort, column = "back\\slash")]
    pub(crate) name: String,
}
