//! Pictures of flags, PNG files of the package `famfamfam-flag-png`.

use std::{fs, path::Path};

use base64::{Engine, prelude::BASE64_STANDARD};
use crud_runtime::prelude::serde_json::json;
use transfer::{Fallible, Resource, Row};

use super::{in_file, iso::Codes};

/// Reads `fr.png` and the others of a folder.
pub(super) fn read(folder: &Path, codes: &Codes) -> Fallible<Resource> {
    let mut rows = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| in_file(folder, error))? {
        let path = entry?.path();
        let picture = fs::read(&path).map_err(|error| in_file(&path, error))?;
        let file = path.file_name().and_then(|name| name.to_str());
        let file = file.ok_or_else(|| in_file(&path, "its name is no text"))?;
        let code = file.trim_end_matches(".png").to_uppercase();
        let country = codes.countries.iter().find(|country| country["code"] == *code);
        let mut row = Row::new();
        row.insert("file".to_owned(), file.into());
        row.insert("countryCode".to_owned(), json!(country.map(|_| code)));
        row.insert("picture".to_owned(), BASE64_STANDARD.encode(&picture).into());
        // https://www.w3.org/TR/png-3/#11IHDR: the first chunk begins with width and height.
        for (member, at) in [("widthInPixels", 16), ("heightInPixels", 20)] {
            let number = picture.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
            let number = number.ok_or_else(|| in_file(&path, "is no PNG"))?;
            row.insert(member.to_owned(), u32::from_be_bytes(number).into());
        }
        rows.push(row);
    }
    Ok(Resource {
        name: "flag",
        path: "flags",
        key: &["file"],
        parent: &[],
        texts: &["file", "countryCode"],
        sorts: &["countryCode"],
        rows,
    })
}
