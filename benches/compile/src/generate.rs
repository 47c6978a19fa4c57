//! The package that is compiled: entities of five fields with the rules that real ones have, and
//! a `main` that serves them all.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;

/// A generated package and where it is built.
pub(crate) struct Package {
    pub(crate) folder: PathBuf,
    pub(crate) source: PathBuf,
    pub(crate) target: PathBuf,
}

pub(crate) fn package(workspace: &Path, folder: &Path, entities: usize) -> Result<Package> {
    let package = Package {
        folder: folder.join(format!("entities-{entities}")),
        source: folder.join(format!("entities-{entities}/src/main.rs")),
        target: folder.join("target"),
    };
    fs::create_dir_all(package.folder.join("src"))?;
    // The same versions as in the workspace. An own `[workspace]` keeps the package out of it.
    fs::copy(workspace.join("Cargo.lock"), package.folder.join("Cargo.lock"))?;
    fs::write(
        package.folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"entities-{entities}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\ncrud-runtime = {{ path = {:?} }}\n\n[workspace]\n",
            workspace.join("crud-runtime")
        ),
    )?;
    fs::write(&package.source, source(entities)?)?;
    Ok(package)
}

fn source(entities: usize) -> Result<String> {
    let mut source = String::from("use crud_runtime::prelude::*;\n");
    let mut registered = String::new();
    for number in 0..entities {
        // Each refers to its predecessor, so that relations are paid for too.
        let parent = number.saturating_sub(1);
        write!(
            source,
            "
/// Something that has a number, {number}.
#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Thing{number} {{
    #[crud(primary_key, auto)]
    pub id: Uuid,
    #[crud(length(1..=200), search, sort)]
    pub title: String,
    #[crud(range(0..=1000), filter)]
    pub amount: Option<i32>,
    #[crud(references = Thing{parent}, on_delete = restrict)]
    pub parent_id: Option<Uuid>,
    #[crud(created_at)]
    pub created_at: DateTime<Utc>,
}}
"
        )?;
        write!(registered, "\n        .entity::<Thing{number}>()")?;
    }
    write!(
        source,
        "
#[tokio::main]
async fn main() -> crud_runtime::Result<()> {{
    App::new(\"things\"){registered}
        .run()
        .await
}}
"
    )?;
    Ok(source)
}
