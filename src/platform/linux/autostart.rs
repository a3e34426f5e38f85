//! Starting at login by `$XDG_CONFIG_HOME/autostart/soleus.desktop`.
//!
//! `Hidden=true` is how desktops write "the user switched it off", and `soleus autostart off`
//! writes the same. `X-Soleus-Asked=true` marks an entry that is the user's own word.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::desktop_entry::{DesktopEntry, command_line, first_word};
use crate::autostart::{AutostartError, Entry, Followed, State};

const FILE: &str = "soleus.desktop";
const ASKED: &str = "X-Soleus-Asked";
const HIDDEN: &str = "Hidden";
const ENABLED: &str = "X-GNOME-Autostart-enabled";

/// The folder of autostart entries: `$XDG_CONFIG_HOME/autostart`, else `~/.config/autostart`.
///
/// # Errors
/// Neither variable holds an absolute path.
pub fn place() -> Result<PathBuf, AutostartError> {
    let absolute = |name| {
        let path = PathBuf::from(std::env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    absolute("XDG_CONFIG_HOME")
        .or_else(|| Some(absolute("HOME")?.join(".config")))
        .map(|config| config.join("autostart"))
        .ok_or(AutostartError::NoPlace)
}

/// Whether the login starts it.
///
/// # Errors
/// The entry is there and cannot be read.
pub fn state(place: &Path) -> Result<State, AutostartError> {
    let Some(entry) = read(place)? else {
        return Ok(State::Off);
    };
    if is_switched_off(&entry) {
        return Ok(State::SwitchedOff);
    }
    let Some(program) = program(&entry) else {
        return Ok(State::Off);
    };
    Ok(if is_missing(&entry) {
        State::Gone { program }
    } else {
        State::On { program }
    })
}

/// Registers the entry unless the user switched it off. One that starts a program that is still
/// there stays as it is.
///
/// # Errors
/// The entry cannot be read or written.
pub fn register(place: &Path, wanted: &Entry) -> Result<Followed, AutostartError> {
    let there = read(place)?;
    match &there {
        Some(entry) if is_switched_off(entry) => return Ok(Followed::UserSaidOtherwise),
        Some(entry) if program(entry).is_some() && !is_missing(entry) => {
            return Ok(Followed::Already);
        }
        _ => {}
    }
    let mut entry = there.unwrap_or_else(|| DesktopEntry::read(""));
    describe(&mut entry, wanted)?;
    write(place, &entry)?;
    Ok(Followed::Registered)
}

/// Takes the entry away unless the user asked for it.
///
/// # Errors
/// The entry cannot be read or removed.
pub fn unregister(place: &Path) -> Result<Followed, AutostartError> {
    match read(place)? {
        None => Ok(Followed::Already),
        Some(entry) if is_switched_off(&entry) => Ok(Followed::Already),
        Some(entry) if entry.is_true(ASKED) => Ok(Followed::UserSaidOtherwise),
        Some(_) => {
            let path = place.join(FILE);
            fs::remove_file(&path).map_err(|source| AutostartError::System { path, source })?;
            Ok(Followed::Removed)
        }
    }
}

/// The user's own "on".
///
/// # Errors
/// The entry cannot be read or written.
pub fn switch_on(place: &Path, wanted: &Entry) -> Result<(), AutostartError> {
    let mut entry = read(place)?.unwrap_or_else(|| DesktopEntry::read(""));
    describe(&mut entry, wanted)?;
    entry.remove(HIDDEN);
    entry.set(ENABLED, "true");
    entry.set(ASKED, "true");
    write(place, &entry)
}

/// The user's own "off": an entry that says so, since a missing one would come back by the setting.
///
/// # Errors
/// The entry cannot be read or written.
pub fn switch_off(place: &Path) -> Result<(), AutostartError> {
    let mut entry = read(place)?.unwrap_or_else(|| DesktopEntry::read(""));
    entry.set_if_missing("Type", "Application");
    entry.set_if_missing("Name", "Soleus");
    entry.set_if_missing("Exec", "soleus");
    entry.set(ASKED, "true");
    entry.set(HIDDEN, "true");
    write(place, &entry)
}

fn describe(entry: &mut DesktopEntry, wanted: &Entry) -> Result<(), AutostartError> {
    let path = &wanted.program;
    let program = path
        .to_str()
        .ok_or_else(|| AutostartError::NotText { path: path.clone() })?;
    let words = wanted.arguments.iter().map(String::as_str);
    for word in [program].into_iter().chain(words.clone()) {
        if word.chars().any(char::is_control) {
            return Err(AutostartError::BadPath {
                path: PathBuf::from(word),
                why: "it holds a character that cannot be seen",
            });
        }
    }
    if program.contains('=') {
        return Err(AutostartError::BadPath {
            path: path.clone(),
            why: "a program's path may not hold `=` there",
        });
    }
    entry.set("Type", "Application");
    entry.set_if_missing("Name", "Soleus");
    entry.set_if_missing("Comment", "Asks you, at a good moment, to move your legs");
    // GLib looks the first word up before it takes `%%` for `%`, and would not find it.
    let starter = program.contains('%').then_some("env");
    let command = starter.into_iter().chain([program]).chain(words);
    entry.set("Exec", &command_line(command));
    entry.set("TryExec", program);
    entry.set_if_missing("Icon", "soleus");
    entry.set_if_missing("Terminal", "false");
    entry.set_if_missing("StartupNotify", "false");
    entry.set_if_missing(ENABLED, "true");
    Ok(())
}

fn is_switched_off(entry: &DesktopEntry) -> bool {
    entry.is_true(HIDDEN) || entry.raw(ENABLED) == Some("false")
}

/// What is started: `TryExec` says it plainly, `Exec` may start it by way of something else.
fn program(entry: &DesktopEntry) -> Option<PathBuf> {
    let plainly = entry.get("TryExec").map(PathBuf::from);
    plainly
        .filter(|program| program.is_absolute())
        .or_else(|| first_word(&entry.get("Exec")?).map(PathBuf::from))
}

fn is_missing(entry: &DesktopEntry) -> bool {
    let first = entry.get("Exec").and_then(|exec| first_word(&exec));
    let tried = entry.get("TryExec");
    // A bare name is looked up by the desktop, and taken for present.
    let gone = |program: &String| Path::new(program).is_absolute() && !Path::new(program).exists();
    first.iter().chain(&tried).any(gone)
}

fn read(place: &Path) -> Result<Option<DesktopEntry>, AutostartError> {
    let path = place.join(FILE);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(DesktopEntry::read(&text))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(AutostartError::System { path, source }),
    }
}

fn write(place: &Path, entry: &DesktopEntry) -> Result<(), AutostartError> {
    let path = place.join(FILE);
    replace(&path, &entry.text()).map_err(|source| AutostartError::System { path, source })
}

/// Replaces the file in one step; where it is a link, what it leads to.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(error),
    };
    let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mode = fs::metadata(&path).map_or(0o644, |there| there.permissions().mode() & 0o777);
    let mut file = tempfile::Builder::new()
        .prefix(".soleus")
        .permissions(fs::Permissions::from_mode(mode))
        .tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    fs::File::open(folder)?.sync_all()
}
