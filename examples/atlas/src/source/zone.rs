//! Time zones and the countries that have them, a table of the package `tzdata`.

use std::{fs, path::Path};

use crud_runtime::prelude::serde_json::json;
use transfer::{Fallible, Resource};

use super::{in_file, row};

/// Reads `zone1970.tab`: countries, coordinates, name and perhaps a remark, parted by tabs.
pub(super) fn read(path: &Path) -> Fallible<Vec<Resource>> {
    let text = fs::read_to_string(path).map_err(|error| in_file(path, error))?;
    let (mut zones, mut pairs) = (Vec::new(), Vec::new());
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    for (position, line) in (1..).zip(lines) {
        let cells = line.split('\t').collect::<Vec<_>>();
        let (countries, coordinates, name, remark) = match cells[..] {
            [countries, coordinates, name] => (countries, coordinates, name, None),
            [countries, coordinates, name, remark] => (countries, coordinates, name, Some(remark)),
            _ => return Err(in_file(path, format!("`{line}` does not read"))),
        };
        let (latitude, longitude) = Angle::pair(coordinates)
            .ok_or_else(|| in_file(path, format!("`{coordinates}` are no coordinates")))?;
        zones.push(row(json!({
            "name": name,
            "position": position,
            "latitude": latitude.degrees(),
            "longitude": longitude.degrees(),
            "mapped_latitude": latitude.mapped(),
            "mapped_longitude": longitude.mapped(),
            "remark": remark,
        })));
        for (rank, country) in (1..).zip(countries.split(',')) {
            pairs.push(row(json!({ "country_code": country, "zone": name, "rank": rank })));
        }
    }
    Ok(vec![
        Resource {
            name: "time zone",
            path: "time-zones",
            key: &["name"],
            parent: &[],
            texts: &["name", "remark"],
            sorts: &["latitude", "position"],
            rows: zones,
        },
        Resource {
            name: "country's zone",
            path: "country-time-zones",
            key: &["country_code", "zone"],
            parent: &[],
            texts: &["country_code", "zone"],
            sorts: &["rank", "zone"],
            rows: pairs,
        },
    ])
}

/// Degrees, minutes and seconds.
struct Angle {
    negative: bool,
    degrees: u16,
    minutes: u16,
    seconds: u16,
}

impl Angle {
    /// `+4230+00131` or `-690022+0393524`: latitude and longitude.
    fn pair(text: &str) -> Option<(Self, Self)> {
        let second = text.rfind(['+', '-'])?;
        Some((Self::parse(&text[..second], 2)?, Self::parse(&text[second..], 3)?))
    }

    fn parse(text: &str, degrees: usize) -> Option<Self> {
        let (sign, digits) = text.split_at_checked(1)?;
        let (degrees, rest) = digits.split_at_checked(degrees)?;
        let (minutes, seconds) = rest.split_at_checked(2)?;
        Some(Self {
            negative: sign == "-",
            degrees: degrees.parse().ok()?,
            minutes: minutes.parse().ok()?,
            seconds: if seconds.is_empty() { 0 } else { seconds.parse().ok()? },
        })
    }

    fn degrees(&self) -> f64 {
        let seconds =
            i32::from(self.degrees) * 3600 + i32::from(self.minutes) * 60 + i32::from(self.seconds);
        f64::from(if self.negative { -seconds } else { seconds }) / 3600.0
    }

    /// `-69.0022`, as the API writes decimals.
    fn mapped(&self) -> String {
        let zero = self.degrees + self.minutes + self.seconds == 0;
        let sign = if self.negative && !zero { "-" } else { "" };
        format!("{sign}{}.{:02}{:02}", self.degrees, self.minutes, self.seconds)
    }
}
