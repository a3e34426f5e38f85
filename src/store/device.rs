//! The name of this device: its own folder in the history, so that machines never share a file.
//!
//! The name is kept in a file, a line for each machine that ever used this home folder: the name, and
//! by what the machine is known. So a home folder that was copied to another machine, or that two
//! machines share, gives each of them a name of its own, and nothing that the other one wrote is
//! touched.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::platform::{files, host};

use super::places::folder_of;
use super::replace;

const LONGEST: usize = 64;

/// Held while a name is made: the loop and the store both ask at the first start.
static MAKING: Mutex<()> = Mutex::new(());

/// The name this machine has in this file; made from the machine's own name and written there once.
///
/// # Errors
/// If there is none and it cannot be kept; without it a second name would be made next time.
pub fn device_name(path: &Path) -> io::Result<String> {
    Machine::this().device_name(path)
}

/// The name this machine has in this file; none if none was made yet.
///
/// # Errors
/// If there is a file and it cannot be read.
pub fn kept_device_name(path: &Path) -> io::Result<Option<String>> {
    Ok(Machine::this()
        .find(&lines(path)?)
        .map(|line| line.name.clone()))
}

/// One machine, as far as it can be told from others.
#[derive(Debug, Clone)]
struct Machine {
    /// What it is called.
    host: String,
    /// What no other machine has; none where the system knows no such thing.
    mark: Option<String>,
}

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    name: String,
    /// Whose name it is; none: of whoever asks first.
    mark: Option<String>,
}

impl Machine {
    fn this() -> Self {
        Self {
            host: host::name().unwrap_or_default(),
            mark: host::id().map(|id| marked(&id)),
        }
    }

    fn device_name(&self, path: &Path) -> io::Result<String> {
        let _making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines = lines(path)?;
        match self.find(&lines).cloned() {
            Some(found) if found.mark.is_some() || self.mark.is_none() => Ok(found.name),
            Some(found) => {
                // It was written where machines could not be told apart: from now on it is this one's.
                lines.retain(|line| *line != found);
                self.keep(found.name, lines, path)
            }
            None => {
                if let Some(other) = lines.first() {
                    let (file, name) = (path.display(), &other.name);
                    tracing::info!(
                        "{file} names {name}, another machine; this one gets a name of its own"
                    );
                }
                self.keep(new_name(&self.host), lines, path)
            }
        }
    }

    /// Its own line, or one that is nobody's. A machine that cannot be told from others takes the last.
    fn find<'l>(&self, lines: &'l [Named]) -> Option<&'l Named> {
        if self.mark.is_none() {
            return lines.last();
        }
        let by_mark = |mark: Option<&String>| lines.iter().find(|line| line.mark.as_ref() == mark);
        by_mark(self.mark.as_ref()).or_else(|| by_mark(None))
    }

    fn keep(&self, name: String, mut lines: Vec<Named>, path: &Path) -> io::Result<String> {
        lines.push(Named {
            name: name.clone(),
            mark: self.mark.clone(),
        });
        let text: String = lines.iter().map(Named::line).collect();
        files::create_private_folder(folder_of(path))?;
        replace(path, text.as_bytes())?;
        Ok(name)
    }
}

impl Named {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let name = words.next().filter(|name| is_name(name))?;
        let mark = words.next().map(str::to_owned);
        words.next().is_none().then(|| Self {
            name: name.to_owned(),
            mark,
        })
    }

    fn line(&self) -> String {
        let words = [Some(&self.name), self.mark.as_ref()];
        let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
        words.join(" ") + "\n"
    }
}

/// The lines of the file, without those that nobody can have written.
fn lines(path: &Path) -> io::Result<Vec<Named>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.lines().filter_map(Named::read).collect()),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::InvalidData => Ok(Vec::new()),
            _ => Err(error),
        },
    }
}

/// What a machine's id becomes in a file: the id itself is not to be handed around, so it is hashed,
/// with words of our own (FNV-1a of 64 bits).
fn marked(id: &str) -> String {
    let bytes = "soleus ".bytes().chain(id.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
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
    fn all_who_ask_at_once_get_one_name() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("device");
            let start = std::sync::Barrier::new(2);
            let ask = || {
                start.wait();
                device_name(&path).unwrap()
            };
            let (one, other) = std::thread::scope(|scope| {
                let one = scope.spawn(ask);
                (ask(), one.join().unwrap())
            });
            assert_eq!(one, other);
            assert_eq!(kept_device_name(&path).unwrap(), Some(one));
        }
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

    fn machine(mark: &str) -> Machine {
        Machine {
            host: "laptop".to_owned(),
            mark: Some(mark.to_owned()).filter(|mark| !mark.is_empty()),
        }
    }

    #[test]
    fn a_copied_home_folder_gives_the_other_machine_a_name_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("device");
        let old = machine("a1").device_name(&path).unwrap();
        let new = machine("b2").device_name(&path).unwrap();
        assert_ne!(old, new);
        // Should the two share the folder, or it be copied back, each has its own for ever.
        for _ in 0..3 {
            assert_eq!(machine("b2").device_name(&path).unwrap(), new);
            assert_eq!(machine("a1").device_name(&path).unwrap(), old);
        }
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 2);
    }

    #[test]
    fn a_name_that_is_nobodys_belongs_to_who_asks_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("device");
        fs::write(&path, "desk-0a1b2c\n").unwrap();
        assert_eq!(machine("a1").device_name(&path).unwrap(), "desk-0a1b2c");
        assert_ne!(machine("b2").device_name(&path).unwrap(), "desk-0a1b2c");
        assert_eq!(machine("a1").device_name(&path).unwrap(), "desk-0a1b2c");
    }

    #[test]
    fn a_machine_without_an_id_keeps_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("device");
        let name = machine("").device_name(&path).unwrap();
        assert_eq!(machine("").device_name(&path).unwrap(), name);
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{name}\n"));
    }

    #[test]
    fn the_id_of_a_machine_is_in_no_file() {
        let id = "4d3c2b1a0f9e8d7c6b5a49382716f5e4";
        assert_eq!(marked(id).len(), 16);
        assert_ne!(marked(id), marked("4d3c2b1a0f9e8d7c6b5a49382716f5e5"));
        assert!(!id.contains(&marked(id)));
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
