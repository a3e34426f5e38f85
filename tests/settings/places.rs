//! The settings file watched in places that are not plain: without rights, full, on another machine.

use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::geteuid;
use soleus::link::Health;
use tempfile::TempDir;

use crate::skip::{missing, say};
use crate::watcher::{Heard, every, watched};

/// Names the folder to a test that was started again as somebody without rights.
const FOLDER: &str = "SOLEUS_TEST_FOLDER";
const NOBODY: u32 = 65534;
/// A disk that is about to be there is asked for this often.
const BETWEEN_ASKS: Duration = Duration::from_millis(20);

/// A disk that is taken away with the test.
struct Mounted {
    at: PathBuf,
    /// The program that serves it, if one does.
    server: Option<Child>,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // `-l`: also while somebody watches it.
        let _ = Command::new("umount").arg("-l").arg(&self.at).status();
        if let Some(server) = &mut self.server {
            let _ = server.wait();
        }
    }
}

/// Works in a folder as an ordinary user: root is refused nothing. None where nobody can be made one.
fn as_nobody(test: &str, work: impl Fn(&Path)) {
    if let Some(folder) = env::var_os(FOLDER) {
        return work(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    if !geteuid().is_root() {
        return work(folder.path());
    }
    chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    // The program may lie where nobody else can reach it.
    let program = folder.path().join("test");
    // By a process of its own: no child of the test beside this one holds it open for writing.
    let mut copy = Command::new("cp");
    let copied = copy.arg(env::current_exe().unwrap()).arg(&program).status();
    assert!(copied.unwrap().success());
    let id = NOBODY.to_string();
    let output = Command::new("setpriv")
        .args(["--reuid", &id, "--regid", &id, "--clear-groups", "--"])
        .arg(&program)
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder.path().join("work"))
        .output();
    let Ok(output) = output else {
        return say("setpriv");
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn rights_that_are_lost_and_given_back_are_noticed() {
    as_nobody(
        "places::rights_that_are_lost_and_given_back_are_noticed",
        |folder| {
            let soleus = folder.join("config/soleus");
            fs::create_dir_all(&soleus).unwrap();
            let path = soleus.join("settings.json");
            fs::write(&path, every(20)).unwrap();
            let (_watch, heard, _) = watched(&path);
            heard.until(20);

            // The file, the folder, the one above it: lost, then given back with another text.
            let denied = "it cannot be read: permission denied";
            for (lost, at, back) in [
                (&path, 41, 0o600),
                (&soleus, 42, 0o700),
                (&folder.join("config"), 43, 0o700),
            ] {
                mode(lost, 0o000);
                heard.until_refused(denied);
                mode(lost, back);
                fs::write(&path, every(at)).unwrap();
                heard.until(at);
            }

            // Given back without any other change.
            for (lost, back) in [(&path, 0o600), (&soleus, 0o700)] {
                mode(lost, 0o000);
                heard.until_refused(denied);
                mode(lost, back);
                heard.until(43);
            }
            // What the folder's owner may only read is read.
            mode(&soleus, 0o500);
            fs::write(&path, every(44)).unwrap();
            heard.until(44);
            mode(&soleus, 0o700);
        },
    );
}

#[test]
fn rights_that_are_missing_at_the_start_and_come_later_are_noticed() {
    let test = "places::rights_that_are_missing_at_the_start_and_come_later_are_noticed";
    as_nobody(test, |folder| {
        let soleus = folder.join("soleus");
        fs::create_dir_all(&soleus).unwrap();
        let path = soleus.join("settings.json");
        fs::write(&path, every(20)).unwrap();
        mode(&soleus, 0o000);
        let (_watch, heard, _) = watched(&path);
        heard.until_refused("it cannot be read: permission denied");
        mode(&soleus, 0o700);
        heard.until(20);
    });
}

#[test]
fn a_disk_that_is_full_while_somebody_writes_leaves_no_half_file_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64k", "none"])
        .arg(&disk)
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        return say("the right to mount a disk");
    }
    let _mounted = Mounted {
        at: disk.clone(),
        server: None,
    };
    let path = disk.join("settings.json");
    fs::write(&path, every(20)).unwrap();
    let (_watch, heard, _) = watched(&path);
    heard.until(20);

    let filler = disk.join("filler");
    let page = 4096;
    let mut fill = fs::File::create(&filler).unwrap();
    while std::io::Write::write_all(&mut fill, &vec![0; page]).is_ok() {}
    // A text of several pages, of which the first takes the old text's place and no more come.
    let spaces = " ".repeat(3 * page);
    let text = format!("{{{spaces}{}", &every(50)[1..]);
    let error = fs::write(&path, &text).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
    heard.until_refused("settings.json");

    drop(fill);
    fs::remove_file(filler).unwrap();
    fs::write(&path, &text).unwrap();
    heard.until(50);
}

#[test]
fn a_folder_changed_on_another_machine_is_looked_at_now_and_then() {
    if missing(&["bindfs"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let [theirs, ours] = ["theirs", "ours"].map(|name| folder.path().join(name));
    fs::create_dir(&theirs).unwrap();
    fs::create_dir(&ours).unwrap();
    let Some(_mounted) = bindfs(&theirs, &ours) else {
        return say("the right to mount a disk by FUSE");
    };
    // What happens in `theirs` is told to nobody who watches `ours`, as with a folder of a server.
    fs::write(theirs.join("settings.json"), every(20)).unwrap();
    let path = ours.join("settings.json");
    let (_watch, heard, healths) = watched(&path);
    let how = healths.recv_timeout(Heard::BOUND).unwrap();
    assert_eq!(
        how,
        Health::Works(format!(
            "watching {}; its folder does not tell of all changes, so it is looked at every 10 s",
            path.display()
        ))
    );
    heard.until(20);

    fs::write(theirs.join("settings.json"), every(41)).unwrap();
    heard.until(41);
    fs::write(theirs.join("new"), every(42)).unwrap();
    fs::rename(theirs.join("new"), theirs.join("settings.json")).unwrap();
    heard.until(42);
    // What is written here is told at once.
    fs::write(&path, every(43)).unwrap();
    heard.until(43);
    fs::remove_file(theirs.join("settings.json")).unwrap();
    heard.until(30);
}

#[test]
fn a_link_to_a_folder_on_another_machine_is_looked_at_too() {
    if missing(&["bindfs"]) {
        return;
    }
    let folder: TempDir = tempfile::tempdir().unwrap();
    let [theirs, ours, config] = ["theirs", "ours", "config"].map(|name| folder.path().join(name));
    for folder in [&theirs, &ours, &config] {
        fs::create_dir(folder).unwrap();
    }
    let Some(_mounted) = bindfs(&theirs, &ours) else {
        return say("the right to mount a disk by FUSE");
    };
    fs::write(theirs.join("soleus.json"), every(20)).unwrap();
    let path = config.join("settings.json");
    std::os::unix::fs::symlink(ours.join("soleus.json"), &path).unwrap();
    let (_watch, heard, _) = watched(&path);
    heard.until(20);
    fs::write(theirs.join("soleus.json"), every(41)).unwrap();
    heard.until(41);
}

/// Shows one folder as another by a real file system of its own; none where that may not be.
fn bindfs(from: &Path, to: &Path) -> Option<Mounted> {
    let server = Command::new("bindfs")
        .arg("-f")
        .args([from, to])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("bindfs is installed");
    let mut mounted = Mounted {
        at: to.to_owned(),
        server: Some(server),
    };
    let before = fs::metadata(from.parent()?).ok()?.dev();
    for _ in 0..Heard::BOUND.as_millis() / BETWEEN_ASKS.as_millis() {
        if fs::metadata(to).is_ok_and(|now| now.dev() != before) {
            return Some(mounted);
        }
        if mounted.server.as_mut()?.try_wait().ok()?.is_some() {
            return None;
        }
        thread::sleep(BETWEEN_ASKS);
    }
    panic!("bindfs neither serves nor ends");
}
