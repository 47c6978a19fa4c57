//! What time it is where.

use crud_runtime::prelude::*;

use crate::place::Country;

/// A region in which clocks have agreed since 1970.
#[derive(Crud)]
#[crud(
    allow(all = public),
    table = "Time Zone",
    many_to_many(countries: CountryTimeZone::ZONE -> CountryTimeZone::COUNTRY_CODE)
)]
pub(crate) struct TimeZone {
    /// `America/Argentina/Buenos_Aires`
    #[crud(primary_key, length(1..=64), column = "TZ")]
    pub(crate) name: String,
    /// Its place in the list.
    #[crud(unique, range(1..), column = "order")]
    pub(crate) position: i32,
    /// Of the region's principal place, in degrees.
    #[crud(range(-90..=90), filter, sort, column = "Latitude °")]
    pub(crate) latitude: f64,
    #[crud(range(-180..=180), filter, sort, column = "Longitude °")]
    pub(crate) longitude: f64,
    /// The same in degrees, with minutes and seconds behind the point, as maps have it.
    #[crud(decimal(6, 4), filter, column = "Latitude ° ′ ″")]
    pub(crate) mapped_latitude: Decimal,
    #[crud(decimal(7, 4), filter, column = "Longitude ° ′ ″")]
    pub(crate) mapped_longitude: Decimal,
    #[crud(filter, column = "-- Comment")]
    pub(crate) remark: Option<String>,
}

/// That a country, or a part of it, has the time of a zone.
#[derive(Crud)]
#[crud(allow(all = public), table = "Country ↔ Time Zone")]
pub(crate) struct CountryTimeZone {
    #[crud(
        primary_key,
        references = Country,
        relation = country,
        on_delete = cascade,
        length(2..=2),
        column = "Länder.Alpha 2 Code"
    )]
    pub(crate) country_code: String,
    #[crud(
        primary_key,
        references = TimeZone,
        relation = time_zone,
        on_delete = cascade,
        length(1..=64),
        column = "Time Zone.TZ"
    )]
    pub(crate) zone: String,
    /// The first country of a zone has the most people in it.
    #[crud(range(1..), filter, sort, column = "#")]
    pub(crate) rank: i16,
}
