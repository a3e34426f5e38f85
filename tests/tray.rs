//! The tray on Linux against real and misbehaving peers.
//!
//! Each test has a bus of its own. The back end reads the bus address from the environment, so the
//! tray runs in a child: this same program, told by a variable to be the tray's host, spoken to by
//! lines. The panel is played here, well or badly.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there and then"
)]

#[path = "tray/host.rs"]
mod host;
#[path = "tray/item.rs"]
mod item;
#[path = "tray/panel.rs"]
mod panel;
mod support;

use host::Host;
use item::Shown;
use panel::{Manner, Panel};
use support::bus::Bus;

const WORKS: &str = "works";

#[test]
fn the_host_ends_when_its_input_ends() {
    if host::is_wanted() {
        return host::run();
    }
    let bus = Bus::start();
    let host = Host::start(&bus, &[]);
    assert!(host.end().success());
}

#[test]
fn the_icon_is_on_the_bus_with_its_words_picture_and_menu() {
    let bus = Bus::start();
    let panel = Panel::start(&bus, Manner::Good);
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    host.expect_health(WORKS);

    let item = Shown::at(&bus, &panel.registered());
    assert_eq!(item.text("Id"), "soleus");
    assert_eq!(item.text("Title"), "Soleus");
    assert_eq!(item.text("Status"), "Active");
    assert_eq!(item.tooltip(), ("Soleus".to_owned(), "one".to_owned()));
    let (width, height, argb) = item.picture();
    assert_eq!((width, height, argb.len()), (48, 48, 48 * 48 * 4));
    assert_eq!(
        item.menu(),
        "\
- one
---
I moved >
  Walk & run _fast_
Skip
Quit
"
    );
}

#[test]
fn clicks_and_chosen_lines_are_told() {
    let bus = Bus::start();
    let panel = Panel::start(&bus, Manner::Good);
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    let item = Shown::at(&bus, &panel.registered());

    item.click("Activate");
    host.expect_told("Input(Click(Left))");
    item.click("SecondaryActivate");
    host.expect_told("Input(Click(Middle))");
    item.choose("Walk & run _fast_");
    host.expect_told(
        "Input(Log(Log { what: Movement(\"easy-walk\"), outcome: Done, lasted: None, repetitions: None, side: None, at: None, source: Tray }))",
    );
    item.choose("Quit");
    host.expect_told("Quit");
}

#[test]
fn new_words_are_written_in_place_and_a_new_structure_replaces_the_menu() {
    let bus = Bus::start();
    let panel = Panel::start(&bus, Manner::Good);
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    let item = Shown::at(&bus, &panel.registered());
    let (revision, picture) = (item.menu_revision(), item.picture());

    host.show("rest 4 plain two");
    item.wait_for_tooltip("two");
    assert!(item.menu().starts_with("- two\n"), "{}", item.menu());
    assert_eq!(item.menu_revision(), revision, "the menu was rebuilt");
    assert_eq!(item.picture(), picture);

    host.show("rest 9 paused three");
    item.wait_for_tooltip("three");
    assert!(item.menu().contains("Resume\n"), "{}", item.menu());
    assert!(item.menu_revision() > revision);
    assert_ne!(item.picture(), picture);
    item.choose("Resume");
    host.expect_told("Input(Resume)");
}

#[test]
fn of_many_models_the_last_one_stays() {
    let bus = Bus::start();
    let panel = Panel::start(&bus, Manner::Good);
    let mut host = Host::start(&bus, &[]);
    for number in 0..200 {
        host.show(&format!("rest {} plain number {number}", number % 11));
    }
    let item = Shown::at(&bus, &panel.registered());
    item.wait_for_tooltip("number 199");
    assert!(item.menu().starts_with("- number 199\n"), "{}", item.menu());
}

#[test]
fn without_a_bus_it_says_so_once_and_comes_when_there_is_one() {
    let mut bus = Bus::prepare();
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    host.expect_health("missing No session bus answers");
    host.show("rest 4 plain two");

    bus.up();
    let panel = Panel::start(&bus, Manner::Good);
    let item = Shown::at(&bus, &panel.registered());
    assert_eq!(item.tooltip().1, "two");
    host.expect_health_after("missing No panel", WORKS);
}

#[test]
fn without_a_panel_it_says_so_and_comes_when_one_starts() {
    let bus = Bus::start();
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    host.expect_health("missing No panel here shows tray icons");
    host.show("rest 4 plain two");

    let panel = Panel::start(&bus, Manner::Good);
    host.expect_health(WORKS);
    let item = Shown::at(&bus, &panel.registered());
    assert_eq!(item.tooltip().1, "two");
}

#[test]
fn on_gnome_it_names_the_extension() {
    let bus = Bus::start();
    let mut host = Host::start(&bus, &[("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")]);
    host.show("rest 4 plain one");
    host.expect_health("missing GNOME shows tray icons only with the extension AppIndicator");
}

#[test]
fn a_tray_service_that_no_panel_uses_is_named_until_one_does() {
    let bus = Bus::start();
    let panel = Panel::start(&bus, Manner::NoHost);
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    host.expect_health("missing A tray service runs, but no panel shows its icons");
    panel.registered();

    panel.host_comes();
    host.expect_health(WORKS);
}

#[test]
fn a_panel_that_is_killed_and_started_again_gets_the_icon_again() {
    let bus = Bus::start();
    let panel = Panel::start(&bus, Manner::Good);
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    host.expect_health(WORKS);
    panel.registered();

    panel.kill();
    host.expect_health("missing No panel");
    host.show("rest 5 plain two");
    let panel = Panel::start(&bus, Manner::Good);
    host.expect_health(WORKS);
    let item = Shown::at(&bus, &panel.registered());
    item.wait_for_tooltip("two");
    assert_eq!(bus_items(&bus), 1);
}

#[test]
fn a_panel_that_never_answers_is_named_and_blocks_nothing() {
    let bus = Bus::start();
    let hung = Panel::start(&bus, Manner::Silent);
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    host.expect_health("missing The panel does not answer");
    host.show("rest 4 plain two");
    assert_eq!(bus_items(&bus), 0, "nothing was built for a silent panel");

    hung.kill();
    host.expect_health("missing No panel");
    let panel = Panel::start(&bus, Manner::Good);
    host.expect_health(WORKS);
    assert_eq!(Shown::at(&bus, &panel.registered()).tooltip().1, "two");
}

#[test]
fn a_panel_that_hangs_on_registration_is_left_and_tried_again() {
    let bus = Bus::start();
    let hung = Panel::start(&bus, Manner::HangsOnRegistration);
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    host.expect_health("missing The panel does not answer");
    host.show("rest 4 plain two");
    // The first try and one more: nobody gave up.
    hung.registered();
    hung.registered();

    hung.kill();
    let panel = Panel::start(&bus, Manner::Good);
    host.expect_health_after("missing No panel", WORKS);
    panel.registered();
    item::the_only(&bus).wait_for_tooltip("two");
}

#[test]
fn however_often_a_panel_hangs_few_threads_are_left_in_it() {
    let bus = Bus::start();
    let hung = Panel::start(&bus, Manner::HangsOnRegistration);
    let mut host = Host::start(&bus, &[("SOLEUS_TEST_FIRST_RETRY_MS", "10")]);
    host.show("rest 4 plain one");
    host.expect_health("missing The panel does not answer");
    for _ in 0..4 {
        hung.registered();
    }
    // One in hand and three left behind: a fifth must not come, however long the panel hangs.
    assert!(!hung.registers_within(std::time::Duration::from_secs(3)));
    assert_eq!(bus_items(&bus), 4);

    hung.kill();
    let panel = Panel::start(&bus, Manner::Good);
    host.expect_health_after("missing No panel", WORKS);
    panel.registered();
    wait_for_items(&bus, 1);
}

#[test]
fn a_panel_that_hangs_when_it_comes_back_is_left_and_tried_again() {
    let bus = Bus::start();
    let panel = Panel::start(&bus, Manner::Good);
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    host.expect_health(WORKS);
    panel.registered();

    panel.kill();
    host.expect_health("missing No panel");
    let hung = Panel::start(&bus, Manner::HangsOnRegistration);
    host.expect_health("missing The panel does not answer");
    host.show("rest 4 plain two");

    hung.kill();
    let panel = Panel::start(&bus, Manner::Good);
    host.expect_health_after("missing No panel", WORKS);
    panel.registered();
    item::the_only(&bus).wait_for_tooltip("two");
}

#[test]
fn a_panel_that_only_was_slow_is_forgiven() {
    let bus = Bus::start();
    let panel = Panel::start(&bus, Manner::HangsOnRegistration);
    let mut host = Host::start(&bus, &[("SOLEUS_TEST_FIRST_RETRY_MS", "60000")]);
    host.show("rest 4 plain one");
    host.expect_health("missing The panel does not answer");
    let name = panel.registered();
    host.show("rest 4 plain two");

    panel.answers_at_last();
    host.expect_health(WORKS);
    Shown::at(&bus, &name).wait_for_tooltip("two");
    assert_eq!(bus_items(&bus), 1);
}

#[test]
fn the_bus_may_die_and_come_back_and_leaves_nothing_behind() {
    let mut bus = Bus::start();
    let mut panel = Panel::start(&bus, Manner::Good);
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    host.expect_health(WORKS);
    panel.registered();
    let threads = host.threads();

    for round in 0..3 {
        bus.kill();
        host.expect_health("missing No session bus answers");
        host.show(&format!("rest 4 plain round {round}"));
        bus.up();
        panel = Panel::start(&bus, Manner::Good);
        host.expect_health_after("missing No panel", WORKS);
        let item = Shown::at(&bus, &panel.registered());
        assert_eq!(item.tooltip().1, format!("round {round}"));
    }
    host.wait_for_threads(threads);
}

#[test]
fn dropping_the_tray_takes_the_icon_away() {
    let bus = Bus::start();
    let panel = Panel::start(&bus, Manner::Good);
    let mut host = Host::start(&bus, &[]);
    host.show("rest 4 plain one");
    host.expect_health(WORKS);
    panel.registered();
    wait_for_items(&bus, 1);
    host.drop_tray();
    wait_for_items(&bus, 0);
}

/// How many tray items are on the bus.
fn bus_items(bus: &Bus) -> usize {
    item::names(&bus.connect()).len()
}

/// Waits until so many tray items are on the bus.
fn wait_for_items(bus: &Bus, wanted: usize) {
    item::wait_for_names(bus, wanted);
}
