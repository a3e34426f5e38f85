//! The user's own folders, below the home folder by the same names on Windows and macOS.

use std::path::PathBuf;

/// Where the user keeps pictures, or the home folder; none without a home.
#[must_use]
pub fn pictures() -> Option<PathBuf> {
    chosen("Pictures")
}

/// Where files that were fetched lie, or the home folder; none without a home.
#[must_use]
pub fn downloads() -> Option<PathBuf> {
    chosen("Downloads")
}

fn chosen(usual: &str) -> Option<PathBuf> {
    let home = etcetera::home_dir().ok()?;
    let folder = home.join(usual);
    Some(if folder.is_dir() { folder } else { home })
}
