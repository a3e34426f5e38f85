//! Do-not-disturb and full screen, as the whole program sees them.

use crate::PANEL_AND_DUNST;
use crate::program::Soleus;
use crate::support::desk::Desk;
use crate::support::dunst::Dunst;
use crate::support::process::run;
use crate::support::skip::missing;
use crate::x11_window::Window;

const PLAIN: &str = "Time to move your legs";

/// A demonstration with sensors, in which ten minutes are three seconds.
fn sensing(desk: &Desk) -> Soleus {
    let settings = r#"{
      "reminders": {
        "every_minutes": 10, "longest_sitting_minutes": 480, "show_seconds": 7200,
        "wait_for_pause_seconds": 0
      },
      "presence": {"away_after_minutes": 60}
    }"#;
    Soleus::start(desk, settings, &["demo", "--speed", "200", "--sensors"])
}

/// Waits until a reminder waits for the end of this.
fn until_it_waits(soleus: &Soleus, quiet: &str, words: &str) {
    let status = soleus.until(&format!("a reminder that waits for {quiet}"), |it| {
        it.reminder == "waiting" && it.quiet.as_deref() == Some(quiet)
    });
    assert!(status.headline.ends_with(words), "{}", status.headline);
}

#[test]
fn while_dunst_is_paused_nothing_pops_up_and_afterwards_it_comes_once() {
    if missing(&["dbus", "dunst", "xvfb"]) {
        return;
    }
    let desk = Desk::empty();
    let dunst = Dunst::start(&desk);
    let pause = |on: &str| {
        run(desk
            .surroundings()
            .command("dunstctl")
            .args(["set-paused", on]))
    };
    pause("true");
    let soleus = sensing(&desk);
    soleus.until_part("do-not-disturb", true);
    until_it_waits(
        &soleus,
        "do-not-disturb",
        "a break is due after do-not-disturb",
    );
    assert_eq!(
        (dunst.displayed().as_str(), dunst.waiting().as_str()),
        ("0", "0")
    );

    pause("false");
    soleus.until_reminder("shown");
    dunst.press("Done", PLAIN);
    soleus.until_breaks(1);
}

#[test]
fn while_a_window_covers_the_screen_nothing_pops_up_and_afterwards_it_comes_once() {
    if missing(&PANEL_AND_DUNST) {
        return;
    }
    let desk = Desk::with_panel();
    let dunst = Dunst::start(&desk);
    let film = Window::open(desk.x());
    film.cover(true);
    let soleus = sensing(&desk);
    soleus.until_part("full-screen", true);
    until_it_waits(
        &soleus,
        "full-screen",
        "a break is due after the full screen",
    );
    assert_eq!(dunst.displayed(), "0");

    film.cover(false);
    soleus.until_reminder("shown");
    dunst.press("Done", PLAIN);
    soleus.until_breaks(1);
}
