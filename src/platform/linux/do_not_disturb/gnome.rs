//! Do-not-disturb of GNOME: its setting `show-banners`, switched off.
//!
//! GNOME tells it by no bus, so `gsettings` is asked, a program of a moment that every GNOME has. It
//! is asked while GNOME's shell runs: at its start, and when dconf tells of a change. dconf's writer
//! comes and goes, so anybody may tell that; it causes one more reading and nothing else.

use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::Timespec;
use rustix::process::{Pid, PidfdFlags, pidfd_open};

use super::super::follow::{Seen, Signal, Source};
use crate::sensors::quiet;

const SHELL: &str = "org.gnome.Shell";
const QUESTION: [&str; 3] = ["get", "org.gnome.desktop.notifications", "show-banners"];

const WRITER: &str = "ca.desrt.dconf.Writer";
const WRITER_PATH: &str = "/ca/desrt/dconf/Writer/user";
const KEY: &str = "/org/gnome/desktop/notifications/show-banners";

/// Changes come in bursts, as when settings are restored.
const BURST: Duration = Duration::from_millis(100);

/// No longer answer is read: "true" and "false" are six letters at most, with the line's end.
const LONGEST_ANSWER: usize = 64;

/// GNOME's setting, read by this program within that time.
pub(super) fn source(gsettings: &Path, limit: Duration) -> Source {
    let gsettings = gsettings.to_owned();
    Source {
        settles: BURST,
        ..Source::new(
            quiet::GNOME,
            vec![SHELL],
            vec![Signal::of_anybody(WRITER_PATH, WRITER, "Notify").about_path(KEY)],
            move |_| {
                let shown = read(&gsettings, limit)?;
                Ok(shown.map(|shown| Seen::signalled(quiet::GNOME, !shown)))
            },
        )
    }
}

/// What the setting is; none: there is no such program, or no such setting.
fn read(gsettings: &Path, limit: Duration) -> zbus::Result<Option<bool>> {
    let started = Command::new(gsettings)
        .args(QUESTION)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    match started.and_then(|mut child| answer(&mut child, limit)) {
        Ok(shown) => Ok(shown),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => Err(error.into()),
        Err(error) => {
            tracing::debug!(%error, "gsettings was not run");
            Ok(None)
        }
    }
}

/// Waits for the child's end, ends it if that is late, and reads what it said.
fn answer(child: &mut Child, limit: Duration) -> io::Result<Option<bool>> {
    let in_time = ends_within(child, limit);
    if !in_time {
        // One that ended just now cannot be killed, and is reaped below all the same.
        let _ = child.kill();
    }
    let status = child.wait()?;
    if !in_time {
        return Err(io::ErrorKind::TimedOut.into());
    }
    let words = said(child)?;
    Ok(match (status.success(), words.trim()) {
        (true, "true") => Some(true),
        (true, "false") => Some(false),
        _ => None,
    })
}

fn ends_within(child: &Child, limit: Duration) -> bool {
    let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else {
        return false;
    };
    let (Ok(end), Ok(limit)) = (
        pidfd_open(pid, PidfdFlags::empty()),
        Timespec::try_from(limit),
    ) else {
        return false;
    };
    let mut waits = [PollFd::new(&end, PollFlags::IN)];
    loop {
        match poll(&mut waits, Some(&limit)) {
            Ok(ended) => return ended > 0,
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}

/// What it left in its pipe. Somebody it started may still hold the other end, so the pipe's end is
/// not waited for.
fn said(child: &mut Child) -> io::Result<String> {
    let Some(mut output) = child.stdout.take() else {
        return Ok(String::new());
    };
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let mut waits = [PollFd::new(&output, PollFlags::IN)];
    if poll(&mut waits, Some(&at_once))? == 0 {
        return Ok(String::new());
    }
    let mut words = [0; LONGEST_ANSWER];
    let length = output.read(&mut words)?;
    Ok(String::from_utf8_lossy(&words[..length]).into_owned())
}
