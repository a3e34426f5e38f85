//! The user's own folders, as the desktop names them in `user-dirs.dirs`.

use std::fs;
use std::path::{Path, PathBuf};

/// Where the user keeps pictures, or the home folder; none without a home.
#[must_use]
pub fn pictures() -> Option<PathBuf> {
    chosen("XDG_PICTURES_DIR", "Pictures")
}

/// Where files that were fetched lie, or the home folder; none without a home.
#[must_use]
pub fn downloads() -> Option<PathBuf> {
    chosen("XDG_DOWNLOAD_DIR", "Downloads")
}

fn chosen(key: &str, usual: &str) -> Option<PathBuf> {
    let home = etcetera::home_dir().ok()?;
    let config = std::env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .unwrap_or_else(|| home.join(".config"));
    let list = config.join("user-dirs.dirs");
    let text = if list.is_file() {
        fs::read_to_string(list).unwrap_or_default()
    } else {
        String::new()
    };
    let named = named(&text, key, &home).unwrap_or_else(|| home.join(usual));
    Some(if named.is_dir() { named } else { home })
}

/// What the list names: a folder below the home folder or an absolute one, in double quotes.
fn named(list: &str, key: &str, home: &Path) -> Option<PathBuf> {
    let value = list.lines().rev().find_map(|line| {
        let value = line.trim().strip_prefix(key)?.strip_prefix('=')?;
        value.strip_prefix('"')?.strip_suffix('"')
    })?;
    match value.strip_prefix("$HOME") {
        Some("") => Some(home.to_owned()),
        Some(below) => Some(home.join(below.strip_prefix('/')?)),
        None => Some(PathBuf::from(value)).filter(|folder| folder.is_absolute()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_below_home_or_from_the_root() {
        let list = "# made by xdg-user-dirs-update\nXDG_DOWNLOAD_DIR=\"$HOME/Bilder/../Netz\"\n\
                    XDG_PICTURES_DIR=\"/media/pictures\"\nXDG_MUSIC_DIR=\"$HOME/\"\n\
                    XDG_VIDEOS_DIR=\"videos\"\n";
        let home = Path::new("/home/anna");
        let table = [
            ("XDG_DOWNLOAD_DIR", Some("/home/anna/Bilder/../Netz")),
            ("XDG_PICTURES_DIR", Some("/media/pictures")),
            ("XDG_MUSIC_DIR", Some("/home/anna/")),
            ("XDG_VIDEOS_DIR", None),
            ("XDG_DESKTOP_DIR", None),
        ];
        for (key, folder) in table {
            assert_eq!(named(list, key, home), folder.map(PathBuf::from), "{key}");
        }
    }
}
