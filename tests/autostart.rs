//! Starting at login, with the entry read back by what desktops read it with.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

#[path = "support/skip.rs"]
#[expect(unreachable_pub, reason = "other tests reach it through `support`")]
mod skip;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use soleus::autostart::{
    AutostartError, Entry, Followed, State, follow_setting, state, switch_off, switch_on,
};
use tempfile::TempDir;

struct Login {
    folder: TempDir,
    place: PathBuf,
    file: PathBuf,
    entry: Entry,
}

/// An empty place, and a program installed beside it.
fn login() -> Login {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("config/autostart");
    let file = place.join("soleus.desktop");
    let entry = install(&folder.path().join("bin/soleus"));
    Login {
        folder,
        place,
        file,
        entry,
    }
}

fn install(program: &Path) -> Entry {
    fs::create_dir_all(program.parent().unwrap()).unwrap();
    fs::write(program, "#!/bin/sh\n").unwrap();
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
    Entry {
        program: program.to_owned(),
        arguments: Vec::new(),
    }
}

impl Login {
    fn text(&self) -> String {
        fs::read_to_string(&self.file).unwrap()
    }

    fn write(&self, text: &str) {
        fs::create_dir_all(&self.place).unwrap();
        fs::write(&self.file, text).unwrap();
    }

    fn follow(&self, start_at_login: bool) -> Followed {
        follow_setting(&self.place, start_at_login, &self.entry).unwrap()
    }

    fn state(&self) -> State {
        state(&self.place).unwrap()
    }

    fn on(&self) -> State {
        State::On {
            program: self.entry.program.clone(),
        }
    }
}

#[test]
fn the_setting_registers_and_removes() {
    let login = login();
    assert_eq!(login.state(), State::Off);
    assert_eq!(login.follow(false), Followed::Already);
    assert_eq!(login.follow(true), Followed::Registered);
    assert_eq!(login.state(), login.on());
    let program = login.entry.program.display();
    assert_eq!(
        login.text(),
        format!(
            "\
[Desktop Entry]
Type=Application
Name=Soleus
Comment=Asks you, at a good moment, to move your legs
Exec={program}
TryExec={program}
Icon=soleus
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
"
        )
    );
    assert_eq!(login.follow(true), Followed::Already);
    assert_eq!(login.follow(false), Followed::Removed);
    assert_eq!(login.state(), State::Off);
    assert!(!login.file.exists());
}

#[test]
fn what_the_user_switched_off_in_the_desktop_stays_off() {
    for mark in ["Hidden=true", "X-GNOME-Autostart-enabled=false"] {
        let login = login();
        login.follow(true);
        let text = login.text().replace("X-GNOME-Autostart-enabled=true", mark);
        login.write(&text);
        assert_eq!(login.follow(true), Followed::UserSaidOtherwise, "{mark}");
        assert_eq!(login.follow(false), Followed::Already, "{mark}");
        assert_eq!(login.text(), text, "{mark}");
        assert_eq!(login.state(), State::SwitchedOff, "{mark}");

        switch_on(&login.place, &login.entry).unwrap();
        assert_eq!(login.state(), login.on(), "{mark}");
    }
}

#[test]
fn the_users_own_word_beats_the_setting_both_ways() {
    let login = login();
    switch_on(&login.place, &login.entry).unwrap();
    assert_eq!(login.follow(false), Followed::UserSaidOtherwise);
    assert_eq!(login.state(), login.on());

    switch_off(&login.place).unwrap();
    assert_eq!(login.follow(true), Followed::UserSaidOtherwise);
    assert_eq!(login.state(), State::SwitchedOff);
    assert_eq!(login.follow(false), Followed::Already);

    switch_on(&login.place, &login.entry).unwrap();
    assert_eq!(login.state(), login.on());
}

#[test]
fn what_the_user_switched_on_again_in_the_desktop_stays_on() {
    let login = login();
    login.follow(true);
    switch_off(&login.place).unwrap();
    login.write(&login.text().replace("Hidden=true", "Hidden=false"));
    assert_eq!(login.follow(false), Followed::UserSaidOtherwise);
    assert_eq!(login.state(), login.on());
}

#[test]
fn off_is_remembered_although_there_was_nothing() {
    let login = login();
    switch_off(&login.place).unwrap();
    assert_eq!(login.follow(true), Followed::UserSaidOtherwise);
    assert_eq!(login.state(), State::SwitchedOff);
}

#[test]
fn what_others_wrote_into_the_entry_is_kept() {
    let login = login();
    login.write(
        "\
# mine
[Desktop Entry]
Name=My Soleus
Name[de]=Mein Soleus
Exec=/gone/soleus --quietly
X-KDE-autostart-phase=2
Hidden=false

[Desktop Action Pause]
Name=Pause
Exec=/gone/soleus pause
",
    );
    assert_eq!(
        login.state(),
        State::Gone {
            program: "/gone/soleus".into()
        }
    );
    assert_eq!(login.follow(true), Followed::Registered);
    switch_off(&login.place).unwrap();
    switch_on(&login.place, &login.entry).unwrap();
    let text = login.text();
    for line in [
        "# mine",
        "Name=My Soleus",
        "Name[de]=Mein Soleus",
        "X-KDE-autostart-phase=2",
        "[Desktop Action Pause]",
        "Exec=/gone/soleus pause",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}: {text}");
    }
    assert_eq!(login.state(), login.on());
}

#[test]
fn an_entry_whose_program_is_there_is_left_as_the_user_made_it() {
    let login = login();
    let program = login.entry.program.display();
    for exec in [
        format!("{program} --dir /my/own"),
        "sh -c \"sleep 5; soleus\"".to_owned(),
    ] {
        let text = format!("[Desktop Entry]\nType=Application\nExec={exec}\n");
        login.write(&text);
        assert_eq!(login.follow(true), Followed::Already);
        assert_eq!(login.text(), text);
    }
}

#[test]
fn a_program_that_moved_is_registered_anew() {
    let mut login = login();
    login.follow(true);
    let old = login.entry.program.clone();
    login.entry = install(&login.folder.path().join("elsewhere/soleus"));
    assert_eq!(
        login.follow(true),
        Followed::Already,
        "the old one is there"
    );
    fs::remove_file(&old).unwrap();
    assert_eq!(login.state(), State::Gone { program: old });
    assert_eq!(login.follow(true), Followed::Registered);
    assert_eq!(login.state(), login.on());
}

#[test]
fn a_build_never_registers_nor_removes_unasked() {
    for way in [
        "target/debug",
        "target/x86_64-unknown-linux-gnu/release",
        "target",
    ] {
        let mut login = login();
        let installed = login.entry.clone();
        login.entry = install(&login.folder.path().join(way).join("soleus"));
        assert!(login.entry.is_a_build(), "{way}");
        assert_eq!(login.follow(true), Followed::Build, "{way}");
        assert_eq!(login.state(), State::Off, "{way}");

        follow_setting(&login.place, true, &installed).unwrap();
        assert_eq!(login.follow(false), Followed::Build, "{way}");
        assert!(login.file.exists(), "{way}");

        switch_on(&login.place, &login.entry).unwrap();
        assert_eq!(login.state(), login.on(), "{way}: asked, it does");
    }
}

#[test]
fn a_build_folder_of_another_name_is_known_by_what_cargo_left_there() {
    let login = login();
    let folder = login.folder.path().join("builds");
    let entry = install(&folder.join("release/soleus"));
    assert!(!entry.is_a_build());
    fs::write(folder.join(".rustc_info.json"), "{}").unwrap();
    assert!(entry.is_a_build());
}

#[test]
fn a_link_is_followed_and_the_mode_kept() {
    let login = login();
    let real = login.folder.path().join("dotfiles/soleus.desktop");
    fs::create_dir_all(real.parent().unwrap()).unwrap();
    fs::write(&real, "[Desktop Entry]\nX-Mine=1\n").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
    fs::create_dir_all(&login.place).unwrap();
    symlink(&real, &login.file).unwrap();
    login.follow(true);
    assert!(fs::symlink_metadata(&login.file).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("X-Mine=1"));
    assert_eq!(login.state(), login.on());
    assert_eq!(fs::metadata(&real).unwrap().mode() & 0o777, 0o600);
}

#[test]
fn nothing_but_the_entry_is_left_in_the_place() {
    let login = login();
    login.follow(true);
    switch_off(&login.place).unwrap();
    let names: Vec<_> = fs::read_dir(&login.place)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["soleus.desktop"]);
    assert_eq!(fs::metadata(&login.file).unwrap().mode() & 0o777, 0o644);
}

#[test]
fn an_entry_that_cannot_be_read_is_named_and_left() {
    let login = login();
    fs::create_dir_all(&login.file).unwrap();
    let error = follow_setting(&login.place, true, &login.entry).unwrap_err();
    assert!(error.to_string().contains("soleus.desktop"), "{error}");
    assert!(login.file.is_dir());

    fs::remove_dir(&login.file).unwrap();
    fs::write(&login.file, b"\xff\xfe").unwrap();
    let error = switch_on(&login.place, &login.entry).unwrap_err();
    assert!(error.to_string().contains("Nothing was changed"), "{error}");
    assert_eq!(fs::read(&login.file).unwrap(), b"\xff\xfe");
}

#[test]
fn a_path_the_entry_cannot_hold_is_refused_in_words() {
    let login = login();
    for (name, part) in [("a=b", "`=`"), ("a\nb", "cannot be seen")] {
        let entry = install(&login.folder.path().join(name).join("soleus"));
        let error = switch_on(&login.place, &entry).unwrap_err();
        assert!(matches!(error, AutostartError::BadPath { .. }));
        assert!(error.to_string().contains(part), "{error}");
        assert!(!login.file.exists());
    }
}

/// Names that need every rule of quoting there is.
const HARD: [&str; 12] = [
    "plain",
    "two words",
    " outer spaces ",
    "quo\"te",
    "apo'strophe",
    "back\\slash",
    "back\\\\two\\",
    "dol$lar $HOME",
    "back`tick`",
    "per%cent %f %% %",
    "semi;colon & | < > ( ) * ? # ~",
    "größe 中文",
];

#[test]
fn desktops_start_exactly_the_program_that_was_meant() {
    let script = "\
import gi, sys
gi.require_version('Gio', '2.0')
from gi.repository import Gio
app = Gio.DesktopAppInfo.new_from_filename(sys.argv[1])
assert app is not None, 'GLib does not take the entry, or finds no program to try'
assert app.launch([], None)
";
    let python = "/usr/bin/python3";
    // The package brings python3-gi with it.
    if skip::missing(&["python3-dbusmock"]) {
        return;
    }
    for name in HARD {
        let mut login = login();
        login.entry = install(&login.folder.path().join(name).join("soleus"));
        let said = login.folder.path().join("said");
        let status = Command::new("mkfifo").arg(&said).status().unwrap();
        assert!(status.success());
        let program = "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\" > \"${SOLEUS_TEST_SAID}\"\n";
        fs::write(&login.entry.program, program).unwrap();
        login.entry.arguments = vec!["--dir".into(), format!("/x/{name}"), String::new()];
        switch_on(&login.place, &login.entry).unwrap();
        assert_eq!(login.state(), login.on(), "{name}");

        let mut desktop = Command::new("timeout")
            .args(["20", python, "-c", script])
            .arg(&login.file)
            .env("SOLEUS_TEST_SAID", &said)
            .spawn()
            .unwrap();
        let reading = Command::new("timeout")
            .args(["20", "cat"])
            .arg(&said)
            .output()
            .unwrap();
        assert!(
            desktop.wait().unwrap().success(),
            "{name}: {}",
            login.text()
        );
        let meant = format!("{}\n--dir\n/x/{name}\n\n", login.entry.program.display());
        assert_eq!(String::from_utf8(reading.stdout).unwrap(), meant, "{name}");
    }
}

#[test]
fn the_validator_of_the_specification_has_no_complaint() {
    let validator = "desktop-file-validate";
    if skip::missing(&["desktop-file-utils"]) {
        return;
    }
    for name in HARD {
        let mut login = login();
        login.entry = install(&login.folder.path().join(name).join("soleus"));
        for switched in ["on", "off"] {
            if switched == "on" {
                switch_on(&login.place, &login.entry).unwrap();
            } else {
                switch_off(&login.place).unwrap();
            }
            let output = Command::new(validator).arg(&login.file).output().unwrap();
            let complaint = String::from_utf8_lossy(&output.stdout).into_owned()
                + &String::from_utf8_lossy(&output.stderr);
            assert_eq!(complaint, "", "{name}, {switched}: {}", login.text());
            assert!(output.status.success());
        }
    }
}
