//! The settings file watched while editors, scripts and people save it their way.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use soleus::link::{Health, Link, Told};
use soleus::settings::{self, Loaded};
use soleus::store::Watch;
use tempfile::TempDir;

/// What the watch said, one message after the other, each waited for with a bound.
pub(crate) struct Heard(pub(crate) mpsc::Receiver<Loaded>);

impl Heard {
    pub(crate) const BOUND: Duration = Duration::from_mins(1);

    pub(crate) fn next(&self) -> Loaded {
        self.0
            .recv_timeout(Self::BOUND)
            .expect("the change was not noticed")
    }

    /// Waits for settings like these; those on the way to them do not matter.
    pub(crate) fn until(&self, every: u64) {
        while minutes(&self.next()) != every {}
    }

    /// Waits for settings like these, and fails over half of a text that is taken for a whole one.
    fn until_whole(&self, last: u64) -> Vec<u64> {
        let mut taken = Vec::new();
        while taken.last() != Some(&last) {
            let loaded = self.next();
            if !loaded.has_errors() {
                assert_eq!(loaded.problems, []);
                taken.push(minutes(&loaded));
            }
        }
        taken
    }

    /// Waits for a file that cannot be used.
    pub(crate) fn until_refused(&self, why: &str) {
        loop {
            let loaded = self.next();
            if loaded.has_errors() {
                let said = loaded.problems[0].to_string();
                assert!(said.contains(why), "{said}");
                return;
            }
        }
    }
}

fn minutes(loaded: &Loaded) -> u64 {
    loaded.settings.reminders.every.as_secs() / 60
}

pub(crate) fn watched(path: &Path) -> (Watch, Heard, mpsc::Receiver<Health>) {
    let (told, heard) = mpsc::channel();
    let (health, healths) = mpsc::channel();
    let link = Link::new(move |told| {
        if let Told::Health(_, how) = told {
            let _ = health.send(how);
        }
    });
    let watch = settings::watch(path, link, move |loaded| {
        let _ = told.send(loaded);
    });
    (watch, Heard(heard), healths)
}

pub(crate) fn every(minutes: u64) -> String {
    format!("{{ \"reminders\": {{ \"every_minutes\": {minutes} }} }}\n")
}

/// A settings file, watched.
struct Desk {
    folder: TempDir,
    path: PathBuf,
    heard: Heard,
    _watch: Watch,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, every(20)).unwrap();
        let (watch, heard, healths) = watched(&path);
        let how = healths.recv_timeout(Heard::BOUND).unwrap();
        assert_eq!(how, Health::Works(format!("watching {}", path.display())));
        heard.until(20);
        Self {
            folder,
            path,
            heard,
            _watch: watch,
        }
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// How a program saves a text: into this folder, over this file.
type Save = fn(&Path, &Path, &str);

/// What was seen of each by strace, or is written in its source.
const SAVES: [(&str, Save); 14] = [
    ("nano, cp, a shell", |_, path, text| {
        fs::write(path, text).unwrap();
    }),
    ("vim", |folder, path, text| {
        let swap = folder.join(".settings.json.swp");
        fs::write(&swap, "b0VIM").unwrap();
        fs::write(folder.join("4913"), "").unwrap();
        fs::remove_file(folder.join("4913")).unwrap();
        let backup = folder.join("settings.json~");
        fs::rename(path, &backup).unwrap();
        fs::write(path, text).unwrap();
        fs::remove_file(backup).unwrap();
        fs::remove_file(swap).unwrap();
    }),
    ("vim with backupcopy", |folder, path, text| {
        let backup = folder.join("settings.json~");
        fs::copy(path, &backup).unwrap();
        fs::write(path, text).unwrap();
        fs::remove_file(backup).unwrap();
    }),
    ("emacs", |folder, path, text| {
        let lock = folder.join(".#settings.json");
        link("me@desk.4711:1764324000", &lock);
        fs::write(folder.join("#settings.json#"), text).unwrap();
        fs::rename(path, folder.join("settings.json~")).unwrap();
        fs::write(path, text).unwrap();
        fs::remove_file(folder.join("#settings.json#")).unwrap();
        // Where there are no links, there is no lock.
        let _ = fs::remove_file(lock);
    }),
    ("VS Code, truncating first", |_, path, text| {
        drop(File::create(path).unwrap());
        File::options()
            .write(true)
            .open(path)
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
    }),
    ("kate and KConfig", |folder, path, text| {
        let new = folder.join("settings.json.pQxZRk");
        fs::write(&new, text).unwrap();
        File::open(&new).unwrap().sync_all().unwrap();
        fs::rename(new, path).unwrap();
    }),
    ("gedit", |folder, path, text| {
        let new = folder.join(".goutputstream-W0FSB2");
        fs::write(&new, text).unwrap();
        fs::rename(new, path).unwrap();
    }),
    ("gedit with a backup", |folder, path, text| {
        let new = folder.join(".goutputstream-W0FSB2");
        fs::write(&new, text).unwrap();
        let backup = folder.join("settings.json~");
        // There is none the first time.
        let _ = fs::remove_file(&backup);
        fs::hard_link(path, backup).unwrap();
        fs::rename(new, path).unwrap();
    }),
    ("git checkout", |_, path, text| {
        fs::remove_file(path).unwrap();
        fs::write(path, text).unwrap();
    }),
    ("rsync", |folder, path, text| {
        let new = folder.join(".settings.json.Xa81bc");
        fs::write(&new, text).unwrap();
        fs::rename(new, path).unwrap();
    }),
    ("from a folder elsewhere", |_, path, text| {
        let other = tempfile::tempdir().unwrap();
        let new = other.path().join("settings.json");
        fs::write(&new, text).unwrap();
        fs::rename(new, path).unwrap();
    }),
    ("letter by letter", |_, path, text| {
        let mut file = File::create(path).unwrap();
        for byte in text.as_bytes() {
            file.write_all(&[*byte]).unwrap();
        }
    }),
    ("in place, then cut", |_, path, text| {
        let mut file = File::options().write(true).open(path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.set_len(text.len() as u64).unwrap();
    }),
    ("in place, never closed", |_, path, text| {
        let mut file = File::options()
            .write(true)
            .truncate(true)
            .open(path)
            .unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.flush().unwrap();
        std::mem::forget(file);
    }),
];

#[cfg(unix)]
fn link(to: impl AsRef<Path>, at: &Path) {
    std::os::unix::fs::symlink(to, at).unwrap();
}

#[cfg(not(unix))]
fn link(_to: impl AsRef<Path>, _at: &Path) {}

#[test]
fn every_way_of_saving_a_file_is_noticed() {
    let desk = Desk::new();
    for (at, (who, save)) in (21..).zip(SAVES) {
        eprintln!("{who}");
        save(desk.folder.path(), &desk.path, &every(at));
        desk.heard.until_whole(at);
    }
}

#[test]
fn a_file_that_is_removed_is_said_to_be_gone() {
    let desk = Desk::new();
    fs::remove_file(&desk.path).unwrap();
    let loaded = desk.heard.next();
    assert_eq!(loaded.settings, settings::Settings::default());
    assert!(!loaded.has_errors());
    let notes: Vec<_> = loaded.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        ["settings.json: note: there is no such file yet; the defaults are used"]
    );
    fs::write(&desk.path, every(24)).unwrap();
    desk.heard.until(24);
}

#[test]
fn a_file_replaced_over_and_over_ends_as_its_last_text() {
    let desk = Desk::new();
    for minutes in 31..=80 {
        fs::write(desk.beside("new"), every(minutes)).unwrap();
        fs::rename(desk.beside("new"), &desk.path).unwrap();
    }
    let taken = desk.heard.until_whole(80);
    assert!(taken.is_sorted(), "{taken:?}");
    // Nothing older comes after it.
    fs::write(&desk.path, every(90)).unwrap();
    assert_eq!(desk.heard.until_whole(90), [90]);
}

#[test]
fn a_file_rewritten_over_and_over_is_never_taken_by_half() {
    let desk = Desk::new();
    let long = " ".repeat(20_000);
    for minutes in 31..=80 {
        let mut file = File::create(&desk.path).unwrap();
        for piece in format!("{{{long}{}", &every(minutes)[1..])
            .as_bytes()
            .chunks(512)
        {
            file.write_all(piece).unwrap();
        }
    }
    let taken = desk.heard.until_whole(80);
    assert!(taken.is_sorted(), "{taken:?}");
}

#[test]
fn a_writer_that_stops_half_way_is_waited_for_and_the_whole_file_is_taken() {
    let desk = Desk::new();
    let text = every(40);
    let (first, rest) = text.split_at(text.len() / 2);
    let mut file = File::create(&desk.path).unwrap();
    file.write_all(first.as_bytes()).unwrap();
    // However long it stops: what is there so far is an error, at which the settings in force stay.
    desk.heard.until_refused("settings.json:1:");
    file.write_all(rest.as_bytes()).unwrap();
    assert_eq!(desk.heard.until_whole(40), [40]);
}

#[test]
fn a_file_emptied_and_left_so_is_an_error_and_no_default() {
    let desk = Desk::new();
    File::create(&desk.path).unwrap();
    desk.heard.until_refused("the file is empty");
    fs::write(&desk.path, every(41)).unwrap();
    assert_eq!(desk.heard.until_whole(41), [41]);
}

#[test]
fn a_folder_that_comes_later_goes_and_is_swapped_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("config/soleus");
    let path = inner.join("settings.json");
    let (_watch, heard, _) = watched(&path);
    heard.until(30);

    fs::create_dir_all(&inner).unwrap();
    fs::write(&path, every(20)).unwrap();
    heard.until(20);

    let aside = folder.path().join("config/aside");
    fs::create_dir(&aside).unwrap();
    fs::write(aside.join("settings.json"), every(25)).unwrap();
    fs::rename(&inner, folder.path().join("config/old")).unwrap();
    fs::rename(&aside, &inner).unwrap();
    heard.until(25);

    // The folder above it.
    let other = folder.path().join("other/soleus");
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("settings.json"), every(26)).unwrap();
    fs::rename(folder.path().join("config"), folder.path().join("put by")).unwrap();
    fs::rename(folder.path().join("other"), folder.path().join("config")).unwrap();
    heard.until(26);

    fs::remove_dir_all(folder.path().join("config")).unwrap();
    heard.until(30);

    fs::create_dir_all(&inner).unwrap();
    fs::write(&path, every(27)).unwrap();
    heard.until(27);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_to_the_file_it_points_to() {
    let folder = tempfile::tempdir().unwrap();
    let [dots, config] = ["dotfiles", "config"].map(|name| folder.path().join(name));
    fs::create_dir(&dots).unwrap();
    fs::create_dir(&config).unwrap();
    let real = dots.join("soleus.json");
    fs::write(&real, every(20)).unwrap();
    let path = config.join("settings.json");
    link("../dotfiles/soleus.json", &path);
    let (_watch, heard, _) = watched(&path);
    heard.until(20);

    fs::write(&real, every(21)).unwrap();
    heard.until(21);

    let other = dots.join("other.json");
    fs::write(&other, every(22)).unwrap();
    link(&other, &config.join("new"));
    fs::rename(config.join("new"), &path).unwrap();
    heard.until(22);

    fs::write(&other, every(23)).unwrap();
    heard.until(23);

    // A link to nothing is no file; what comes there is seen.
    fs::remove_file(&other).unwrap();
    heard.until(30);
    fs::write(&other, every(24)).unwrap();
    heard.until(24);

    // A plain file in the link's place.
    fs::remove_file(&path).unwrap();
    fs::write(&path, every(25)).unwrap();
    heard.until(25);
}

#[cfg(unix)]
#[test]
fn a_folder_of_dotfiles_behind_a_link_is_followed_and_the_link_swapped() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for (name, minutes) in [("dots/soleus", 20), ("work/soleus", 40)] {
        fs::create_dir_all(at(name)).unwrap();
        fs::write(at(name).join("settings.json"), every(minutes)).unwrap();
    }
    fs::create_dir(at("config")).unwrap();
    link("../dots/soleus", &at("config/soleus"));
    let (_watch, heard, _) = watched(&at("config/soleus/settings.json"));
    heard.until(20);

    fs::write(at("dots/soleus/settings.json"), every(21)).unwrap();
    heard.until(21);

    link("../work/soleus", &at("config/new"));
    fs::rename(at("config/new"), at("config/soleus")).unwrap();
    heard.until(40);

    fs::write(at("work/soleus/settings.json"), every(41)).unwrap();
    heard.until(41);

    // Taken away and made anew, as `stow` does.
    fs::remove_file(at("config/soleus")).unwrap();
    link("../dots/soleus", &at("config/soleus"));
    heard.until(21);
}

#[cfg(unix)]
#[test]
fn every_link_of_a_chain_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["config", "store/one", "store/two"] {
        fs::create_dir_all(at(name)).unwrap();
    }
    fs::write(at("store/one/soleus.json"), every(20)).unwrap();
    fs::write(at("store/two/soleus.json"), every(40)).unwrap();
    link("one", &at("store/now"));
    link(at("store/now/soleus.json"), &at("config/to"));
    link("to", &at("config/settings.json"));
    let (_watch, heard, _) = watched(&at("config/settings.json"));
    heard.until(20);

    // The middle of the chain, as a system of generations swaps it.
    link("two", &at("store/next"));
    fs::rename(at("store/next"), at("store/now")).unwrap();
    heard.until(40);

    fs::write(at("store/two/soleus.json"), every(41)).unwrap();
    heard.until(41);
}

#[test]
fn a_file_with_another_name_elsewhere_is_seen_to_change() {
    let desk = Desk::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let other = elsewhere.path().join("soleus.json");
    fs::hard_link(&desk.path, &other).unwrap();
    fs::write(&other, every(33)).unwrap();
    desk.heard.until(33);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_and_the_file_is_taken_when_it_is_back() {
    let desk = Desk::new();
    let folder: fn(&Path) = |path| fs::create_dir(path).unwrap();
    let pipe: fn(&Path) = |path| {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    };
    let socket: fn(&Path) = |path| drop(std::os::unix::net::UnixListener::bind(path).unwrap());
    let circle: fn(&Path) = |path| link(path, path);
    let table = [
        (folder, "it is a folder, not a file"),
        (pipe, "it is not a plain file"),
        (socket, "it is not a plain file"),
        (
            circle,
            "it cannot be read: too many levels of symbolic links",
        ),
    ];
    for (at, (make, why)) in (50..).zip(table) {
        fs::rename(&desk.path, desk.beside("aside")).unwrap();
        make(&desk.path);
        desk.heard.until_refused(why);
        if desk.path.is_dir() {
            fs::remove_dir(&desk.path).unwrap();
        }
        fs::write(desk.beside("aside"), every(at)).unwrap();
        let made = fs::rename(desk.beside("aside"), &desk.path);
        made.unwrap();
        desk.heard.until(at);
    }
}

#[test]
fn a_file_that_may_only_be_read_is_replaced_all_the_same() {
    let desk = Desk::new();
    let mut rights = fs::metadata(&desk.path).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&desk.path, rights.clone()).unwrap();
    fs::write(desk.beside("new"), every(35)).unwrap();
    fs::set_permissions(desk.beside("new"), rights).unwrap();
    fs::rename(desk.beside("new"), &desk.path).unwrap();
    desk.heard.until(35);
}

#[test]
fn a_touch_without_a_change_says_nothing() {
    let desk = Desk::new();
    fs::write(&desk.path, every(20)).unwrap();
    fs::write(desk.beside("other.json"), every(40)).unwrap();
    let silence = desk.heard.0.recv_timeout(Duration::from_millis(1500));
    assert_eq!(silence.err(), Some(mpsc::RecvTimeoutError::Timeout));
    fs::write(&desk.path, every(21)).unwrap();
    assert_eq!(minutes(&desk.heard.next()), 21);
}

#[test]
fn a_watch_that_is_dropped_ends() {
    let folder = tempfile::tempdir().unwrap();
    let (watch, heard, _) = watched(&folder.path().join("settings.json"));
    heard.next();
    drop(watch);
    let end = heard.0.recv_timeout(Heard::BOUND);
    assert_eq!(end.err(), Some(mpsc::RecvTimeoutError::Disconnected));
}
