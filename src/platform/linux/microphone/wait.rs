//! Waiting for a sound server to come: its folder is watched, so that it is found at once.

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::time::Duration;

use rustix::fs::inotify::{self, CreateFlags, Reader, WatchFlags};

use super::super::orders::{Dismissed, Taker};
use crate::platform::boot_time;

/// Room for a few events with their names.
const ROOM: usize = 4096;

/// Whether a server may be there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum May {
    /// Its socket was just made.
    BeThere,
    /// The time is over.
    OrNot,
}

/// Sleeps until the socket is made anew, at most so long.
pub(super) fn for_socket<T>(
    socket: &Path,
    taker: &Taker<T>,
    at_most: Duration,
) -> Result<May, Dismissed> {
    let until = boot_time() + at_most;
    let Ok(notes) = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK) else {
        // The system gives no more of them: time alone has to do.
        return taker.wait(Some(at_most)).map(|_| May::OrNot);
    };
    watch_nearest(&notes, socket);
    loop {
        let left = until.saturating_sub(boot_time());
        if left.is_zero() {
            return Ok(May::OrNot);
        }
        if let Err(error) = taker.sleep(&[notes.as_fd()], Some(left)) {
            tracing::debug!(%error, "cannot wait for the sound server's folder");
            return taker.wait(Some(left)).map(|_| May::OrNot);
        }
        taker.next()?;
        match news(&notes, socket) {
            Some(News::Socket) => return Ok(May::BeThere),
            Some(News::Folder) => {
                watch_nearest(&notes, socket);
                if socket.exists() {
                    return Ok(May::BeThere);
                }
            }
            None => {}
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    /// The socket was made.
    Socket,
    /// A folder on the way to it came or went.
    Folder,
}

/// Watches the folder of the socket, or the nearest one that is there.
fn watch_nearest(notes: &OwnedFd, socket: &Path) {
    let wanted = WatchFlags::CREATE
        | WatchFlags::MOVED_TO
        | WatchFlags::DELETE_SELF
        | WatchFlags::MOVE_SELF
        | WatchFlags::ONLYDIR;
    let mut folders = socket.ancestors().skip(1);
    let watched = folders.find(|folder| inotify::add_watch(notes, *folder, wanted).is_ok());
    if watched.is_none() {
        tracing::debug!("no folder to wait in for the sound server");
    }
}

/// What happened, if it matters.
fn news(notes: &OwnedFd, socket: &Path) -> Option<News> {
    let name = socket.file_name()?;
    let on_the_way = |name: &[u8]| {
        let mut parts = socket.iter();
        parts.any(|part| part.as_encoded_bytes() == name)
    };
    let mut room = [MaybeUninit::uninit(); ROOM];
    let mut reader = Reader::new(notes, &mut room);
    let mut news = None;
    loop {
        let Ok(event) = reader.next() else {
            return news;
        };
        match event.file_name().map(CStr::to_bytes) {
            Some(made) if made == name.as_encoded_bytes() => return Some(News::Socket),
            Some(made) if !on_the_way(made) => {}
            _ => news = Some(News::Folder),
        }
    }
}
