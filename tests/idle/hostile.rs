//! Peers that break every rule: what they say ends their connection, never the sensor.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use soleus::sensors::Desktop;
use tempfile::TempDir;
use zbus::blocking::connection::Builder;

use crate::gnome::MONITOR;
use crate::nothing;
use crate::sensor::Sensor;
use crate::support::idle_compositor::IdleCompositor;
use crate::support::private_bus::PrivateBus;
use crate::support::process::until;
use crate::support::skip::missing;

/// A compositor that says the same to everybody who calls, whatever they ask, for ever or once.
struct Parrot {
    folder: TempDir,
    callers: Arc<AtomicUsize>,
}

/// How often it says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Once,
    ForEver,
}

impl Parrot {
    fn start(says: Says, words: Vec<u8>) -> Self {
        let parrot = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            callers: Arc::default(),
        };
        let door = UnixListener::bind(parrot.socket()).expect("a socket");
        let callers = parrot.callers.clone();
        // It ends with the tests.
        thread::spawn(move || {
            for caller in door.incoming() {
                let mut caller = caller.expect("a caller");
                callers.fetch_add(1, Ordering::AcqRel);
                // Whoever calls asks first for the list, as object 2, and for an answer, as object 3.
                let _ = caller.read(&mut [0; 64]);
                while caller.write_all(&words).is_ok() && says == Says::ForEver {}
                // It waits to be hung up on.
                while caller.read(&mut [0; 64]).is_ok_and(|read| read > 0) {}
            }
        });
        parrot
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("wayland-0")
    }

    /// The sensor hangs up, says so once, and calls again.
    fn is_hung_up_on(&self, what: &str) {
        let sensor = Sensor::start(Desktop {
            wayland: Some(self.socket()),
            ..nothing()
        });
        let words = sensor.until("missing");
        // Which of them is noticed first, the nonsense or the want of an answer, is a matter of how
        // busy the machine is.
        let noticed = ["cannot be reached", "does not answer"]
            .iter()
            .any(|known| words.contains(known));
        assert!(noticed, "{what}: {words}");
        until("more calls", || {
            (self.callers.load(Ordering::Acquire) > 2).then_some(())
        });
        let once = [&words, "sensor false", "media absent"];
        assert_eq!(sensor.all(), once, "{what}");
    }
}

/// An event as it goes over the wire: object, number of the event, and words of four bytes.
fn event(object: u32, number: u32, arguments: &[u32]) -> Vec<u8> {
    let length = u32::try_from(8 + arguments.len() * 4).expect("it is short");
    let head = [object, (length << 16) | number];
    let all = head.iter().chain(arguments);
    all.flat_map(|word| word.to_ne_bytes()).collect()
}

/// A text of three letters and its end, as it goes over the wire.
fn text(letters: [u8; 3]) -> [u32; 2] {
    let [one, two, three] = letters;
    [4, u32::from_ne_bytes([one, two, three, 0])]
}

#[test]
fn a_compositor_that_breaks_the_protocol_is_hung_up_on() {
    let [length, letters] = text(*b"any");
    let broken: [(&str, Vec<u8>); 6] = [
        ("no such event", event(2, 9, &[])),
        ("no such object", event(77, 0, &[])),
        ("shorter than its head", event(2, 0, &[1])[..4].repeat(2)),
        ("a text that is none", event(2, 0, &[1, 4, u32::MAX, 1])),
        ("an error", event(1, 0, &[1, 1, length, letters])),
        // The library gives up on this one with a panic.
        ("an error without a text", event(1, 0, &[1, 1, 0])),
    ];
    for (what, words) in broken {
        Parrot::start(Says::Once, words).is_hung_up_on(what);
    }
}

#[test]
fn a_compositor_that_never_stops_is_hung_up_on() {
    let [length, letters] = text(*b"any");
    let offers = event(2, 0, &[1, length, letters, 1]).repeat(100);
    Parrot::start(Says::ForEver, offers).is_hung_up_on("offers without end");
}

#[test]
fn a_compositor_with_seats_without_end_is_hung_up_on() {
    let compositor = IdleCompositor::start(2);
    for seat in 2..40 {
        compositor.add_seat(seat);
    }
    let sensor = Sensor::start(Desktop {
        wayland: Some(compositor.socket()),
        ..nothing()
    });
    let words = sensor.until("missing");
    assert!(words.contains("cannot be reached"), "{words}");
    for seat in 2..40 {
        compositor.remove_seat(seat);
    }
    sensor.until("idle");
}

/// Something that has Mutter's name and answers nonsense.
struct Nonsense;

#[zbus::interface(name = "org.gnome.Mutter.IdleMonitor")]
#[expect(clippy::unused_self, reason = "methods of an object on the bus")]
impl Nonsense {
    fn add_idle_watch(&self, after: u64) -> String {
        format!("in {after}")
    }

    fn add_user_active_watch(&self) -> (u32, u32) {
        (1, 2)
    }

    fn get_idletime(&self) -> u64 {
        u64::MAX
    }
}

#[test]
fn a_monitor_that_answers_nonsense_is_left_and_asked_again() {
    if missing(&["dbus"]) {
        return;
    }
    let bus = PrivateBus::start();
    let path = "/org/gnome/Mutter/IdleMonitor/Core";
    let monitor = Builder::address(bus.address().as_str())
        .and_then(|it| it.serve_at(path, Nonsense))
        .and_then(|it| it.name(MONITOR))
        .and_then(Builder::build)
        .expect("the private bus runs");
    let compositor = IdleCompositor::start(0);
    let sensor = Sensor::start(Desktop {
        wayland: Some(compositor.socket()),
        session_bus: Some(bus.address()),
        ..nothing()
    });
    let words = sensor.until("missing");
    assert!(words.contains("idle monitor is gone"), "{words}");
    until("more calls", || (compositor.callers() > 2).then_some(()));
    drop(monitor);
    sensor.until("missing: This compositor does not tell idle time");
}
