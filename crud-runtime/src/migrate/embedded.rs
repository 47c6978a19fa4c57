//! The migrations that a program carries with it.

use std::path::{Path, PathBuf};

use super::folder::Folder;
use crate::error::Result;

/// The migrations of an application: those of a folder, built into the binary by
/// [`migrations!`](crate::migrations), so that it needs no files where it runs.
///
/// ```no_run
/// # use crud_runtime::prelude::*;
/// # async fn doc() -> crud_runtime::Result<()> {
/// App::new("library").migrations(migrations!("migrations")).run().await
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Migrations(Source);

#[derive(Debug, Clone)]
enum Source {
    Embedded {
        folder: &'static str,
        files: &'static [(&'static str, &'static str)],
        /// Whether the folder is read anew where it is there, so that a new file needs no build.
        is_live: bool,
    },
    At(PathBuf),
}

impl Migrations {
    /// Migrations that stay in a folder and are read when they are needed.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(Source::At(folder.into()))
    }

    pub(crate) const fn embedded(
        folder: &'static str,
        files: &'static [(&'static str, &'static str)],
        is_live: bool,
    ) -> Self {
        Self(Source::Embedded { folder, files, is_live })
    }

    /// Where new ones are written.
    pub(crate) fn path(&self) -> &Path {
        match &self.0 {
            Source::Embedded { folder, .. } => Path::new(folder),
            Source::At(folder) => folder,
        }
    }

    /// Reads them.
    pub(crate) fn folder(&self) -> Result<Folder> {
        match &self.0 {
            Source::Embedded { folder, is_live: true, .. } if Path::new(folder).is_dir() => {
                Folder::read(Path::new(folder))
            }
            Source::Embedded { files, .. } => Folder::embedded(files),
            Source::At(folder) => Folder::read(folder),
        }
    }
}
