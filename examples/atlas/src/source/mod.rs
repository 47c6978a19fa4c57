//! Where the rows come from: the files that Debian's packages bring.

mod catalogue;
mod flag;
mod iso;
mod zone;

use std::path::Path;

use crud_runtime::prelude::serde_json::Value;
use transfer::{Fallible, Resource, Row};

use self::iso::Codes;

/// Reads a folder like `/usr/share`; each resource stands behind those that it refers to.
pub(crate) fn read(folder: &Path) -> Fallible<Vec<Resource>> {
    let codes = Codes::read(&folder.join("iso-codes/json"))?;
    let mut resources = codes.resources();
    resources.push(flag::read(&folder.join("flags/countries/16x11"), &codes)?);
    resources.extend(catalogue::read(&folder.join("locale"), &codes)?);
    resources.extend(zone::read(&folder.join("zoneinfo/zone1970.tab"))?);
    Ok(resources)
}

/// An error with the file it is about.
fn in_file(path: &Path, problem: impl std::fmt::Display) -> transfer::Failure {
    format!("{}: {problem}", path.display()).into()
}

/// The members of an object, as `json!` makes it.
fn row(json: Value) -> Row {
    match json {
        Value::Object(row) => row,
        _ => Row::new(),
    }
}
