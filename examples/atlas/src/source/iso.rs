//! The lists of ISO codes, JSON of the package `iso-codes`.

use std::{fs, path::Path};

use crud_runtime::prelude::serde_json::{self, Value, json};
use transfer::{Fallible, Resource, Row};

use super::in_file;

/// The rows of the lists, by the members that the API has.
pub(super) struct Codes {
    scripts: Vec<Row>,
    languages: Vec<Row>,
    language_groups: Vec<Row>,
    currencies: Vec<Row>,
    pub(super) countries: Vec<Row>,
    former_countries: Vec<Row>,
    pub(super) subdivisions: Vec<Row>,
}

impl Codes {
    pub(super) fn read(folder: &Path) -> Fallible<Self> {
        let list = |name, row| list(folder, name, row);
        let languages = list("639-3", &|item| {
            json!({
                "code": item["alpha_3"],
                "code_2": item["alpha_2"],
                "bibliographic_code": item["bibliographic"],
                "name": item["name"],
                "inverted_name": item["inverted_name"],
                "common_name": item["common_name"],
                "scope": item["scope"],
                "kind": item["type"],
            })
        })?;
        Ok(Self {
            scripts: list(
                "15924",
                &|item| json!({ "code": item["alpha_4"], "number": item["numeric"], "name": item["name"] }),
            )?,
            languages: languages.into_iter().filter(is_remarkable).collect(),
            language_groups: list(
                "639-5",
                &|item| json!({ "code": item["alpha_3"], "name": item["name"] }),
            )?,
            currencies: list(
                "4217",
                &|item| json!({ "code": item["alpha_3"], "number": item["numeric"], "name": item["name"] }),
            )?,
            countries: list("3166-1", &|item| {
                json!({
                    "code": item["alpha_2"],
                    "code_3": item["alpha_3"],
                    "number": item["numeric"],
                    "name": item["name"],
                    "official_name": item["official_name"],
                    "common_name": item["common_name"],
                    "flag": item["flag"],
                })
            })?,
            former_countries: list("3166-3", &former_country)?,
            subdivisions: list("3166-2", &subdivision)?,
        })
    }

    pub(super) fn resources(&self) -> Vec<Resource> {
        const KEY: &[&str] = &["code"];
        let plain = |name, path, texts, sorts, rows: &[Row]| Resource {
            name,
            path,
            key: KEY,
            parent: &[],
            texts,
            sorts,
            rows: rows.to_vec(),
        };
        vec![
            plain("script", "scripts", &["name"], &["name", "number"], &self.scripts),
            plain(
                "language",
                "languages",
                &["code_2", "name", "inverted_name"],
                &["name", "inverted_name", "code_2"],
                &self.languages,
            ),
            plain("language group", "language-groups", &["name"], &["name"], &self.language_groups),
            plain(
                "currency",
                "currencies",
                &["code", "number", "name"],
                &["name"],
                &self.currencies,
            ),
            plain(
                "country",
                "countries",
                &["code", "code_3", "name", "official_name", "common_name", "flag"],
                &["name", "official_name"],
                &self.countries,
            ),
            plain(
                "former country",
                "former-countries",
                &["code_2", "name", "remark"],
                &["name", "withdrawn_on", "withdrawn_in"],
                &self.former_countries,
            ),
            Resource {
                key: &["country_code", "code"],
                parent: &["country_code", "parent_code"],
                ..plain(
                    "subdivision",
                    "subdivisions",
                    &["kind", "name", "parent_code"],
                    &["name"],
                    &self.subdivisions,
                )
            },
        ]
    }
}

/// Not the thousands of living languages with a plain name and no short code.
fn is_remarkable(language: &Row) -> bool {
    !language["code_2"].is_null()
        || language["kind"] != "L"
        || language["scope"] != "I"
        || !language["name"].as_str().is_some_and(str::is_ascii)
}

/// `AZ-BAB` is part of `NX`, or of `AZ-NX`: both forms are in use.
fn subdivision(item: &Value) -> Value {
    let (country, code) = item["code"].as_str().and_then(|code| code.split_once('-')).unzip();
    let parent = item["parent"].as_str();
    let parent = parent.map(|parent| parent.split_once('-').map_or(parent, |(_, code)| code));
    json!({
        "country_code": country,
        "code": code,
        "parent_code": parent,
        "kind": item["type"],
        "name": item["name"],
    })
}

/// Of some withdrawals only the year is known.
fn former_country(item: &Value) -> Value {
    let date = item["withdrawal_date"].as_str().unwrap_or_default();
    json!({
        "code": item["alpha_4"],
        "code_2": item["alpha_2"],
        "code_3": item["alpha_3"],
        "number": item["numeric"],
        "name": item["name"],
        "withdrawn_on": (date.len() == 10).then_some(date),
        "withdrawn_in": date.get(..4).and_then(|year| year.parse::<i16>().ok()),
        "remark": item["comment"],
    })
}

/// Reads `iso_639-3.json`, an object whose one member is the list.
fn list(folder: &Path, name: &str, row: &dyn Fn(&Value) -> Value) -> Fallible<Vec<Row>> {
    let path = folder.join(format!("iso_{name}.json"));
    let text = fs::read_to_string(&path).map_err(|error| in_file(&path, error))?;
    let json = serde_json::from_str::<Value>(&text).map_err(|error| in_file(&path, error))?;
    let list = json[name].as_array().ok_or_else(|| in_file(&path, "has no list"))?;
    Ok(list.iter().map(|item| super::row(row(item))).collect())
}
