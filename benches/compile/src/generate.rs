//! The package that is compiled: entities of five fields with the rules that real ones have, in a
//! library, and a binary that serves them all.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;

/// A generated package and where it is built.
pub(crate) struct Package {
    pub(crate) folder: PathBuf,
    pub(crate) name: String,
    pub(crate) target: PathBuf,
}

pub(crate) fn package(workspace: &Path, folder: &Path, entities: usize) -> Result<Package> {
    let name = format!("entities-{entities}");
    let package = Package { folder: folder.join(&name), name, target: folder.join("target") };
    fs::create_dir_all(package.folder.join("src"))?;
    // The same versions as in the workspace. An own `[workspace]` keeps the package out of it.
    fs::copy(workspace.join("Cargo.lock"), package.folder.join("Cargo.lock"))?;
    fs::write(
        package.folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"entities-{entities}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\ncrud-runtime = {{ path = '{}' }}\n\n[workspace]\n",
            workspace.join("crud-runtime").display()
        ),
    )?;
    fs::write(package.folder.join("src/lib.rs"), library(entities)?)?;
    fs::write(package.folder.join("src/main.rs"), binary(entities)?)?;
    Ok(package)
}

/// The entities are public in a library, so that the compiler makes code of all that is derived.
fn library(entities: usize) -> Result<String> {
    let mut source = String::from("use crud_runtime::prelude::*;\n");
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
    }
    Ok(source)
}

fn binary(entities: usize) -> Result<String> {
    let mut source = String::from(
        "use crud_runtime::prelude::*;\n\n\
         #[tokio::main]\n\
         async fn main() -> crud_runtime::Result<()> {\n    \
             App::new(\"things\")",
    );
    for number in 0..entities {
        write!(source, "\n        .entity::<entities_{entities}::Thing{number}>()")?;
    }
    source.push_str("\n        .run()\n        .await\n}\n");
    Ok(source)
}
