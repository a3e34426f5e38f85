//! The icon in a real panel, its clicks and its menu.

use std::time::Duration;

use soleus::engine::record::{Outcome, Source};

use crate::item::{Shown, names};
use crate::program::{EVERY_TEN, Soleus};
use crate::support::desk::Desk;
use crate::support::dunst::Dunst;
use crate::support::process::until;
use crate::support::skip::missing;
use crate::{PANEL, PANEL_AND_DUNST};

/// A demonstration in which nothing is due for a long while.
fn calm(desk: &Desk) -> Soleus {
    let settings = r#"{"window": {"guide": false},
        "reminders": {
          "every_minutes": 240, "longest_sitting_minutes": 480, "show_seconds": 7200
        }}"#;
    Soleus::start(desk, settings, &["demo", "--speed", "10"])
}

/// Waits for a reminder, on the screen or in the tray alone.
fn until_due(soleus: &Soleus) {
    soleus.until("a reminder that is due", |it| {
        !["none", "snoozed"].contains(&it.reminder.as_str())
    });
}

/// The item as the panel has it.
fn item(desk: &Desk) -> Shown {
    let bus = desk.connect();
    let name = until("an item on the bus", || names(&bus).pop());
    Shown::on(bus, &name)
}

#[test]
fn a_left_click_on_the_icon_books_a_break_and_undo_takes_it_back() {
    if missing(&PANEL_AND_DUNST) {
        return;
    }
    let desk = Desk::with_panel();
    let dunst = Dunst::start(&desk);
    assert_eq!(desk.icon_now(), None);
    let soleus = calm(&desk);

    desk.x().click("1", desk.icon());
    let breaks = soleus.until_breaks(1);
    assert_eq!(breaks[0].outcome, Outcome::Done);
    assert_eq!(breaks[0].source, Source::Tray);

    dunst.press("Undo", "Break booked");
    soleus.until_breaks(0);
    assert!(!soleus.status().can_undo);
}

#[test]
fn when_a_reminder_is_due_left_snoozes_it_and_middle_books_it() {
    if missing(&PANEL) {
        return;
    }
    let desk = Desk::with_panel();
    let soleus = Soleus::quick(&desk);
    let icon = desk.icon();

    until_due(&soleus);
    desk.x().click("1", icon);
    let snoozed = soleus.until_reminder("snoozed");
    assert!(snoozed.next_reminder_seconds.unwrap() <= 600);
    assert_eq!(soleus.today().breaks, []);

    until_due(&soleus);
    desk.x().click("2", icon);
    let booked = until("a break in the day", || {
        let mut breaks = soleus.today().breaks.into_iter();
        breaks.find(|one| one.outcome == Outcome::Done)
    });
    assert_eq!(booked.source, Source::Tray);
}

#[test]
fn the_menus_lines_are_chosen_with_the_keyboard_and_with_the_mouse() {
    if missing(&PANEL_AND_DUNST) {
        return;
    }
    let desk = Desk::with_panel();
    let dunst = Dunst::start(&desk);
    let soleus = calm(&desk);
    let icon = desk.icon();

    open_menu(&desk, icon);
    desk.x().xdotool(&["key", "Down", "Return"]);
    // "Start a break" shows how to do it.
    dunst.until_offered("Done", "Walk, 2 minutes, brisk");

    let menu = open_menu(&desk, icon);
    // Over "I'm standing", the first line below the second rule.
    desk.x().click("1", menu.at(20, 40));
    soleus.until("somebody who stands", |it| it.posture == "standing");
}

/// Opens the icon's menu by a right click and waits until it is there.
fn open_menu(desk: &Desk, icon: (u32, u32)) -> crate::support::xvfb::Window {
    desk.x().click("3", icon);
    until("the menu", || desk.x().menu())
}

#[test]
fn lines_of_submenus_do_what_they_say() {
    if missing(&PANEL) {
        return;
    }
    let desk = Desk::with_panel();
    let soleus = Soleus::quick(&desk);
    let item = item(&desk);

    item.choose("Walk · 2 minutes, brisk");
    let breaks = soleus.until_breaks(1);
    assert_eq!(breaks[0].movement.as_deref(), Some("easy-walk"));
    assert_eq!(breaks[0].source, Source::Tray);

    until_due(&soleus);
    item.choose("30 min");
    let snoozed = soleus.until_reminder("snoozed");
    assert!((700..=1800).contains(&snoozed.next_reminder_seconds.unwrap()));
}

#[test]
fn the_panel_is_killed_and_a_new_one_has_the_icon_and_its_clicks() {
    if missing(&PANEL) {
        return;
    }
    let mut desk = Desk::with_panel();
    let soleus = calm(&desk);
    desk.icon();

    desk.kill_panel();
    let words = soleus.until_part("tray", false);
    assert!(words.starts_with("No panel here"), "{words}");
    soleus.until_sat_longer(Duration::from_mins(1));
    desk.start_panel();
    soleus.until_part("tray", true);
    desk.x().click("1", desk.icon());
    soleus.until_breaks(1);
}

#[test]
fn a_panel_that_comes_late_gets_the_icon() {
    if missing(&PANEL_AND_DUNST) {
        return;
    }
    let mut desk = Desk::empty();
    let dunst = Dunst::start(&desk);
    let soleus = Soleus::start(&desk, EVERY_TEN, &["demo", "--speed", "1"]);
    soleus.until_part("tray", false);
    // It is told on the screen too, a while after the login.
    dunst.until_displayed("1");
    assert_eq!(soleus.said("No panel here shows tray icons"), 1);

    desk.start_panel();
    soleus.until_part("tray", true);
    desk.x().click("1", desk.icon());
    soleus.until_breaks(1);
}
