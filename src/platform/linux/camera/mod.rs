//! A camera in use: a program of this user's holds a video device open.
//!
//! Only who looks is told, and between looks nothing runs. But while a camera is in use its devices
//! are watched, so that the end is learned as it happens. No device is ever opened here: that alone
//! would light some cameras up.

mod holders;

use std::convert::Infallible;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::inotify::{self, CreateFlags, WatchFlags};

use super::connect::apart;
use super::orders::{Dismissed, Giver, Taker, orders};
use crate::sensors::Desktop;
use crate::sensors::call::VIDEO_DEVICES;
use crate::sensors::fact::{Hear, Says};
use crate::sensors::look::Glance;

use holders::Held;

/// More devices are not looked at. A laptop's camera has two to four.
const MOST_DEVICES: usize = 64;
/// Between two looks that a device's closing sets off at least this long passes.
const PAUSE: Duration = Duration::from_millis(200);

/// The camera sensor. Dropping it stops it.
#[derive(Debug)]
pub struct Camera {
    orders: Option<Giver<Glance>>,
}

struct Worker {
    hear: Hear,
    taker: Taker<Glance>,
    /// The folder of the devices.
    folder: PathBuf,
    /// Tells when a device is closed; there while a camera is in use.
    watch: Option<OwnedFd>,
}

impl Camera {
    /// Starts the sensor, with a first look.
    #[must_use]
    pub fn start(desktop: &Desktop, hear: Hear) -> Self {
        let (giver, taker) = match orders() {
            Ok(both) => both,
            Err(error) => {
                tracing::warn!(%error, "cannot make an event descriptor");
                hear.says(VIDEO_DEVICES, Says::Absent);
                return Self { orders: None };
            }
        };
        let worker = Worker {
            hear,
            taker,
            folder: desktop.devices.clone(),
            watch: None,
        };
        // Its end is not waited for.
        drop(apart("camera", move || worker.run()));
        Self {
            orders: Some(giver),
        }
    }

    /// Tells whether a camera is in use, and is then done with the glance.
    pub fn look(&self, glance: Glance) {
        if let Some(orders) = &self.orders {
            orders.give(glance);
        }
    }
}

impl Worker {
    fn run(mut self) {
        self.look(None);
        let Err(end) = self.serve();
        if let End::Fault(error) = end {
            tracing::warn!(%error, "cannot wait for a look at the camera");
            self.hear.says(VIDEO_DEVICES, Says::Absent);
        }
    }

    fn serve(&mut self) -> Result<Infallible, End> {
        loop {
            let closing = self.watch.as_ref().map(AsFd::as_fd);
            self.taker.sleep(closing.as_slice(), None)?;
            if !self.look_for_all()? && self.watch.is_some() {
                self.look(None);
                // Who opens and closes it all the time does not keep us busy.
                self.taker.sleep(&[], Some(PAUSE))?;
                self.look_for_all()?;
            }
        }
    }

    /// Looks for everybody who asked; whether somebody did.
    fn look_for_all(&mut self) -> Result<bool, Dismissed> {
        let mut asked = false;
        while let Some(glance) = self.taker.next()? {
            self.look(Some(glance));
            asked = true;
        }
        Ok(asked)
    }

    fn look(&mut self, glance: Option<Glance>) {
        let was_on = self.watch.is_some();
        let (says, watch) = match look_at(&self.folder) {
            Ok((Held::Yes, watch)) => (Says::Is(true), watch),
            Ok((Held::No, _)) => (Says::Is(false), None),
            // What was known stays.
            Ok((Held::Unknown, watch)) => (Says::Is(was_on), watch.filter(|_| was_on)),
            Err(error) => {
                tracing::debug!(%error, "cannot look at the video devices");
                (Says::Absent, None)
            }
        };
        self.hear.says(VIDEO_DEVICES, says);
        drop(glance);
        // Taking a watch down may take the system a moment, for which nobody waits.
        self.watch = watch;
    }
}

/// Why the thread ends.
#[derive(Debug)]
enum End {
    Dismissed,
    Fault(rustix::io::Errno),
}

impl From<Dismissed> for End {
    fn from(Dismissed: Dismissed) -> Self {
        Self::Dismissed
    }
}

impl From<rustix::io::Errno> for End {
    fn from(error: rustix::io::Errno) -> Self {
        Self::Fault(error)
    }
}

/// Whether one of the devices is held, and a watch that was on them before they were looked at.
fn look_at(folder: &Path) -> io::Result<(Held, Option<OwnedFd>)> {
    let devices = devices(folder)?;
    if devices.is_empty() {
        return Ok((Held::No, None));
    }
    let watch = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
    // A device that is unplugged loses its name, which is told as a change of it.
    let wanted = WatchFlags::CLOSE_WRITE | WatchFlags::CLOSE_NOWRITE | WatchFlags::ATTRIB;
    let mut refused = None;
    let watched: Vec<PathBuf> = devices
        .into_iter()
        .filter(|device| match inotify::add_watch(&watch, device, wanted) {
            Ok(_) => true,
            Err(error) => {
                refused = Some(error);
                false
            }
        })
        .collect();
    // One whose end could not be told is not told at all.
    match refused {
        Some(error) if watched.is_empty() => Err(error.into()),
        _ => Ok((holders::held(&watched)?, Some(watch))),
    }
}

/// The video devices, by their real paths.
fn devices(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_video = |name: &std::ffi::OsStr| {
        let number = name.as_encoded_bytes().strip_prefix(b"video");
        number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
    };
    let entries = folder.read_dir()?.map_while(Result::ok);
    Ok(entries
        .filter(|entry| is_video(&entry.file_name()))
        .filter_map(|entry| entry.path().canonicalize().ok())
        .take(MOST_DEVICES)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_known_by_their_names_and_real_paths() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().canonicalize().unwrap().join(name);
        for name in [
            "video0",
            "video12",
            "video",
            "videodev",
            "v4l-subdev0",
            "real",
        ] {
            std::fs::write(at(name), "").unwrap();
        }
        std::os::unix::fs::symlink(at("real"), at("video7")).unwrap();
        std::os::unix::fs::symlink(at("gone"), at("video8")).unwrap();
        let mut found = devices(folder.path()).unwrap();
        found.sort();
        assert_eq!(found, [at("real"), at("video0"), at("video12")]);
        assert!(devices(&at("nowhere")).is_err());
    }
}
