//! What other machines wrote into the history, noticed when it comes.
//!
//! Only their folders are watched, and the history itself for new ones: what this machine writes wakes
//! nobody. A folder on a disk that does not tell of changes is not asked now and then; it is looked at
//! when somebody asks for it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::platform::files::{Stamp, stamp};
use crate::platform::watcher::changes_unheard;

use super::alert::{Alert, Armed, Bell, MOST_SLICES, Waited};
use super::device::device_name;
use super::folders::{device_names, files_of};
use super::places::Places;
use super::way::Way;
use super::writer::why;

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Others {
    bell: Bell,
    unheard: Arc<AtomicBool>,
}

/// Who has a folder in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Devices {
    /// The name of this one.
    pub own: String,
    /// The names of the others, in order.
    pub others: Vec<String>,
}

impl Devices {
    /// Who has a folder now.
    ///
    /// # Errors
    /// If the history is there and cannot be read, or this device has no name and cannot keep one.
    pub fn of(places: &Places) -> io::Result<Self> {
        let own = device_name(&places.device)?;
        let mut others = device_names(&places.history)?;
        others.retain(|name| *name != own);
        Ok(Self { own, others })
    }
}

impl Others {
    /// Calls `changed` from a thread of its own, which may wait for the disk: once at first if there
    /// are other machines, and then whenever one of their files is another than before.
    #[must_use]
    pub fn start(places: Places, changed: impl FnMut(&Devices) + Send + 'static) -> Self {
        let (bell, alert) = Alert::new();
        let unheard = Arc::new(AtomicBool::new(false));
        let looker = Looker {
            places,
            alert,
            unheard: Arc::clone(&unheard),
            told: None,
        };
        let spawned = thread::Builder::new()
            .name("others".to_owned())
            .spawn(move || looker.run(changed));
        if let Err(error) = spawned {
            tracing::warn!(%error, "what other machines record is not noticed");
        }
        Self { bell, unheard }
    }

    /// Has what cannot be heard be looked at.
    pub fn look(&self) {
        if self.unheard.load(Ordering::Acquire) {
            self.bell.ring();
        }
    }
}

type Files = BTreeMap<PathBuf, Option<Stamp>>;

struct Looker {
    places: Places,
    alert: Alert,
    unheard: Arc<AtomicBool>,
    /// The failure told last.
    told: Option<String>,
}

impl Looker {
    fn run(mut self, mut changed: impl FnMut(&Devices)) {
        let mut known = Files::new();
        let mut watching = None;
        loop {
            // The new watch stands before the old one falls, and both before the files are looked at.
            let looked = self.arm().and_then(|armed| {
                watching = Some(armed);
                Devices::of(&self.places)
            });
            self.tell(looked.as_ref().err());
            if let Ok(devices) = looked {
                let files = files_of_others(&self.places.history, &devices.others);
                if files != known {
                    known = files;
                    changed(&devices);
                }
                if self.alert.wait() == Waited::Over {
                    return;
                }
            } else {
                self.alert.wait_to_retry();
            }
            self.alert.settle(MOST_SLICES);
            if self.alert.is_over() {
                return;
            }
        }
    }

    fn arm(&self) -> io::Result<Armed> {
        let armed = self.alert.arm(|| {
            let history = &self.places.history;
            let mut way = Way::into_folder(history);
            let others = Devices::of(&self.places)?.others;
            way.whole
                .extend(others.iter().map(|name| history.join(name)));
            Ok(way)
        })?;
        let unheard = armed.way.folders().any(changes_unheard);
        self.unheard.store(unheard, Ordering::Release);
        Ok(armed)
    }

    /// Tells a failure once.
    fn tell(&mut self, failed: Option<&io::Error>) {
        let told = failed.map(why);
        if let Some(why) = &told
            && self.told != told
        {
            tracing::warn!(
                "What other machines record in {} is not noticed: {why}. It is looked at again after \
                 a while, and when Soleus starts.",
                self.places.history.display()
            );
        }
        self.told = told;
    }
}

/// How every file of the others is now. A folder that cannot be read holds none, and hides no other.
fn files_of_others(history: &Path, others: &[String]) -> Files {
    let mut files = Files::new();
    for name in others {
        for path in files_of(&history.join(name)).unwrap_or_default() {
            let stamp = stamp(&path);
            files.insert(path, stamp);
        }
    }
    files
}
