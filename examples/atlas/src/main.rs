//! A world atlas: fourteen entities on a schema with the habits of a legacy, and commands that
//! load and verify its data over HTTP.

mod clock;
mod language;
mod place;
mod source;
mod translation;

use crud_runtime::prelude::*;

use self::{
    clock::{CountryTimeZone, TimeZone},
    language::{Language, LanguageGroup, Script},
    place::{Country, Currency, Flag, FormerCountry, Subdivision},
    translation::{CountryName, Letter, Locale, SubdivisionName},
};

#[tokio::main]
async fn main() -> crud_runtime::Result<()> {
    let app = App::new("atlas")
        .version(env!("CARGO_PKG_VERSION"))
        .description("Countries and their subdivisions, flags, languages, scripts and time zones.")
        .entity::<Script>()
        .entity::<Language>()
        .entity::<LanguageGroup>()
        .entity::<Currency>()
        .entity::<Country>()
        .entity::<FormerCountry>()
        .entity::<Subdivision>()
        .entity::<Flag>()
        .entity::<Locale>()
        .entity::<CountryName>()
        .entity::<SubdivisionName>()
        .entity::<Letter>()
        .entity::<TimeZone>()
        .entity::<CountryTimeZone>();
    transfer::commands(app, "iso-codes, flags, locale and zoneinfo", source::read).run().await
}
