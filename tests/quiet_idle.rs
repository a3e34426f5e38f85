//! The idle sensor does not wake while nobody touches anything, on any compositor. Alone in its file:
//! it counts the wakes of all threads.
#![cfg(target_os = "linux")]

#[path = "idle/gnome.rs"]
#[allow(dead_code, reason = "shared with the tests of the idle sensor")]
mod gnome;
#[path = "idle/hand.rs"]
mod hand;
#[path = "idle/sensor.rs"]
#[allow(dead_code, reason = "shared with the tests of the idle sensor")]
mod sensor;
mod support;

use std::fs;
use std::path::Path;
use std::time::Duration;

use soleus::platform::patience::Patience;
use soleus::sensors::Desktop;

use sensor::Sensor;
use support::compositor::Compositor;
use support::idle_compositor::IdleCompositor;
use support::peace::{stays_asleep, until_gone};
use support::private_bus::PrivateBus;
use support::process::until;
use support::skip::missing;

fn inside(socket: &Path, bus: &PrivateBus) -> Desktop {
    Desktop {
        wayland: Some(socket.to_owned()),
        session_bus: Some(bus.address()),
        ..Desktop::default()
    }
}

/// Somebody came and went, and a pause in typing was waited for: nothing is left to do.
fn used(desktop: Desktop, mut touch: impl FnMut()) -> Sensor {
    let sensor = Sensor::start(desktop);
    sensor.until("idle");
    touch();
    sensor.until("active");
    sensor.watch_lull(true);
    sensor.until("lull");
    sensor.watch_lull(true);
    sensor.watch_lull(false);
    sensor.until("idle");
    sensor
}

#[test]
fn the_idle_sensor_never_wakes_while_nothing_happens() {
    if missing(&["dbus", "kwin-wayland", "mutter", "sway"]) {
        return;
    }
    let (bus, kde, gnome) = (
        PrivateBus::start(),
        PrivateBus::start(),
        PrivateBus::start(),
    );
    let sway = Compositor::sway("");
    let kwin = Compositor::kwin(&kde);
    let mutter = Compositor::mutter(&gnome);
    let own = IdleCompositor::start(2);

    let mut hand = hand::Hand::in_sway(&sway);
    let in_sway = used(inside(sway.socket(), &bus), || hand.touch());
    let mut hand = hand::Hand::in_kwin(&kwin);
    let in_kwin = used(inside(kwin.socket(), &kde), || hand.touch());
    let hand = gnome::Hand::on(&gnome);
    let in_mutter = used(inside(mutter.socket(), &gnome), || hand.touch());
    let in_own = used(inside(&own.socket(), &bus), || own.touch(1));
    // A film begins by itself, and its end is waited for.
    own.hold(true);
    in_own.until("media true");

    stays_asleep(&["idle", "idle-bus"]);

    // What is stopped leaves nothing behind, nor does what was tried in vain.
    let silent = IdleCompositor::start(0);
    let in_vain = Sensor::start(Desktop {
        patience: Patience {
            first_retry: Duration::from_millis(10),
            last_retry: Duration::from_millis(10),
            ..Patience::default()
        },
        ..inside(&silent.socket(), &bus)
    });
    until("many tries", || (silent.callers() > 50).then_some(()));
    // A bus that does not answer keeps one thread waiting, however often it is asked.
    bus.daemon().freeze();
    let stuck = Sensor::start(Desktop {
        patience: Patience {
            answer: Duration::from_millis(50),
            first_retry: Duration::from_millis(10),
            last_retry: Duration::from_millis(10),
        },
        ..inside(&silent.socket(), &bus)
    });
    let before = silent.callers();
    until("more tries", || {
        (silent.callers() > before + 10).then_some(())
    });
    // Those of both sensors.
    assert!(threads("idle-open") <= 2);
    bus.daemon().thaw();
    drop(stuck);
    drop((in_sway, in_kwin, in_mutter, in_own, in_vain));
    until_gone("idle");
    drop(hand);
    until_gone("zbus");
}

/// How many threads have this name.
fn threads(name: &str) -> usize {
    let tasks = fs::read_dir("/proc/self/task").expect("the list of threads");
    let names = tasks.map_while(Result::ok).filter_map(|task| {
        // A thread that just ended has no name any more.
        fs::read_to_string(task.path().join("comm")).ok()
    });
    names.filter(|it| it.trim() == name).count()
}
