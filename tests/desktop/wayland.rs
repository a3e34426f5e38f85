//! The same program, unchanged, in the Wayland sessions of KWin, sway and Mutter, and in an X session:
//! it sees who comes and goes, and `doctor` tells by what.

use serde_json::Value;

use crate::program::Soleus;
use crate::support::compositor::Compositor;
use crate::support::desk::Desk;
use crate::support::process::until;
use crate::support::skip::missing;
use crate::{gnome, hand};

/// A demonstration with sensors, in which five minutes are five seconds and nothing is due.
const SETTINGS: &str = r#"{"reminders": {"every_minutes": 240, "longest_sitting_minutes": 480}}"#;
const ARGUMENTS: [&str; 4] = ["demo", "--speed", "60", "--sensors"];

/// Somebody leaves and comes back, and the doctor says by what that is seen.
fn sees_who_comes_and_goes(soleus: &Soleus, by: &str, mut touch: impl FnMut()) {
    assert_eq!(soleus.until_part("idle", true), by);
    touch();
    let away = soleus.until("nobody there", |it| it.posture == "away");
    assert_eq!(away.why, "idle");
    // Five minutes, but KWin's timers ring up to a twentieth early, and nobody left before the start.
    assert!((away.at - away.since).num_seconds() >= 5 * 57, "{away:?}");
    until("somebody who sits", || {
        touch();
        (soleus.status().posture == "seated").then_some(())
    });
    let output = soleus.asked_around(&["doctor", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let parts = report["parts"].as_array().expect("parts");
    let idle = parts.iter().find(|part| part["part"] == "idle");
    let idle = idle.expect("idle is a part");
    assert_eq!(
        (&idle["verdict"], &idle["words"]),
        (&"works".into(), &by.into())
    );
    assert_eq!(idle["running_says"], Value::Null, "{idle}");
}

/// Starts it in the session of this compositor.
fn in_session(desk: &Desk, compositor: &Compositor) -> Soleus {
    let socket = compositor.socket().display().to_string();
    let variables = [
        ("WAYLAND_DISPLAY", socket.as_str()),
        ("XDG_SESSION_TYPE", "wayland"),
        // As XWayland sets it: it is not asked.
        ("DISPLAY", ":987"),
    ];
    Soleus::start_with(desk, SETTINGS, &ARGUMENTS, &variables)
}

fn desk() -> Desk {
    let mut desk = Desk::bare();
    desk.session.restart();
    desk
}

#[test]
fn on_kwin() {
    if missing(&["dbus", "kwin-wayland"]) {
        return;
    }
    let desk = desk();
    let kwin = Compositor::kwin(&desk.session);
    let mut hand = hand::Hand::in_kwin(&kwin);
    let soleus = in_session(&desk, &kwin);
    let by = "the compositor's idle notices (ext-idle-notify-v1)";
    sees_who_comes_and_goes(&soleus, by, || hand.touch());
}

#[test]
fn on_sway() {
    if missing(&["dbus", "sway"]) {
        return;
    }
    let desk = desk();
    let sway = Compositor::sway("");
    let mut hand = hand::Hand::in_sway(&sway);
    let soleus = in_session(&desk, &sway);
    let by = "the compositor's idle notices (org_kde_kwin_idle)";
    sees_who_comes_and_goes(&soleus, by, || hand.touch());
}

#[test]
fn on_mutter() {
    if missing(&["dbus", "mutter"]) {
        return;
    }
    let desk = desk();
    let mutter = Compositor::mutter(&desk.session);
    gnome::until_there(&desk.session);
    let hand = gnome::Hand::on(&desk.session);
    let soleus = in_session(&desk, &mutter);
    sees_who_comes_and_goes(&soleus, "Mutter's idle monitor", || hand.touch());
}

#[test]
fn on_x11() {
    if missing(&["dbus", "xdotool", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    let soleus = Soleus::start(&desk, SETTINGS, &ARGUMENTS);
    let by = "idle alarms of the X server";
    sees_who_comes_and_goes(&soleus, by, || {
        desk.x().xdotool(&["key", "Shift_L"]);
    });
}
