//! Full screen on X11.

use soleus::engine::Input;
use soleus::link::Part;
use soleus::platform::boot_time;
use soleus::sensors::Desktop;
use std::time::Duration;

use crate::support::ear::Ear;
use crate::support::openbox::openbox;
use crate::support::process::until;
use crate::support::sensing::nothing;
use crate::support::skip::missing;
use crate::support::xvfb::Xvfb;
use crate::x11_window::Window;
use crate::{full, heard_until, look, start, works};

const NEEDED: [&str; 2] = ["xvfb", "openbox"];

fn on(x: &Xvfb) -> Desktop {
    Desktop {
        display: Some(x.display.clone()),
        ..nothing()
    }
}

#[test]
fn a_window_over_the_screen_is_seen_by_looking_and_its_end_as_it_happens() {
    if missing(&NEEDED) {
        return;
    }
    let x = Xvfb::start();
    let _manager = openbox(&x);
    let (link, ear) = Ear::new();
    let sensors = start(link, on(&x));
    let window = Window::open(&x);
    assert_eq!(ear.until_works(Part::FullScreen), "the X server");
    assert_eq!(look(&sensors, &ear), []);
    for _ in 0..2 {
        window.cover(true);
        assert_eq!(look(&sensors, &ear), [full(true)]);
        assert_eq!(look(&sensors, &ear), []);
        window.cover(false);
        assert_eq!(heard_until(&ear, &full(false)), [full(false)]);
    }
    // Between looks nothing is told.
    window.cover(true);
    window.cover(false);
    assert_eq!(look(&sensors, &ear), []);
}

#[test]
fn a_window_that_is_behind_another_or_closed_covers_the_screen_no_more() {
    if missing(&NEEDED) {
        return;
    }
    let x = Xvfb::start();
    let _manager = openbox(&x);
    let other = Window::open(&x);
    let film = Window::open(&x);
    let (link, ear) = Ear::new();
    film.cover(true);
    let sensors = start(link, on(&x));
    let mut heard = heard_until(&ear, &full(true));
    other.come_to_front();
    heard.extend(heard_until(&ear, &full(false)));
    film.come_to_front();
    heard.extend(look(&sensors, &ear));
    drop(film);
    heard.extend(heard_until(&ear, &full(false)));
    let twice = [full(true), full(false), full(true), full(false)];
    assert_eq!(heard, [&[works(true)][..], &twice].concat());
    assert_eq!(look(&sensors, &ear), []);
}

#[test]
fn one_window_over_the_screen_after_another_is_one_stretch() {
    if missing(&NEEDED) {
        return;
    }
    let x = Xvfb::start();
    let _manager = openbox(&x);
    let (link, ear) = Ear::new();
    let (first, second) = (Window::open(&x), Window::open(&x));
    first.cover(true);
    second.cover(true);
    let sensors = start(link, on(&x));
    let mut heard = heard_until(&ear, &full(true));
    first.come_to_front();
    heard.extend(look(&sensors, &ear));
    first.cover(false);
    heard.extend(heard_until(&ear, &full(false)));
    assert_eq!(heard, [works(true), full(true), full(false)]);
}

#[test]
fn without_a_window_manager_windows_are_not_seen_until_one_comes() {
    if missing(&NEEDED) {
        return;
    }
    let x = Xvfb::start();
    let (link, ear) = Ear::new();
    let sensors = start(link, on(&x));
    let words = ear.until_missing(Part::FullScreen);
    assert!(words.contains("sensors.media"), "{words}");
    assert_eq!(look(&sensors, &ear), []);
    let _manager = openbox(&x);
    let window = Window::open(&x);
    window.cover(true);
    assert_eq!(look(&sensors, &ear), [works(true), full(true)]);
}

#[test]
fn a_server_that_dies_is_told_and_found_when_it_comes_back() {
    if missing(&NEEDED) {
        return;
    }
    let x = Xvfb::start_apart();
    let manager = openbox(&x);
    let window = Window::open(&x);
    window.cover(true);
    let (link, ear) = Ear::new();
    let sensors = start(link, on(&x));
    let mut heard = heard_until(&ear, &full(true));
    let name = x.display.clone();
    drop(x);
    heard.extend(heard_until(&ear, &works(false)));
    assert_eq!(heard, [works(true), full(true), full(false), works(false)]);
    ear.until_missing(Part::FullScreen);
    assert_eq!(look(&sensors, &ear), []);
    drop(manager);

    let x = Xvfb::start_as(&name);
    let _manager = openbox(&x);
    let window = Window::open(&x);
    window.cover(true);
    let mut heard = Vec::new();
    until("the window", || {
        heard.extend(look(&sensors, &ear));
        heard.contains(&full(true)).then_some(())
    });
    assert_eq!(heard, [works(true), full(true)]);
}

#[test]
fn a_server_that_hangs_holds_no_look_up_and_is_heard_when_it_wakes() {
    if missing(&NEEDED) {
        return;
    }
    let x = Xvfb::start();
    let _manager = openbox(&x);
    let window = Window::open(&x);
    window.cover(true);
    let (link, ear) = Ear::new();
    let sensors = start(link, on(&x));
    let mut heard = heard_until(&ear, &full(true));
    x.server.freeze();
    let begun = boot_time();
    heard.extend(look(&sensors, &ear));
    let took = boot_time().saturating_sub(begun);
    assert!(took < Duration::from_secs(2), "{took:?}");
    let told = [works(true), full(true), full(false), works(false)];
    assert_eq!(heard, told);
    // Nobody waits for what is known to hang.
    let begun = boot_time();
    assert_eq!(look(&sensors, &ear), []);
    let took = boot_time().saturating_sub(begun);
    assert!(took < Duration::from_millis(300), "{took:?}");
    x.server.thaw();
    let heard = heard_until(&ear, &full(true));
    assert_eq!(heard, [works(true), full(true)]);
}

#[test]
fn a_server_that_hangs_at_the_start_is_told_in_time() {
    if missing(&NEEDED) {
        return;
    }
    let x = Xvfb::start();
    let _manager = openbox(&x);
    x.server.freeze();
    let (link, ear) = Ear::new();
    let mut desktop = on(&x);
    desktop.patience.answer = Duration::from_millis(300);
    let sensors = start(link, desktop);
    let words = ear.until_missing(Part::FullScreen);
    assert!(words.contains("does not answer"), "{words}");
    assert_eq!(look(&sensors, &ear), []);
    x.server.thaw();
    assert_eq!(heard_until(&ear, &works(true)), [works(true)]);
}

#[test]
fn without_a_display_it_is_told_once() {
    let (link, ear) = Ear::new();
    let sensors = start(link, nothing());
    assert_eq!(heard_until(&ear, &works(false)), [works(false)]);
    ear.until_missing(Part::FullScreen);
    sensors.look();
    ear.until_input(&Input::Looked);
    assert!(crate::of_full_screen(ear.rest()).is_empty());
}
