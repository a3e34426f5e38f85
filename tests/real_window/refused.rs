//! Where no window can be: a sentence, and the break goes another way.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::thread;

use crate::WINDOW;
use crate::program::{self, EVERY_TEN, QUICK, Soleus};
use crate::stage::{QUIET, Stage};
use crate::support::desk::Desk;
use crate::support::dunst::Dunst;
use crate::support::process::{Process, safety_was_read};
use crate::support::skip::missing;
use crate::support::window;

#[test]
fn without_a_display_it_says_so_and_ends_with_one() {
    let desk = Desk::bare();
    let soleus = Soleus::start(&desk, QUIET, &["run"]);
    let output = soleus.asked(&["window", "break"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("No display answers"), "{words}");
    assert!(words.contains("soleus break"), "{words}");
}

#[test]
fn without_opengl_it_says_so_and_a_started_break_is_shown_in_a_notice() {
    if missing(&WINDOW) || missing(&["dunst"]) {
        return;
    }
    let stage = Stage::new();
    let dunst = Dunst::start(&stage.desk);
    // Mesa finds no driver by this name.
    let broken = [
        ("LIBGL_DRIVERS_PATH", "/nonexistent"),
        ("MESA_LOADER_DRIVER_OVERRIDE", "nonexistent"),
        ("__EGL_VENDOR_LIBRARY_FILENAMES", "/nonexistent"),
    ];
    let arguments = ["demo", "--speed", QUICK];
    let soleus = Soleus::start_with(&stage.desk, EVERY_TEN, &arguments, &broken);
    let output = soleus.asked_around(&["window", "break"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("OpenGL"), "{words}");

    dunst.press("Start", "Time to move your legs");
    // The steps, with the same answer as ever.
    soleus.until("a break that is shown", |it| it.guided.is_some());
    soleus.until_part("window", false);
    assert_eq!(window::id(stage.x()), None);
}

/// A resident of a time to come.
fn of_another_version(dir: &std::path::Path) {
    let run = dir.join("run");
    fs::create_dir_all(&run).unwrap();
    fs::set_permissions(&run, fs::Permissions::from_mode(0o700)).unwrap();
    let listener = UnixListener::bind(run.join("socket")).unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            // Who asks may be gone.
            let _ = stream.write_all(b"{\"soleus\":\"99.0.0\",\"protocol\":99}\n");
            let _ = std::io::copy(&mut stream, &mut std::io::sink());
        }
    });
}

#[test]
fn a_resident_of_another_version_is_said_to_be_one() {
    if missing(&WINDOW) {
        return;
    }
    let stage = Stage::new();
    let dir = stage.desk.home().join("soleus");
    of_another_version(&dir);
    safety_was_read(&dir);
    let mut command = program::command(&stage.desk.surroundings(), &dir);
    let mut window = Process::start(command.args(["window", "break"]));
    window::until_focused(stage.x());
    let said = stage.eyes.until_says("99.0.0");
    assert!(!said.name.is_empty());
    // It can be left as any other.
    assert!(window.runs());
    window::key(stage.x(), "Escape");
    window::until_closed(stage.x());
}
