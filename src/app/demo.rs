//! `soleus demo`: the real resident with a fast clock, on a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::aloud::aloud;
use super::start::{Way, resident};
use crate::cli::args::{Common, DemoArgs};
use crate::store::Places;

/// Settings of a demonstration: a notice stays for twenty minutes of its fast clock, which are
/// twenty seconds of the watcher's, so that there is time to read it and to press a button.
const SETTINGS: &str = r#"{
  // The settings of a demonstration: change them and watch.
  "start_at_login": false,
  "reminders": {
    "every_minutes": 30,
    "show_seconds": 1200
  }
}
"#;

/// Runs the demonstration until it is quit.
#[must_use]
pub fn demo(common: &Common, args: &DemoArgs) -> ExitCode {
    let folder = match folder(common.dir.as_deref()) {
        Ok(folder) => folder,
        Err(error) => {
            aloud(format_args!(
                "There is no folder for the demonstration: {error}."
            ));
            return ExitCode::FAILURE;
        }
    };
    aloud(format_args!(
        "A demonstration: the clock runs {} times as fast, so half an hour takes {} seconds.\n\
         Everything it writes is in {folder}\n\n\
         \x20   soleus --dir {folder} status    how it stands\n\
         \x20   soleus --dir {folder} today     the day so far\n\
         \x20   soleus --dir {folder} quit      end it (or press Ctrl-C here)\n",
        args.speed,
        30 * 60 / args.speed,
        folder = folder.display(),
    ));
    let mut way = Way::new(Places::inside(&folder), Some(folder));
    way.speed = args.speed;
    way.sensors = args.sensors;
    way.safety = false;
    resident(way)
}

fn folder(dir: Option<&Path>) -> std::io::Result<PathBuf> {
    let folder = match dir {
        Some(dir) => {
            fs::create_dir_all(dir)?;
            std::path::absolute(dir)?
        }
        None => tempfile::Builder::new()
            .prefix("soleus-demo-")
            .tempdir()?
            .keep(),
    };
    match fs::File::create_new(folder.join("settings.json")) {
        Ok(mut file) => std::io::Write::write_all(&mut file, SETTINGS.as_bytes())?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    Ok(folder)
}
