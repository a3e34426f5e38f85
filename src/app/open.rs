//! Opening the settings file in the program the user chose for it.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::thread;

use crate::platform::open;
use crate::settings::{Settings, put_schema, text};

/// Opens the settings file, on a thread that may wait; makes one with every key at its default if
/// there is none, and never touches one that is there.
pub(super) fn settings_file(path: &Path) {
    let path = path.to_owned();
    let waiting = thread::Builder::new().name("open".to_owned()).spawn(move || {
        let opened = make_if_missing(&path).and_then(|()| open::file(&path));
        if let Err(error) = opened {
            tracing::warn!(path = %path.display(), %error, "the settings file cannot be opened");
        }
    });
    if let Err(error) = waiting {
        tracing::warn!(%error, "no thread to open the settings file with");
    }
}

/// Makes a file with every key at its default, and its schema beside it, where there is no file.
pub(super) fn make_if_missing(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match fs::File::create_new(path) {
        Ok(mut file) => {
            let text = text(&Settings::default());
            file.write_all(text.as_bytes())?;
            put_schema(path, &text);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
