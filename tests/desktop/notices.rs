//! Reminders on real notification servers, answered by their buttons.

use soleus::engine::record::{Outcome, Source};

use crate::program::Soleus;
use crate::support::desk::Desk;
use crate::support::dunst::Dunst;
use crate::support::process::{Process, until};
use crate::support::skip::missing;
use crate::support::xvfb::Window;

const REMINDER: &str = "Time to move your legs";
const NOTIFYD: &str = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd";

/// The settings of a demonstration, but notices stay as long as they can.
const USUAL: &str = r#"{"reminders": {"show_seconds": 7200}}"#;

/// The buttons of a reminder in xfce4-notifyd, in hundredths of the window's width.
const START: u32 = 15;
const DONE: u32 = 38;
const LATER: u32 = 62;
const SKIP: u32 = 85;
/// How far above the window's lower edge they are, in pixels.
const BUTTONS: u32 = 30;

#[test]
fn after_half_an_hour_dunst_asks_and_done_is_in_the_day() {
    if missing(&["dbus", "dunst", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    let dunst = Dunst::start(&desk);
    let soleus = Soleus::start(&desk, USUAL, &["demo", "--speed", "400"]);

    dunst.press("Done", REMINDER);
    let breaks = soleus.until_breaks(1);
    assert_eq!(breaks[0].outcome, Outcome::Done);
    assert_eq!(breaks[0].source, Source::Notice);
    assert_eq!(breaks[0].movement.as_deref(), Some("easy-walk"));
    // The two minutes of the walk are taken off the half hour.
    assert!(soleus.today().longest_bout_seconds >= 28 * 60);
}

#[test]
fn xfce4_notifyd_asks_and_its_buttons_are_clicked_with_the_mouse() {
    if missing(&["dbus", "xdotool", "xfce4-notifyd", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    let _notifyd = Process::start(&mut desk.surroundings().command(NOTIFYD));
    let soleus = Soleus::quick(&desk);

    press(&desk, &soleus, LATER);
    soleus.until_reminder("snoozed");
    assert_eq!(soleus.today().breaks, []);

    press(&desk, &soleus, SKIP);
    let breaks = soleus.until_breaks(1);
    assert_eq!(breaks[0].outcome, Outcome::Skipped);

    press(&desk, &soleus, DONE);
    let breaks = soleus.until_breaks(2);
    assert_eq!(breaks[1].outcome, Outcome::Done);
    assert_eq!(breaks[1].source, Source::Notice);

    let reminder = press(&desk, &soleus, START);
    // The steps of the movement take its place.
    until("the steps", || {
        notice(&desk).filter(|window| window.height > reminder.height)
    });
}

/// Waits for a reminder and clicks one of its buttons; gives where it was.
fn press(desk: &Desk, soleus: &Soleus, button: u32) -> Window {
    soleus.until_reminder("shown");
    // The notice before it may be there for some moments more: what is clicked has come to rest.
    let (mut last, mut looks) = (None, 0);
    let window = until("a reminder with buttons", || {
        let seen = notice(desk).filter(|window| window.height > 80);
        looks = if seen == last { looks + 1 } else { 0 };
        last = seen;
        seen.filter(|_| looks >= 5)
    });
    let (left, _) = window.at(button, 0);
    let top = window.top + window.height - BUTTONS;
    desk.x().click("1", (left, top));
    soleus.until("an answer", |it| it.reminder != "shown");
    window
}

fn notice(desk: &Desk) -> Option<Window> {
    desk.x().window("xfce4-notifyd")
}
