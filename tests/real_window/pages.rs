//! Pages, as a screen reader finds them, and one window for all of them.

use crate::WINDOW;
use crate::program::Soleus;
use crate::stage::{QUIET, Stage};
use crate::support::process::until;
use crate::support::skip::missing;
use crate::support::window;

/// The button of a page that is open.
fn until_page(stage: &Stage, name: &str) {
    stage.eyes.until_there("toggle button", name);
}

#[test]
fn a_second_call_brings_the_window_up_on_its_page() {
    if missing(&WINDOW) {
        return;
    }
    let stage = Stage::new();
    let soleus = stage.soleus(QUIET, &["run"]);
    let mut first = stage.open(&soleus, "break");
    stage.eyes.until_there("button", "Start");
    let second = soleus.asked(&["window", "science"]);
    assert!(second.status.success(), "{second:?}");
    until("another page", || {
        let nodes = stage.eyes.nodes();
        let start = |node: &crate::support::at_spi::Node| node.name == "Start";
        (!nodes.is_empty() && !nodes.iter().any(start)).then_some(())
    });
    assert!(first.runs());
    let ids = stage
        .x()
        .xdotool(&["search", "--onlyvisible", "--name", "^Soleus$"]);
    assert_eq!(ids.lines().count(), 1);
}

#[test]
fn a_screen_reader_finds_the_buttons_the_figure_and_the_heading() {
    if missing(&WINDOW) {
        return;
    }
    let stage = Stage::new();
    let soleus = stage.soleus(QUIET, &["run"]);
    let _window = stage.open(&soleus, "break");
    for page in ["Break", "Movements", "Science", "Safety"] {
        until_page(&stage, page);
    }
    let start = stage.eyes.until_there("button", "Start");
    assert!(start.sensitive && start.focused, "{start:?}");
    let nodes = stage.eyes.nodes();
    let of_role = |role: &'static str| nodes.iter().filter(move |node| node.role == role);
    let figure = of_role("image").find(|node| !node.name.is_empty());
    assert!(figure.is_some(), "{nodes:#?}");
    let heading = of_role("heading").find(|node| node.name == "Walk");
    assert!(heading.is_some(), "{nodes:#?}");
    // Nothing that can be pressed is without a name.
    let nameless = of_role("button").find(|node| node.name.is_empty());
    assert_eq!(nameless, None);
}

#[test]
fn escape_closes_the_window_and_nothing_of_it_stays() {
    if missing(&WINDOW) {
        return;
    }
    let stage = Stage::new();
    let soleus = stage.soleus(QUIET, &["run"]);
    let mut window = stage.open(&soleus, "break");
    stage.eyes.until_there("button", "Start");
    window::key(stage.x(), "Escape");
    window::until_closed(stage.x());
    until("the end of its process", || (!window.runs()).then_some(()));
    assert!(!soleus.dir().join("run/window").exists());
}

#[test]
fn the_first_start_shows_the_page_on_safety_until_it_is_acknowledged() {
    if missing(&WINDOW) {
        return;
    }
    let stage = Stage::new();
    let mut soleus = Soleus::start_unread(&stage.desk, QUIET, &["run"]);
    window::until_open(stage.x());
    stage.eyes.until_says("When not to move");
    // Nobody asked for it: who types goes on typing, and looks at it when there is time.
    let id = window::until_open(stage.x());
    stage.x().xdotool(&["windowactivate", "--sync", &id]);
    stage.press("I have read this", "Return");
    until("a note that it was read", || {
        crate::stage::is_acknowledged(&soleus).then_some(())
    });
    window::key(stage.x(), "Escape");
    window::until_closed(stage.x());

    soleus.kill();
    soleus.start_again(&["run"]);
    // Had it a window to open, it would be asked for by now.
    let status = soleus.status();
    assert!(status.safety_read);
    assert_eq!(window::id(stage.x()), None);
}

#[test]
fn a_window_that_opens_with_the_reminder_leaves_the_keys_where_they_are() {
    if missing(&WINDOW) || missing(&["dunst"]) {
        return;
    }
    let stage = Stage::new();
    let _dunst = crate::support::dunst::Dunst::start(&stage.desk);
    let _other = crate::x11_window::Window::open(stage.x());
    let typed = until("another window in front", || {
        let focus = window::focus(stage.x());
        let name = stage.x().xdotool(&["getwindowname", &focus]);
        (name == "secret").then_some(focus)
    });
    let settings = r#"{
      "start_at_login": false,
      "window": {"open_on_due": true},
      "reminders": {"every_minutes": 10, "longest_sitting_minutes": 480, "show_seconds": 7200}
    }"#;
    let _soleus = stage.soleus(settings, &["demo", "--speed", "200"]);
    window::until_open(stage.x());
    stage.eyes.until_there("button", "Start");
    assert_eq!(window::focus(stage.x()), typed);
}
