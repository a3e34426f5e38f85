//! The settings file opened in the program the user chose for it, and kept in order beside it.

use std::path::Path;
use std::thread;

use super::event::Event;
use crate::platform::mailbox::Sender;
use crate::platform::open;
use crate::settings::{make_if_missing, renew_schema};

/// Opens the settings file, on a thread that may wait; makes one with every key at its default if
/// there is none, and never touches one that is there.
pub(super) fn settings_file(path: &Path, sender: &Sender<Event>) {
    let (path, sender) = (path.to_owned(), sender.clone());
    apart("open", move || {
        let opened = make_if_missing(&path).and_then(|()| open::file(&path));
        if let Err(error) = opened {
            sender.send(Event::NotOpened(format!(
                "{error}. Open {} yourself; `soleus settings edit` opens it in a terminal.",
                path.display()
            )));
        }
    });
}

/// Brings the schema beside the settings file up to this program's keys, where there is one.
pub(super) fn keep_schema(path: &Path) {
    let path = path.to_owned();
    apart("schema", move || {
        if let Err(error) = renew_schema(&path) {
            // Editors complete by the older one meanwhile.
            tracing::info!(%error, "the schema of the settings was not renewed");
        }
    });
}

/// Does something about a file on a thread of its own, which may wait for the disk.
pub(super) fn apart(name: &str, work: impl FnOnce() + Send + 'static) {
    let started = thread::Builder::new().name(name.to_owned()).spawn(work);
    if let Err(error) = started {
        tracing::warn!(%error, name, "no thread to wait for the disk with");
    }
}
