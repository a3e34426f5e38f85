//! Notification servers and buses that are missing, hang, die and come back.

use std::time::Duration;

use soleus::engine::record::Outcome;

use crate::PANEL_AND_DUNST;
use crate::program::Soleus;
use crate::support::desk::Desk;
use crate::support::dunst::Dunst;
use crate::support::notify_server::{Manner, NotifyServer};
use crate::support::process::until;
use crate::support::skip::missing;

const REMINDER: &str = "Time to move your legs";
const A_MINUTE: Duration = Duration::from_mins(1);

#[test]
fn without_a_notification_server_the_tray_says_it_and_one_that_comes_shows_the_next() {
    if missing(&["dbus", "dunst", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    let soleus = Soleus::quick(&desk);
    let words = soleus.until_part("notices", false);
    assert!(words.starts_with("No notification server runs"), "{words}");
    soleus.until("a reminder in the tray alone", |it| {
        it.headline.contains("time to move your legs") || it.headline.contains("overdue")
    });
    soleus.until_sat_longer(A_MINUTE);
    assert_eq!(soleus.said("No notification server runs"), 1);

    let dunst = Dunst::start(&desk);
    let words = soleus.until_part("notices", true);
    assert!(words.starts_with("dunst"), "{words}");
    soleus.asked(&["log"]);
    dunst.press("Done", REMINDER);
    soleus.until("a bout that began anew", |it| it.can_undo);
}

#[test]
fn a_notification_server_that_hangs_is_told_and_stops_nothing() {
    if missing(&["dbus"]) {
        return;
    }
    let mut desk = Desk::bare();
    desk.session.restart();
    let server = NotifyServer::start(&desk.session, Manner::Unicast);
    let soleus = Soleus::quick(&desk);
    soleus.until_part("notices", true);

    server.hang();
    let words = soleus.until_part("notices", false);
    assert!(words.contains("does not answer"), "{words}");
    soleus.answers_soon();
    soleus.until_sat_longer(A_MINUTE);
    soleus.asked(&["log"]);
    assert_eq!(soleus.until_breaks(1)[0].outcome, Outcome::Done);

    server.wake();
    soleus.until_part("notices", true);
}

#[test]
fn a_server_that_dies_with_a_notice_on_the_screen_gives_its_place_to_the_next() {
    if missing(&["dbus", "dunst", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    let dunst = Dunst::start(&desk);
    let soleus = Soleus::quick(&desk);
    dunst.until_offered("Done", REMINDER);

    dunst.kill();
    let dunst = Dunst::start(&desk);
    dunst.press("Done", REMINDER);
    let breaks = soleus.until_breaks(1);
    assert_eq!(breaks[0].outcome, Outcome::Done);
}

#[test]
fn a_session_bus_that_dies_and_comes_back_brings_tray_and_notices_back() {
    if missing(&PANEL_AND_DUNST) {
        return;
    }
    let mut desk = Desk::with_panel();
    let dunst = Dunst::start(&desk);
    let soleus = Soleus::quick(&desk);
    desk.icon();

    desk.kill_panel();
    dunst.kill();
    desk.session.kill();
    soleus.until_part("tray", false);
    soleus.until_part("notices", false);
    soleus.answers_soon();
    soleus.until_sat_longer(A_MINUTE);

    desk.session.restart();
    desk.start_panel();
    let dunst = Dunst::start(&desk);
    soleus.until_part("tray", true);
    soleus.until_part("notices", true);
    desk.icon();
    soleus.asked(&["log"]);
    dunst.until_offered("Done", REMINDER);
}

#[test]
fn with_nothing_around_it_the_clock_and_the_command_line_go_on() {
    let desk = Desk::bare();
    let settings = crate::program::EVERY_TEN;
    let arguments = ["demo", "--speed", crate::program::QUICK, "--sensors"];
    let soleus = Soleus::start(&desk, settings, &arguments);

    for part in ["tray", "notices", "idle", "sleep"] {
        let words = soleus.until_part(part, false);
        assert!(
            words.ends_with('.') || words.ends_with("soleus status"),
            "{words}"
        );
        until(&words, || (soleus.said(&words) == 1).then_some(()));
    }
    soleus.answers_soon();
    soleus.until_sat_longer(A_MINUTE);
    assert!(soleus.asked(&["log", "easy-walk"]).status.success());
    assert_eq!(soleus.until_breaks(1)[0].outcome, Outcome::Done);
    let overdue = soleus.until_reminder("overdue");
    assert!(overdue.pump_seconds >= 600, "{}", overdue.pump_seconds);
    assert!(overdue.headline.contains("break"), "{}", overdue.headline);
    assert_eq!(soleus.said("No session bus answers"), 1);
}
