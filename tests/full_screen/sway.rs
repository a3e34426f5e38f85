//! Full screen in a Wayland session: on sway, which lists windows, and on KWin, which does not.

use std::time::Duration;

use soleus::engine::Input;
use soleus::link::Part;
use soleus::platform::boot_time;
use soleus::sensors::Desktop;

use crate::support::compositor::Compositor;
use crate::support::ear::Ear;
use crate::support::private_bus::PrivateBus;
use crate::support::process::{run, until};
use crate::support::sensing::nothing;
use crate::support::skip::missing;
use crate::wayland_window::Window;
use crate::{full, heard_until, look, start, works};

fn on(compositor: &Compositor) -> Desktop {
    Desktop {
        wayland: Some(compositor.socket().to_owned()),
        ..nothing()
    }
}

/// Shows another workspace, as a person does.
fn show_workspace(sway: &Compositor, name: &str) {
    let socket = until("sway's own socket", || {
        let files = sway.user().home().read_dir().unwrap().map(|it| it.unwrap());
        let mut paths = files.map(|file| file.path());
        paths.find(|path| path.extension().is_some_and(|it| it == "sock"))
    });
    let mut command = sway.command("swaymsg");
    command.arg("-s").arg(socket).args(["workspace", name]);
    run(&mut command);
}

#[test]
fn a_window_over_the_screen_is_seen_by_looking_and_its_end_as_it_happens() {
    if missing(&["sway"]) {
        return;
    }
    let sway = Compositor::sway("");
    let (link, ear) = Ear::new();
    let sensors = start(link, on(&sway));
    let words = ear.until_works(Part::FullScreen);
    assert_eq!(words, "the compositor's list of windows");
    let window = Window::open(sway.socket());
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
fn a_window_on_another_workspace_or_closed_covers_the_screen_no_more() {
    if missing(&["sway"]) {
        return;
    }
    let sway = Compositor::sway("");
    let (link, ear) = Ear::new();
    let _other = Window::open(sway.socket());
    let film = Window::open(sway.socket());
    film.cover(true);
    let sensors = start(link, on(&sway));
    let mut heard = heard_until(&ear, &full(true));
    show_workspace(&sway, "2");
    heard.extend(heard_until(&ear, &full(false)));
    film.until_in_front(false);
    heard.extend(look(&sensors, &ear));
    show_workspace(&sway, "1");
    film.until_in_front(true);
    heard.extend(look(&sensors, &ear));
    drop(film);
    heard.extend(heard_until(&ear, &full(false)));
    let twice = [full(true), full(false), full(true), full(false)];
    assert_eq!(heard, [&[works(true)][..], &twice].concat());
}

#[test]
fn a_compositor_that_dies_is_told_and_found_when_it_comes_back() {
    if missing(&["sway"]) {
        return;
    }
    let mut sway = Compositor::sway("");
    let (link, ear) = Ear::new();
    let window = Window::open(sway.socket());
    window.cover(true);
    let sensors = start(link, on(&sway));
    let mut heard = heard_until(&ear, &full(true));
    sway.kill();
    heard.extend(heard_until(&ear, &works(false)));
    assert_eq!(heard, [works(true), full(true), full(false), works(false)]);
    assert_eq!(look(&sensors, &ear), []);
    sway.restart();
    assert_eq!(heard_until(&ear, &works(true)), [works(true)]);
    let window = Window::open(sway.socket());
    window.cover(true);
    assert_eq!(look(&sensors, &ear), [full(true)]);
}

#[test]
fn a_compositor_that_hangs_holds_no_look_up_and_is_heard_when_it_wakes() {
    if missing(&["sway"]) {
        return;
    }
    let sway = Compositor::sway("");
    let (link, ear) = Ear::new();
    let window = Window::open(sway.socket());
    let mut desktop = on(&sway);
    desktop.patience.answer = Duration::from_millis(300);
    let sensors = start(link, desktop);
    let mut heard = heard_until(&ear, &works(true));
    window.cover(true);
    sway.process().freeze();
    let begun = boot_time();
    sensors.look();
    heard.extend(heard_until(&ear, &works(false)));
    let words = ear.until_missing(Part::FullScreen);
    ear.until_input(&Input::Looked);
    let took = boot_time().saturating_sub(begun);
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert!(words.contains("list of windows does not answer"), "{words}");
    sway.process().thaw();
    heard.extend(heard_until(&ear, &full(true)));
    assert_eq!(heard, [works(true), works(false), works(true), full(true)]);
}

#[test]
fn where_windows_are_not_listed_it_is_told_once_and_xwayland_is_not_asked() {
    if missing(&["kwin-wayland", "xvfb", "openbox"]) {
        return;
    }
    let bus = PrivateBus::start();
    let kwin = Compositor::kwin(&bus);
    let x = crate::support::xvfb::Xvfb::start();
    let _manager = crate::support::openbox::openbox(&x);
    crate::x11_window::Window::open(&x).cover(true);
    let (link, ear) = Ear::new();
    let desktop = Desktop {
        display: Some(x.display.clone()),
        ..on(&kwin)
    };
    let sensors = start(link, desktop);
    assert_eq!(heard_until(&ear, &works(false)), [works(false)]);
    let words = ear.until_missing(Part::FullScreen);
    assert!(words.contains("sensors.media"), "{words}");
    assert!(!words.contains("does not answer"), "{words}");
    assert_eq!(look(&sensors, &ear), []);
}
