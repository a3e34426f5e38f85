//! What `doctor` asks the desktop: each question once, on a connection of its own, with a limit. Nothing
//! is shown, changed or listened to; a notification server that the bus starts on demand is started by
//! the question, as by the first notice of any program.

use std::fs;
use std::os::unix::fs::FileTypeExt as _;
use std::path::Path;
use std::sync::mpsc::RecvTimeoutError;

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::ConnectionExt as _;
use zbus::blocking::Connection;

use super::connect::{self, Bus, apart, ask_bus, is_timeout, owner_of};
use super::notification_server::{self as notifications, Server};
use super::tray::{self, Panel};
use crate::platform::found::{Lies, NoBus, NoticesFound, TrayFound};
use crate::sensors::Desktop;

/// A program's name is no longer than the kernel keeps it.
const LONGEST_NAME: usize = 15;
/// What a server says of itself is cut here.
const LONGEST_WORDS: usize = 100;

/// Who shows tray icons: the owner of the watcher's name, and whether it knows a panel.
#[must_use]
pub fn tray(desktop: &Desktop) -> TrayFound {
    let bus = match session_bus(desktop) {
        Ok(bus) => bus,
        Err(why) => return TrayFound::NoBus(why),
    };
    let owner = match owner_of(&bus, tray::WATCHER) {
        Ok(Some(owner)) => owner,
        Ok(None) => return nobody(desktop),
        Err(_) => return TrayFound::NoBus(NoBus::Silent),
    };
    let by = program(&bus, &owner);
    match tray::probe(&bus) {
        Panel::Works => TrayFound::Works { by },
        Panel::Hidden => TrayFound::NoHost { by },
        // It left between the two questions.
        Panel::None => nobody(desktop),
        Panel::Silent => TrayFound::Silent { by },
        Panel::Unknown => TrayFound::NoBus(NoBus::Silent),
    }
}

/// Who shows notices: the server's name, and whether it shows buttons.
#[must_use]
pub fn notices(desktop: &Desktop) -> NoticesFound {
    let bus = match session_bus(desktop) {
        Ok(bus) => bus,
        Err(why) => return NoticesFound::NoBus(why),
    };
    let there = owner_of(&bus, notifications::NAME)
        .and_then(|owner| Ok(owner.is_some() || notifications::starts_on_call(&bus)?));
    match there {
        Ok(true) => {}
        Ok(false) => return NoticesFound::None,
        Err(_) => return NoticesFound::NoBus(NoBus::Silent),
    }
    match Server::meet(&bus) {
        Ok(server) => NoticesFound::Works {
            called: plain(&server.called, LONGEST_WORDS),
            buttons: server.actions,
        },
        Err(error) if is_timeout(&error) => NoticesFound::Silent,
        Err(zbus::Error::MethodError(name, words, _)) => match name.as_str() {
            "org.freedesktop.DBus.Error.NoReply" | "org.freedesktop.DBus.Error.Timeout" => {
                NoticesFound::Silent
            }
            name => NoticesFound::Refuses {
                words: plain(words.as_deref().unwrap_or(name), LONGEST_WORDS),
            },
        },
        Err(error) => NoticesFound::Refuses {
            words: plain(&error.to_string(), LONGEST_WORDS),
        },
    }
}

/// How much room is left for this user where `path` is, in bytes.
#[must_use]
pub fn free_space(path: &Path) -> Option<u64> {
    let room = rustix::fs::statvfs(path).ok()?;
    Some(room.f_bavail.saturating_mul(room.f_frsize))
}

/// What lies there.
#[must_use]
pub fn lies_at(path: &Path) -> Lies {
    match fs::symlink_metadata(path) {
        Err(_) => Lies::Nothing,
        Ok(found) if found.file_type().is_socket() => Lies::Socket,
        Ok(_) => Lies::Other,
    }
}

fn session_bus(desktop: &Desktop) -> Result<Connection, NoBus> {
    let bus = desktop.session_bus.clone().map_or(Bus::Session, Bus::At);
    let limit = desktop.patience.answer;
    let attempt = apart("probe-open", move || connect::open(&bus, limit));
    match attempt.recv_timeout(limit) {
        Ok(Ok(bus)) => Ok(bus),
        Ok(Err(error)) if is_timeout(&error) => Err(NoBus::Silent),
        Err(RecvTimeoutError::Timeout) => Err(NoBus::Silent),
        Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(NoBus::Absent),
    }
}

/// The name of the program at the other end, as the kernel has it.
fn program(bus: &Connection, owner: &str) -> Option<String> {
    let pid: u32 = ask_bus(bus, "GetConnectionUnixProcessID", &owner).ok()?;
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    let name = plain(name.trim(), LONGEST_NAME);
    (!name.is_empty()).then_some(name)
}

fn nobody(desktop: &Desktop) -> TrayFound {
    TrayFound::NoWatcher {
        old_tray: has_old_tray(desktop),
    }
}

/// Whether somebody holds the selection of the old kind of tray.
fn has_old_tray(desktop: &Desktop) -> bool {
    let Some(display) = desktop.display.clone() else {
        return false;
    };
    let attempt = apart("probe-display", move || {
        let (x, screen) = x11rb::connect(Some(&display)).ok()?;
        let name = format!("_NET_SYSTEM_TRAY_S{screen}");
        let selection = x.intern_atom(false, name.as_bytes()).ok()?.reply().ok()?;
        let owner = x.get_selection_owner(selection.atom).ok()?.reply().ok()?;
        x.flush().ok()?;
        Some(owner.owner != x11rb::NONE)
    });
    attempt.recv_timeout(desktop.patience.answer) == Ok(Some(true))
}

/// Words of a stranger: on one line, and not long.
fn plain(words: &str, longest: usize) -> String {
    words
        .chars()
        .take(longest)
        .map(|letter| if letter.is_control() { '?' } else { letter })
        .collect()
}
