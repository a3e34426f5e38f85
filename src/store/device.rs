//! The name of this device: its own folder in the history, so that machines never share a file.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;

use crate::platform::{files, host};

use super::places::folder_of;
use super::replace;

const LONGEST: usize = 64;

/// The name kept in this file; made from the machine's name and written there once.
///
/// # Errors
/// If there is none and it cannot be kept; without it a second name would be made next time.
pub fn device_name(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Ok(text) if is_name(text.trim()) => return Ok(text.trim().to_owned()),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {}
        Err(error) => return Err(error),
    }
    let name = new_name(host::name().as_deref().unwrap_or_default());
    files::create_private_folder(folder_of(path))?;
    replace(path, format!("{name}\n").as_bytes())?;
    Ok(name)
}

/// "Anna's Laptop.local" → "anna-s-laptop-3f9c2a": two machines may well have the same name.
fn new_name(host: &str) -> String {
    let mut name = String::new();
    for char in host.split('.').next().unwrap_or_default().chars().take(32) {
        match char.to_ascii_lowercase() {
            char @ ('a'..='z' | '0'..='9') => name.push(char),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = match name.trim_end_matches('-') {
        "" => "device",
        name => name,
    };
    // Every hasher of the standard library starts from fresh randomness of the system.
    let random = RandomState::new().hash_one(host) & 0x00ff_ffff;
    format!("{name}-{random:06x}")
}

/// A name is also a folder's name, so nothing else than this may be in it.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST
        && !text.starts_with('-')
        && text
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_made_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/device");
        let name = device_name(&path).unwrap();
        assert!(is_name(&name), "{name}");
        assert_eq!(device_name(&path).unwrap(), name);
    }

    #[test]
    fn a_damaged_name_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("device");
        for damaged in [&b"../../etc"[..], b"", b"\xff\xfe", b"A B"] {
            fs::write(&path, damaged).unwrap();
            let name = device_name(&path).unwrap();
            assert!(is_name(&name), "{name}");
        }
    }

    #[test]
    fn machine_names_become_folder_names() {
        let table = [
            ("Anna's Laptop.local", "anna-s-laptop-"),
            ("", "device-"),
            ("..", "device-"),
            ("北京", "device-"),
            ("-x-", "x-"),
        ];
        for (host, begin) in table {
            let name = new_name(host);
            assert_eq!(name.len(), begin.len() + 6, "{name}");
            assert!(name.starts_with(begin) && is_name(&name), "{name}");
        }
    }

    #[test]
    fn two_machines_with_one_name_are_two_devices() {
        assert_ne!(new_name("pc"), new_name("pc"));
    }
}
