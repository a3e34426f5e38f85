//! An ordinary window on X11, which asks its window manager for things as programs do.

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask,
    Window as Id, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::support::process::until;
use crate::support::xvfb::Xvfb;

/// A window; it goes when it is dropped.
pub(crate) struct Window {
    x: RustConnection,
    root: Id,
    id: Id,
}

impl Window {
    /// Opens one and waits until it is in front.
    pub(crate) fn open(display: &Xvfb) -> Self {
        let (x, screen) = x11rb::connect(Some(display.display.as_str())).unwrap();
        let root = x.setup().roots[screen].root;
        let id = x.generate_id().unwrap();
        x.create_window(
            x11rb::COPY_DEPTH_FROM_PARENT,
            id,
            root,
            10,
            10,
            200,
            100,
            0,
            WindowClass::INPUT_OUTPUT,
            x11rb::COPY_FROM_PARENT,
            &CreateWindowAux::new(),
        )
        .unwrap();
        // A title that nobody is to read.
        x.change_property8(
            x11rb::protocol::xproto::PropMode::REPLACE,
            id,
            AtomEnum::WM_NAME,
            AtomEnum::STRING,
            b"secret",
        )
        .unwrap();
        x.map_window(id).unwrap();
        x.flush().unwrap();
        let window = Self { x, root, id };
        window.come_to_front();
        window
    }

    /// Asks to be in front, and waits until it is.
    pub(crate) fn come_to_front(&self) {
        self.ask("_NET_ACTIVE_WINDOW", [2, 0, 0, 0, 0]);
        until("a window in front", || {
            let in_front = self.words(self.root, "_NET_ACTIVE_WINDOW", AtomEnum::WINDOW);
            (in_front == [self.id]).then_some(())
        });
    }

    /// Asks to cover the screen or not, and waits until it does.
    pub(crate) fn cover(&self, on: bool) {
        let state = atom(&self.x, "_NET_WM_STATE_FULLSCREEN");
        self.ask("_NET_WM_STATE", [u32::from(on), state, 0, 1, 0]);
        until("the window's state", || {
            let states = self.words(self.id, "_NET_WM_STATE", AtomEnum::ATOM);
            (states.contains(&state) == on).then_some(())
        });
    }

    fn ask(&self, what: &str, data: [u32; 5]) {
        let event = ClientMessageEvent::new(32, self.id, atom(&self.x, what), data);
        let to_manager = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        let sent = self.x.send_event(false, self.root, to_manager, event);
        sent.unwrap().check().unwrap();
    }

    fn words(&self, window: Id, name: &str, kind: AtomEnum) -> Vec<u32> {
        let name = atom(&self.x, name);
        let reply = self.x.get_property(false, window, name, kind, 0, 64);
        let reply = reply.unwrap().reply().unwrap();
        reply.value32().into_iter().flatten().collect()
    }
}

fn atom(x: &RustConnection, name: &str) -> Atom {
    let reply = x.intern_atom(false, name.as_bytes()).unwrap().reply();
    reply.unwrap().atom
}
