//! Calls, as the whole program sees them: a real recording on a real sound server.

use crate::program::Soleus;
use crate::support::desk::Desk;
use crate::support::dunst::Dunst;
use crate::support::skip::missing;
use crate::support::sound::SoundServer;

const PACKAGES: [&str; 5] = ["dbus", "dunst", "pulseaudio", "pulseaudio-utils", "xvfb"];

const PLAIN: &str = "Time to move your legs";

/// A demonstration with sensors, in which ten minutes are three seconds, that listens there.
fn listening(desk: &Desk, sound: &SoundServer, in_call: &str) -> Soleus {
    let settings = format!(
        r#"{{
          "reminders": {{
            "every_minutes": 10, "longest_sitting_minutes": 480, "show_seconds": 7200,
            "wait_for_pause_seconds": 0
          }},
          "quiet": {{"in_call": "{in_call}"}},
          "presence": {{"away_after_minutes": 60}}
        }}"#
    );
    let arguments = ["demo", "--speed", "200", "--sensors"];
    let server = format!("unix:{}", sound.socket().display());
    let soleus = Soleus::start_with(desk, &settings, &arguments, &[("PULSE_SERVER", &server)]);
    soleus.until_part("microphone", true);
    soleus
}

/// Waits until the program takes somebody to be in a call, or not.
fn until_in_call(soleus: &Soleus, wanted: bool) {
    soleus.until(&format!("a call: {wanted}"), |it| {
        it.call.is_some() == wanted
    });
}

#[test]
fn a_call_is_told_with_its_beginning_and_its_sign() {
    if missing(&PACKAGES) {
        return;
    }
    let desk = Desk::empty();
    let sound = SoundServer::pulseaudio();
    let soleus = listening(&desk, &sound, "tray-only");
    assert!(!soleus.status().headline.contains("call"));

    let recording = sound.record("mic");
    until_in_call(&soleus, true);
    let status = soleus.status();
    let call = status.call.expect("it was just there");
    let since = call.since.format("%H:%M");
    let words = format!("In a call since {since} (microphone) · sitting ");
    assert!(status.headline.starts_with(&words), "{}", status.headline);
    assert_eq!(
        (status.posture.as_str(), status.why.as_str()),
        ("seated", "call")
    );

    drop(recording);
    until_in_call(&soleus, false);
    assert!(soleus.status().headline.starts_with("Sitting "));
}

#[test]
fn in_a_call_the_offer_is_discreet_and_afterwards_the_plain_one_comes_once() {
    if missing(&PACKAGES) {
        return;
    }
    let desk = Desk::empty();
    let dunst = Dunst::start(&desk);
    let sound = SoundServer::pulseaudio();
    let recording = sound.record("mic");
    let soleus = listening(&desk, &sound, "discreet");
    until_in_call(&soleus, true);

    soleus.until_reminder("shown");
    // What is shown in a call is done in the chair, and nobody sees it.
    assert_eq!(
        soleus.status().movement.as_deref(),
        Some("seated-toe-raise")
    );

    drop(recording);
    until_in_call(&soleus, false);
    let status = soleus.until("a plain reminder", |it| {
        it.reminder == "shown" && it.movement.as_deref() == Some("easy-walk")
    });
    assert!(status.call.is_none());
    dunst.press("Done", PLAIN);
    soleus.until_breaks(1);
}

#[test]
fn by_setting_a_call_keeps_the_reminder_in_the_tray_until_it_ends() {
    if missing(&PACKAGES) {
        return;
    }
    let desk = Desk::empty();
    let dunst = Dunst::start(&desk);
    let sound = SoundServer::pulseaudio();
    let recording = sound.record("mic");
    let soleus = listening(&desk, &sound, "tray-only");
    until_in_call(&soleus, true);
    soleus.until_reminder("due");
    assert_eq!(dunst.displayed(), "0");

    drop(recording);
    soleus.until_reminder("shown");
    dunst.press("Skip", PLAIN);
    soleus.until_breaks(1);
}

#[test]
fn a_call_without_a_touch_is_sitting_and_its_end_lets_the_absence_begin() {
    if missing(&PACKAGES) {
        return;
    }
    let desk = Desk::empty();
    let sound = SoundServer::pulseaudio();
    let settings = r#"{"reminders": {"every_minutes": 240, "longest_sitting_minutes": 480}}"#;
    let server = format!("unix:{}", sound.socket().display());
    // Five minutes are five seconds.
    let arguments = ["demo", "--speed", "60", "--sensors"];
    let soleus = Soleus::start_with(&desk, settings, &arguments, &[("PULSE_SERVER", &server)]);
    soleus.until_part("microphone", true);
    soleus.until_part("idle", true);
    let recording = sound.record("mic");
    until_in_call(&soleus, true);
    desk.x().xdotool(&["key", "Shift_L"]);
    soleus.until("more than five minutes in the call without a touch", |it| {
        assert_eq!(it.posture, "seated");
        it.bout_seconds > 6 * 60
    });
    drop(recording);
    let away = soleus.until("nobody there", |it| it.posture == "away");
    assert_eq!(away.why, "idle");
}
