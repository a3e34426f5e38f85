//! What lies on disk: the settings file, the entry for the login, and the folder of the history.
//!
//! Nothing is left behind: whether the folder can be written is tried with a file that is never seen
//! under a name where the system allows that, and is gone at once.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::report::{Advice, Finding, Verdict};
use crate::autostart::{self, AutostartError, State};
use crate::platform::probe::free_space;
use crate::settings::Loaded;
use crate::store::{Places, kept_device_name};

const SETTINGS_ASKED: &str = "the file, read as the program reads it";
const AUTOSTART_ASKED: &str = "the entry for the login";
const HISTORY_ASKED: &str = "to write a file there, which was taken away again";

/// As much as a small record takes on most disks.
const TRIED: [u8; 4096] = [0; 4096];
/// Less room than this, and the history soon has none. A year of it is less than a tenth.
const LITTLE: u64 = 64 * 1024 * 1024;

/// The settings file.
pub(super) fn settings(path: &Path, loaded: &Loaded) -> Finding {
    let of = |verdict, words| Finding::new("settings", SETTINGS_ASKED, verdict, words);
    let is_there = path.exists();
    let path = path.display();
    let notes: Vec<String> = loaded.notes.iter().map(ToString::to_string).collect();
    let problems = loaded.problems.iter().map(ToString::to_string);
    match loaded.problems.len() {
        0 if !is_there => of(
            Verdict::Works,
            format!("no file yet, so each is at its default; it would be {path}"),
        ),
        0 => {
            let mut finding = of(Verdict::Works, format!("{path}: nothing is wrong"));
            finding.means = notes;
            finding
        }
        count => {
            let things = if count == 1 { "thing is" } else { "things are" };
            let mut finding = of(
                Verdict::Degraded,
                format!("{path}: {count} {things} not as you may have meant"),
            );
            finding.means = problems.chain(notes).collect();
            finding.advise([Advice::run(
                "Change the file; it counts from when you save it. To look again:",
                ["soleus check".to_owned()],
            )])
        }
    }
}

/// The start at login.
pub(super) fn autostart() -> Finding {
    let state = autostart::place().and_then(|place| autostart::state(&place));
    let own = std::env::current_exe().ok();
    autostart_of(state, own.as_deref())
}

fn autostart_of(state: Result<State, AutostartError>, own: Option<&Path>) -> Finding {
    let of = |verdict, words| Finding::new("autostart", AUTOSTART_ASKED, verdict, words);
    let on = |words: &str| Advice::run(words, ["soleus autostart on".to_owned()]);
    match state {
        Ok(State::On { program }) => {
            let finding = of(
                Verdict::Works,
                format!("your login starts {}", program.display()),
            );
            match own {
                Some(own) if program.is_absolute() && !same_file(&program, own) => finding.means(
                    format!("That is another copy than this one, {}.", own.display()),
                ),
                _ => finding,
            }
        }
        Ok(State::Off) => of(Verdict::Off, "your login does not start Soleus".to_owned())
            .advise([on("To start it at login:")]),
        Ok(State::SwitchedOff) => of(
            Verdict::Off,
            "you switched it off, here or in the desktop's settings".to_owned(),
        ),
        Ok(State::Gone { program }) => of(
            Verdict::Missing,
            format!(
                "Your login would start {}, which is not there any more.",
                program.display()
            ),
        )
        .advise([on("To start this one instead:")]),
        Err(error) => of(Verdict::Missing, error.to_string()),
    }
}

fn same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    real(one) == real(other)
}

/// What was found of the folder of the history.
#[derive(Debug)]
pub(super) struct Folder {
    /// Where it was tried: in the folder, or where it would be made.
    tried: PathBuf,
    there: bool,
    written: io::Result<()>,
    free: Option<u64>,
}

/// Tries the folder of the history. It may lie on a disk that does not answer.
pub(super) fn try_history(places: &Places) -> Folder {
    let device = kept_device_name(&places.device).ok().flatten();
    let own = device.map_or_else(|| places.history.clone(), |name| places.history.join(name));
    let there = places.history.exists();
    let nearest = own.ancestors().find(|folder| folder.exists());
    let tried = nearest.unwrap_or(Path::new("/")).to_owned();
    Folder {
        written: write_in(&tried),
        free: free_space(&tried),
        there,
        tried,
    }
}

fn write_in(folder: &Path) -> io::Result<()> {
    let mut file = tempfile::tempfile_in(folder)?;
    file.write_all(&TRIED)?;
    file.sync_all()
}

/// The folder of the history; none: it did not answer.
pub(super) fn history(places: &Places, folder: Option<Folder>) -> Finding {
    let of = |verdict, words| Finding::new("history", HISTORY_ASKED, verdict, words);
    let path = places.history.display();
    let missing = |words| {
        of(Verdict::Missing, words)
            .means("What you do is kept in memory only, and is lost when Soleus ends.")
            .advise([Advice::say(
                "Make room or give yourself the right to write there, or name another folder in the \
                 settings as history.folder.",
            )])
    };
    let Some(folder) = folder else {
        return missing(format!("{path} does not answer."));
    };
    if let Err(error) = folder.written {
        let place = folder.tried.display();
        return missing(if folder.there {
            format!("{path} cannot be written: {error}.")
        } else {
            format!("{path} is not there and cannot be made in {place}: {error}.")
        });
    }
    let made = if folder.there {
        ""
    } else {
        ", which is made with the first record"
    };
    match folder.free {
        Some(free) if free < LITTLE => of(
            Verdict::Degraded,
            format!("{path}{made}; only {} free", size(free)),
        )
        .means("When the disk is full, what you do is kept in memory only.")
        .advise([Advice::say(
            "Make room, or name another folder in the settings as history.folder.",
        )]),
        Some(free) => of(Verdict::Works, format!("{path}{made}; {} free", size(free))),
        None => of(Verdict::Works, format!("{path}{made}")),
    }
}

/// "1.2 GiB": to two figures, which is as exact as one needs it.
fn size(bytes: u64) -> String {
    let mib = bytes / (1024 * 1024);
    match mib {
        0 => "less than 1 MiB".to_owned(),
        1..1024 => format!("{mib} MiB"),
        _ => {
            let tenths = mib * 10 / 1024;
            if tenths < 100 {
                format!("{}.{} GiB", tenths / 10, tenths % 10)
            } else {
                format!("{} GiB", tenths / 10)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::movements::Catalogue;

    fn places() -> Places {
        Places::inside(Path::new("/any"))
    }

    fn folder(there: bool, written: io::Result<()>, free: Option<u64>) -> Folder {
        Folder {
            tried: PathBuf::from("/any"),
            there,
            written,
            free,
        }
    }

    fn denied() -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }

    #[test]
    fn a_history_is_judged_by_what_could_be_written() {
        let gib = 1 << 30;
        let table = [
            (
                Some(folder(true, Ok(()), Some(3 * gib / 2))),
                Verdict::Works,
                "/any/history; 1.5 GiB free",
            ),
            (
                Some(folder(false, Ok(()), Some(200 * gib))),
                Verdict::Works,
                "/any/history, which is made with the first record; 200 GiB free",
            ),
            (
                Some(folder(true, Ok(()), None)),
                Verdict::Works,
                "/any/history",
            ),
            (
                Some(folder(true, Ok(()), Some(5 << 20))),
                Verdict::Degraded,
                "/any/history; only 5 MiB free",
            ),
            (
                Some(folder(true, Ok(()), Some(0))),
                Verdict::Degraded,
                "/any/history; only less than 1 MiB free",
            ),
            (
                Some(folder(true, denied(), Some(gib))),
                Verdict::Missing,
                "/any/history cannot be written: permission denied.",
            ),
            (
                Some(folder(false, denied(), None)),
                Verdict::Missing,
                "/any/history is not there and cannot be made in /any: permission denied.",
            ),
            (None, Verdict::Missing, "/any/history does not answer."),
        ];
        for (folder, verdict, words) in table {
            let finding = history(&places(), folder);
            assert_eq!((finding.verdict, &*finding.words), (verdict, words));
        }
    }

    #[test]
    fn trying_a_folder_leaves_nothing_behind_and_makes_nothing() {
        let home = tempfile::tempdir().unwrap();
        let places = Places::inside(&home.path().join("soleus"));
        let folder = try_history(&places);
        assert!(folder.written.is_ok() && !folder.there, "{folder:?}");
        assert_eq!(folder.tried, home.path());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);

        fs::create_dir_all(&places.history).unwrap();
        let folder = try_history(&places);
        assert!(folder.written.is_ok() && folder.there, "{folder:?}");
        assert_eq!(fs::read_dir(&places.history).unwrap().count(), 0);
    }

    #[test]
    fn a_history_where_a_file_lies_cannot_be_written() {
        let home = tempfile::tempdir().unwrap();
        let places = Places::inside(home.path());
        fs::write(&places.history, "mine").unwrap();
        let finding = history(&places, Some(try_history(&places)));
        assert_eq!(finding.verdict, Verdict::Missing, "{finding:?}");
        assert_eq!(fs::read_to_string(&places.history).unwrap(), "mine");
    }

    #[test]
    fn the_folder_of_this_device_is_the_one_that_is_tried() {
        let home = tempfile::tempdir().unwrap();
        let places = Places::inside(home.path());
        fs::write(&places.device, "desk-0a1b2c\n").unwrap();
        let own = places.history.join("desk-0a1b2c");
        fs::create_dir_all(&own).unwrap();
        assert_eq!(try_history(&places).tried, own);
    }

    #[test]
    fn settings_are_judged_as_check_judges_them() {
        let catalogue = Catalogue::built_in();
        let path = Path::new("/any/settings.json");
        let none = settings(path, &Loaded::from_text("{}", catalogue));
        assert_eq!(none.verdict, Verdict::Works);
        assert!(none.words.starts_with("no file yet"), "{}", none.words);

        let home = tempfile::tempdir().unwrap();
        let path = &home.path().join("settings.json");
        fs::write(path, "{}").unwrap();
        let good = settings(path, &Loaded::from_text("{}", catalogue));
        assert_eq!(good.verdict, Verdict::Works);
        let words = format!("{}: nothing is wrong", path.display());
        assert_eq!(good.words, words);

        let text = "{\"reminders\": {\"every_minutes\": 0}}";
        let bad = settings(path, &Loaded::from_text(text, catalogue));
        assert_eq!(bad.verdict, Verdict::Degraded);
        assert!(
            bad.words.ends_with("1 thing is not as you may have meant"),
            "{}",
            bad.words
        );
        assert!(
            bad.means[0].starts_with("settings.json:1:"),
            "{:?}",
            bad.means
        );
    }

    #[test]
    fn a_login_entry_is_on_off_or_leads_nowhere() {
        let program = || PathBuf::from("/opt/soleus");
        let own = Some(Path::new("/opt/soleus"));
        let on = State::On { program: program() };
        let gone = State::Gone { program: program() };
        let table = [
            (Ok(on.clone()), own, Verdict::Works, 0, 0),
            (
                Ok(on),
                Some(Path::new("/usr/bin/soleus")),
                Verdict::Works,
                1,
                0,
            ),
            (Ok(State::Off), own, Verdict::Off, 0, 1),
            (Ok(State::SwitchedOff), own, Verdict::Off, 0, 0),
            (Ok(gone), own, Verdict::Missing, 0, 1),
            (Err(AutostartError::NoPlace), own, Verdict::Missing, 0, 0),
        ];
        for (state, own, verdict, means, advice) in table {
            let finding = autostart_of(state, own);
            let found = (finding.verdict, finding.means.len(), finding.advice.len());
            assert_eq!(found, (verdict, means, advice), "{finding:?}");
        }
    }
}
