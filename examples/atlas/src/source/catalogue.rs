//! Translated names, gettext catalogues of the package `iso-codes`.

use std::collections::{BTreeMap, HashMap};
use std::{fs, path::Path};

use crud_runtime::prelude::{DateTime, serde_json::json};
use transfer::{Fallible, Resource};

use super::{in_file, iso::Codes, row};

/// As many alphabets as few locales can have, and names that are unusual themselves.
const LOCALES: &[&str] =
    &["ar", "de", "el", "hi", "ja", "ka", "sr@latin", "th", "tt@iqtelif", "vi", "zh_CN"];

/// The locale whose names of subdivisions are taken too.
const SUBDIVISIONS_IN: &str = "ja";

/// Reads the locales, and the names and letters that they have.
pub(super) fn read(folder: &Path, codes: &Codes) -> Fallible<Vec<Resource>> {
    let (mut locales, mut country_names) = (Vec::new(), Vec::new());
    let (mut subdivision_names, mut letters) = (Vec::new(), Vec::new());
    for &locale in LOCALES {
        let messages = folder.join(locale).join("LC_MESSAGES");
        let countries = Catalogue::read(&messages.join("iso_3166-1.mo"))?;
        locales.push(row(json!({
            "name": locale,
            "revised_at": countries.revised_at(),
            "plural_forms": countries.header("Plural-Forms"),
        })));
        let mut names = Vec::new();
        for country in &codes.countries {
            let name = |member: &str| countries.translation(country[member].as_str()?);
            let (common, official) = (name("name"), name("official_name"));
            if common.is_none() && official.is_none() {
                continue;
            }
            names.extend(common.into_iter().chain(official));
            country_names.push(row(json!({
                "country_code": country["code"],
                "locale": locale,
                "name": common,
                "official_name": official,
            })));
        }
        let subdivisions = if locale == SUBDIVISIONS_IN {
            Catalogue::read(&messages.join("iso_3166-2.mo"))?
        } else {
            Catalogue::default()
        };
        for subdivision in &codes.subdivisions {
            let name = subdivision["name"].as_str().and_then(|name| subdivisions.translation(name));
            names.extend(name);
            subdivision_names.extend(name.map(|name| {
                row(json!({
                    "country_code": subdivision["country_code"],
                    "subdivision_code": subdivision["code"],
                    "locale": locale,
                    "name": name,
                }))
            }));
        }
        let mut uses = BTreeMap::<char, u64>::new();
        for letter in names.iter().flat_map(|name| name.chars()) {
            *uses.entry(letter).or_default() += 1;
        }
        letters.extend(uses.into_iter().map(|(letter, uses)| {
            row(json!({ "locale": locale, "character": letter, "uses": uses }))
        }));
    }
    let resource = |name, path, key, texts, sorts, rows| Resource {
        name,
        path,
        key,
        parent: &[],
        texts,
        sorts,
        rows,
    };
    Ok(vec![
        resource(
            "locale",
            "locales",
            &["name"],
            &["name", "plural_forms"],
            &["revised_at"],
            locales,
        ),
        resource(
            "country name",
            "country-names",
            &["country_code", "locale"],
            &["locale", "name", "official_name"],
            &["name", "locale"],
            country_names,
        ),
        resource(
            "subdivision name",
            "subdivision-names",
            &["country_code", "subdivision_code", "locale"],
            &["name"],
            &["name"],
            subdivision_names,
        ),
        resource(
            "letter",
            "letters",
            &["locale", "character"],
            &["character"],
            &["character", "uses"],
            letters,
        ),
    ])
}

/// A compiled catalogue: texts by their English original. That of the empty text is the header.
#[derive(Default)]
struct Catalogue(HashMap<String, String>);

impl Catalogue {
    fn read(path: &Path) -> Fallible<Self> {
        let bytes = fs::read(path).map_err(|error| in_file(path, error))?;
        Self::parse(&bytes).ok_or_else(|| in_file(path, "is no little-endian .mo file in UTF-8"))
    }

    /// <https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html>
    fn parse(bytes: &[u8]) -> Option<Self> {
        let number = |at: usize| {
            let number = u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
            usize::try_from(number).ok()
        };
        let text = |at: usize| {
            let (length, at) = (number(at)?, number(at + 4)?);
            std::str::from_utf8(bytes.get(at..at + length)?).ok().map(str::to_owned)
        };
        if number(0)? != 0x9504_12de {
            return None;
        }
        let (originals, translations) = (number(12)?, number(16)?);
        (0..number(8)?)
            .map(|index| Some((text(originals + 8 * index)?, text(translations + 8 * index)?)))
            .collect::<Option<_>>()
            .map(Self)
    }

    fn translation(&self, original: &str) -> Option<&str> {
        self.0.get(original).map(String::as_str).filter(|text| !text.is_empty())
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.0.get("")?.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// `2013-08-19 16:27+0100` as the API has it.
    fn revised_at(&self) -> Option<String> {
        let date = self.header("PO-Revision-Date")?;
        let date = DateTime::parse_from_str(date, "%Y-%m-%d %H:%M%z").ok()?;
        Some(date.to_utc().format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string())
    }
}
