//! A film in a real Wayland compositor: a window that asks for the screen to be held awake.

use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;

use rustix::fs::{MemfdFlags, ftruncate, memfd_create};
use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_buffer::WlBuffer;
use wayland_client::protocol::wl_compositor::WlCompositor;
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::protocol::wl_shm::{Format, WlShm};
use wayland_client::protocol::wl_shm_pool::WlShmPool;
use wayland_client::protocol::wl_surface::WlSurface;
use wayland_client::{Connection, Dispatch, EventQueue, Proxy, QueueHandle};
use wayland_protocols::wp::idle_inhibit::zv1::client::zwp_idle_inhibit_manager_v1::ZwpIdleInhibitManagerV1;
use wayland_protocols::wp::idle_inhibit::zv1::client::zwp_idle_inhibitor_v1::ZwpIdleInhibitorV1;
use wayland_protocols::xdg::shell::client::xdg_surface::{self, XdgSurface};
use wayland_protocols::xdg::shell::client::xdg_toplevel::XdgToplevel;
use wayland_protocols::xdg::shell::client::xdg_wm_base::XdgWmBase;

use crate::support::compositor::Compositor;

/// The sides of the window, in pixels of four bytes.
const SIDE: i32 = 64;

/// The film; it plays until it is ended.
pub(crate) struct Film {
    queue: EventQueue<Window>,
    inhibitor: ZwpIdleInhibitorV1,
}

/// Whether the compositor has said how large the window is to be.
#[derive(Default)]
struct Window {
    configured: bool,
}

impl Film {
    /// Begins to play.
    pub(crate) fn play(compositor: &Compositor) -> Self {
        let stream = UnixStream::connect(compositor.socket()).expect("it listens");
        let connection = Connection::from_socket(stream).expect("a connection");
        let (globals, mut queue) = registry_queue_init::<Window>(&connection).expect("it answers");
        let handle = queue.handle();
        let surfaces: WlCompositor = globals.bind(&handle, 1..=1, ()).expect("surfaces");
        let windows: XdgWmBase = globals.bind(&handle, 1..=1, ()).expect("windows");
        let memory: WlShm = globals.bind(&handle, 1..=1, ()).expect("memory");
        let inhibitors: ZwpIdleInhibitManagerV1 =
            globals.bind(&handle, 1..=1, ()).expect("inhibitors");

        let surface = surfaces.create_surface(&handle, ());
        let window = windows.get_xdg_surface(&surface, &handle, ());
        window
            .get_toplevel(&handle, ())
            .set_title("Film".to_owned());
        surface.commit();
        let mut state = Window::default();
        while !state.configured {
            queue.blocking_dispatch(&mut state).expect("it answers");
        }
        let bytes = SIDE * SIDE * 4;
        let file = memfd_create("film", MemfdFlags::CLOEXEC).expect("memory");
        ftruncate(&file, u64::try_from(bytes).expect("it is small")).expect("memory");
        let pool = memory.create_pool(file.as_fd(), bytes, &handle, ());
        let picture = pool.create_buffer(0, SIDE, SIDE, SIDE * 4, Format::Xrgb8888, &handle, ());
        surface.attach(Some(&picture), 0, 0);
        surface.damage(0, 0, SIDE, SIDE);
        surface.commit();
        let inhibitor = inhibitors.create_inhibitor(&surface, &handle, ());
        queue.roundtrip(&mut state).expect("it answers");
        Self { queue, inhibitor }
    }

    /// The screen is not held awake any more.
    pub(crate) fn end(mut self) {
        self.inhibitor.destroy();
        self.queue
            .roundtrip(&mut Window::default())
            .expect("it answers");
    }
}

impl Dispatch<XdgSurface, ()> for Window {
    fn event(
        state: &mut Self,
        surface: &XdgSurface,
        event: xdg_surface::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        if let xdg_surface::Event::Configure { serial } = event {
            surface.ack_configure(serial);
            state.configured = true;
        }
    }
}

impl Dispatch<WlRegistry, GlobalListContents> for Window {
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

macro_rules! deaf_to {
    ($($what:ty),*) => {$(
        impl Dispatch<$what, ()> for Window {
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

deaf_to!(
    WlBuffer,
    WlCompositor,
    WlShm,
    WlShmPool,
    WlSurface,
    XdgToplevel,
    XdgWmBase,
    ZwpIdleInhibitManagerV1,
    ZwpIdleInhibitorV1
);
