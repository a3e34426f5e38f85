//! Several writers at once, changes taken back, and files that cannot be written.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Barrier};
use std::thread;

use serde_json::{Value, json};
use soleus::settings::{KEYS, SetError, read, reset_in_file, set_in_file, set_in_list, take_back};
use soleus::store::{Lock, Locked};
use tempfile::TempDir;

fn stage(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    fs::write(&path, text).unwrap();
    (folder, path)
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn writers_of_different_keys_at_once_lose_nothing() {
    const TIMES: u32 = 25;
    let (_folder, path) = stage("{\n  // mine\n  \"colour\": 1\n}\n");
    let keys = [
        "reminders.every_minutes",
        "reminders.snooze_minutes",
        "standing.every_minutes",
        "reminders.max_repeats",
    ];
    let start = Arc::new(Barrier::new(keys.len() + 1));
    let mut writers: Vec<_> = keys
        .into_iter()
        .map(|key| {
            let (path, start) = (path.clone(), Arc::clone(&start));
            thread::spawn(move || {
                start.wait();
                // Up and down, so that each write is a change, and the last is known.
                for at in 1..=TIMES {
                    let value = if at == TIMES { 17 } else { at % 3 + 1 };
                    set_in_file(&path, key, &json!(value)).unwrap();
                }
            })
        })
        .collect();
    let words = ["half-squat", "easy-walk", "ankle-pump"];
    writers.push({
        let path = path.clone();
        thread::spawn(move || {
            start.wait();
            for word in words {
                set_in_list(&path, "movements.avoid", word, true).unwrap();
            }
        })
    });
    for writer in writers {
        writer.join().unwrap();
    }
    let text = text_of(&path);
    assert!(text.contains("// mine\n  \"colour\": 1"), "{text}");
    let settings = read(&path).settings;
    assert_eq!(settings.movements.avoid, words, "{text}");
    assert_eq!(settings.reminders.every.as_secs(), 17 * 60);
    assert_eq!(settings.reminders.snooze.as_secs(), 17 * 60);
    assert_eq!(settings.standing_every.as_secs(), 17 * 60);
    assert_eq!(settings.reminders.max_repeats, 17);
}

#[test]
fn a_writer_that_never_ends_holds_up_no_other_for_ever() {
    let (folder, path) = stage("{}");
    let Ok(Locked::Held(_hangs)) = Lock::ask(&folder.path().join(".settings.json.lock")) else {
        panic!("nobody else has it");
    };
    set_in_file(&path, "window.theme", &json!("dark")).unwrap();
    assert!(text_of(&path).contains("dark"));
}

#[test]
fn what_changes_nothing_writes_nothing() {
    let (folder, path) = stage("{ \"start_at_login\": true }");
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let change = set_in_file(&path, "start_at_login", &json!(true)).unwrap();
    assert_eq!(change.steps, []);
    set_in_file(&path, "start_at_login", &json!(5)).unwrap_err();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    let names = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 1, "not even a lock");
}

/// Each step in words, as a page would show it.
fn steps(change: &soleus::settings::Change) -> Vec<String> {
    let shown = |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), Value::to_string);
    let line = |step: &soleus::settings::Step| {
        format!(
            "{}: {} → {}",
            step.key,
            shown(&step.before),
            shown(&step.after)
        )
    };
    change.steps.iter().map(line).collect()
}

#[test]
fn a_change_says_what_stood_there_and_what_stands_there_now() {
    let (_folder, path) = stage("{ \"window\": { \"theme\": \"light\" } }");
    let change = set_in_file(&path, "window.theme", &json!("dark")).unwrap();
    assert_eq!(steps(&change), ["window.theme: \"light\" → \"dark\""]);
    let change = set_in_file(&path, "window.motion", &json!("still")).unwrap();
    assert_eq!(steps(&change), ["window.motion: - → \"still\""]);
    let back = take_back(&path, &change).unwrap();
    assert_eq!(steps(&back), ["window.motion: \"still\" → -"]);
    let again = take_back(&path, &back).unwrap();
    assert_eq!(steps(&again), ["window.motion: - → \"still\""]);
    let change = reset_in_file(&path, "window.theme").unwrap();
    assert_eq!(steps(&change), ["window.theme: \"dark\" → \"system\""]);
    assert_eq!(reset_in_file(&path, "window.contrast").unwrap().steps, []);
}

#[test]
fn a_file_that_was_made_for_it_counts_as_one_with_every_default() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/settings.json");
    assert_eq!(reset_in_file(&path, "window.theme").unwrap().steps, []);
    assert!(!path.exists(), "nothing is to be reset");
    let change = set_in_file(&path, "window.theme", &json!("dark")).unwrap();
    assert_eq!(change.steps.len(), KEYS.len(), "every key is written");
    assert_eq!(steps(&change)[0], "version: - → 2");
    assert!(steps(&change).contains(&"window.theme: - → \"dark\"".to_owned()));
    let back = take_back(&path, &change).unwrap();
    assert_eq!(steps(&back), ["window.theme: \"dark\" → \"system\""]);
    assert_eq!(text_of(&path), include_str!("../../config/settings.json"));

    // Written by another in between, it is taken back key by key.
    fs::remove_file(&path).unwrap();
    let change = set_in_file(&path, "window.theme", &json!("dark")).unwrap();
    fs::write(&path, text_of(&path).replacen('{', "{ // hers\n", 1)).unwrap();
    take_back(&path, &change).unwrap();
    let usual = include_str!("../../config/settings.json").replacen('{', "{ // hers\n", 1);
    assert_eq!(text_of(&path), usual);
}

#[test]
fn a_file_of_comments_alone_keeps_them_above_every_default() {
    let (_folder, path) = stage("\u{feff}// to do\n\n");
    set_in_file(&path, "start_at_login", &json!(false)).unwrap();
    let expected = include_str!("../../config/settings.json")
        .replace("\"start_at_login\": true", "\"start_at_login\": false");
    assert_eq!(text_of(&path), format!("\u{feff}// to do\n{expected}"));
}

#[test]
fn a_change_is_taken_back_beside_what_another_wrote_since() {
    let (_folder, path) =
        stage("{ \"schedule\": { \"monday\": [\"9:00-17:00\"] }, \"preset\": null }");
    let hours = json!({ "friday": ["10:00-12:00"] });
    let schedule = set_in_file(&path, "schedule", &hours).unwrap();
    let preset = set_in_file(&path, "preset", &json!("walk-5-60")).unwrap();
    let text = text_of(&path).replacen('{', "{ // hers\n", 1);
    fs::write(&path, &text).unwrap();

    take_back(&path, &schedule).unwrap();
    let now = text_of(&path);
    assert!(
        now.contains("{ \"monday\": [\"9:00-17:00\"] }"),
        "as it was written: {now}"
    );
    assert!(
        now.contains("// hers") && now.contains("walk-5-60"),
        "{now}"
    );

    set_in_file(&path, "preset", &json!("squat-10-45")).unwrap();
    let before = text_of(&path);
    let refused = take_back(&path, &preset).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "preset was changed again since, and stays as it is"
    );
    assert_eq!(text_of(&path), before);
}

#[test]
fn a_key_under_its_older_name_is_changed_in_its_place() {
    let old =
        "{\n  // films\n  \"sensors\": { \"idle\": true, \"full_screen\": true /* yes */ }\n}\n";
    let (_folder, path) = stage(old);
    let change = set_in_file(&path, "quiet.full_screen", &json!(false)).unwrap();
    assert_eq!(steps(&change), ["quiet.full_screen: true → false"]);
    let off = old.replace("\"full_screen\": true", "\"full_screen\": false");
    assert_eq!(text_of(&path), off);
    assert!(!read(&path).settings.sensors.full_screen);
    reset_in_file(&path, "quiet.full_screen").unwrap();
    assert_eq!(text_of(&path), old);

    // Where the new name stands too, the new one is read, and changed.
    let both = "{ \"sensors\": { \"full_screen\": true }, \"quiet\": { \"full_screen\": true } }";
    fs::write(&path, both).unwrap();
    set_in_file(&path, "quiet.full_screen", &json!(false)).unwrap();
    assert_eq!(
        text_of(&path),
        "{ \"sensors\": { \"full_screen\": true }, \"quiet\": { \"full_screen\": false } }"
    );
}

#[test]
fn a_file_of_a_newer_version_is_never_rewritten() {
    let text = "{ \"version\": 3, \"movements\": { \"avoid\": [] } }";
    let (_folder, path) = stage(text);
    let words = "the file was made by a newer Soleus (version 3; this one knows 2) and is never \
                 rewritten by this one; change it by hand, or with the newer Soleus";
    let refused = [
        set_in_file(&path, "window.theme", &json!("dark")).unwrap_err(),
        reset_in_file(&path, "movements.avoid").unwrap_err(),
        set_in_list(&path, "movements.avoid", "half-squat", true).unwrap_err(),
    ];
    for refused in refused {
        assert!(matches!(refused, SetError::Newer { version: 3 }));
        assert_eq!(refused.to_string(), words);
    }
    assert_eq!(text_of(&path), text);
}

#[test]
fn a_word_is_put_into_a_list_only_where_nothing_else_is_wrong() {
    let text = "{ \"window\": 5, \"movements\": { \"avoid\": [\"easy-walk\"] } }";
    let (_folder, path) = stage(text);
    let refused = set_in_list(&path, "movements.avoid", "half-squat", true).unwrap_err();
    assert!(matches!(refused, SetError::Mistake(_)));
    assert_eq!(text_of(&path), text);

    fs::remove_file(&path).unwrap();
    assert!(!set_in_list(&path, "movements.avoid", "half-squat", false).unwrap());
    assert!(!path.exists());
}

#[test]
fn a_list_keeps_its_comments_when_a_word_comes_or_goes() {
    let list = |lines: &str| {
        format!("{{\n  \"movements\": {{\n    \"avoid\": [\n{lines}    ]\n  }}\n}}\n")
    };
    let old = list("      \"half-squat\", // knee\n      \"my-own\" // gone\n");
    let (_folder, path) = stage(&old);
    set_in_list(&path, "movements.avoid", "easy-walk", true).unwrap();
    let more =
        list("      \"half-squat\", // knee\n      \"my-own\", // gone\n      \"easy-walk\"\n");
    assert_eq!(text_of(&path), more);
    set_in_list(&path, "movements.avoid", "half-squat", false).unwrap();
    let less = list("      // knee\n      \"my-own\", // gone\n      \"easy-walk\"\n");
    assert_eq!(text_of(&path), less);
    assert!(!set_in_list(&path, "movements.avoid", "half-squat", false).unwrap());
}

#[cfg(target_os = "linux")]
mod unwritable {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    use super::*;
    use crate::skip;

    /// A small file system of the test's own, gone with it; none where it may not be mounted.
    struct Disk(TempDir);

    impl Disk {
        fn new() -> Option<Self> {
            let folder = tempfile::tempdir().unwrap();
            let mounted = Command::new("mount")
                .args(["-t", "tmpfs", "-o", "size=64k", "soleus-test"])
                .arg(folder.path())
                .output();
            if mounted.is_ok_and(|mounted| mounted.status.success()) {
                return Some(Self(folder));
            }
            skip::say("the right to mount a small disk");
            None
        }

        fn path(&self) -> PathBuf {
            self.0.path().join("settings.json")
        }

        fn make_read_only(&self) {
            let done = Command::new("mount")
                .args(["-o", "remount,ro"])
                .arg(self.0.path())
                .status();
            assert!(done.unwrap().success());
        }
    }

    impl Drop for Disk {
        fn drop(&mut self) {
            // What is still mounted is left to the system, and the test has had its say.
            let _ = Command::new("umount").arg(self.0.path()).status();
        }
    }

    fn refused(path: &Path) -> String {
        let refused = set_in_file(path, "window.theme", &json!("dark")).unwrap_err();
        assert!(
            matches!(refused, SetError::Unwritable { .. }),
            "{refused:?}"
        );
        let words = refused.to_string();
        let file = format!("{} was not changed: ", path.display());
        words.strip_prefix(&file).unwrap().to_owned()
    }

    #[test]
    fn a_file_that_somebody_made_read_only_stays_as_it_is() {
        let (_folder, path) = stage("{}");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert_eq!(
            refused(&path),
            "it is read-only, or its folder is; make it writable first"
        );
        assert_eq!(text_of(&path), "{}");
        // Dotfiles that are kept read-only are refused through a link too.
        let link = path.with_file_name("link.json");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(
            refused(&link),
            "it is read-only, or its folder is; make it writable first"
        );
    }

    #[test]
    fn a_read_only_disk_is_told_and_the_file_stays() {
        let Some(disk) = Disk::new() else {
            return;
        };
        fs::write(disk.path(), "{}").unwrap();
        disk.make_read_only();
        assert_eq!(
            refused(&disk.path()),
            "it lies on a disk that is read-only; make that writable first"
        );
        assert_eq!(text_of(&disk.path()), "{}");
    }

    #[test]
    fn a_full_disk_is_told_and_the_file_stays() {
        let Some(disk) = Disk::new() else {
            return;
        };
        fs::write(disk.path(), "{} // mine").unwrap();
        let filler = disk.path().with_file_name("filler");
        fs::write(&filler, vec![0; 1 << 20]).unwrap_err();
        assert_eq!(
            refused(&disk.path()),
            "the disk is full; make some room and try again"
        );
        assert_eq!(text_of(&disk.path()), "{} // mine");
        let mut left: Vec<_> = fs::read_dir(disk.path().parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .filter(|name| name.to_string_lossy().ends_with(".tmp"))
            .collect();
        assert_eq!(left.pop(), None, "no half of a file is left");
        fs::remove_file(filler).unwrap();
        set_in_file(&disk.path(), "window.theme", &json!("dark")).unwrap();
        assert!(text_of(&disk.path()).contains("dark"));
    }
}
