//! A hand at the mouse of a real Wayland compositor, by the protocols made for that.

use std::os::unix::net::UnixStream;
use std::path::Path;

use wayland_client::globals::{GlobalList, GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::{Connection, Dispatch, EventQueue, Proxy, QueueHandle};
use wayland_protocols_plasma::fake_input::client::org_kde_kwin_fake_input::OrgKdeKwinFakeInput;
use wayland_protocols_wlr::virtual_pointer::v1::client::zwlr_virtual_pointer_manager_v1::ZwlrVirtualPointerManagerV1;
use wayland_protocols_wlr::virtual_pointer::v1::client::zwlr_virtual_pointer_v1::ZwlrVirtualPointerV1;

use crate::support::compositor::Compositor;
use crate::support::process::Process;

/// See there.
const RELAY: &str = include_str!("relay.py");

/// The hand.
pub(crate) struct Hand {
    queue: EventQueue<Numb>,
    mouse: Mouse,
    _relay: Option<Process>,
}

enum Mouse {
    Wlr(ZwlrVirtualPointerV1),
    Kde(OrgKdeKwinFakeInput),
}

/// It feels nothing.
struct Numb;

impl Hand {
    /// A hand in sway.
    pub(crate) fn in_sway(compositor: &Compositor) -> Self {
        Self::at(compositor.socket(), None)
    }

    /// A hand in KWin.
    pub(crate) fn in_kwin(compositor: &Compositor) -> Self {
        let door = compositor.user().home().join("relay");
        let mut relay = compositor.command("/usr/bin/python3");
        relay
            .args(["-c", RELAY])
            .arg(&door)
            .arg(compositor.socket());
        let (relay, _) = Process::start_and_read(&mut relay);
        Self::at(&door, Some(relay))
    }

    fn at(socket: &Path, relay: Option<Process>) -> Self {
        let stream = UnixStream::connect(socket).expect("it listens");
        let connection = Connection::from_socket(stream).expect("a connection");
        let (globals, mut queue) = registry_queue_init::<Numb>(&connection).expect("it answers");
        let mouse = Mouse::find(&globals, &queue.handle());
        queue.roundtrip(&mut Numb).expect("it answers");
        Self {
            queue,
            mouse,
            _relay: relay,
        }
    }

    /// Moves the mouse a little. The compositor has seen it when this comes back.
    pub(crate) fn touch(&mut self) {
        match &self.mouse {
            Mouse::Wlr(mouse) => {
                mouse.motion(0, 1.0, 1.0);
                mouse.frame();
            }
            Mouse::Kde(mouse) => mouse.pointer_motion(1.0, 1.0),
        }
        self.queue.roundtrip(&mut Numb).expect("it answers");
    }
}

impl Mouse {
    fn find(globals: &GlobalList, handle: &QueueHandle<Numb>) -> Self {
        if let Ok(manager) = globals.bind::<ZwlrVirtualPointerManagerV1, _, _>(handle, 1..=1, ()) {
            return Self::Wlr(manager.create_virtual_pointer(None, handle, ()));
        }
        let mouse: OrgKdeKwinFakeInput = globals
            .bind(handle, 1..=1, ())
            .expect("a compositor lets input be made");
        mouse.authenticate("a test".to_owned(), "to touch".to_owned());
        Self::Kde(mouse)
    }
}

impl Dispatch<WlRegistry, GlobalListContents> for Numb {
    fn event(
        _: &mut Self,
        _: &WlRegistry,
        _: wl_registry::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

macro_rules! numb_to {
    ($($what:ty),*) => {$(
        impl Dispatch<$what, ()> for Numb {
            fn event(
                _: &mut Self,
                _: &$what,
                _: <$what as Proxy>::Event,
                (): &(),
                _: &Connection,
                _: &QueueHandle<Self>,
            ) {
            }
        }
    )*};
}

numb_to!(
    OrgKdeKwinFakeInput,
    ZwlrVirtualPointerManagerV1,
    ZwlrVirtualPointerV1
);
