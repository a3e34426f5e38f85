//! Desktops of every kind, and peers that do not answer.

use serde_json::Value;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::ConnectionExt as _;

use crate::exam::{Exam, PARTS, doctor, examine, folder, tree, write_settings};
use crate::panel::{Manner as PanelManner, Panel};
use crate::support::dbusmock::{Knows, Logind};
use crate::support::desk::Desk;
use crate::support::dunst::Dunst;
use crate::support::notify_server::{Manner, NotifyServer};
use crate::support::skip::missing;

const NO_IDLE: &str = r#"{"sensors": {"idle": false}}"#;

/// A desk with a session bus and nothing on it, whose settings do not ask for idle time.
fn with_bus() -> Desk {
    let mut desk = Desk::bare();
    desk.session.restart();
    write_settings(&desk, NO_IDLE);
    desk
}

#[test]
fn without_any_desktop_it_says_what_is_lacking_and_changes_nothing() {
    let desk = Desk::bare();
    let before = tree(desk.home());
    let exam = examine(&desk);
    assert_eq!(exam.code, 1);
    assert_eq!(exam.lacks(), ["idle", "tray-or-notices"]);
    for part in ["idle", "lock", "sleep"] {
        assert_eq!(exam.found(part).0, "missing", "{part}");
    }
    for part in ["tray", "notices"] {
        let found = ("missing", "There is no session bus here.");
        assert_eq!(exam.found(part), found, "{part}");
    }
    let (verdict, words) = exam.found("history");
    assert_eq!(verdict, "works");
    assert!(words.contains("made with the first record"), "{words}");
    assert_eq!(exam.found("socket").0, "off");
    assert_eq!(exam.report["running"], Value::Null);
    assert_eq!(tree(desk.home()), before);
}

#[test]
fn the_report_has_every_part_in_its_order_and_nothing_else() {
    let exam = examine(&Desk::bare());
    let keys =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(
        keys(&exam.report),
        [
            "at", "desktop", "lacks", "parts", "running", "soleus", "version"
        ]
    );
    assert_eq!(exam.report["version"], 1);
    assert_eq!(exam.report["soleus"], env!("CARGO_PKG_VERSION"));
    let parts = exam.report["parts"].as_array().unwrap();
    let names: Vec<_> = parts
        .iter()
        .map(|it| it["part"].as_str().unwrap())
        .collect();
    assert_eq!(names, PARTS);
    for part in parts {
        assert_eq!(
            keys(part),
            [
                "advice",
                "asked",
                "means",
                "part",
                "running_says",
                "verdict",
                "words"
            ]
        );
        let asked = part["asked"].as_str().unwrap();
        assert!(!asked.is_empty() && !part["words"].as_str().unwrap().is_empty());
    }
}

#[test]
fn a_desk_with_a_panel_and_a_server_has_what_soleus_needs() {
    if missing(&crate::PANEL_AND_DUNST) {
        return;
    }
    let desk = Desk::with_panel();
    let _dunst = Dunst::start(&desk);
    let exam = examine(&desk);
    assert_eq!((exam.code, exam.lacks()), (0, vec![]));
    assert_eq!(exam.found("idle").0, "works");
    let (verdict, words) = exam.found("tray");
    assert_eq!(verdict, "works");
    assert!(words.starts_with("StatusNotifierItem"), "{words}");
    let (verdict, words) = exam.found("notices");
    assert_eq!(verdict, "works");
    assert!(words.starts_with("dunst 1."), "{words}");
}

#[test]
fn for_people_it_is_one_line_a_part_and_what_can_be_done_below() {
    let desk = Desk::bare();
    let output = doctor(&desk, &[])
        .env("XDG_CURRENT_DESKTOP", "XFCE")
        .env("XDG_SESSION_TYPE", "x11")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let first = text.lines().next().unwrap();
    let begins = format!("Soleus {} on XFCE on X11", env!("CARGO_PKG_VERSION"));
    assert!(first.starts_with(&begins), "{first}");
    let heads: Vec<&str> = text
        .lines()
        .filter(|line| {
            let verdict = line.split_whitespace().next().unwrap_or_default();
            ["works", "degraded", "missing", "off"].contains(&verdict) && !line.starts_with(' ')
        })
        .collect();
    let names: Vec<&str> = heads.iter().map(|line| line[10..26].trim()).collect();
    assert_eq!(names, PARTS, "{text}");
    let own = format!(
        "              soleus --dir {} away",
        folder(&desk).display()
    );
    assert!(text.lines().any(|line| line == own), "{text}");
    assert!(text.contains("\nSoleus lacks what it needs: "), "{text}");
    for line in text.lines().filter(|line| !line.contains('/')) {
        assert!(line.chars().count() <= 80, "{line}");
        assert_eq!(line, line.trim_end());
    }
}

#[test]
fn gnome_without_a_tray_is_told_its_extension_and_what_does_without() {
    if missing(&["dbus"]) {
        return;
    }
    let desk = with_bus();
    let _server = NotifyServer::start(&desk.session, Manner::Unicast);
    let gnome = || {
        let mut command = doctor(&desk, &["--json"]);
        command.env("XDG_CURRENT_DESKTOP", "GNOME");
        command
    };
    let exam = Exam::of(&mut gnome());
    assert_eq!(exam.code, 0, "notices are enough, and idle time is off");
    assert_eq!(exam.report["desktop"]["name"], "GNOME");
    assert_eq!(exam.found("idle").0, "off");
    assert_eq!(
        exam.found("tray"),
        ("missing", "Nothing on this desktop takes tray icons.")
    );
    assert!(
        exam.advice("tray")
            .contains("AppIndicator and KStatusNotifierItem Support")
    );
    let commands = exam.commands("tray");
    let enable = commands.last().unwrap();
    assert!(enable.starts_with("gnome-extensions enable "), "{enable}");
    let means = exam.part("tray")["means"][0].as_str().unwrap();
    assert!(means.contains("buttons of the notices"), "{means}");
}

#[test]
fn a_panel_that_shows_no_icons_is_no_tray() {
    if missing(&["dbus"]) {
        return;
    }
    let desk = with_bus();
    let panel = Panel::on(desk.on_session(), PanelManner::NoHost);
    let exam = examine(&desk);
    let (verdict, words) = exam.found("tray");
    assert_eq!(verdict, "missing");
    assert!(words.ends_with("and no panel shows them."), "{words}");
    assert_eq!(exam.lacks(), ["tray-or-notices"]);

    panel.host_comes();
    let exam = examine(&desk);
    assert_eq!(exam.found("tray").0, "works");
    assert_eq!((exam.code, exam.lacks()), (0, vec![]));
}

#[test]
fn a_tray_of_the_old_kind_is_seen_and_its_bridge_named() {
    if missing(&["dbus", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    let (x, screen) = x11rb::connect(Some(&desk.x().display)).unwrap();
    let root = x.setup().roots[screen].root;
    let window = x.generate_id().unwrap();
    let aux = x11rb::protocol::xproto::CreateWindowAux::new();
    let class = x11rb::protocol::xproto::WindowClass::INPUT_ONLY;
    x.create_window(0, window, root, 0, 0, 1, 1, 0, class, 0, &aux)
        .unwrap();
    let name = format!("_NET_SYSTEM_TRAY_S{screen}");
    let selection = x.intern_atom(false, name.as_bytes()).unwrap().reply();
    let selection = selection.unwrap().atom;
    let bridge = |exam: &Exam| exam.commands("tray").contains(&"snixembed --fork");

    assert!(!bridge(&examine(&desk)));
    x.set_selection_owner(window, selection, x11rb::CURRENT_TIME)
        .unwrap()
        .check()
        .unwrap();
    let exam = examine(&desk);
    assert!(bridge(&exam), "{:?}", exam.part("tray"));
    assert!(exam.advice("tray").contains("cannot take this icon"));
}

#[test]
fn a_server_without_buttons_is_degraded_and_says_what_to_type() {
    if missing(&["dbus"]) {
        return;
    }
    let desk = with_bus();
    let _server = NotifyServer::start_with(&desk.session, Manner::Unicast, &["body"]);
    let exam = examine(&desk);
    let (verdict, words) = exam.found("notices");
    assert_eq!(verdict, "degraded");
    assert!(words.ends_with(", without buttons"), "{words}");
    let own = format!("soleus --dir {}", folder(&desk).display());
    let wanted: Vec<String> = ["log", "snooze", "skip"]
        .iter()
        .map(|word| format!("{own} {word}"))
        .collect();
    assert_eq!(exam.commands("notices"), wanted);
    assert_eq!(exam.code, 0, "a degraded part is no lack");
}

#[test]
fn a_server_and_a_panel_that_hang_are_told_as_not_answering() {
    if missing(&["dbus"]) {
        return;
    }
    let desk = with_bus();
    let server = NotifyServer::start(&desk.session, Manner::Unicast);
    server.hang();
    let _panel = Panel::on(desk.on_session(), PanelManner::Silent);
    let exam = examine(&desk);
    assert_eq!(
        exam.found("notices"),
        ("missing", "The notification server does not answer.")
    );
    let (verdict, words) = exam.found("tray");
    assert_eq!(verdict, "missing");
    assert!(words.ends_with("does not answer."), "{words}");
    assert_eq!((exam.code, exam.lacks()), (1, vec!["tray-or-notices"]));

    server.wake();
    let exam = examine(&desk);
    assert_eq!(exam.found("notices").0, "works");
    assert_eq!(exam.code, 0);
}

#[test]
fn a_bus_that_hangs_is_told_as_not_answering() {
    if missing(&["dbus"]) {
        return;
    }
    let desk = with_bus();
    desk.session.daemon().freeze();
    let exam = examine(&desk);
    for part in ["tray", "notices"] {
        let found = ("missing", "The session bus does not answer.");
        assert_eq!(exam.found(part), found, "{part}");
    }
    desk.session.daemon().thaw();
}

#[test]
fn a_display_that_hangs_is_told_as_not_answering() {
    if missing(&["dbus", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    desk.x().server.freeze();
    let exam = examine(&desk);
    let (verdict, words) = exam.found("idle");
    assert_eq!(verdict, "missing");
    assert!(words.contains("does not answer"), "{words}");
    desk.x().server.thaw();
}

#[test]
fn the_login_service_is_asked_and_one_that_hangs_is_told() {
    if missing(&["dbus", "python3-dbusmock"]) {
        return;
    }
    let mut desk = Desk::bare();
    desk.system.restart();
    let logind = Logind::start(&desk.system, Knows::session("7"));
    let exam = examine(&desk);
    assert_eq!(exam.found("sleep").0, "works");

    logind.process.freeze();
    let exam = examine(&desk);
    let (verdict, words) = exam.found("sleep");
    assert_eq!(verdict, "missing");
    assert!(words.contains("does not answer"), "{words}");
    logind.process.thaw();
}
